import { isMeasured } from "../model/session.ts";
import { addCase, type CaseSums, caseOf, listCases, mergeCases, noCases } from "./cases.ts";
import { type Figure, share } from "./figure.ts";

/** Sessions with a question asked in shop hours, and those of them in which no person ever replied. */
export interface Unattended {
  n: number;
  cases: CaseSums;
}

/** `unattended` (standard R7): who wrote while the shop was open and got no person. */
export const unattended: Figure<Unattended> = {
  empty: () => ({ n: 0, cases: noCases() }),
  add(state, row, context) {
    const hours = context.calendar.hours({ shop: row.session.shop });
    const asked = row.turns.find(
      (turn) => isMeasured(turn) && turn.start !== null && hours.includes(turn.start),
    );
    if (asked === undefined) return;
    state.n += 1;
    if (row.session.turns.some(({ outcome }) => outcome === "answered")) return;
    addCase(state.cases, caseOf(row.session, asked, context));
  },
  merge(into, from) {
    into.n += from.n;
    mergeCases(into.cases, from.cases);
  },
  result: ({ n, cases }) => ({ unattended: share(n, cases.count) }),
  evidence: ({ cases }) => ({ unattended: listCases(cases) }),
};
