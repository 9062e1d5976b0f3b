import fc from "fast-check";
import { expect, test } from "vitest";
import { needsOf, PatternError } from "../../src/text/pattern-needs.ts";
import { searchTables, TextSearch } from "../../src/text/text-search.ts";

const letters = fc.constantFrom(..."您好亲退款不");
const word = fc.string({ unit: letters, minLength: 1, maxLength: 3 });
const { pattern } = fc.letrec<{ pattern: string; row: string; atom: string }>((tie) => ({
  pattern: fc.array(tie("row"), { minLength: 1, maxLength: 3 }).map((rows) => rows.join("|")),
  row: fc.array(tie("atom"), { minLength: 1, maxLength: 4 }).map((atoms) => atoms.join("")),
  atom: fc.oneof(
    { maxDepth: 3 },
    word,
    fc.constantFrom(".{0,3}", "[您亲]", "[^不]", "^", "$", "(?<!不)", "(?=退)"),
    fc
      .tuple(tie("pattern"), fc.constantFrom("", "?", "{1,2}", "{0,2}", "{2}"))
      .map(([inside, times]) => `(?:${inside})${times}`),
  ),
}));
const text = fc.string({
  unit: fc.oneof({ weight: 9, arbitrary: letters }, fc.constant("𠮷")),
  maxLength: 14,
});

function needsOrNull(source: string) {
  try {
    return needsOf(source);
  } catch (error) {
    if (error instanceof PatternError) return null;
    throw error;
  }
}

test("every pattern that matches is called, whatever the text", () => {
  const patterns = fc.array(pattern, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(patterns, fc.array(text, { maxLength: 6 }), (sources, texts) => {
      const search = new TextSearch(searchTables([], sources.map(needsOrNull)));
      for (const words of texts) {
        const called = search.search(words, () => {});
        const matching = [...sources.keys()].filter((at) => new RegExp(sources[at]!, "u").test(words));
        expect(called).toEqual(expect.arrayContaining(matching));
        expect(new Set(called).size).toBe(called.length);
      }
    }),
    { numRuns: 300 },
  );
});

test("a pattern is not called while one of its words is missing", () => {
  const search = new TextSearch(searchTables([], [needsOf("退.{0,4}款"), needsOf("亲|您好.{0,4}款")]));
  const called = (words: string) => search.search(words, () => {}).sort();
  expect(called("退吗")).toEqual([]);
  expect(called("退了款")).toEqual([0]);
  expect(called("您好，退款")).toEqual([0, 1]);
  expect(called("亲")).toEqual([1]);
});

test.each([
  ["退.{0,2}款", "款退了", "退一下款"],
  ["退.{0,2}款", "退了没有啊，款呢", "退了没有啊，退个款"],
  ["退.{0,2}款", "退了几天款呢", "退𠮷𠮷款"],
  ["^(?:您|你)?好", "亲你好", "你好"],
  ["好(?:的|了)$", "好的呀", "都好了"],
  ["(?:退.{0,2}款|补.{0,2}差)价", "退差价", "补个差价"],
])("%s is not called where its words stand apart or in another order: %s, but %s", (source, apart, match) => {
  const search = new TextSearch(searchTables([], [needsOf(source)]));
  expect(search.search(apart, () => {})).toEqual([]);
  expect(search.search(match, () => {})).toEqual([0]);
});

test("in a text longer than places can tell, patterns are called all the same", () => {
  const search = new TextSearch(searchTables([], [needsOf("退.{0,2}款$"), needsOf("亲.{0,2}款")]));
  expect(search.search(`${"您好".repeat(40_000)}退了款`, () => {})).toEqual([0]);
  expect(search.search(`${"您好".repeat(40_000)}亲退款`, () => {}).sort()).toEqual([0, 1]);
});

test("words are found beside patterns", () => {
  const found: [number, number, number][] = [];
  const search = new TextSearch(searchTables(["退款", "款"], [needsOf("退款.{0,4}款")]));
  expect(search.search("退款款", (...hit) => found.push(hit))).toEqual([0]);
  expect(found).toEqual([
    [0, 0, 2],
    [1, 1, 2],
    [1, 2, 3],
  ]);
});
