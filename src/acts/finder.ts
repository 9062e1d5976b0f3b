import { eachMatch, matchesIn } from "../text/each-match.ts";
import { digestOf } from "../text/hash.ts";
import { normalise } from "../text/normalise.ts";
import { type Needs, needsOf, PatternError, partOf } from "../text/pattern-needs.ts";
import type { Part } from "../text/pattern-parts.ts";
import { prepared } from "../text/prepared.ts";
import { alternation, expand } from "./pattern.ts";

/** UTF-16 span in a normalised text. */
export interface Span {
  start: number;
  end: number;
}

/** Word lists and pieces of patterns by name, as `{name}` uses them. */
export interface Vocabulary {
  words: ReadonlyMap<string, readonly string[]>;
  /** Sources of the pieces. */
  parts: ReadonlyMap<string, string>;
  /** What the pieces can match: read once, although one may stand in hundreds of patterns. */
  matches: () => ReadonlyMap<string, Part>;
  /** The same for equal pieces. */
  key: string;
}

/** Where faults of act files are noted, and what their entries may name. */
export interface Compiling {
  vocabulary: Vocabulary;
  /** Runs the work and notes a fault at the path in the file; null after a fault. */
  attempt<T>(path: Path, work: () => T): T | null;
}
export type Path = readonly (string | number)[];

/** Words and patterns of one condition, ready to be searched for in normalised text. */
export class Finder {
  readonly words: readonly string[];
  readonly patterns: readonly CompiledPattern[];

  constructor(words: readonly string[], patterns: readonly CompiledPattern[]) {
    this.words = words;
    this.patterns = patterns;
  }

  /** Calls `found` for every occurrence; patterns do not overlap themselves. */
  each(text: string, found: (span: Span) => void): void {
    for (const word of this.words) {
      for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
        found({ start: at, end: at + word.length });
      }
    }
    for (const { source } of this.patterns)
      eachMatch(source, text, ({ index, 0: words }) => found({ start: index, end: index + words.length }));
  }

  /** Whether there is any occurrence. */
  occursIn(text: string): boolean {
    return (
      this.words.some((word) => text.includes(word)) ||
      this.patterns.some(({ source }) => matchesIn(source, text))
    );
  }
}

/** Faulty entries are noted and left out. */
export function compileFinder(
  fields: { words?: string; patterns?: readonly string[] },
  path: Path,
  given: Compiling,
): Finder {
  if (!fields.words && !fields.patterns) {
    given.attempt(path, () => {
      throw new PatternError("缺少 words 或 patterns / needs words or patterns");
    });
  }
  const patterns = compilePatterns(fields.patterns ?? [], [...path, "patterns"], given);
  return new Finder(compileWords(fields.words ?? "", [...path, "words"], given), patterns);
}

/** Patterns with the words that call for them; faulty ones are noted and left out. */
export function compilePatterns(
  patterns: readonly string[],
  path: Path,
  given: Compiling,
): CompiledPattern[] {
  return patterns.flatMap(
    (text, index) => given.attempt([...path, index], () => compilePattern(text, given.vocabulary)) ?? [],
  );
}

/** Words in the form of normalised text; an entry `{name}` stands for a whole list. */
export function compileWords(words: string, path: Path, given: Compiling): string[] {
  return words
    .split(/\s+/)
    .filter((entry) => entry !== "")
    .flatMap((entry) => given.attempt(path, () => wordsOf(entry, given.vocabulary)) ?? []);
}

function wordsOf(entry: string, vocabulary: Vocabulary): readonly string[] {
  const name = /^\{(.+)\}$/.exec(entry)?.[1];
  if (name === undefined) return [comparable(entry.replaceAll("_", " "))];
  const list = vocabulary.words.get(name);
  if (list === undefined) throw new PatternError(`不认识的词表“{${name}}” / unknown list {${name}}`);
  return list;
}

/** A word as it stands in normalised text. */
function comparable(word: string): string {
  const text = normalise(word).text;
  if (text === "") throw new PatternError(`空白的词“${word}” / blank word`);
  return text;
}

/** A pattern, and the words that its matches contain. */
export interface CompiledPattern {
  source: RegExp;
  needs: () => Needs;
  /** The same for equal patterns of equal pieces. */
  key: string;
}

function compilePattern(text: string, vocabulary: Vocabulary): CompiledPattern {
  const key = `${vocabulary.key} ${text}`;
  let known: Needs | null = null;
  const needs = () => {
    known ??= needsOf(text, { checkLetter, parts: vocabulary.matches() });
    return known;
  };
  // Its faults are told now, where it stands.
  prepared(["pattern", key], () => needs().length);
  try {
    return { source: new RegExp(expand(text, vocabulary.parts), "gu"), needs, key };
  } catch (error) {
    throw new PatternError((error as Error).message);
  }
}

const lettersAsSeen = new Set([" "]);

/** Patterns see normalised text only: a letter that normalising changes would never match. */
function checkLetter(letter: string): void {
  if (lettersAsSeen.has(letter)) return;
  const seen = normalise(letter).text;
  if (seen === letter) {
    lettersAsSeen.add(letter);
    return;
  }
  throw new PatternError(`“${letter}”在比较时已写成“${seen}” / compared text has "${seen}" for "${letter}"`);
}

/** Pieces of patterns by name: the word lists, then the parts in the order in which they are written. */
export function vocabularyOf(
  lists: ReadonlyMap<string, readonly string[]>,
  partSources: Readonly<Record<string, string>>,
): Vocabulary {
  const words = new Map([...lists].map(([name, list]) => [name, list.map(comparable)]));
  const parts = new Map([...words].map(([name, list]) => [name, alternation(list)]));
  for (const [name, source] of Object.entries(partSources)) parts.set(name, `(?:${expand(source, parts)})`);
  let matches: ReadonlyMap<string, Part> | null = null;
  return {
    words,
    parts,
    matches() {
      matches ??= matchesOf(words, partSources);
      return matches;
    },
    key: digestOf(JSON.stringify([...parts])),
  };
}

function matchesOf(
  words: ReadonlyMap<string, readonly string[]>,
  partSources: Readonly<Record<string, string>>,
): ReadonlyMap<string, Part> {
  const matches = new Map(
    [...words].map(([name, list]) => [name, partOf(alternation(list), { checkLetter })]),
  );
  for (const [name, source] of Object.entries(partSources))
    matches.set(name, partOf(source, { checkLetter, parts: matches }));
  return matches;
}
