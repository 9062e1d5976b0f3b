import type { Distribution, Metrics } from "../model/report.ts";
import { isCounted, isMeasured, startOf, type Turn, waitOf } from "../model/session.ts";
import { addRecord, mergeRecords, noRecords, type Records, tidyRecords } from "../text/records.ts";
import { distributionOf } from "./distribution.ts";
import { type Figure, type Gaps, type RowView, share } from "./figure.ts";

const limits = [15, 30, 60, 180] as const;

/** Waits with their part inside shop hours, ms. */
interface Waits {
  clock: Records;
  working: Records;
  /** Answered turns whose wait is unknown, because a time is missing. */
  unknown: number;
}

/** Turns in time and slow ones, by one clock. */
interface Pace {
  n: number;
  hits: number[];
  unknown: number;
  slow: number;
}

export interface Waiting {
  first: Waits;
  all: Waits;
  /** By the clock on the wall. */
  clock: Pace;
  /** By the part of each wait inside shop hours. */
  working: Pace;
}

const emptyWaits = (): Waits => ({ clock: noRecords(1), working: noRecords(1), unknown: 0 });
const emptyPace = (): Pace => ({ n: 0, hits: limits.map(() => 0), unknown: 0, slow: 0 });

/**
 * `firstReplySeconds`, `replySeconds`, `withinSeconds`, `slowTurns`, `workingSeconds` (contract §3,
 * metric-decisions 10, 14–16, 22, 26). Turns that need no answer are left out; an unanswered turn
 * counts as not in time, by whatever clock.
 */
export const waiting: Figure<Waiting> = {
  empty: () => ({
    first: emptyWaits(),
    all: emptyWaits(),
    clock: emptyPace(),
    working: emptyPace(),
  }),
  add(state, row, context) {
    const first = firstTurn(row);
    const hours = context.calendar.hours({ shop: row.session.shop, agent: row.agent });
    for (const turn of row.turns) {
      if (!isMeasured(turn)) continue;
      const wait = waitOf(turn, !row.isShop);
      const working = wait === null ? null : hours.overlap(startOf(turn, !row.isShop)!, turn.end!);
      keepPace(state.clock, turn, wait, context.slowAfterMs);
      keepPace(state.working, turn, working, context.slowAfterMs);
      if (turn.outcome !== "answered") continue;
      for (const waits of turn === first ? [state.first, state.all] : [state.all]) {
        if (wait === null) waits.unknown += 1;
        else {
          addRecord(waits.clock, wait);
          addRecord(waits.working, working!);
        }
      }
    }
  },
  merge(into, from) {
    for (const key of ["first", "all"] as const) {
      mergeRecords(into[key].clock, from[key].clock);
      mergeRecords(into[key].working, from[key].working);
      into[key].unknown += from[key].unknown;
    }
    for (const key of ["clock", "working"] as const) {
      into[key].n += from[key].n;
      into[key].unknown += from[key].unknown;
      into[key].slow += from[key].slow;
      from[key].hits.forEach((hits, index) => {
        into[key].hits[index]! += hits;
      });
    }
  },
  tidy({ first, all }) {
    for (const waits of [first, all]) {
      tidyRecords(waits.clock);
      tidyRecords(waits.working);
    }
  },
  result(state, gaps) {
    noteGap(gaps, "firstReplySeconds", state.first.clock.rows, state.first.unknown);
    for (const figure of ["replySeconds", "slowTurns", "workingSeconds"] as const) {
      noteGap(gaps, figure, state.all.clock.rows, state.all.unknown);
    }
    noteGap(gaps, "withinSeconds", state.clock.n, state.clock.unknown);
    const noSeconds = state.all.clock.rows === 0 && state.all.unknown > 0;
    const paceOf = (pace: Pace) => ({
      withinSeconds: sharesOf(pace),
      slowTurns: noSeconds ? null : pace.slow,
    });
    return {
      firstReplySeconds: knownDistribution(state.first, "clock"),
      replySeconds: knownDistribution(state.all, "clock"),
      ...paceOf(state.clock),
      workingSeconds: {
        firstReplySeconds: knownDistribution(state.first, "working"),
        replySeconds: knownDistribution(state.all, "working"),
        ...paceOf(state.working),
      },
    };
  },
};

/** Null where turns were answered but none has times. */
function knownDistribution(waits: Waits, which: "clock" | "working"): Distribution | null {
  return waits.clock.rows === 0 && waits.unknown > 0 ? null : distributionOf(waits[which]);
}

function keepPace(pace: Pace, turn: Turn, wait: number | null, slowAfterMs: number): void {
  if (turn.start === null || (turn.outcome === "answered" && wait === null)) {
    pace.unknown += 1;
    return;
  }
  pace.n += 1;
  if (wait === null) return;
  limits.forEach((limit, index) => {
    if (wait <= limit * 1000) pace.hits[index]! += 1;
  });
  if (wait > slowAfterMs) pace.slow += 1;
}

/** Null where there are turns but none has a known time. */
function sharesOf({ n, hits, unknown }: Pace): Metrics["withinSeconds"] {
  if (n === 0 && unknown > 0) return null;
  const [within15, within30, within60, within180] = hits.map((one) => share(n, one));
  return { "15": within15!, "30": within30!, "60": within60!, "180": within180! };
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
