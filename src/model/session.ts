import type { Message, SessionMessage } from "./message.ts";

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
  /** A person was asked for, or the turn was handed over to one: a robot no longer ends it. */
  human: boolean;
  /** Opened by a hand-over event, without new words of the customer. */
  handOver: boolean;
  /** Index of the line that opened it. */
  opened: number;
  /** Index of the message that ended it (reply, robot's message, missing words), else null. */
  reply: number | null;
  /** When it ended: reply or `closed`; null when the log ends first or has no time. */
  end: number | null;
  /** True where `closed` ended it. */
  closed: boolean;
  /** Who it counts for: who replied, else who was in charge when it ended; null = 未分配. */
  owner: string | null;
  /** The turn was handed from another person to the owner; her own clock starts no earlier. `at` is null without a time. */
  transferred: { at: number | null } | null;
}

/** Words of a customer that belong to no turn: thanks after the session was closed. */
export interface LooseMessage {
  /** Index into `Session.messages`. */
  message: number;
  /** Who was in charge at that moment. */
  owner: string | null;
}

/** A session that has been read: acts per message, turns, who took part. */
export interface ReadSession extends Session {
  /** Same length as `messages`. */
  acts: readonly (readonly Act[])[];
  turns: readonly Turn[];
  loose: readonly LooseMessage[];
  /** Accounts that sent at least one counted message by hand, in order of their first. */
  agents: readonly string[];
}

/** A customer's message, or an agent's by hand, of a kind that counts (metric-decision 6). */
export function isCounted(message: Message): boolean {
  if (message.kind === "event" || message.kind === "recalled") return false;
  return message.role === "customer" || (message.role === "agent" && !message.auto);
}

/** A counted message that a person of the shop sent by hand. */
export function isByHand(message: Message): boolean {
  return message.role === "agent" && isCounted(message);
}

/** True where the turn counts in waiting times and in what was left unanswered (contract §2). */
export function isMeasured(turn: Turn): boolean {
  return turn.needsAnswer && (turn.outcome === "answered" || turn.outcome === "unanswered");
}

/** Milliseconds that the customer waited, null where unanswered or without times; `own` = on the owner's own clock. */
export function waitOf(turn: Turn, own: boolean): number | null {
  const start = startOf(turn, own);
  return turn.outcome !== "answered" || start === null || turn.end === null ? null : turn.end - start;
}

/** When the clock of the shop, or of the owner after a transfer, started (metric-decision 16); null without times. */
export function startOf({ start, transferred }: Turn, own: boolean): number | null {
  if (start === null || !own || transferred === null) return start;
  return transferred.at === null ? null : Math.max(start, transferred.at);
}

/** The customer's turn that a message of hers stands in; turns are in the order in which they were opened. */
export function turnOf({ turns }: Pick<ReadSession, "turns">, message: number): Turn | undefined {
  let [low, high] = [0, turns.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (turns[middle]!.opened <= message) low = middle + 1;
    else high = middle;
  }
  const turn = turns[low - 1];
  return turn?.messages.includes(message) ? turn : undefined;
}
