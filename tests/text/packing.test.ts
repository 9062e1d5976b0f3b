import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Known, pack, unpack } from "../../src/text/packing.ts";

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.constant(undefined),
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.string({ unit: "binary" }),
    fc.constantFrom("小满", "亲，在的"),
    fc.array(fc.integer()),
    fc.array(tie("value")),
    fc.dictionary(fc.string(), tie("value"), { noNullPrototype: true }),
    fc.array(fc.tuple(fc.string(), tie("value"))).map((entries) => new Map(entries)),
    fc.array(fc.tuple(fc.integer(), tie("value"))).map((entries) => new Map(entries)),
    fc.array(fc.string()).map((items) => new Set(items)),
  ),
}));

describe("packed data", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(plain.value, (value) => {
        expect(unpack(pack(value))).toEqual(value);
      }),
      {
        examples: [
          [JSON.parse('{"__proto__":[]}')],
          [[{ "a\nb": 1 }, { a: 1, b: 2 }]],
          [["短", "长".repeat(50_000), Array.from({ length: 50_000 }, (_, index) => index / 2)]],
        ],
      },
    );
  });

  it("is the same whatever the order in which maps and sets were filled", () => {
    const one = pack([
      new Map([
        ["甲", 1],
        ["乙", 2],
      ]),
      new Set([3, 1, 20]),
    ]);
    const other = pack([
      new Map([
        ["乙", 2],
        ["甲", 1],
      ]),
      new Set([20, 3, 1]),
    ]);
    expect(one).toBe(other);
  });

  it("leaves out what the reader knows", () => {
    const known = { text: "已经在报告里" };
    const packed = pack([new Known("findings", 1), { text: "还没有" }]);
    const [first, second] = unpack(packed, { findings: [{}, known] }) as object[];
    expect(first).toBe(known);
    expect(second).toEqual({ text: "还没有" });
  });

  it("that speaks of what the reader has not is refused", () => {
    const packed = pack(new Known("findings", 1));
    expect(() => unpack(packed, { findings: [{}] })).toThrow(RangeError);
    expect(() => unpack(packed)).toThrow(RangeError);
  });

  it("that is damaged is an error or other data, never a hang", () => {
    fc.assert(
      fc.property(plain.value, fc.nat(), (value, cut) => {
        const bytes = Buffer.from(pack(value), "base64");
        const text = bytes.subarray(0, cut % bytes.length).toString("base64");
        expect(() => unpack(text)).toThrow(RangeError);
      }),
    );
  });
});
