import { Automaton } from "./automaton.ts";
import type { Needs } from "./pattern-needs.ts";
import { textEnd, textStart } from "./pattern-parts.ts";

/** What is looked for, as plain data. */
export interface SearchTables {
  /** The words, the beginning and the end of the text, then what patterns need beside them. */
  phrases: readonly string[];
  words: number;
  /** By clause: the numbers of the phrases that meet it. */
  clauses: readonly (readonly number[])[];
  /** By pattern its alternatives, each as the number of a clause and its reach for step after step; null = may always match. */
  patterns: readonly (readonly (readonly number[])[] | null)[];
}

/** Words are distinct and not empty; a pattern of which nothing is known (null) may always match. */
export function searchTables(words: readonly string[], patterns: readonly (Needs | null)[]): SearchTables {
  const phrases = new Map([...words, textStart, textEnd].map((phrase, number) => [phrase, number]));
  const clauses: number[][] = [];
  const numbers = new Map<string, number>();
  const phraseOf = (phrase: string) => numberIn(phrases, phrase);
  const clauseOf = (clause: readonly string[]) => {
    const number = numberIn(numbers, clause.join("\n"));
    clauses[number] ??= [...new Set(clause)].map(phraseOf);
    return number;
  };
  const numbersOf = (needs: Needs) =>
    needs.map((steps) => steps.flatMap(({ words, reach }) => [clauseOf(words), reach]));
  const numbered = patterns.map((needs) => (needs === null ? null : numbersOf(needs)));
  return { phrases: [...phrases.keys()], words: words.length, clauses, patterns: numbered };
}

/** Number of a key in the order in which they came, from 0. */
function numberIn(numbers: Map<string, number>, key: string): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}

/** Where a phrase ends that is not in the text. Places further on are all taken for the one before it. */
const nowhere = 0xffff;
const placeOf = (at: number) => Math.min(at, nowhere - 1);

/** Reaches count characters, places units: some characters are two. */
const wide = /[\ud800-\udbff]/;

/** So many texts tell which words are rare in texts of their kind. */
const textsToLearn = 500;

/**
 * Finds many words in a text, and which of many patterns may match in it, in one pass. What is tried
 * after that is a small part of the patterns: all words that a match needs are in the text, each where it
 * could belong to the same match as another one.
 */
export class TextSearch {
  readonly #automaton: Automaton;
  readonly #wordCount: number;
  readonly #always: readonly number[];
  /** Number of the last text for which a pattern was given. */
  readonly #given: Int32Array;
  /** By phrase where it first ends and, from 1, last begins; so small that they stay near the processor. */
  readonly #firstEnd: Uint16Array;
  readonly #lastStart: Uint16Array;
  /** The phrases of the text. */
  readonly #phrases: Int32Array;
  #plan: Plan;
  /** What a better plan is made of; null when it is made. */
  #learning: Learning | null;
  #text = 0;
  /** Units of a character at most. */
  #width = 1;

  constructor(tables: SearchTables) {
    const { phrases, words, patterns } = tables;
    // That every text has its two ends need not be learnt.
    const times = new Int32Array(phrases.length).fill(1, words, words + 2);
    this.#automaton = new Automaton(phrases);
    this.#wordCount = words;
    this.#always = [...patterns.keys()].filter((pattern) => patterns[pattern] === null);
    this.#given = new Int32Array(patterns.length);
    this.#firstEnd = new Uint16Array(phrases.length).fill(nowhere);
    this.#lastStart = new Uint16Array(phrases.length);
    this.#phrases = new Int32Array(phrases.length);
    this.#plan = planFor(tables, times);
    this.#learning = { tables, times };
  }

  /** Calls `found` for every occurrence of a word; gives the patterns that may match, by number. */
  search(text: string, found: (word: number, start: number, end: number) => void): number[] {
    const [firstEnd, lastStart, phrases] = [this.#firstEnd, this.#lastStart, this.#phrases];
    const wordCount = this.#wordCount;
    let count = 0;
    const see = (phrase: number, start: number, end: number) => {
      lastStart[phrase] = placeOf(start) + 1;
      if (firstEnd[phrase] !== nowhere) return;
      firstEnd[phrase] = placeOf(end);
      phrases[count] = phrase;
      count += 1;
    };
    see(wordCount, 0, 0);
    see(wordCount + 1, text.length, text.length);
    this.#automaton.search(text, (phrase, start, end) => {
      if (phrase < wordCount) found(phrase, start, end);
      see(phrase, start, end);
    });
    this.#text += 1;
    this.#width = wide.test(text) ? 2 : 1;
    const patterns = this.#patternsOf(count);
    if (this.#learning !== null) this.#learn(this.#learning, count);
    for (let at = 0; at < count; at += 1) {
      firstEnd[phrases[at]!] = nowhere;
      lastStart[phrases[at]!] = 0;
    }
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
        if (given[pattern] === now || !this.#isMet(alternative, phrase)) continue;
        given[pattern] = now;
        found.push(pattern);
      }
    }
    return found;
  }

  /** Whether the text has, before and after the phrase that called and near enough, what else the alternative needs. */
  #isMet(alternative: number, phrase: number): boolean {
    const { alternatives, clauses } = this.#plan;
    const [firstEnd, lastStart] = [this.#firstEnd, this.#lastStart];
    const [start, end] = [lastStart[phrase]!, firstEnd[phrase]!];
    const past = alternative + 2 + 2 * alternatives[alternative + 1]!;
    for (let step = alternative + 2; step < past; step += 2) {
      const reach = this.#width * alternatives[step + 1]!;
      const to = start + Math.max(0, reach);
      const from = end + Math.min(0, reach);
      let at = alternatives[step]!;
      const last = at + clauses[at]!;
      do at += 1;
      while (at <= last && (firstEnd[clauses[at]!]! >= to || lastStart[clauses[at]!]! <= from));
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
  /**
   * One after the other: its pattern, the number of steps beside the one that calls, and for each of them
   * the place of its clause in `clauses` and the reach to it, below zero where it comes before the caller.
   */
  alternatives: Int32Array;
  /** One after the other: the number of its phrases, and these, common ones first. */
  clauses: Int32Array;
}

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
  const byRarity = (a: number, b: number) =>
    common[a]! - common[b]! || clauses[a]!.length - clauses[b]!.length;
  const alternatives: number[] = [];
  const callers: Caller[] = [];
  patterns.forEach((needs, pattern) => {
    for (const steps of needs ?? []) {
      const numbers = steps.filter((_, at) => at % 2 === 0);
      const rarest = numbers.toSorted(byRarity)[0]!;
      const caller = numbers.indexOf(rarest);
      const reaches = reachesFrom(caller, steps);
      callers.push({ phrases: clauses[rarest]!, alternative: alternatives.length });
      alternatives.push(pattern, numbers.length - 1);
      numbers.forEach((clause, at) => {
        if (at !== caller) alternatives.push(places[clause]!, reaches[at]!);
      });
    }
  });
  return {
    ...callsOf(callers, times.length),
    alternatives: Int32Array.from(alternatives),
    clauses: Int32Array.from(phrases),
  };
}

/** From a step to each, below zero to those before it; steps are clause and reach. */
function reachesFrom(step: number, steps: readonly number[]): number[] {
  const reaches = new Array<number>(steps.length / 2).fill(0);
  for (let at = step; at > 0; at -= 1) reaches[at - 1] = reaches[at]! - steps[2 * at - 1]!;
  for (let at = step + 1; at < reaches.length; at += 1) reaches[at] = reaches[at - 1]! + steps[2 * at - 1]!;
  return reaches;
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
