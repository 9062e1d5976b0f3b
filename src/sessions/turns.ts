import type { SessionMessage } from "../model/message.ts";
import { isByHand, isCounted, type LooseMessage, type Turn } from "../model/session.ts";

/** What the walk has to know of the words of a message. */
export interface Reading {
  /** The customer's message only thanks or acknowledges. */
  onlyThanks: (index: number) => boolean;
  /** The customer asks for a person. */
  asksForPerson: (index: number) => boolean;
  /** The account is a reception robot. */
  isRobot: (account: string) => boolean;
}

export interface WalkOptions {
  /**
   * Taobao's definition: a transfer ends the open turn as unanswered for the account in charge and
   * starts the next one at the event (metric-decision 31).
   */
  transferEndsTurn?: boolean;
  /** Who is in charge before the first message, carried over from an earlier part of the session. */
  inCharge?: InCharge;
}

/** Who is in charge (metric-decision 17). */
export interface InCharge {
  /** By the latest of message by hand, `assigned`, `transferred`. */
  acting: string | null;
  /** Else by the `agent` field of the latest line that names a person there. */
  named: string | null;
}

export interface Walk {
  turns: Turn[];
  loose: LooseMessage[];
  /** Who is in charge after the last message. */
  inCharge: InCharge;
}

type OpenTurn = { -readonly [K in keyof Turn]: Turn[K] } & {
  messages: number[];
  /** Times at which the turn was handed to an account, by account. */
  transfers: Map<string, number | null>;
};

/**
 * Goes through the messages of a session in order and finds the customer's turns, what ended each,
 * and whom it counts for (contract §2, metric-decisions 12–20).
 */
export function walkTurns(
  messages: readonly SessionMessage[],
  reading: Reading,
  options: WalkOptions = {},
): Walk {
  const walker = new Walker(messages, reading, options);
  messages.forEach((_, index) => {
    walker.step(index);
  });
  return walker.finish();
}

class Walker {
  readonly #messages: readonly SessionMessage[];
  readonly #reading: Reading;
  readonly #options: WalkOptions;
  readonly #turns: Turn[] = [];
  readonly #loose: LooseMessage[] = [];
  #open: OpenTurn | null = null;
  /** The last turn, answered by a robot, while no person has written and nothing was closed since. */
  #robotTurn: Turn | null = null;
  #closed = false;
  #acting: string | null;
  #named: string | null;

  constructor(messages: readonly SessionMessage[], reading: Reading, options: WalkOptions) {
    this.#messages = messages;
    this.#reading = reading;
    this.#options = options;
    this.#acting = options.inCharge?.acting ?? null;
    this.#named = options.inCharge?.named ?? null;
  }

  get #inCharge(): string | null {
    return this.#acting ?? this.#named;
  }

  step(index: number): void {
    const message = this.#messages[index]!;
    if (message.agent !== null && !this.#reading.isRobot(message.agent) && !isAlreadyHanded(message))
      this.#named = message.agent;
    if (message.role === "system") this.#event(index, message);
    else if (message.role === "customer") this.#customer(index, message);
    else if (message.role === "robot") this.#robot(index, message);
    else if (isByHand(message)) this.#person(index, message);
  }

  finish(): Walk {
    this.#end("unanswered", null, null);
    return { turns: this.#turns, loose: this.#loose, inCharge: { acting: this.#acting, named: this.#named } };
  }

  #event(index: number, message: SessionMessage): void {
    if (message.kind !== "event") return;
    if (message.event === "closed") {
      this.#end("unanswered", null, message.at, true);
      this.#robotTurn = null;
      this.#closed = true;
    } else if (message.event === "assigned") {
      this.#handTo(index, message.to ?? message.agent);
    } else if (message.event === "transferred") {
      this.#transfer(index, message.to);
      this.#handTo(index, message.to);
    }
  }

  /** An account is put in charge by the routing or by a colleague. */
  #handTo(index: number, account: string | null): void {
    if (account === null || this.#reading.isRobot(account)) return;
    this.#acting = account;
    if (this.#open !== null) this.#open.human = true;
    else if (this.#robotTurn !== null) this.#openByHandOver(index, this.#robotTurn);
  }

  /** An open turn goes from the person in charge to another (metric-decision 16). */
  #transfer(index: number, account: string | null): void {
    if (this.#open === null || account === null || this.#reading.isRobot(account)) return;
    if (this.#inCharge === null || this.#inCharge === account) return;
    const { at } = this.#messages[index]!;
    this.#open.transfers.set(account, at);
    if (this.#options.transferEndsTurn !== true) return;
    const { needsAnswer } = this.#open;
    this.#end("unanswered", null, at);
    this.#open = newTurn({ opened: index, start: at, needsAnswer, human: true, handOver: true });
  }

  #openByHandOver(index: number, { needsAnswer }: Turn): void {
    const { at } = this.#messages[index]!;
    this.#robotTurn = null;
    this.#open = newTurn({ opened: index, start: at, needsAnswer, human: true, handOver: true });
  }

  #customer(index: number, message: SessionMessage): void {
    if (!isCounted(message)) return;
    const thanks = this.#reading.onlyThanks(index);
    if (this.#closed && thanks) {
      this.#loose.push({ message: index, owner: this.#inCharge });
      return;
    }
    this.#closed = false;
    this.#robotTurn = null;
    this.#open ??= newTurn({ opened: index, start: message.at, needsAnswer: !thanks });
    this.#open.messages.push(index);
    if (!thanks && !this.#open.needsAnswer) {
      this.#open.needsAnswer = true;
      this.#open.start = message.at;
    }
    if (this.#reading.asksForPerson(index)) this.#open.human = true;
  }

  #robot(index: number, message: SessionMessage): void {
    if (message.auto || message.kind === "event" || message.kind === "recalled") return;
    if (this.#open === null || this.#open.human) return;
    this.#robotTurn = this.#end("robot", index, message.at);
  }

  #person(index: number, message: SessionMessage): void {
    this.#acting = message.sender ?? message.agent ?? this.#acting;
    this.#robotTurn = null;
    this.#end(message.kind === "missing" ? "unknown" : "answered", index, message.at);
  }

  #end(outcome: Turn["outcome"], reply: number | null, at: number | null, closed = false): Turn | null {
    if (this.#open === null) return null;
    const { transfers, ...open } = this.#open;
    const owner = this.#inCharge;
    const isOther = owner !== null && transfers.has(owner);
    const transferred = isOther ? { at: transfers.get(owner) ?? null } : null;
    const turn: Turn = { ...open, outcome, reply, end: at, closed, owner, transferred };
    this.#turns.push(turn);
    this.#open = null;
    return turn;
  }
}

/** The line of a transfer names the new account, which was not in charge before it. */
const isAlreadyHanded = ({ event, agent, to }: SessionMessage) => event === "transferred" && agent === to;

function newTurn(given: Partial<OpenTurn> & Pick<OpenTurn, "opened" | "start" | "needsAnswer">): OpenTurn {
  return {
    messages: [],
    outcome: "unanswered",
    human: false,
    handOver: false,
    reply: null,
    end: null,
    closed: false,
    owner: null,
    transferred: null,
    transfers: new Map(),
    ...given,
  };
}
