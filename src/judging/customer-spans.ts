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

/** Customers, those without a name of one shop as one, and all conversations, as numbers. */
export interface Whereabouts {
  customers: CustomerSpan[];
  sessions: number[];
}

/** Which customers and conversations an audit is about, so that parts that share some can be told. */
export class CustomerSpans implements Sum<Whereabouts> {
  readonly #zone: Zone;
  readonly #customers: CustomerSpan[] = [];
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
    this.#customers.push({
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
    this.#customers.push({
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
    for (const customer of customers) this.#customers.push(customer);
    for (const session of sessions) this.#sessions.push(session);
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
