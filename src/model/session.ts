import type { SessionMessage } from "./message.ts";

/** The messages of one conversation, in time order, repeats dropped. */
export interface Session {
  /** Unique together with `shop`. */
  id: string;
  shop: string | null;
  platform: string | null;
  customer: string | null;
  messages: readonly SessionMessage[];
}

/** A speech act found in a message (acts.md): a fact about the words, never a verdict. */
export interface Act {
  id: string;
  /** The words that carry it: `text.slice(start, end)` of the message, UTF-16 offsets. */
  quote: string;
  start: number;
  end: number;
}

/** How a customer turn ended (contract §2, metric-decisions). */
export type TurnOutcome =
  /** A person replied. */
  | "answered"
  /** The session ended or was closed before a person replied. */
  | "unanswered"
  /** A reception robot replied. */
  | "robot"
  /** The next words of the agent are missing from the export: neither answered nor unanswered. */
  | "unknown";

/** The customer's messages since the last reply, and what became of them. Times in ms since 1970. */
export interface Turn {
  /** Indexes into `Session.messages` of the customer's counted messages of this turn. */
  messages: readonly number[];
  /** When the clock starts: the first message that is more than thanks; the event for a turn opened by hand-over. */
  start: number | null;
  outcome: TurnOutcome;
  /** False where the customer only thanks or acknowledges. */
  needsAnswer: boolean;
  /** A person was asked for, or the turn was handed over to one. */
  human: boolean;
  /** Opened by a hand-over event, without new words of the customer. */
  handOver: boolean;
  /** Index of the reply (of the robot's message when `robot`), else null. */
  reply: number | null;
  /** When it ended: reply, `closed`; null when the log ends first. */
  end: number | null;
  /** Account that the turn counts for; null = nobody in charge (未分配). */
  owner: string | null;
  /** Account that the customer's words count for when no person answered; equals `owner` otherwise. */
  inChargeAtEnd: string | null;
  /** When the turn was transferred from one person to another, the later clock of the new agent. */
  transferredAt: number | null;
  /** True where `closed` ended the turn. */
  closed: boolean;
}

/** A session that has been read: acts per message, turns, who took part. */
export interface ReadSession extends Session {
  /** Same length as `messages`. */
  acts: readonly (readonly Act[])[];
  turns: readonly Turn[];
  /** Accounts that sent at least one counted message by hand, in order of their first. */
  agents: readonly string[];
}
