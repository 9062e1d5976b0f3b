import { eachMatch } from "../text/each-match.ts";
import type { Normalised } from "../text/normalise.ts";
import { prepared } from "../text/prepared.ts";
import type { Segmenter } from "../text/segment.ts";
import { searchTables, TextSearch } from "../text/text-search.ts";
import type { CompiledAct, CompiledWay, Context } from "./compile.ts";
import type { CompiledPattern, Finder, Span } from "./finder.ts";
import { isIn, withCompanion } from "./scope.ts";

/** What a message does by its words alone, and what of that still depends on the conversation. */
export interface Finding {
  act: CompiledAct;
  /** UTF-16 span in the original text. */
  start: number;
  end: number;
  context: Context | null;
}

interface WaySearch {
  act: CompiledAct;
  /** null: what is found is an exception of the act. */
  way: CompiledWay | null;
}

type PatternSearch = WaySearch & { source: RegExp };

/** An occurrence of an exception of an act. */
interface Exception {
  act: CompiledAct;
  hit: Span;
}

/** An occurrence of what is looked for. */
interface Occurrence extends Exception {
  way: CompiledWay;
}

/** The search for all acts of one side in a text by itself. */
export class Search {
  readonly #search: TextSearch;
  /** By word: the ways that it carries. */
  readonly #carried: WaySearch[][];
  readonly #patterns: PatternSearch[] = [];
  readonly #segmenter: Segmenter;

  constructor(acts: readonly CompiledAct[], segmenter: Segmenter) {
    this.#segmenter = segmenter;
    const carried = new Map<string, WaySearch[]>();
    const patterns: CompiledPattern[] = [];
    const register = (act: CompiledAct, way: CompiledWay | null, finder: Finder) => {
      for (const word of finder.words) {
        const searches = carried.get(word);
        if (searches === undefined) carried.set(word, [{ act, way }]);
        else searches.push({ act, way });
      }
      for (const pattern of finder.patterns) {
        this.#patterns.push({ act, way, source: pattern.source });
        patterns.push(pattern);
      }
    };
    for (const act of acts) {
      if (act.except) register(act, null, act.except);
      for (const way of act.ways) register(act, way, way.finder);
    }
    this.#carried = [...carried.values()];
    const words = [...carried.keys()];
    const tables = prepared(["search", ...words, ...patterns.map(({ key }) => key)], () =>
      searchTables(
        words,
        patterns.map(({ needs }) => needs()),
      ),
    );
    this.#search = new TextSearch(tables);
  }

  /** Longer findings first, then earlier ones. */
  find(normal: Normalised): readonly Finding[] {
    const { text } = normal;
    const { found, exceptions } = this.#occurrences(text);
    if (found.length === 0) return noFindings;
    const borders = new WordBorders(this.#segmenter, text);
    const findings: Finding[] = [];
    for (const { act, way, hit } of found) {
      if (exceptions.some((other) => other.act === act && overlap(other.hit, hit))) continue;
      const span = judge(way, text, hit, borders);
      if (span !== null)
        findings.push({ act, context: way.context, ...normal.original(span.start, span.end) });
    }
    if (findings.length < 2) return findings;
    return findings.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  }

  /** Every occurrence of a word or pattern; patterns only where called for, of exceptions where the act is found. */
  #occurrences(text: string): { found: Occurrence[]; exceptions: Exception[] } {
    const found: Occurrence[] = [];
    const exceptions: Exception[] = [];
    const add = ({ act, way }: WaySearch, hit: Span) => {
      if (way === null) exceptions.push({ act, hit });
      else found.push({ act, way, hit });
    };
    const addMatches = (search: PatternSearch) =>
      eachMatch(search.source, text, ({ index, 0: words }) =>
        add(search, { start: index, end: index + words.length }),
      );
    const called = this.#search.search(text, (word, start, end) => {
      const hit = { start, end };
      for (const search of this.#carried[word]!) add(search, hit);
    });
    const excepting: PatternSearch[] = [];
    for (const number of called) {
      const pattern = this.#patterns[number]!;
      if (pattern.way === null) excepting.push(pattern);
      else addMatches(pattern);
    }
    for (const pattern of excepting) {
      if (found.some(({ act }) => act === pattern.act)) addMatches(pattern);
    }
    return { found, exceptions };
  }
}

export const noFindings: readonly Finding[] = [];

const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end;

/** The span that counts for a hit, or null where a condition on the words fails. */
function judge(way: CompiledWay, text: string, hit: Span, borders: WordBorders): Span | null {
  if (way.in.some((scope) => !isIn(scope, text, hit))) return null;
  if (way.notIn.some((scope) => isIn(scope, text, hit))) return null;
  if (way.notNear !== null && withCompanion(way.notNear, text, hit) !== null) return null;
  const span = way.near === null ? hit : withCompanion(way.near, text, hit);
  if (span === null || (way.wholeWords && !borders.holds(hit))) return null;
  return span;
}

/** Where words of a text begin and end; the text is cut when that is first asked. */
class WordBorders {
  readonly #segmenter: Segmenter;
  readonly #text: string;
  #borders: Set<number> | null = null;

  constructor(segmenter: Segmenter, text: string) {
    this.#segmenter = segmenter;
    this.#text = text;
  }

  holds({ start, end }: Span): boolean {
    if (this.#borders === null) {
      this.#borders = new Set([0]);
      let at = 0;
      for (const word of this.#segmenter.cut(this.#text)) {
        at += word.length;
        this.#borders.add(at);
      }
    }
    return this.#borders.has(start) && this.#borders.has(end);
  }
}
