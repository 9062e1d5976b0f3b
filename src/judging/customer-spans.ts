import type { Sum } from "../aggregate/sum.ts";
import type { Message } from "../model/message.ts";
import type { Session } from "../model/session.ts";
import { isCounted } from "../model/session.ts";
import { historiesOf, openerOf } from "../sessions/history.ts";
import { numberOf } from "../text/hash.ts";
import type { Zone } from "../text/zone.ts";

/** What of a customer's conversations can change those that another part of an audit has. */
export interface CustomerSpan {
  /** Customer, shop and platform as a number. */
  customer: number;
  /** First and last time, ms; null where some message has none, or events may belong to another part's words. */
  first: number | null;
  last: number | null;
  /** When an agent last began a conversation, ms; null where none did. */
  proactive: number | null;
  /** The customer wrote something with a time. */
  wrote: boolean;
  /** The first conversation was begun by an agent. */
  agentBegan: boolean;
  /** The last one ended with the customer's words. */
  endsOpen: boolean;
}

/** Spans as columns of whole numbers, which take less room, in memory and packed. */
export interface SpanColumns {
  customer: number[];
  /** ms; -1 for null, in all columns of times. */
  first: number[];
  /** After `first`. */
  lasted: number[];
  proactive: number[];
  /** `wrote`, `agentBegan`, `endsOpen` as 1, 2 and 4. */
  flags: number[];
}

const noColumns = (): SpanColumns => ({ customer: [], first: [], lasted: [], proactive: [], flags: [] });

function addSpan(columns: SpanColumns, span: CustomerSpan): void {
  const { customer, first, last, proactive, wrote, agentBegan, endsOpen } = span;
  columns.customer.push(customer);
  columns.first.push(first ?? -1);
  columns.lasted.push(first === null || last === null ? -1 : last - first);
  columns.proactive.push(proactive ?? -1);
  columns.flags.push(+wrote + 2 * +agentBegan + 4 * +endsOpen);
}

export function columnsOf(spans: Iterable<CustomerSpan>): SpanColumns {
  const columns = noColumns();
  for (const span of spans) addSpan(columns, span);
  return columns;
}

export function spansIn({ customer, first, lasted, proactive, flags }: SpanColumns): CustomerSpan[] {
  return customer.map((number, index) => {
    const isTimed = lasted[index]! >= 0;
    return {
      customer: number,
      first: isTimed ? first[index]! : null,
      last: isTimed ? first[index]! + lasted[index]! : null,
      proactive: proactive[index]! >= 0 ? proactive[index]! : null,
      wrote: (flags[index]! & 1) > 0,
      agentBegan: (flags[index]! & 2) > 0,
      endsOpen: (flags[index]! & 4) > 0,
    };
  });
}

/** Customers, those without a name of one shop as one, and all conversations, as numbers. */
export interface Whereabouts {
  customers: CustomerSpan[];
  sessions: number[];
}

interface State {
  customers: SpanColumns;
  sessions: readonly number[];
}

/** Which customers and conversations an audit is about, so that parts that share some can be told. */
export class CustomerSpans implements Sum<State> {
  readonly #zone: Zone;
  readonly #customers = noColumns();
  readonly #sessions: number[] = [];

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  /** Adds all conversations of one customer with one shop, in the order of their first words. */
  add(sessions: readonly Session[]): void {
    for (const session of sessions) this.#sessions.push(sessionNumber(session));
    const [first] = sessions;
    if (first === undefined || first.customer === null) return;
    const messages = sessions.flatMap((session) => session.messages);
    const times = messages.map(({ at }) => at).filter((at) => at !== null);
    const isTimed = times.length === messages.length;
    const histories = historiesOf(sessions, this.#zone);
    const begun = sessions.flatMap((session, index) => {
      const at = session.messages.find((message) => isCounted(message) && message.at !== null)?.at ?? null;
      return at !== null && histories[index]!.opener === "agent" ? [at] : [];
    });
    addSpan(this.#customers, {
      customer: customerNumber(first),
      first: isTimed ? times.reduce((a, b) => Math.min(a, b)) : null,
      last: isTimed ? times.reduce((a, b) => Math.max(a, b)) : null,
      proactive: begun.at(-1) ?? null,
      wrote: messages.some(({ role, at }) => role === "customer" && at !== null),
      agentBegan: openerOf(first) === "agent",
      endsOpen: sessions.at(-1)!.messages.findLast(isCounted)?.role === "customer",
    });
  }

  /**
   * Adds lines that may belong to a conversation of another part: of the same id; of the same customer, at
   * any time; where nobody is known, of the same time.
   */
  addLoose(lines: readonly Message[]): void {
    const [line] = lines as [Message];
    if (line.session !== null) {
      this.#sessions.push(sessionNumber({ shop: line.shop, id: line.session }));
      return;
    }
    const times = lines.flatMap(({ at }) => at ?? []);
    const isPlaced = line.customer === null && times.length === lines.length;
    addSpan(this.#customers, {
      customer: customerNumber(line),
      first: isPlaced ? times[0]! : null,
      last: isPlaced ? times.at(-1)! : null,
      proactive: null,
      wrote: false,
      agentBegan: false,
      endsOpen: false,
    });
  }

  state(): State {
    return { customers: this.#customers, sessions: this.#sessions };
  }

  absorb({ customers, sessions }: State): void {
    for (const name of Object.keys(customers) as (keyof SpanColumns)[])
      for (const value of customers[name]) this.#customers[name].push(value);
    for (const session of sessions) this.#sessions.push(session);
  }

  whereabouts(): Whereabouts {
    return { customers: spansIn(this.#customers), sessions: this.#sessions };
  }
}

/** One span for each customer, without times where one of them has none. */
export function joinedSpans(spans: readonly CustomerSpan[]): CustomerSpan[] {
  const customers = new Map<number, CustomerSpan>();
  for (const span of [...spans].sort((a, b) => (a.first ?? 0) - (b.first ?? 0))) {
    const before = customers.get(span.customer);
    customers.set(span.customer, before === undefined ? span : joined(before, span));
  }
  return [...customers.values()];
}

function joined(before: CustomerSpan, span: CustomerSpan): CustomerSpan {
  const isTimed = before.first !== null && span.first !== null;
  return {
    ...span,
    first: isTimed ? before.first : null,
    last: isTimed ? Math.max(before.last!, span.last!) : null,
    proactive: span.proactive ?? before.proactive,
    wrote: before.wrote || span.wrote,
    agentBegan: before.agentBegan,
  };
}

function sessionNumber({ shop, id }: Pick<Session, "shop" | "id">): number {
  return numberOf(JSON.stringify([shop, id]));
}

function customerNumber({
  shop,
  platform,
  customer,
}: Pick<Session, "shop" | "platform" | "customer">): number {
  return numberOf(JSON.stringify([shop, platform, customer]));
}
