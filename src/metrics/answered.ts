import { isMeasured, type Turn } from "../model/session.ts";
import { customerKey } from "./counts.ts";
import { type Figure, share } from "./figure.ts";

export interface Answered {
  /** Customers who wrote and needed a person, with whether one replied at least once. */
  customers: Map<string, boolean>;
  /** Sessions whose last human turn is this row's, and those where it waits for an answer. */
  last: { n: number; hits: number };
}

/** `replyRate` and `unanswered` (metric-decisions 24, 25). */
export const answered: Figure<Answered> = {
  empty: () => ({ customers: new Map(), last: { n: 0, hits: 0 } }),
  add(state, row) {
    const key = customerKey(row.session);
    for (const turn of row.turns) {
      if (isHuman(turn))
        state.customers.set(key, turn.outcome === "answered" || (state.customers.get(key) ?? false));
    }
    const last = row.session.turns.findLast(isHuman);
    if (last === undefined || !row.turns.includes(last)) return;
    state.last.n += 1;
    if (last.outcome === "unanswered") state.last.hits += 1;
  },
  merge(into, from) {
    for (const [customer, replied] of from.customers) {
      into.customers.set(customer, replied || (into.customers.get(customer) ?? false));
    }
    into.last.n += from.last.n;
    into.last.hits += from.last.hits;
  },
  result: (state) => ({
    replyRate: share(state.customers.size, [...state.customers.values()].filter(Boolean).length),
    unanswered: share(state.last.n, state.last.hits),
  }),
};

/** Turns of people that are not left out: thanks that were answered count, thanks that were not do not. */
function isHuman(turn: Turn): boolean {
  return isMeasured(turn) || turn.outcome === "answered";
}
