import fc from "fast-check";
import { expect, test } from "vitest";
import { Automaton } from "../../src/text/automaton.ts";

type Hit = [phrase: string, start: number];

function byAutomaton(phrases: readonly string[], text: string): Hit[] {
  const hits: Hit[] = [];
  new Automaton(phrases).search(text, (phrase, start, end) => {
    expect(text.slice(start, end)).toBe(phrases[phrase]);
    hits.push([phrases[phrase]!, start]);
  });
  return hits;
}

function byLoop(phrases: readonly string[], text: string): Hit[] {
  const hits: Hit[] = [];
  for (const phrase of phrases) {
    for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1)) hits.push([phrase, at]);
  }
  return hits;
}

const sorted = (hits: Hit[]) => hits.map(([phrase, start]) => `${start} ${phrase}`).sort();

test("finds what a loop of includes finds, overlapping phrases too", () => {
  const phrase = fc.string({ unit: fc.constantFrom(..."不客气好的谢您a\ud83d"), minLength: 1, maxLength: 5 });
  const phrases = fc.uniqueArray(phrase, { maxLength: 30 });
  const text = fc.string({ unit: fc.constantFrom(..."不客气好的谢您ab\ud83d"), maxLength: 60 });
  fc.assert(
    fc.property(phrases, text, (list, words) => {
      expect(sorted(byAutomaton(list, words))).toEqual(sorted(byLoop(list, words)));
    }),
    { numRuns: 500 },
  );
});

test("a phrase within a phrase is found beside it", () => {
  expect(sorted(byAutomaton(["您太客气了", "客气", "太客"], "您太客气了呢"))).toEqual([
    "0 您太客气了",
    "1 太客",
    "2 客气",
  ]);
});

test("the empty phrase is refused", () => {
  expect(() => new Automaton(["好", ""])).toThrow(RangeError);
});
