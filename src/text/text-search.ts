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
  readonly #given: Int32Array;
  /** 1 for the phrases of the text; so small that it stays near the processor. */
  readonly #seen: Uint8Array;
  #plan: Plan;
  /** Number of the last text in which a call was made, a pattern given. */
  readonly #called: Int32Array;
  /** What a better plan is made of; null when it is made. */
  #learning: Learning | null;
  #text = 0;

  constructor(tables: SearchTables) {
    const { phrases, words, clauses, patterns } = tables;
    const times = new Int32Array(phrases.length);
    this.#automaton = new Automaton(phrases);
    this.#wordCount = words;
    this.#always = [...patterns.keys()].filter((pattern) => patterns[pattern] === null);
    this.#given = new Int32Array(patterns.length);
    this.#seen = new Uint8Array(phrases.length);
    this.#plan = planFor(tables, times);
    this.#called = new Int32Array(clauses.length);
    this.#learning = { tables, times };
  }

  /** Calls `found` for every occurrence of a word; gives the patterns that may match, by number. */
  search(text: string, found: (word: number, start: number, end: number) => void): number[] {
    this.#text += 1;
    const [seen, called, wordCount, now] = [this.#seen, this.#called, this.#wordCount, this.#text];
    const { starts, items } = this.#plan.calls;
    const phrases: number[] = [];
    const calls: number[] = [];
    this.#automaton.search(text, (phrase, start, end) => {
      if (phrase < wordCount) found(phrase, start, end);
      if (seen[phrase] === 1) return;
      seen[phrase] = 1;
      phrases.push(phrase);
      const last = starts[phrase + 1]!;
      for (let at = starts[phrase]!; at < last; at += 1) {
        const call = items[at]!;
        if (called[call] === now) continue;
        called[call] = now;
        calls.push(call);
      }
    });
    const patterns = this.#patternsOf(calls);
    if (this.#learning !== null) this.#learn(this.#learning, phrases);
    for (let at = 0; at < phrases.length; at += 1) seen[phrases[at]!] = 0;
    return patterns;
  }

  #patternsOf(calls: readonly number[]): number[] {
    const { alternatives, patterns } = this.#plan;
    const [given, now] = [this.#given, this.#text];
    const found = this.#always.slice();
    for (let at = 0; at < calls.length; at += 1) {
      const call = calls[at]!;
      const last = alternatives[call + 1]!;
      for (let alternative = alternatives[call]!; alternative < last; alternative += 1) {
        const pattern = patterns[alternative]!;
        if (given[pattern] === now || !this.#isMet(alternative)) continue;
        given[pattern] = now;
        found.push(pattern);
      }
    }
    return found;
  }

  /** Whether the text has a phrase of each clause of an alternative that was called for. */
  #isMet(alternative: number): boolean {
    const { others, phrases } = this.#plan;
    const seen = this.#seen;
    const lastOther = others.starts[alternative + 1]!;
    for (let other = others.starts[alternative]!; other < lastOther; other += 1) {
      const clause = others.items[other]!;
      const last = phrases.starts[clause + 1]!;
      let at = phrases.starts[clause]!;
      while (at < last && seen[phrases.items[at]!] === 0) at += 1;
      if (at === last) return false;
    }
    return true;
  }

  /** What is rare in a shop's chats is told by the first of them. */
  #learn({ tables, times }: Learning, phrases: readonly number[]): void {
    for (const phrase of phrases) times[phrase]! += 1;
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
 * All of it is numbers in a row, which the processor has at hand; objects would lie all over the memory.
 */
interface Plan {
  /** By phrase: the calls that it makes. */
  calls: Lists;
  /** By call: the first of its alternatives, which follow each other. */
  alternatives: Int32Array;
  /** By alternative: its pattern, and the clauses that must be met beside the one that called. */
  patterns: Int32Array;
  others: Lists;
  /** By clause: the phrases that meet it, common ones first. */
  phrases: Lists;
}

/** Of what was seen equally often the first is taken: needs come in the order of what is rare by its form. */
function planFor({ clauses, patterns }: SearchTables, times: Int32Array): Plan {
  const common = clauses.map((clause) => clause.reduce((sum, phrase) => sum + times[phrase]!, 0));
  const ordered = patterns.flatMap((alternatives, pattern) =>
    (alternatives ?? []).map((needed) => {
      const [caller, ...others] = needed.toSorted((a, b) => common[a]! - common[b]!);
      return { pattern, caller: caller!, others };
    }),
  );
  ordered.sort((a, b) => a.caller - b.caller);
  const calls: number[][] = Array.from(times, () => []);
  const starts: number[] = [];
  ordered.forEach(({ caller }, at) => {
    if (caller === ordered[at - 1]?.caller) return;
    for (const phrase of clauses[caller]!) calls[phrase]!.push(starts.length);
    starts.push(at);
  });
  return {
    calls: new Lists(calls),
    alternatives: Int32Array.of(...starts, ordered.length),
    patterns: Int32Array.from(ordered, ({ pattern }) => pattern),
    others: new Lists(ordered.map(({ others }) => others)),
    phrases: new Lists(clauses.map((clause) => clause.toSorted((a, b) => times[b]! - times[a]!))),
  };
}

/** Lists of numbers in a row: list `n` is `items` from `starts[n]` to `starts[n + 1]`. */
class Lists {
  readonly starts: Int32Array;
  readonly items: Int32Array;

  constructor(lists: readonly (readonly number[])[]) {
    this.starts = new Int32Array(lists.length + 1);
    lists.forEach((list, number) => {
      this.starts[number + 1] = this.starts[number]! + list.length;
    });
    this.items = Int32Array.from(lists.flat());
  }
}
