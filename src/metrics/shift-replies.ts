import type { Figure } from "./figure.ts";
import { share } from "./figure.ts";

/** Replies of agents whose shifts are known, and how many of them came inside the shift. */
export interface ShiftReplies {
  n: number;
  inside: number;
}

/** `shiftReplies`: who worked outside her shift, by the `shifts` of the calendar. */
export const shiftReplies: Figure<ShiftReplies> = {
  empty: () => ({ n: 0, inside: 0 }),
  add(state, row, { calendar }) {
    for (const { owner, outcome, end } of row.turns) {
      const shift = calendar.shift(owner);
      if (shift === null || outcome !== "answered" || end === null) continue;
      state.n += 1;
      if (shift.includes(end)) state.inside += 1;
    }
  },
  merge(into, from) {
    into.n += from.n;
    into.inside += from.inside;
  },
  result: ({ n, inside }) => ({ shiftReplies: share(n, inside) }),
};
