import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonObject, JsonParser, type JsonRecord, lineOf } from "../../src/ingest/json/parser.ts";

function parse(text: string, lists: string[] = [], pieces = [text], longest = Infinity): JsonRecord[] {
  const records: JsonRecord[] = [];
  const parser = new JsonParser({
    file: "a.json",
    firstLine: 1,
    lists: new Set(lists),
    longest,
    onRecord: (record) => records.push(record),
  });
  for (const piece of pieces) parser.write(piece);
  parser.end();
  return records;
}

function placeOf(text: string): string {
  try {
    parse(text);
    return "read";
  } catch (error) {
    const { place, exit } = error as { place: { line: number; column: number }; exit: number };
    return `${exit} ${place.line}:${place.column}`;
  }
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Lines of all objects in the order of their opening. */
function linesOf(value: unknown): number[] {
  if (typeof value !== "object" || value === null) return [];
  const own = Array.isArray(value) ? [] : [lineOf(value as JsonObject)];
  return [...own, ...Object.values(value).flatMap(linesOf)];
}

/** Whole numbers that a number cannot hold stay as they are written. */
const withExactIds = (_key: string, value: unknown) =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(String(value))
    ? String(value)
    : value;

const json = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) => JSON.parse(JSON.stringify(value), withExactIds) as unknown)
  .filter((value) => !JSON.stringify(value).includes("__proto__"));

describe("JSON parser", () => {
  test("reads what JSON.parse reads, whatever the layout and the cuts", () => {
    fc.assert(
      fc.property(json, fc.constantFrom(0, 1, "\t"), (value, indent) => {
        const text = JSON.stringify({ value }, null, indent);
        const [whole] = parse(text);
        expect(plain(whole!.value)).toEqual({ value });
        expect(plain(parse(text, [], text.split(/(?<=[,\n])/))[0]!.value)).toEqual({ value });
      }),
    );
  });

  test("knows the line of every object", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify({ value: [value] }, null, 1);
        const opened = text
          .split("\n")
          .flatMap((line, at) => (/(?:^\s*|": )\{\}?,?$/.test(line) ? [at + 1] : []));
        const found = linesOf(parse(text)[0]!.value).sort((a, b) => a - b);
        expect(found).toEqual(opened);
      }),
    );
  });

  test("gives out the elements of lists one by one, of whatever length", () => {
    const element = { text: "在吗，亲", at: [1, 2] };
    const text = JSON.stringify({ code: 0, result: { list: Array(1000).fill(element) }, users: [1] });
    const records = parse(text, ["list"], text.split(/(?<=,)/), 200);
    expect(records).toHaveLength(1001);
    expect(plain(records[0]!.value)).toEqual(element);
    expect(records.at(-1)).toMatchObject({ isRest: true, value: { code: 0, users: [1] } });
  });

  test("keeps ids that are longer than a number holds", () => {
    expect(plain(parse('[{"id":9007199254740993,"n":-12.50,"e":1e3}]')[0]!.value)).toEqual({
      id: "9007199254740993",
      n: -12.5,
      e: 1000,
    });
  });

  test.each([
    ['{"a":1,\n "b" 2}', "3 2:6"],
    ["[1,\n2,\n", "3 3:1"],
    ['{"a":"没有说完', "3 1:6"],
    ['{"a":"x\ny"}', "3 1:6"],
    ['{"a":"\\x"}', "3 1:6"],
    ['{"a":1,}', "3 1:8"],
    ["[1 2]", "3 1:4"],
    ['{"a":tru}', "3 1:6"],
    ["[01]", "3 1:3"],
    ["]", "3 1:1"],
    ['{"a":1}{"b":2}', "read"],
  ])("%j: %s", (text, place) => {
    expect(placeOf(text)).toBe(place);
  });

  test("deep nesting ends with a place, not with a full stack", () => {
    expect(placeOf("[".repeat(100_000))).toBe("3 1:201");
    expect(placeOf('{"a":'.repeat(100_000))).toBe("3 1:1001");
  });

  test("never throws anything but an error with a place", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":,\\ \n1-e.tnu你') }), (text) => {
        expect(placeOf(text)).toMatch(/^read$|^3 \d+:\d+$/);
      }),
      { numRuns: 2000 },
    );
  });

  test("what JSON.parse reads is read, what it refuses is refused", () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.constantFrom("", ",", "}", '"', "x", "\n"), (value, at, inserted) => {
        const whole = JSON.stringify([value]);
        const place = at % whole.length;
        const text = `${whole.slice(0, place)}${inserted}${whole.slice(place + 1)}`;
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (isJson) expect(placeOf(text)).toBe("read");
        else if (placeOf(text) === "read")
          expect(() => JSON.parse(text.replace(/\]\s*\[|\}\s*\{/g, ""))).toThrow();
      }),
    );
  });
});
