import type { ErrorObject, ValidateFunction } from "ajv";
import type { Place } from "../errors.ts";
import { ajvLibrary } from "../text/late.ts";
import { prepared } from "../text/prepared.ts";
import { formOf } from "./forms.ts";
import type { LocalText } from "./local-text.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import { fileSchema } from "./schema.ts";
import type { Path, Source } from "./source.ts";

let validator: ValidateFunction | null = null;

/**
 * Checks a tree (the source's own, with parameters put in) against the schema of rubric files; `errors`
 * are what its problems were told from.
 */
export function checkShape(source: Source, tree: unknown): { problems: Problem[]; errors: ErrorObject[] } {
  const all = prepared([JSON.stringify(fileSchema), JSON.stringify(tree)], () => shapeErrors(tree));
  const errors = withoutEchoes(all);
  const problems = errors.flatMap((error) => {
    const translate = translators[error.keyword];
    return translate === undefined ? [] : [translate(error, source, pathOf(error.instancePath))];
  });
  return { problems, errors };
}

function shapeErrors(tree: unknown): ErrorObject[] {
  // Small texts: making the check faster would take longer than the checks do.
  const options = { allErrors: true, verbose: true, strict: false, code: { optimize: false } };
  validator ??= new (ajvLibrary().Ajv)(options).compile(fileSchema);
  return validator(tree) ? [] : [...(validator.errors ?? [])];
}

/**
 * A union that fits nowhere yields the errors of all its branches. Where a branch got past the type
 * of the value its errors say more than the union's; else the union's own error says all.
 */
function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  // Of a name of the wrong form the mapping tells as well.
  const dropped = new Set(errors.filter(({ propertyName }) => propertyName !== undefined));
  for (const union of errors.filter(({ keyword }) => keyword === "anyOf")) {
    const inside = errors.filter(
      ({ schemaPath, instancePath }) =>
        schemaPath.startsWith(`${union.schemaPath}/`) &&
        `${instancePath}/`.startsWith(`${union.instancePath}/`),
    );
    const telling = inside.filter(
      ({ keyword, instancePath }) => keyword !== "type" || instancePath !== union.instancePath,
    );
    for (const error of inside) if (!telling.includes(error)) dropped.add(error);
    if (telling.length > 0) dropped.add(union);
  }
  return errors.filter((error) => !dropped.has(error));
}

type Translate = (error: ErrorObject, source: Source, path: Path) => Problem;

const translators: Record<string, Translate> = {
  additionalProperties: ({ params, parentSchema }, source, path) => {
    const key = String(params.additionalProperty);
    const known = Object.keys(parentSchema?.properties as object);
    const place = source.keyPlace([...path, key]);
    return { kind: "unknownKey", values: { key, known: list(known) }, place, meant: nearest(key, known) };
  },
  required: ({ params }, source, path) => ({
    kind: "missingKey",
    values: { key: String(params.missingProperty) },
    place: source.keyPlace(path),
  }),
  type: ({ params, data }, source, path) => typeProblem([String(params.type)], data, source, path),
  anyOf: ({ schema, data }, source, path) => {
    const types = (schema as { type?: string; enum?: unknown[] }[]).map((branch) => branch.type ?? "string");
    return typeProblem([...new Set(types)], data, source, path);
  },
  enum: (error, source, path) => notAllowed(error, error.params.allowedValues, source, path),
  const: (error, source, path) => notAllowed(error, [error.params.allowedValue], source, path),
  pattern: ({ params, data }, source, path) =>
    wrongForm(String(data), params.pattern, source.valuePlace(path)),
  propertyNames: ({ params, schema }, source, path) => {
    const { pattern } = schema as { pattern: string };
    return wrongForm(params.propertyName, pattern, source.keyPlace([...path, params.propertyName]));
  },
  minimum: (error, source, path) => limit("tooSmall", error, source, path),
  maximum: (error, source, path) => limit("tooLarge", error, source, path),
  minItems: (error, source, path) => limit("tooFew", error, source, path),
  minLength: (_, source, path) => ({ kind: "empty", place: source.valuePlace(path) }),
  minProperties: (error, source, path) => limit("tooFew", error, source, path),
  maxProperties: ({ data }, source, path) => ({
    kind: "oneOperator",
    values: { count: Object.keys(data as object).length },
    place: source.valuePlace(path),
  }),
  uniqueItems: ({ params, data }, source, path) => ({
    kind: "repeated",
    values: { found: String((data as unknown[])[params.i]) },
    place: source.valuePlace([...path, params.i]),
  }),
};

const typeNames: Record<string, { zh: string; en: string }> = {
  object: { zh: "键值（键: 值）", en: "a mapping" },
  array: { zh: "列表", en: "a list" },
  string: { zh: "文字", en: "text" },
  number: { zh: "数字", en: "a number" },
  integer: { zh: "整数", en: "a whole number" },
  boolean: { zh: "true 或 false", en: "true or false" },
  null: { zh: "空", en: "nothing" },
};

/** Types of JSON Schema in words. */
export function namesOfTypes(types: readonly string[]): { zh: string; en: string } {
  const names = types.map((type) => typeNames[type] ?? { zh: type, en: type });
  return { zh: names.map(({ zh }) => zh).join("或"), en: names.map(({ en }) => en).join(" or ") };
}

/** The type of a value of YAML, as JSON Schema calls it. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function typeProblem(types: readonly string[], data: unknown, source: Source, path: Path): Problem {
  const found = typeOf(data);
  const values = { expected: namesOfTypes(types), found: withValue(namesOfTypes([found]), data) };
  const isNumber = types.includes("number") || types.includes("integer");
  const isQuoted = found === "string" && /^-?\d+(?:\.\d+)?$/u.test(data as string);
  const isBare = (found === "number" || found === "boolean") && types.includes("string");
  const kind = isNumber && isQuoted ? "quotedNumber" : isBare ? "bareText" : "wrongType";
  return { kind, values, place: source.valuePlace(path) };
}

/** The name of a type and the value, where it is short enough to be seen at a glance. */
function withValue({ zh, en }: { zh: string; en: string }, data: unknown): LocalText {
  const text = typeof data === "string" || typeof data === "number" ? String(data) : "";
  const isShort = text !== "" && text.length <= 20;
  return isShort ? { zh: `${zh}“${text}”`, en: `${en} “${text}”` } : { zh, en };
}

function wrongForm(found: string, pattern: string, place: Place): Problem {
  const { form, example } = formOf(pattern);
  return { kind: "wrongForm", values: { found, form, example }, place };
}

function notAllowed({ data }: ErrorObject, allowed: unknown, source: Source, path: Path): Problem {
  const known = (allowed as unknown[]).map(String);
  const values = { found: String(data), known: list(known) };
  return { kind: "notAllowed", values, place: source.valuePlace(path), meant: nearest(String(data), known) };
}

function limit(
  kind: "tooSmall" | "tooLarge" | "tooFew",
  { data, params }: ErrorObject,
  source: Source,
  path: Path,
): Problem {
  return {
    kind,
    values: { found: String(data), limit: Number(params.limit) },
    place: source.valuePlace(path),
  };
}

/** The keys and indexes of a JSON pointer. */
export function pathOf(pointer: string): Path {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
}

/** Names as a hint lists them. */
export function list(names: readonly string[]): LocalText {
  if (names.length === 0) return { zh: "（无）", en: "(none)" };
  return { zh: names.join("、"), en: names.join(", ") };
}
