import { Automaton } from "./automaton.ts";
import type { Clause, Needs } from "./pattern-needs.ts";

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

/** So many texts tell which words are rare in texts of their kind. */
const textsToLearn = 500;

/**
 * Finds many words in a text, and which of many patterns may match in it, in one pass. What is tried
 * after that is a small part of the patterns: all words that a match needs are in the text.
 */
export class TextSearch {
  readonly #automaton: Automaton;
  readonly #wordCount: number;
  readonly #always: readonly number[];
  /** Number of the last text for which a pattern was given. */
  readonly #given: Int32Array;
  /** 1 for the phrases of the text; so small that it stays near the processor. */
  readonly #seen: Uint8Array;
  /** The phrases of the text. */
  readonly #phrases: Int32Array;
  #plan: Plan;
  /** What a better plan is made of; null when it is made. */
  #learning: Learning | null;
  #text = 0;

  constructor(tables: SearchTables) {
    const { phrases, words, patterns } = tables;
    const times = new Int32Array(phrases.length);
    this.#automaton = new Automaton(phrases);
    this.#wordCount = words;
    this.#always = [...patterns.keys()].filter((pattern) => patterns[pattern] === null);
    this.#given = new Int32Array(patterns.length);
    this.#seen = new Uint8Array(phrases.length);
    this.#phrases = new Int32Array(phrases.length);
    this.#plan = planFor(tables, times);
    this.#learning = { tables, times };
  }

  /** Calls `found` for every occurrence of a word; gives the patterns that may match, by number. */
  search(text: string, found: (word: number, start: number, end: number) => void): number[] {
    const [seen, phrases, wordCount] = [this.#seen, this.#phrases, this.#wordCount];
    let count = 0;
    this.#automaton.search(text, (phrase, start, end) => {
      if (phrase < wordCount) found(phrase, start, end);
      if (seen[phrase] === 1) return;
      seen[phrase] = 1;
      phrases[count] = phrase;
      count += 1;
    });
    this.#text += 1;
    const patterns = this.#patternsOf(count);
    if (this.#learning !== null) this.#learn(this.#learning, count);
    for (let at = 0; at < count; at += 1) seen[phrases[at]!] = 0;
    return patterns;
  }

  /** The patterns that the first phrases of the list call for, and that have all that they need. */
  #patternsOf(count: number): number[] {
    const { starts, calls, alternatives } = this.#plan;
    const [phrases, given, now] = [this.#phrases, this.#given, this.#text];
    const found = this.#always.slice();
    for (let at = 0; at < count; at += 1) {
      const phrase = phrases[at]!;
      const last = starts[phrase + 1]!;
      for (let call = starts[phrase]!; call < last; call += 1) {
        const alternative = calls[call]!;
        const pattern = alternatives[alternative]!;
        if (given[pattern] === now || !this.#isMet(alternative)) continue;
        given[pattern] = now;
        found.push(pattern);
      }
    }
    return found;
  }

  /** Whether the text has a phrase of each clause of an alternative that was called for. */
  #isMet(alternative: number): boolean {
    const { alternatives, clauses } = this.#plan;
    const seen = this.#seen;
    const lastClause = alternative + 1 + alternatives[alternative + 1]!;
    for (let clause = alternative + 2; clause <= lastClause; clause += 1) {
      let at = alternatives[clause]!;
      const last = at + clauses[at]!;
      do at += 1;
      while (at <= last && seen[clauses[at]!] === 0);
      if (at > last) return false;
    }
    return true;
  }

  /** What is rare in a shop's chats is told by the first of them. */
  #learn({ tables, times }: Learning, count: number): void {
    for (let at = 0; at < count; at += 1) times[this.#phrases[at]!]! += 1;
    if (this.#text < textsToLearn) return;
    this.#plan = planFor(tables, times);
    this.#learning = null;
  }
}

interface Learning {
  tables: SearchTables;
  /** In how many texts each phrase was seen. */
  times: Int32Array;
}

/**
 * In what order is asked: the rarest clause of an alternative calls for it, then the others are looked at.
 * All of it is numbers in a row, what is asked together side by side, so that the processor has it at hand;
 * objects would lie all over the memory.
 */
interface Plan {
  /** Phrase `n` calls for the alternatives at `calls` from `starts[n]` to `starts[n + 1]`. */
  starts: Int32Array;
  /** Places in `alternatives`. */
  calls: Int32Array;
  /** One after the other: its pattern, the number of the clauses that must be met beside the one that called, their places in `clauses`. */
  alternatives: Int32Array;
  /** One after the other: the number of its phrases, and these, common ones first. */
  clauses: Int32Array;
}

/** Of what was seen equally often the first is taken: needs come in the order of what is rare by its form. */
function planFor({ clauses, patterns }: SearchTables, times: Int32Array): Plan {
  const places = new Int32Array(clauses.length);
  const common = new Int32Array(clauses.length);
  const phrases: number[] = [];
  clauses.forEach((clause, number) => {
    places[number] = phrases.length;
    for (const phrase of clause) common[number]! += times[phrase]!;
    const ordered = common[number] === 0 ? clause : clause.toSorted((a, b) => times[b]! - times[a]!);
    phrases.push(clause.length, ...ordered);
  });
  const alternatives: number[] = [];
  const callers: Caller[] = [];
  patterns.forEach((needs, pattern) => {
    for (const needed of needs ?? []) {
      const [clause, ...others] = needed.toSorted((a, b) => common[a]! - common[b]!);
      callers.push({ phrases: clauses[clause!]!, alternative: alternatives.length });
      alternatives.push(pattern, others.length, ...others.map((other) => places[other]!));
    }
  });
  return {
    ...callsOf(callers, times.length),
    alternatives: Int32Array.from(alternatives),
    clauses: Int32Array.from(phrases),
  };
}

/** Any of these phrases calls for an alternative. */
interface Caller {
  phrases: readonly number[];
  alternative: number;
}

/** What each of so many phrases calls for. */
function callsOf(callers: readonly Caller[], phraseCount: number): Pick<Plan, "starts" | "calls"> {
  const starts = new Int32Array(phraseCount + 1);
  for (const { phrases } of callers) for (const phrase of phrases) starts[phrase + 1]! += 1;
  for (let phrase = 0; phrase < phraseCount; phrase += 1) starts[phrase + 1]! += starts[phrase]!;
  const calls = new Int32Array(starts[phraseCount]!);
  const next = starts.slice();
  for (const { phrases, alternative } of callers) {
    for (const phrase of phrases) {
      calls[next[phrase]!] = alternative;
      next[phrase]! += 1;
    }
  }
  return { starts, calls };
}
