import type { Kind, Message, Role } from "../model/message.ts";
import type { BorderIds } from "./borders.ts";
import { recallNotice } from "./notices.ts";
import type { Draft, Reading } from "./reading.ts";
import type { Speakers } from "./speakers.ts";
import { systemText } from "./wangwang.ts";

/** What one line of a chat says, in exports that name nothing but speakers. */
export interface Utterance {
  line: number;
  /** Null where the export shows the side only. */
  sender: string | null;
  /** Where the export tells the side. */
  role?: Role;
  /** As in the export; null where it has none here. */
  time: string | null;
  text: string;
  receiver?: string | null;
  kind?: Kind;
}

/** What holds for every message of the export. */
export type Common = Pick<Draft, "platform" | "shop" | "owner" | "session" | "agent" | "sheet">;

/** So many lines of agents may stand before the customer's first. */
const mostWaiting = 1000;

/**
 * Turns utterances into messages: sides by the speakers of the file; on agents' lines the customer is
 * whom they write to, else the last who wrote, before that the first who does.
 */
export class Dialogue {
  readonly #reading: Reading;
  readonly #speakers: Speakers;
  readonly #common: Common;
  /** Null where the export draws no borders. */
  readonly #borders: BorderIds | null;
  #waiting: Draft[] = [];
  #messages: Message[] = [];
  /** The customer of the whole conversation, where the export names one. */
  readonly #named: string | null;
  #customer: string | null;
  #agent: string | null = null;

  constructor(
    reading: Reading,
    speakers: Speakers,
    common: Common,
    { borders = null, customer = null }: { borders?: BorderIds | null; customer?: string | null } = {},
  ) {
    this.#reading = reading;
    this.#speakers = speakers;
    this.#common = common;
    this.#borders = borders;
    this.#named = customer;
    this.#customer = customer;
  }

  /** Takes an utterance; one whose side cannot be told is rejected. */
  say({ line, sender, time, text, receiver = null, kind, role: side }: Utterance): void {
    this.#reading.rows++;
    const told = side ?? (sender === null ? null : this.#speakers.roleOf(sender));
    if (told === null) {
      this.#reading.reject("role-unknown", line, sender ?? "");
      return;
    }
    const role = told === "agent" && systemText.test(text) ? "system" : told;
    if (role !== told) this.#reading.note("system-text-of-agent", line, text);
    const isToCustomer = receiver !== null && this.#speakers.roleOf(receiver) === "customer";
    if (role === "agent") this.#agent = sender ?? this.#agent;
    if (this.#named === null && role === "customer") this.#customer = sender ?? this.#customer;
    else if (this.#named === null && isToCustomer) this.#customer = receiver;
    this.#add({
      ...this.#common,
      line,
      role,
      text,
      at: time === null ? null : this.#reading.time(time, line),
      sender: sender ?? (role === "customer" ? this.#customer : null),
      agent: this.#common.agent ?? (role === "agent" ? sender : isToCustomer ? null : receiver),
      customer: this.#customer,
      kind: kind ?? null,
    });
  }

  /** A notice that stands on a line of its own, without a time (ingest-decision 29). */
  notice(text: string, line: number): void {
    this.#reading.rows++;
    // `你撤回了一条消息` is the agent's who wrote last.
    const agent = recallNotice.test(text) ? this.#agent : (this.#common.agent ?? null);
    this.#add({ ...this.#common, line, role: "system", text, at: null, agent, customer: this.#customer });
  }

  /** Ends a conversation that the export borders, or the input. */
  end(): void {
    this.#release();
    this.#customer = this.#named;
  }

  /** Messages that are complete. */
  take(): Message[] {
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }

  #add(draft: Draft): void {
    this.#waiting.push(draft);
    const isSettled = this.#customer !== null || this.#waiting.length >= mostWaiting;
    if (this.#borders === null && isSettled) this.#release();
  }

  #release(): void {
    const drafts = this.#waiting;
    this.#waiting = [];
    const first = drafts.find((draft) => draft.customer != null)?.customer ?? null;
    for (const draft of drafts) draft.customer ??= first;
    if (this.#borders !== null) this.#setSessions(drafts, this.#borders);
    for (const draft of drafts) this.#messages.push(this.#reading.message(draft));
  }

  /** Inside a border every customer has a conversation of her own. */
  #setSessions(drafts: readonly Draft[], borders: BorderIds): void {
    const ids = new Map<string | null, string>();
    for (const draft of drafts) {
      const customer = draft.customer ?? null;
      let id = ids.get(customer);
      if (id === undefined) {
        const times = drafts.flatMap((one) =>
          (one.customer ?? null) === customer && one.at !== null ? [one.at] : [],
        );
        id = borders.next(times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b)), customer);
        ids.set(customer, id);
      }
      draft.session = id;
    }
  }
}
