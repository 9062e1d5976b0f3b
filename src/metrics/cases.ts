import type { Case, Cases } from "../model/report.ts";
import type { ReadSession, Turn } from "../model/session.ts";
import type { MetricsContext } from "./figure.ts";

/** How many conversations stand behind a figure at most; their count is exact. */
const cap = 20;

/** A conversation with the instant by which it stands in the list, ms; null without times. */
export interface PlacedCase {
  at: number | null;
  shown: Case;
}

/** The earliest cases of a figure and how many there are; the same in whatever order they are added. */
export interface CaseSums {
  count: number;
  /** In order of time up to where the last trimming ended; at most twice as many as are listed. */
  kept: PlacedCase[];
}

export const noCases = (): CaseSums => ({ count: 0, kept: [] });

/** The conversation with the customer's words that wait in it. */
export function caseOf(session: ReadSession, turn: Turn, { showCase }: MetricsContext): PlacedCase {
  const started = turn.messages.find((index) => session.messages[index]!.at === turn.start);
  const message = started ?? turn.messages[0] ?? null;
  return { at: turn.start, shown: showCase(session, turn.start, message) };
}

export function addCase(sums: CaseSums, item: PlacedCase): void {
  sums.count += 1;
  keep(sums, item);
}

export function mergeCases(into: CaseSums, from: CaseSums): void {
  into.count += from.count;
  for (const item of from.kept) keep(into, item);
}

/** Leaves those that are listed, in order. */
export function tidyCases(sums: CaseSums): void {
  sums.kept = firstOf(sums.kept);
}

function keep(sums: CaseSums, item: PlacedCase): void {
  sums.kept.push(item);
  if (sums.kept.length >= 2 * cap) sums.kept = firstOf(sums.kept);
}

function firstOf(items: readonly PlacedCase[]): PlacedCase[] {
  return [...items].sort(byTime).slice(0, cap);
}

/** As the report has them. */
export function listCases({ count, kept }: CaseSums): Cases {
  return { count, sessions: firstOf(kept).map(({ shown }) => shown) };
}

/** Earliest first, then by what is shown: what is shown alike may stand in any order. */
export function byTime(a: PlacedCase, b: PlacedCase): number {
  if (a.at !== b.at) return (a.at ?? Number.NEGATIVE_INFINITY) - (b.at ?? Number.NEGATIVE_INFINITY);
  const [x, y] = [JSON.stringify(a.shown), JSON.stringify(b.shown)];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}
