import type { ReadSession } from "../model/session.ts";
import { digestOf } from "../text/hash.ts";
import type { Figure } from "./figure.ts";

export interface Counts {
  sessions: number;
  customers: Set<string>;
  customerMessages: number;
  agentMessages: number;
}

/** `sessions`, `customers`, `customerMessages`, `agentMessages`, `answerRatio` (contract §3, metric-decisions 6–8). */
export const counts: Figure<Counts> = {
  empty: () => ({ sessions: 0, customers: new Set(), customerMessages: 0, agentMessages: 0 }),
  add(state, row) {
    if (row.spoke) {
      state.sessions += 1;
      state.customers.add(customerKey(row.session));
    }
    state.customerMessages += row.customerMessages;
    state.agentMessages += row.sent.length;
  },
  merge(into, from) {
    into.sessions += from.sessions;
    for (const customer of from.customers) into.customers.add(customer);
    into.customerMessages += from.customerMessages;
    into.agentMessages += from.agentMessages;
  },
  result(state, gaps) {
    if (state.customerMessages === 0) gaps.set("answerRatio", { unknown: 0, all: true });
    return {
      sessions: state.sessions,
      customers: state.customers.size,
      customerMessages: state.customerMessages,
      agentMessages: state.agentMessages,
      answerRatio: state.customerMessages === 0 ? null : state.agentMessages / state.customerMessages,
    };
  },
};

const keys = new WeakMap<ReadSession, string>();

/**
 * Who a customer is within a shop, as a digest, because sums are written into reports; where the export
 * does not say, each session is one (metric-decision 8).
 */
export function customerKey(session: ReadSession): string {
  let key = keys.get(session);
  if (key === undefined) {
    const { customer, platform, id } = session;
    key = digestOf(customer === null ? `?\n${id}` : `${platform ?? ""}\n${customer}`);
    keys.set(session, key);
  }
  return key;
}
