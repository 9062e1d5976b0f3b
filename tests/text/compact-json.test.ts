import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CompactJson } from "../../src/text/compact-json.ts";

const texts = fc.oneof(fc.string(), fc.constantFrom("~", "~0", "~~12", "亲，在的", "开场说明是谁在服务"));
const names = texts.filter((text) => !text.includes("\n"));
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    texts,
    fc.array(tie("value")),
    fc.dictionary(names, tie("value"), { noNullPrototype: true }),
  ),
}));

describe("JSON for one reader", () => {
  test("comes back as it was, in any order and any number of times", () => {
    fc.assert(
      fc.property(fc.array(plain.value), (values) => {
        const json = new CompactJson();
        const written = [...values, ...values, ...values].map((value) => json.write(value));
        const read = written.toReversed().map((text) => json.read(text));
        expect(read.toReversed()).toEqual([...values, ...values, ...values]);
      }),
      { examples: [[[JSON.parse('{"__proto__":[1]}')]]] },
    );
  });

  test("keeps the order of members, leaves out those that are undefined", () => {
    const json = new CompactJson();
    const read = json.read(json.write({ b: 1, a: undefined, c: [{}] }));
    expect(JSON.stringify(read)).toBe('{"b":1,"c":[{}]}');
  });

  test("says names of members once, and texts that come again by a number", () => {
    const json = new CompactJson();
    const finding = { rule: "O3", title: "开场说明是谁在服务", evidence: [{ message: 1 }] };
    json.write(finding);
    json.write(finding);
    expect(json.write(finding).length).toBeLessThan(JSON.stringify(finding).length / 2);
  });
});
