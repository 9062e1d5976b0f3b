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

/** The same before it is known whether it is kept. */
export interface CaseDraft {
  at: number | null;
  show: () => Case;
}

/** The earliest cases of a figure and how many there are; the same in whatever order they are added. */
export interface CaseSums {
  count: number;
  /** In order of time. */
  kept: PlacedCase[];
}

export const noCases = (): CaseSums => ({ count: 0, kept: [] });

/** The conversation with the customer's words that wait in it. */
export function caseOf(session: ReadSession, turn: Turn, { showCase }: MetricsContext): CaseDraft {
  return {
    at: turn.start,
    show: () => {
      const started = turn.messages.find((index) => session.messages[index]!.at === turn.start);
      return showCase(session, turn.start, started ?? turn.messages[0] ?? null);
    },
  };
}

export function addCase(sums: CaseSums, draft: CaseDraft): void {
  sums.count += 1;
  keep(sums, draft);
}

export function mergeCases(into: CaseSums, from: CaseSums): void {
  into.count += from.count;
  for (const item of from.kept) keep(into, draftOf(item));
}

export const placed = ({ at, show }: CaseDraft): PlacedCase => ({ at, shown: show() });

export const draftOf = ({ at, shown }: PlacedCase): CaseDraft => ({ at, show: () => shown });

function keep({ kept }: CaseSums, draft: CaseDraft): void {
  if (kept.length === cap && compareTimes(draft.at, kept.at(-1)!.at) > 0) return;
  const item = placed(draft);
  const place = kept.findIndex((other) => byTime(item, other) < 0);
  kept.splice(place === -1 ? kept.length : place, 0, item);
  if (kept.length > cap) kept.pop();
}

/** As the report has them. */
export function listCases({ count, kept }: CaseSums): Cases {
  return { count, sessions: kept.map(({ shown }) => shown) };
}

/** Earliest first, then by what is shown: what is shown alike may stand in any order. */
export function byTime(a: PlacedCase, b: PlacedCase): number {
  if (a.at !== b.at) return compareTimes(a.at, b.at);
  const [x, y] = [JSON.stringify(a.shown), JSON.stringify(b.shown)];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

const compareTimes = (a: number | null, b: number | null): number =>
  (a ?? Number.NEGATIVE_INFINITY) - (b ?? Number.NEGATIVE_INFINITY);
