import { Automaton } from "./automaton.ts";
import type { Clause, Needs } from "./pattern-needs.ts";

/** A way in which a pattern can match: a word of one clause calls for it, then the others must be met. */
interface Alternative {
  number: number;
  pattern: number;
  others: readonly number[];
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
  readonly #clauses: readonly Int32Array[];
  readonly #always: readonly number[];
  /** 1 for the phrases of the text; so small that it stays near the processor. */
  readonly #seen: Uint8Array;
  /** Number of the last text in which an alternative was called, a pattern given. */
  readonly #called: Int32Array;
  readonly #given: Int32Array;
  /** Number of the last text in which a clause was asked for, negative where it was not met. */
  readonly #asked: Int32Array;
  #text = 0;

  /** Words are distinct and not empty; a pattern of which nothing is known (null) may always match. */
  constructor(words: readonly string[], patterns: readonly (Needs | null)[]) {
    const phrases = new Numbers<Alternative[]>(() => []);
    for (const word of words) phrases.of(word);
    const clauses = new Map<string, number>();
    const members: Int32Array[] = [];
    const clauseOf = (clause: Clause): number => {
      const key = clause.join("\n");
      const known = clauses.get(key);
      if (known !== undefined) return known;
      clauses.set(key, members.length);
      members.push(Int32Array.from(new Set(clause), (phrase) => phrases.of(phrase)));
      return members.length - 1;
    };
    let alternatives = 0;
    patterns.forEach((needs, pattern) => {
      for (const [first, ...rest] of needs ?? []) {
        const alternative = { number: alternatives, pattern, others: rest.map(clauseOf) };
        alternatives += 1;
        for (const phrase of new Set(first)) phrases.values[phrases.of(phrase)]!.push(alternative);
      }
    });
    this.#automaton = new Automaton(phrases.keys());
    this.#wordCount = words.length;
    this.#calls = phrases.values;
    this.#clauses = members;
    this.#always = [...patterns.keys()].filter((pattern) => patterns[pattern] === null);
    this.#seen = new Uint8Array(phrases.values.length);
    this.#called = new Int32Array(alternatives);
    this.#given = new Int32Array(patterns.length);
    this.#asked = new Int32Array(members.length);
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

/** Numbers things by a key, from 0, and keeps a value for each. */
class Numbers<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
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
