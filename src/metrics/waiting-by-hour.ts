import { isMeasured, waitOf } from "../model/session.ts";
import type { Figure } from "./figure.ts";

const hourMs = 3_600_000;

/** Answered turns, their waits in ms, and turns without an answer, that began in one hour of one weekday. */
interface Cell {
  n: number;
  sum: number;
  unanswered: number;
}

/** By weekday × 24 + hour, Monday first. */
export type WaitingByHour = Map<number, Cell>;

/** `waitingByHour`: the waits of `replySeconds` by the local hour and weekday in which they began. */
export const waitingByHour: Figure<WaitingByHour> = {
  empty: () => new Map(),
  add(state, row, { zone }) {
    for (const turn of row.turns) {
      const { start } = turn;
      const wait = waitOf(turn, !row.isShop);
      if (!isMeasured(turn) || start === null || (turn.outcome === "answered" && wait === null)) continue;
      // 1970-01-01 was a Thursday: day 4 is a Monday.
      const weekday = (((zone.dayOf(start) - 4) % 7) + 7) % 7;
      addCell(state, weekday * 24 + Math.floor(zone.clockOf(start) / hourMs), {
        n: wait === null ? 0 : 1,
        sum: wait ?? 0,
        unanswered: wait === null ? 1 : 0,
      });
    }
  },
  merge(into, from) {
    for (const [key, cell] of from) addCell(into, key, cell);
  },
  result: (state) => ({
    waitingByHour: [...state]
      .sort(([a], [b]) => a - b)
      .map(([key, { n, sum, unanswered }]) => ({
        weekday: Math.floor(key / 24) + 1,
        hour: key % 24,
        n,
        sum: sum / 1000,
        unanswered,
      })),
  }),
};

function addCell(state: WaitingByHour, key: number, { n, sum, unanswered }: Cell): void {
  const known = state.get(key);
  if (known === undefined) {
    state.set(key, { n, sum, unanswered });
    return;
  }
  known.n += n;
  known.sum += sum;
  known.unanswered += unanswered;
}
