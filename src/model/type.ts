import type { Type as TypeBox } from "typebox";

// The builders of schemas that we use, with typebox’s types and the same JSON: loading its 370 modules took
// a tenth of the audit of a week, in every thread.

type Schema = Record<string, unknown>;
type Options = Readonly<Record<string, unknown>>;
type Properties = Readonly<Record<string, Schema>>;

/** Marks a property that may be absent; no part of the JSON. */
const mark = "~optional";

const object = (properties: Properties, required: readonly string[], options: Options): Schema => ({
  type: "object",
  ...(required.length > 0 && { required }),
  properties,
  ...options,
});

const propertiesOf = (schema: Schema) => schema.properties as Properties;

const builders = {
  String: (options: Options = {}): Schema => ({ type: "string", ...options }),
  Number: (options: Options = {}): Schema => ({ type: "number", ...options }),
  Integer: (options: Options = {}): Schema => ({ type: "integer", ...options }),
  Boolean: (options: Options = {}): Schema => ({ type: "boolean", ...options }),
  Null: (options: Options = {}): Schema => ({ type: "null", ...options }),
  Literal: (value: unknown, options: Options = {}): Schema => ({
    type: typeof value,
    const: value,
    ...options,
  }),
  Enum: (values: readonly unknown[], options: Options = {}): Schema => ({ enum: [...values], ...options }),
  Array: (items: Schema, options: Options = {}): Schema => ({ type: "array", items, ...options }),
  Union: (anyOf: readonly Schema[], options: Options = {}): Schema => ({ anyOf, ...options }),
  Ref: ($ref: string, options: Options = {}): Schema => ({ $ref, ...options }),
  Unsafe: (schema: Schema): Schema => schema,
  Optional: (schema: Schema): Schema =>
    Object.defineProperty({ ...schema }, mark, { value: true, enumerable: false }),
  Object(properties: Properties, options: Options = {}): Schema {
    const required = Object.keys(properties).filter((name) => !(mark in properties[name]!));
    return object(properties, required, options);
  },
  Record: (key: Schema, value: Schema, options: Options = {}): Schema => ({
    type: "object",
    patternProperties: { [(key.pattern as string | undefined) ?? "^.*$"]: value },
    ...options,
  }),
  Partial(schema: Schema, options: Options = {}): Schema {
    const parts = Object.entries(propertiesOf(schema));
    return object(
      Object.fromEntries(parts.map(([name, part]) => [name, builders.Optional(part)])),
      [],
      options,
    );
  },
  Pick(schema: Schema, names: readonly string[], options: Options = {}): Schema {
    const parts = Object.entries(propertiesOf(schema)).filter(([name]) => names.includes(name));
    return builders.Object(Object.fromEntries(parts), options);
  },
};

/** Builds JSON Schemas whose types TypeScript knows (`Static`). */
export const Type = builders as unknown as Pick<typeof TypeBox, keyof typeof builders>;
