import type { Distribution, Metrics } from "../model/report.ts";
import { isCounted, isMeasured, startOf, type Turn, waitOf } from "../model/session.ts";
import { type Figure, type Gaps, type RowView, share } from "./figure.ts";
import { addTo, distributionOf, type Histogram, mergeInto } from "./histogram.ts";

const limits = [15, 30, 60, 180] as const;

/** Waits with their part inside shop hours. */
interface Waits {
  clock: Histogram;
  working: Histogram;
  /** Answered turns whose wait is unknown, because a time is missing. */
  unknown: number;
}

export interface Waiting {
  first: Waits;
  all: Waits;
  within: { n: number; hits: number[]; unknown: number };
  slow: number;
}

const emptyWaits = (): Waits => ({ clock: new Map(), working: new Map(), unknown: 0 });

/**
 * `firstReplySeconds`, `replySeconds`, `withinSeconds`, `slowTurns`, `workingSeconds` (contract §3,
 * metric-decisions 10, 14–16, 22, 26). Turns that need no answer are left out; an unanswered turn
 * counts as not in time.
 */
export const waiting: Figure<Waiting> = {
  empty: () => ({
    first: emptyWaits(),
    all: emptyWaits(),
    within: { n: 0, hits: limits.map(() => 0), unknown: 0 },
    slow: 0,
  }),
  add(state, row, context) {
    const first = firstTurn(row);
    const hours = context.calendar.hours({ shop: row.session.shop, agent: row.agent });
    for (const turn of row.turns) {
      if (!isMeasured(turn)) continue;
      const wait = waitOf(turn, !row.isShop);
      countWithin(state.within, turn, wait);
      if (turn.outcome !== "answered") continue;
      for (const waits of turn === first ? [state.first, state.all] : [state.all]) {
        if (wait === null) waits.unknown += 1;
        else {
          addTo(waits.clock, wait);
          addTo(waits.working, hours.overlap(startOf(turn, !row.isShop)!, turn.end!));
        }
      }
      if (wait !== null && wait > context.slowAfterMs) state.slow += 1;
    }
  },
  merge(into, from) {
    for (const key of ["first", "all"] as const) {
      mergeInto(into[key].clock, from[key].clock);
      mergeInto(into[key].working, from[key].working);
      into[key].unknown += from[key].unknown;
    }
    into.within.n += from.within.n;
    into.within.unknown += from.within.unknown;
    from.within.hits.forEach((hits, index) => {
      into.within.hits[index]! += hits;
    });
    into.slow += from.slow;
  },
  result(state, gaps) {
    const { within } = state;
    noteGap(gaps, "firstReplySeconds", state.first.clock.size, state.first.unknown);
    for (const figure of ["replySeconds", "slowTurns", "workingSeconds"] as const) {
      noteGap(gaps, figure, state.all.clock.size, state.all.unknown);
    }
    noteGap(gaps, "withinSeconds", within.n, within.unknown);
    const noSeconds = state.all.clock.size === 0 && state.all.unknown > 0;
    const [within15, within30, within60, within180] = within.hits.map((hits) => share(within.n, hits));
    return {
      firstReplySeconds: knownDistribution(state.first, "clock"),
      replySeconds: knownDistribution(state.all, "clock"),
      withinSeconds:
        within.n === 0 && within.unknown > 0
          ? null
          : { "15": within15!, "30": within30!, "60": within60!, "180": within180! },
      slowTurns: noSeconds ? null : state.slow,
      workingSeconds: {
        firstReplySeconds: knownDistribution(state.first, "working"),
        replySeconds: knownDistribution(state.all, "working"),
      },
    };
  },
};

/** Null where turns were answered but none has times. */
function knownDistribution(waits: Waits, which: "clock" | "working"): Distribution | null {
  return waits.clock.size === 0 && waits.unknown > 0 ? null : distributionOf(waits[which]);
}

function countWithin(within: Waiting["within"], turn: Turn, wait: number | null): void {
  if (turn.start === null || (turn.outcome === "answered" && wait === null)) {
    within.unknown += 1;
    return;
  }
  within.n += 1;
  if (wait === null) return;
  limits.forEach((limit, index) => {
    if (wait <= limit * 1000) within.hits[index]! += 1;
  });
}

/** Notes turns without times: some are left out of the figure, or all, and it is null. */
function noteGap(gaps: Gaps, figure: keyof Metrics, known: number, unknown: number): void {
  if (unknown > 0) gaps.set(figure, { unknown, all: known === 0 });
}

/**
 * The turn whose wait is the session's first reply time: the first human turn that needs an answer,
 * unless an agent wrote before the customer (metric-decisions 10, 14).
 */
export function firstTurn(row: Pick<RowView, "session">): Turn | null {
  const { session } = row;
  const firstSpoken = session.messages.find(isCounted);
  if (firstSpoken?.role !== "customer") return null;
  return session.turns.find((turn) => turn.needsAnswer && turn.outcome !== "robot") ?? null;
}
