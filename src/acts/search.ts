import type { Normalised } from "../text/normalise.ts";
import { prepared } from "../text/prepared.ts";
import type { Segmenter } from "../text/segment.ts";
import { searchTables, TextSearch } from "../text/text-search.ts";
import type { CompiledAct, CompiledWay, Context } from "./compile.ts";
import { type CompiledPattern, eachMatch, type Finder, type Span } from "./finder.ts";
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

/** An occurrence of what is looked for. */
interface Occurrence extends WaySearch {
  hit: Span;
}

/** The search for all acts of one side in a text by itself. */
export class Search {
  readonly #search: TextSearch;
  /** By word: the ways that it carries. */
  readonly #carried: WaySearch[][];
  readonly #patterns: (WaySearch & { source: RegExp })[] = [];
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
    const found = this.#occurrences(text);
    if (found.length === 0) return none;
    const exceptions = found.filter(({ way }) => way === null);
    const borders = new WordBorders(this.#segmenter, text);
    const findings: Finding[] = [];
    for (const { act, way, hit } of found) {
      if (way === null || exceptions.some((other) => other.act === act && overlap(other.hit, hit))) continue;
      const span = judge(way, text, hit, borders);
      if (span !== null)
        findings.push({ act, context: way.context, ...normal.original(span.start, span.end) });
    }
    return findings.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  }

  /** Every occurrence of a word or pattern, exceptions among them; patterns only where called for. */
  #occurrences(text: string): Occurrence[] {
    const found: Occurrence[] = [];
    const patterns = this.#search.search(text, (word, start, end) => {
      for (const { act, way } of this.#carried[word]!) found.push({ act, way, hit: { start, end } });
    });
    for (const number of patterns) {
      const { act, way, source } = this.#patterns[number]!;
      eachMatch(source, text, (hit) => found.push({ act, way, hit }));
    }
    return found;
  }
}

const none: readonly Finding[] = [];

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
