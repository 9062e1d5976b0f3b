import { Automaton } from "./automaton.ts";
import type { Needs } from "./pattern-needs.ts";

/** A way in which a pattern can match: it is tried where the text meets all its clauses. */
interface Alternative {
  pattern: number;
  /** The clauses beside the one that calls for it. */
  others: readonly number[];
}

/**
 * Finds many words in a text, and which of many patterns may match in it, in one pass. What is tried
 * after that is a small part of the patterns: all words that a match needs are in the text.
 */
export class TextSearch {
  readonly #automaton: Automaton;
  /** By phrase of the automaton: the word that it is, or -1, and the clauses that it meets. */
  readonly #words: readonly number[];
  readonly #clauses: readonly (readonly number[])[];
  /** By clause: what it calls for. */
  readonly #calls: readonly (readonly Alternative[])[];
  /** Number of the last text in which a phrase, a clause was seen, a pattern called. */
  readonly #phraseSeen: Float64Array;
  readonly #clauseSeen: Float64Array;
  readonly #patternCalled: Float64Array;
  readonly #always: readonly number[];
  #text = 0;

  /** Words are distinct and not empty; a pattern of which nothing is known (null) may always match. */
  constructor(words: readonly string[], patterns: readonly (Needs | null)[]) {
    const phrases = new Numbers<number[]>(() => []);
    const clauses = new Numbers<Alternative[]>(() => []);
    for (const word of words) phrases.of(word);
    const clauseOf = (clause: readonly string[]): number => {
      const known = clauses.size;
      const number = clauses.of([...new Set(clause)].sort().join("\n"));
      if (number === known) for (const phrase of clause) phrases.values[phrases.of(phrase)]!.push(number);
      return number;
    };
    patterns.forEach((needs, pattern) => {
      for (const alternative of needs ?? []) {
        const [call, ...others] = alternative.map(clauseOf);
        clauses.values[call!]!.push({ pattern, others });
      }
    });
    const keys = phrases.keys();
    this.#automaton = new Automaton(keys);
    this.#words = keys.map((_, phrase) => (phrase < words.length ? phrase : -1));
    this.#clauses = phrases.values;
    this.#calls = clauses.values;
    this.#always = [...patterns.keys()].filter((pattern) => patterns[pattern] === null);
    this.#phraseSeen = new Float64Array(keys.length);
    this.#clauseSeen = new Float64Array(clauses.size);
    this.#patternCalled = new Float64Array(patterns.length);
  }

  /** Calls `found` for every occurrence of a word; gives the patterns that may match, by number. */
  search(text: string, found: (word: number, start: number, end: number) => void): number[] {
    this.#text += 1;
    const now = this.#text;
    const called: Alternative[] = [];
    this.#automaton.search(text, (phrase, start, end) => {
      const word = this.#words[phrase]!;
      if (word !== -1) found(word, start, end);
      if (this.#phraseSeen[phrase] === now) return;
      this.#phraseSeen[phrase] = now;
      for (const clause of this.#clauses[phrase]!) {
        if (this.#clauseSeen[clause] === now) continue;
        this.#clauseSeen[clause] = now;
        for (const alternative of this.#calls[clause]!) called.push(alternative);
      }
    });
    const patterns = this.#always.slice();
    for (const { pattern, others } of called) {
      if (this.#patternCalled[pattern] === now) continue;
      if (!others.every((clause) => this.#clauseSeen[clause] === now)) continue;
      this.#patternCalled[pattern] = now;
      patterns.push(pattern);
    }
    return patterns;
  }
}

/** Numbers things by a key, from 0, and keeps a value for each. */
class Numbers<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }

  get size(): number {
    return this.values.length;
  }

  of(key: string): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.values.length;
      this.#numbers.set(key, number);
      this.values.push(this.#make());
    }
    return number;
  }

  keys(): string[] {
    return [...this.#numbers.keys()];
  }
}
