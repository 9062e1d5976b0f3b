import { isMeasured, type Turn } from "../model/session.ts";
import { addRecord, distinct, mergeRecords, noRecords, type Records, tidyDistinct } from "../text/records.ts";
import {
  addCase,
  byTime,
  type CaseSums,
  caseOf,
  draftOf,
  listCases,
  mergeCases,
  noCases,
  type PlacedCase,
  placed,
} from "./cases.ts";
import { customerNumber } from "./counts.ts";
import { type Figure, share } from "./figure.ts";

export interface Answered {
  /** Customers, by number, to whom somebody replied at least once; some of them several times. */
  replied: Records;
  /** Others who wrote and needed a person, with the first question that waits; some were replied to elsewhere. */
  waiting: Map<number, PlacedCase>;
  /** Sessions whose last human turn is this row's, and those where it waits for an answer. */
  last: { n: number; cases: CaseSums };
}

/** `replyRate` and `unanswered` (metric-decisions 24, 25). */
export const answered: Figure<Answered> = {
  empty: () => ({ replied: noRecords(1), waiting: new Map(), last: { n: 0, cases: noCases() } }),
  add(state, row, context) {
    const customer = customerNumber(row.session);
    const human = row.turns.filter(isHuman);
    if (human.some(({ outcome }) => outcome === "answered")) addRecord(state.replied, customer);
    else if (human.length > 0)
      addWaiting(state.waiting, customer, placed(caseOf(row.session, human[0]!, context)));
    const last = row.session.turns.findLast(isHuman);
    if (last === undefined || !row.turns.includes(last)) return;
    state.last.n += 1;
    if (last.outcome === "unanswered") addCase(state.last.cases, caseOf(row.session, last, context));
  },
  merge(into, from) {
    mergeRecords(into.replied, from.replied);
    for (const [customer, waiting] of from.waiting) addWaiting(into.waiting, customer, waiting);
    into.last.n += from.last.n;
    mergeCases(into.last.cases, from.last.cases);
  },
  tidy(state) {
    tidyDistinct(state.replied);
    state.waiting = neverAnswered(state);
  },
  result({ replied, waiting, last }) {
    const customers = distinct(replied).length;
    const others = neverAnswered({ replied, waiting }).size;
    return {
      replyRate: share(customers + others, customers),
      unanswered: share(last.n, last.cases.count),
    };
  },
  evidence({ replied, waiting, last }) {
    const others = noCases();
    for (const one of neverAnswered({ replied, waiting }).values()) addCase(others, draftOf(one));
    return { replyRate: listCases(others), unanswered: listCases(last.cases) };
  },
};

/** Notes a customer whom nobody answered here. */
function addWaiting(customers: Answered["waiting"], customer: number, waiting: PlacedCase): void {
  const known = customers.get(customer);
  if (known === undefined || byTime(waiting, known) < 0) customers.set(customer, waiting);
}

/** Those who wait, without whom somebody answered elsewhere. */
function neverAnswered({ replied, waiting }: Pick<Answered, "replied" | "waiting">): Answered["waiting"] {
  if (waiting.size === 0) return waiting;
  const answered = new Set(distinct(replied).filter((customer) => waiting.has(customer)));
  return new Map([...waiting].filter(([customer]) => !answered.has(customer)));
}

/** Turns of people that are not left out: thanks that were answered count, thanks that were not do not. */
function isHuman(turn: Turn): boolean {
  return isMeasured(turn) || turn.outcome === "answered";
}
