import type { ReadSession } from "../model/session.ts";
import { numberOf } from "../text/hash.ts";
import { addRecord, distinct, mergeRecords, noRecords, type Records, tidyDistinct } from "../text/records.ts";
import type { Figure } from "./figure.ts";

export interface Counts {
  sessions: number;
  /** By number, some of them several times. */
  customers: Records;
  customerMessages: number;
  agentMessages: number;
}

/** `sessions`, `customers`, `customerMessages`, `agentMessages`, `answerRatio` (contract §3, metric-decisions 6–8). */
export const counts: Figure<Counts> = {
  empty: () => ({ sessions: 0, customers: noRecords(1), customerMessages: 0, agentMessages: 0 }),
  add(state, row) {
    if (row.spoke) {
      state.sessions += 1;
      addRecord(state.customers, customerNumber(row.session));
    }
    state.customerMessages += row.customerMessages;
    state.agentMessages += row.sent.length;
  },
  merge(into, from) {
    into.sessions += from.sessions;
    mergeRecords(into.customers, from.customers);
    into.customerMessages += from.customerMessages;
    into.agentMessages += from.agentMessages;
  },
  tidy({ customers }) {
    tidyDistinct(customers);
  },
  result(state, gaps) {
    if (state.customerMessages === 0) gaps.set("answerRatio", { unknown: 0, all: true });
    return {
      sessions: state.sessions,
      customers: distinct(state.customers).length,
      customerMessages: state.customerMessages,
      agentMessages: state.agentMessages,
      answerRatio: state.customerMessages === 0 ? null : state.agentMessages / state.customerMessages,
    };
  },
};

const numbers = new WeakMap<ReadSession, number>();

/**
 * Who a customer is within a shop, as a number, because sums are written into reports; where the export
 * does not say, each session is one (metric-decision 8).
 */
export function customerNumber(session: ReadSession): number {
  let number = numbers.get(session);
  if (number === undefined) {
    const { customer, platform, id } = session;
    number = numberOf(customer === null ? `?\n${id}` : `${platform ?? ""}\n${customer}`);
    numbers.set(session, number);
  }
  return number;
}
