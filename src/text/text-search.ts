import { Automaton } from "./automaton.ts";
import type { Clause, Needs } from "./pattern-needs.ts";

/** A way in which a pattern can match: a word of one clause calls for it, then the others must be met. */
interface Alternative {
  number: number;
  pattern: number;
  others: readonly number[];
}

/** What is looked for, as plain data. */
export interface SearchTables {
  /** The words, then what patterns need beside them. */
  phrases: readonly string[];
  words: number;
  /** By clause: the numbers of the phrases that meet it. */
  clauses: readonly (readonly number[])[];
  /** By pattern its alternatives, each as the numbers of its clauses; null = may always match. */
  patterns: readonly (readonly (readonly number[])[] | null)[];
}

/** Words are distinct and not empty; a pattern of which nothing is known (null) may always match. */
export function searchTables(words: readonly string[], patterns: readonly (Needs | null)[]): SearchTables {
  const phrases = new Map(words.map((word, number) => [word, number]));
  const clauses: number[][] = [];
  const numbers = new Map<string, number>();
  const phraseOf = (phrase: string) => numberIn(phrases, phrase);
  const clauseOf = (clause: Clause) => {
    const number = numberIn(numbers, clause.join("\n"));
    clauses[number] ??= [...new Set(clause)].map(phraseOf);
    return number;
  };
  const numbersOf = (needs: Needs) => needs.map((alternative) => alternative.map(clauseOf));
  const numbered = patterns.map((needs) => (needs === null ? null : numbersOf(needs)));
  return { phrases: [...phrases.keys()], words: words.length, clauses, patterns: numbered };
}

/** Number of a key in the order in which they came, from 0. */
function numberIn(numbers: Map<string, number>, key: string): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}

/**
 * Finds many words in a text, and which of many patterns may match in it, in one pass. What is tried
 * after that is a small part of the patterns: all words that a match needs are in the text.
 */
export class TextSearch {
  readonly #automaton: Automaton;
  readonly #wordCount: number;
  /** By phrase of the automaton, words first: what it calls for. */
  readonly #calls: readonly (readonly Alternative[])[];
  /** By clause: the phrases that meet it. */
  readonly #clauses: readonly (readonly number[])[];
  readonly #always: readonly number[];
  /** 1 for the phrases of the text; so small that it stays near the processor. */
  readonly #seen: Uint8Array;
  /** Number of the last text in which an alternative was called, a pattern given. */
  readonly #called: Int32Array;
  readonly #given: Int32Array;
  /** Number of the last text in which a clause was asked for, negative where it was not met. */
  readonly #asked: Int32Array;
  #text = 0;

  constructor({ phrases, words, clauses, patterns }: SearchTables) {
    const calls = phrases.map((): Alternative[] => []);
    let alternatives = 0;
    patterns.forEach((needs, pattern) => {
      for (const [first, ...others] of needs ?? []) {
        const alternative = { number: alternatives, pattern, others };
        alternatives += 1;
        for (const phrase of clauses[first!]!) calls[phrase]!.push(alternative);
      }
    });
    this.#automaton = new Automaton(phrases);
    this.#wordCount = words;
    this.#calls = calls;
    this.#clauses = clauses;
    this.#always = [...patterns.keys()].filter((pattern) => patterns[pattern] === null);
    this.#seen = new Uint8Array(phrases.length);
    this.#called = new Int32Array(alternatives);
    this.#given = new Int32Array(patterns.length);
    this.#asked = new Int32Array(clauses.length);
  }

  /** Calls `found` for every occurrence of a word; gives the patterns that may match, by number. */
  search(text: string, found: (word: number, start: number, end: number) => void): number[] {
    this.#text += 1;
    const now = this.#text;
    const [seen, called, given] = [this.#seen, this.#called, this.#given];
    const calls: Alternative[] = [];
    const phrases: number[] = [];
    this.#automaton.search(text, (phrase, start, end) => {
      if (phrase < this.#wordCount) found(phrase, start, end);
      if (seen[phrase] === 1) return;
      seen[phrase] = 1;
      phrases.push(phrase);
      const alternatives = this.#calls[phrase]!;
      for (let at = 0; at < alternatives.length; at += 1) {
        const alternative = alternatives[at]!;
        if (called[alternative.number] === now) continue;
        called[alternative.number] = now;
        calls.push(alternative);
      }
    });
    const patterns = this.#always.slice();
    for (let at = 0; at < calls.length; at += 1) {
      const { pattern, others } = calls[at]!;
      if (given[pattern] === now || !this.#areMet(others, now)) continue;
      given[pattern] = now;
      patterns.push(pattern);
    }
    for (let at = 0; at < phrases.length; at += 1) seen[phrases[at]!] = 0;
    return patterns;
  }

  /** Whether the text has a word of each clause; a clause is looked for once a text. */
  #areMet(clauses: readonly number[], now: number): boolean {
    const [seen, asked] = [this.#seen, this.#asked];
    for (let at = 0; at < clauses.length; at += 1) {
      const clause = clauses[at]!;
      let answer = asked[clause]!;
      if (answer !== now && answer !== -now) {
        const phrases = this.#clauses[clause]!;
        let member = 0;
        while (member < phrases.length && seen[phrases[member]!] === 0) member += 1;
        answer = member < phrases.length ? now : -now;
        asked[clause] = answer;
      }
      if (answer === -now) return false;
    }
    return true;
  }
}
