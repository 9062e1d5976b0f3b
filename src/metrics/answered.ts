import { isMeasured, type Turn } from "../model/session.ts";
import {
  addCase,
  byTime,
  type CaseSums,
  caseOf,
  listCases,
  mergeCases,
  noCases,
  type PlacedCase,
  tidyCases,
} from "./cases.ts";
import { customerKey } from "./counts.ts";
import { type Figure, share } from "./figure.ts";

export interface Answered {
  /** Customers who wrote and needed a person: the first question that waits, null where one replied at least once. */
  customers: Map<string, PlacedCase | null>;
  /** Sessions whose last human turn is this row's, and those where it waits for an answer. */
  last: { n: number; cases: CaseSums };
}

/** `replyRate` and `unanswered` (metric-decisions 24, 25). */
export const answered: Figure<Answered> = {
  empty: () => ({ customers: new Map(), last: { n: 0, cases: noCases() } }),
  add(state, row, context) {
    const key = customerKey(row.session);
    const human = row.turns.filter(isHuman);
    if (human.some(({ outcome }) => outcome === "answered")) state.customers.set(key, null);
    else if (human.length > 0) addWaiting(state.customers, key, caseOf(row.session, human[0]!, context));
    const last = row.session.turns.findLast(isHuman);
    if (last === undefined || !row.turns.includes(last)) return;
    state.last.n += 1;
    if (last.outcome === "unanswered") addCase(state.last.cases, caseOf(row.session, last, context));
  },
  merge(into, from) {
    for (const [customer, waiting] of from.customers) {
      if (waiting === null) into.customers.set(customer, null);
      else addWaiting(into.customers, customer, waiting);
    }
    into.last.n += from.last.n;
    mergeCases(into.last.cases, from.last.cases);
  },
  tidy({ last }) {
    tidyCases(last.cases);
  },
  result({ customers, last }) {
    const replied = [...customers.values()].filter((waiting) => waiting === null).length;
    return { replyRate: share(customers.size, replied), unanswered: share(last.n, last.cases.count) };
  },
  evidence({ customers, last }) {
    const waiting = noCases();
    for (const one of customers.values()) if (one !== null) addCase(waiting, one);
    return { replyRate: listCases(waiting), unanswered: listCases(last.cases) };
  },
};

/** Notes a customer whom nobody answered here, unless somebody did elsewhere. */
function addWaiting(customers: Answered["customers"], key: string, waiting: PlacedCase): void {
  const known = customers.get(key);
  if (known === undefined || (known !== null && byTime(waiting, known) < 0)) customers.set(key, waiting);
}

/** Turns of people that are not left out: thanks that were answered count, thanks that were not do not. */
function isHuman(turn: Turn): boolean {
  return isMeasured(turn) || turn.outcome === "answered";
}
