import { Type as TypeBox } from "typebox";
import { expect, test } from "vitest";
import { Type } from "../../src/model/type.ts";

type Builders = typeof Type;

/** Every builder, as the schemas use it. */
function schemas(T: Builders) {
  const exact = { additionalProperties: false };
  const object = T.Object(
    { name: T.String({ minLength: 1 }), age: T.Optional(T.Integer({ minimum: 0 })), share: T.Number() },
    exact,
  );
  const allOptional = T.Partial(object, exact);
  return [
    object,
    allOptional,
    T.Partial(object),
    T.Pick(object, ["name", "age"]),
    T.Object(T.Partial(T.Pick(object, ["age", "share"])).properties),
    T.Object({ a: T.Optional(T.Unsafe<string>(T.Ref("#/$defs/a"))), b: allOptional }),
    T.Array(T.Boolean(), { minItems: 1 }),
    T.Enum(["wave", "bye"], { description: "act" }),
    T.Union([T.Null(), T.Literal("all"), T.Literal(1)], { description: "union" }),
    T.Record(T.String(), T.Number(), { minProperties: 1 }),
    T.Record(T.String({ pattern: "^[a-z]+$" }), object),
  ];
}

test("schemas are the JSON that typebox makes of them, key by key", () => {
  expect(schemas(Type).map((schema) => JSON.stringify(schema))).toEqual(
    schemas(TypeBox).map((schema) => JSON.stringify(schema)),
  );
});
