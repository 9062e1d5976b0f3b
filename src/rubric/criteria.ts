import { type Needs, needsOf, PatternError } from "../text/pattern-needs.ts";
import { searchTables, TextSearch } from "../text/text-search.ts";

// Wording that conditions ask for, numbered over all rubrics: one pass over a text tells which of it
// may be there, and only that is looked for.

const numbers = new Map<string, number>();
const needs: (Needs | null)[] = [];
let search: TextSearch | null = null;

/** Number of a phrase, as normalised text has it; not empty. */
export function phraseNumber(phrase: string): number {
  return numberOf(`phrase ${phrase}`, () => [[{ words: [phrase], reach: 0 }]]);
}

/** Number of a pattern. */
export function patternNumber(source: string): number {
  return numberOf(`pattern ${source}`, () => {
    try {
      return needsOf(source);
    } catch (error) {
      if (error instanceof PatternError) return null;
      throw error;
    }
  });
}

/** Number of wording of which nothing is known before it is looked for. */
export function vagueNumber(): number {
  return numberOf("vague", () => null);
}

function numberOf(key: string, needsOfIt: () => Needs | null): number {
  let number = numbers.get(key);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(key, number);
    needs.push(needsOfIt());
    search = null;
  }
  return number;
}

/** How many there are by now: what was found out with fewer says nothing of the others. */
export function criteriaCount(): number {
  return needs.length;
}

/** Numbers of the wording that a normalised text may hold. */
export function criteriaIn(text: string): readonly number[] {
  search ??= new TextSearch(searchTables([], needs));
  return search.search(text, () => {});
}
