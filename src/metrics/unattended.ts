import { isMeasured } from "../model/session.ts";
import { type Figure, share } from "./figure.ts";

/** Sessions with a question asked in shop hours, and those of them in which no person ever replied. */
export interface Unattended {
  n: number;
  hits: number;
}

/** `unattended` (standard R7): who wrote while the shop was open and got no person. */
export const unattended: Figure<Unattended> = {
  empty: () => ({ n: 0, hits: 0 }),
  add(state, row, { calendar }) {
    const hours = calendar.hours({ shop: row.session.shop });
    const asked = row.turns.filter(
      (turn) => isMeasured(turn) && turn.start !== null && hours.includes(turn.start),
    );
    if (asked.length === 0) return;
    state.n += 1;
    if (row.session.turns.every(({ outcome }) => outcome !== "answered")) state.hits += 1;
  },
  merge(into, from) {
    into.n += from.n;
    into.hits += from.hits;
  },
  result: ({ n, hits }) => ({ unattended: share(n, hits) }),
};
