import { isMeasured, waitOf } from "../model/session.ts";
import type { Figure } from "./figure.ts";

const hourMs = 3_600_000;

/**
 * Of one hour of one weekday: weekday × 24 + hour, Monday first; answered turns that began in it, their waits in
 * ms, and turns without an answer.
 */
type Cell = readonly [hour: number, n: number, sum: number, unanswered: number];

/** The numbers of all cells, one after the other in order of the hour: an object for each would take twice the room. */
export type WaitingByHour = number[];

const cellNumbers = 4;

/** `waitingByHour`: the waits of `replySeconds` by the local hour and weekday in which they began. */
export const waitingByHour: Figure<WaitingByHour> = {
  empty: () => [],
  add(state, row, { zone }) {
    for (const turn of row.turns) {
      const { start } = turn;
      const wait = waitOf(turn, !row.isShop);
      if (!isMeasured(turn) || start === null || (turn.outcome === "answered" && wait === null)) continue;
      // 1970-01-01 was a Thursday: day 4 is a Monday.
      const weekday = (((zone.dayOf(start) - 4) % 7) + 7) % 7;
      const hour = weekday * 24 + Math.floor(zone.clockOf(start) / hourMs);
      addCell(state, wait === null ? [hour, 0, 0, 1] : [hour, 1, wait, 0]);
    }
  },
  merge(into, from) {
    for (const cell of cellsOf(from)) addCell(into, cell);
  },
  result: (state) => ({
    waitingByHour: Array.from(cellsOf(state), ([hour, n, sum, unanswered]) => ({
      weekday: Math.floor(hour / 24) + 1,
      hour: hour % 24,
      n,
      sum: sum / 1000,
      unanswered,
    })),
  }),
};

function* cellsOf(state: WaitingByHour): Generator<Cell> {
  for (let at = 0; at < state.length; at += cellNumbers)
    yield [state[at]!, state[at + 1]!, state[at + 2]!, state[at + 3]!];
}

function addCell(state: WaitingByHour, [hour, n, sum, unanswered]: Cell): void {
  let at = 0;
  while (at < state.length && state[at]! < hour) at += cellNumbers;
  if (state[at] !== hour) state.splice(at, 0, hour, 0, 0, 0);
  state[at + 1]! += n;
  state[at + 2]! += sum;
  state[at + 3]! += unanswered;
}
