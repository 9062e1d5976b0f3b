import type { Sum } from "../aggregate/sum.ts";
import type { Message } from "../model/message.ts";
import type { Session } from "../model/session.ts";
import { isCounted } from "../model/session.ts";
import { historiesOf, openerOf } from "../sessions/history.ts";
import { numberOf } from "../text/hash.ts";
import { addRecord, mergeRecords, noRecords, type Records, rowsOf, setRows } from "../text/records.ts";
import type { Row } from "../text/runs.ts";
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

/** Customers, those without a name of one shop as one, and all conversations, as numbers. */
export interface Whereabouts {
  /** Rows of `rowOf`. */
  customers: Records;
  sessions: Records;
}

/** A span as whole numbers: the customer, first and last time (-1 for null, as in all times), proactive, flags. */
function rowOf({ customer, first, last, proactive, wrote, agentBegan, endsOpen }: CustomerSpan): number[] {
  const lasted = first === null || last === null ? -1 : last - first;
  return [customer, first ?? -1, lasted, proactive ?? -1, +wrote + 2 * +agentBegan + 4 * +endsOpen];
}

/** The spans of rows as `rowOf` makes them, by customer and then by first time. */
export function* spansIn(customers: Records): Generator<CustomerSpan> {
  for (const row of rowsOf(customers)) {
    const [customer, first, lasted, proactive, flags] = row as SpanRow;
    yield {
      customer,
      first: lasted < 0 ? null : first,
      last: lasted < 0 ? null : first + lasted,
      proactive: proactive < 0 ? null : proactive,
      wrote: (flags & 1) > 0,
      agentBegan: (flags & 2) > 0,
      endsOpen: (flags & 4) > 0,
    };
  }
}

type SpanRow = Row & [customer: number, first: number, lasted: number, proactive: number, flags: number];

/** Which customers and conversations an audit is about, so that parts that share some can be told. */
export class CustomerSpans implements Sum<Whereabouts> {
  readonly #zone: Zone;
  readonly #customers = noRecords(5);
  readonly #sessions = noRecords(1);

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  /** Adds all conversations of one customer with one shop, in the order of their first words. */
  add(sessions: readonly Session[]): void {
    for (const session of sessions) addRecord(this.#sessions, sessionNumber(session));
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
    this.#addSpan({
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
      addRecord(this.#sessions, sessionNumber({ shop: line.shop, id: line.session }));
      return;
    }
    const times = lines.flatMap(({ at }) => at ?? []);
    const isPlaced = line.customer === null && times.length === lines.length;
    this.#addSpan({
      customer: customerNumber(line),
      first: isPlaced ? times[0]! : null,
      last: isPlaced ? times.at(-1)! : null,
      proactive: null,
      wrote: false,
      agentBegan: false,
      endsOpen: false,
    });
  }

  state(): Whereabouts {
    return { customers: this.#customers, sessions: this.#sessions };
  }

  absorb({ customers, sessions }: Whereabouts): void {
    mergeRecords(this.#customers, customers);
    mergeRecords(this.#sessions, sessions);
  }

  #addSpan(span: CustomerSpan): void {
    addRecord(this.#customers, ...rowOf(span));
  }
}

/** One span for each customer, without times where one of them has none. */
export function joinedSpans(customers: Records): Records {
  const records = noRecords(customers.width);
  setRows(records, joinedRows(customers));
  return records;
}

function* joinedRows(customers: Records): Generator<Row> {
  const spans = spansIn(customers);
  for (let next = spans.next(); !next.done; ) {
    let span = next.value;
    for (next = spans.next(); next.value?.customer === span.customer; next = spans.next())
      span = joined(span, next.value);
    yield rowOf(span);
  }
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
