import { Automaton } from "../text/automaton.ts";
import type { Normalised } from "../text/normalise.ts";
import type { Segmenter } from "../text/segment.ts";
import type { CompiledAct, CompiledWay, Context } from "./compile.ts";
import { eachMatch, type Finder, type Span } from "./finder.ts";
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

/** The search for all acts of one side in a text by itself. */
export class Search {
  readonly #automaton: Automaton;
  /** By phrase of the automaton: ways that it carries, and patterns (by number) that it calls for. */
  readonly #carried: WaySearch[][] = [];
  readonly #called: number[][] = [];
  readonly #patterns: (WaySearch & { source: RegExp })[] = [];
  /** Number of the last text for which a pattern was called, so that it is tried once a text. */
  readonly #calledIn: Float64Array;
  readonly #segmenter: Segmenter;
  #texts = 0;

  constructor(acts: readonly CompiledAct[], segmenter: Segmenter) {
    this.#segmenter = segmenter;
    const numbers = new Map<string, number>();
    const phrase = (word: string): number => {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      numbers.set(word, numbers.size);
      this.#carried.push([]);
      this.#called.push([]);
      return numbers.size - 1;
    };
    const register = (act: CompiledAct, way: CompiledWay | null, finder: Finder) => {
      for (const word of finder.words) this.#carried[phrase(word)]!.push({ act, way });
      for (const { source, needs } of finder.patterns) {
        for (const word of needs) this.#called[phrase(word)]!.push(this.#patterns.length);
        this.#patterns.push({ act, way, source });
      }
    };
    for (const act of acts) {
      if (act.except) register(act, null, act.except);
      for (const way of act.ways) register(act, way, way.finder);
    }
    this.#automaton = new Automaton([...numbers.keys()]);
    this.#calledIn = new Float64Array(this.#patterns.length);
  }

  /** Longer findings first, then earlier ones. */
  find(normal: Normalised): Finding[] {
    const { text } = normal;
    const hits: (WaySearch & { hit: Span })[] = [];
    this.#eachHit(text, ({ act, way }, hit) => hits.push({ act, way, hit }));
    const borders = new WordBorders(this.#segmenter, text);
    const findings: Finding[] = [];
    for (const { act, way, hit } of hits) {
      if (way === null) continue;
      const isExcepted = hits.some(
        (other) =>
          other.way === null && other.act === act && other.hit.start < hit.end && hit.start < other.hit.end,
      );
      const span = isExcepted ? null : judge(way, text, hit, borders);
      if (span === null) continue;
      findings.push({ act, context: way.context, ...normal.original(span.start, span.end) });
    }
    return findings.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  }

  /** Every occurrence of a word or pattern, exceptions among them; patterns only where called for. */
  #eachHit(text: string, found: (search: WaySearch, hit: Span) => void): void {
    this.#texts += 1;
    const tried: number[] = [];
    this.#automaton.search(text, (phrase, start, end) => {
      for (const search of this.#carried[phrase]!) found(search, { start, end });
      for (const pattern of this.#called[phrase]!) {
        if (this.#calledIn[pattern] === this.#texts) continue;
        this.#calledIn[pattern] = this.#texts;
        tried.push(pattern);
      }
    });
    for (const number of tried) {
      const pattern = this.#patterns[number]!;
      eachMatch(pattern.source, text, (hit) => found(pattern, hit));
    }
  }
}

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
