import { Automaton } from "../text/automaton.ts";
import type { Normalised } from "../text/normalise.ts";
import type { Segmenter } from "../text/segment.ts";
import type { CompiledAct, CompiledWay, Context } from "./compile.ts";
import { eachMatch, type Span } from "./finder.ts";
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
  way: CompiledWay;
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
    for (const act of acts) {
      for (const way of act.ways) {
        for (const word of way.finder.words) this.#carried[phrase(word)]!.push({ act, way });
        for (const { source, needs } of way.finder.patterns) {
          for (const word of needs) this.#called[phrase(word)]!.push(this.#patterns.length);
          this.#patterns.push({ act, way, source });
        }
      }
    }
    this.#automaton = new Automaton([...numbers.keys()]);
    this.#calledIn = new Float64Array(this.#patterns.length);
  }

  /** Longer findings first, then earlier ones. */
  find(normal: Normalised): Finding[] {
    const { text } = normal;
    const borders = new WordBorders(this.#segmenter, text);
    const findings: Finding[] = [];
    const consider = ({ act, way }: WaySearch, hit: Span) => {
      const span = judge(act, way, text, hit, borders);
      if (span === null) return;
      findings.push({ act, context: way.context, ...normal.original(span.start, span.end) });
    };
    this.#texts += 1;
    const tried: number[] = [];
    this.#automaton.search(text, (phrase, start, end) => {
      for (const search of this.#carried[phrase]!) consider(search, { start, end });
      for (const pattern of this.#called[phrase]!) {
        if (this.#calledIn[pattern] === this.#texts) continue;
        this.#calledIn[pattern] = this.#texts;
        tried.push(pattern);
      }
    });
    for (const number of tried) {
      const pattern = this.#patterns[number]!;
      eachMatch(pattern.source, text, (hit) => consider(pattern, hit));
    }
    return findings.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  }
}

/** The span that counts for a hit, or null where a condition on the words fails. */
function judge(
  act: CompiledAct,
  way: CompiledWay,
  text: string,
  hit: Span,
  borders: WordBorders,
): Span | null {
  if (way.in.some((scope) => !isIn(scope, text, hit))) return null;
  if (way.notIn.some((scope) => isIn(scope, text, hit))) return null;
  if (act.except?.overlaps(text, hit)) return null;
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
