import { type Compiling, compileWords, type Finder, type Path, type Span } from "./finder.ts";
import { alternation } from "./pattern.ts";
import type { Near, ScopeWay } from "./schema.ts";

// The surroundings of a hit. A clause ends at punctuation, a space, an emoticon or a link: chats
// leave out full stops, and exports join messages with spaces.

const clauseBreak = /[ ,.!?;:~。、☺↗]/u;

/** A named surrounding (negated, quoted …), ready to be asked. */
export type Scope = readonly CompiledScopeWay[];

interface CompiledScopeWay {
  before: readonly string[];
  after: readonly string[];
  unless: readonly string[];
  within: number;
  /** Of most hits one look tells that none of the words is near. */
  anyBefore: RegExp;
  anyAfter: RegExp;
  /** So far from the hit a word can begin or end. */
  reach: number;
  acrossClauses: boolean;
  between: readonly string[];
}

/** Faulty entries are noted and left out. */
export function compileScope(ways: readonly ScopeWay[], path: Path, given: Compiling): Scope {
  return ways.map((way, index) => {
    const before = compileWords(way.before ?? "", [...path, index, "before"], given);
    const after = compileWords(way.after ?? "", [...path, index, "after"], given);
    const within = way.within ?? Number.POSITIVE_INFINITY;
    return {
      before,
      after,
      unless: compileWords(way.unless ?? "", [...path, index, "unless"], given),
      anyBefore: new RegExp(alternation(before)),
      anyAfter: new RegExp(alternation(after)),
      within,
      reach: within + Math.max(0, ...before.concat(after).map(({ length }) => length)),
      acrossClauses: way.acrossClauses ?? false,
      between: way.between ?? [],
    };
  });
}

/** Whether the hit stands in the scope. */
export function isIn(scope: Scope, text: string, hit: Span): boolean {
  return scope.some(
    (way) =>
      (way.before.length > 0 && standsBefore(way, text, hit)) ||
      (way.after.length > 0 && standsAfter(way, text, hit)) ||
      way.between.some((pair) => standsBetween(pair, text, hit)),
  );
}

// Only as much of the text as counts is looked at: one of many hits would else be read through for each.

function standsBefore(way: CompiledScopeWay, text: string, hit: Span): boolean {
  const from = Math.max(0, hit.start - way.reach);
  const near = text.slice(from, hit.start);
  if (!way.anyBefore.test(near)) return false;
  return way.before.some((word) => {
    const at = from + near.lastIndexOf(word);
    if (at < from) return false;
    return reaches(text, at + word.length, hit.start, way) && !isPartOf(way.unless, word, text, at);
  });
}

function standsAfter(way: CompiledScopeWay, text: string, hit: Span): boolean {
  const near = text.slice(hit.end, hit.end + way.reach);
  if (!way.anyAfter.test(near)) return false;
  return way.after.some((word) => {
    const at = hit.end + near.indexOf(word);
    if (at < hit.end) return false;
    return reaches(text, hit.end, at, way) && !isPartOf(way.unless, word, text, at);
  });
}

/** Whether the word at `at` is there only as a part of one of these longer words. */
function isPartOf(longer: readonly string[], word: string, text: string, at: number): boolean {
  return longer.some((whole) => {
    const offset = whole.indexOf(word);
    return offset !== -1 && text.startsWith(whole, at - offset);
  });
}

function standsBetween(pair: string, text: string, hit: Span): boolean {
  if (hit.start === 0) return false;
  const opened = text.lastIndexOf(pair[0]!, hit.start - 1);
  if (opened === -1) return false;
  const closed = text.indexOf(pair[1]!, opened + 1);
  return closed > hit.start;
}

/** Whether what lies between two places is short enough and, unless allowed, one clause. */
function reaches(
  text: string,
  from: number,
  to: number,
  way: { within: number; acrossClauses: boolean },
): boolean {
  if (to - from > way.within) return false;
  return way.acrossClauses || !clauseBreak.test(text.slice(from, to));
}

/** A condition on what stands near a hit. */
export interface Companion {
  finder: Finder;
  near: Near;
}

/** The hit widened to its nearest companion; null where there is none near enough. */
export function withCompanion({ finder, near }: Companion, text: string, hit: Span): Span | null {
  const reach = { within: near.within, acrossClauses: near.acrossClauses ?? true };
  let best: Span | null = null;
  for (const other of occurrences(finder, text)) {
    const isBefore = other.end <= hit.start;
    if (!isBefore && other.start < hit.end) continue;
    if (near.side !== undefined && (near.side === "before") !== isBefore) continue;
    const [from, to] = isBefore ? [other.end, hit.start] : [hit.end, other.start];
    if (!reaches(text, from, to, reach)) continue;
    const widened = { start: Math.min(other.start, hit.start), end: Math.max(other.end, hit.end) };
    if (best === null || widened.end - widened.start < best.end - best.start) best = widened;
  }
  return best;
}

/** What each companion found in the text it was asked about last: a text of many hits asks for each. */
const lastFound = new WeakMap<Finder, { text: string; spans: readonly Span[] }>();

function occurrences(finder: Finder, text: string): readonly Span[] {
  const last = lastFound.get(finder);
  if (last?.text === text) return last.spans;
  const spans: Span[] = [];
  finder.each(text, (span) => spans.push({ start: span.start, end: span.end }));
  lastFound.set(finder, { text, spans });
  return spans;
}
