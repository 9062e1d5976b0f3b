import type { Message, SessionMessage } from "../model/message.ts";
import { isByHand, type Session } from "../model/session.ts";
import { digestOf } from "../text/hash.ts";
import type { Zone } from "../text/zone.ts";
import { logsOf, sameness } from "./overlaps.ts";

export interface AssembleOptions {
  /** Silence that ends a session without an id of its own, ms. */
  sessionGapMs: number;
  zone: Zone;
  /** Whether a part lists its messages newest first. */
  runsBackwards: (part: number) => boolean;
  /** Called for every repeat that is dropped. */
  onRepeat: (message: Message) => void;
  /**
   * Called with the lines of a conversation that may belong to one of another input: nobody wrote in
   * them, they begin with events, or nobody is known.
   */
  onLoose?: (lines: readonly Message[]) => void;
}

/**
 * Key under which messages of one conversation meet: its own id with the shop, else the customer
 * with the shop, told apart by platform (contract §2, metric-decisions 1, 8).
 */
function conversationKey(message: Message): string {
  const shop = message.shop ?? "";
  if (message.session !== null) return `s\n${shop}\n${message.session}`;
  const platform = message.platform ?? "";
  return message.customer === null
    ? `n\n${shop}\n${platform}`
    : `c\n${shop}\n${platform}\n${message.customer}`;
}

/** Tells the key of messages of which those that follow each other mostly have the same. */
export function conversationKeys(): (message: Message) => string {
  let last: Message | null = null;
  let key = "";
  return (message) => {
    if (message === last) return key;
    const isSame =
      last !== null &&
      message.session === last.session &&
      message.shop === last.shop &&
      (message.session !== null ||
        (message.customer === last.customer && message.platform === last.platform));
    if (!isSame) key = conversationKey(message);
    last = message;
    return key;
  };
}

/** Puts the messages of one key in order, drops repeats and cuts sessions. */
export function assemble(messages: readonly Message[], options: AssembleOptions): Session[] {
  const inInputOrder = [...messages].sort((a, b) => a.seq - b.seq);
  const [first] = inInputOrder;
  const isNameless = first?.session === null && first.customer === null;
  const ids = new Map<string, number>();
  return (isNameless ? logsOf(inInputOrder) : [inInputOrder]).flatMap((log) => sessionsOf(log, ids, options));
}

function sessionsOf(
  inInputOrder: readonly Message[],
  ids: Map<string, number>,
  options: AssembleOptions,
): Session[] {
  // Places are found first: a line may stand behind one that another export repeats.
  const kept = withoutRepeats(placesOf(inInputOrder, options), options.onRepeat);
  const ordered = kept.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ message }) => message);
  const parts = ordered[0]?.session === null ? cut(ordered, options.sessionGapMs) : [ordered];
  const spoken = parts.filter((part) => part.some(isSpoken));
  if (isLoose(ordered)) options.onLoose?.(ordered);
  return spoken.map((part) => toSession(part, ids, options.zone));
}

function isLoose(lines: readonly Message[]): boolean {
  const [{ session, customer }] = lines as [Message];
  return !lines.some(isSpoken) || (session === null && (customer === null || !isSpoken(lines[0]!)));
}

/**
 * A message counts as often as in the one part that has it most often (metric-decision 3). Where the
 * export has message ids, they decide: the same id is a repeat anywhere, another id never is.
 */
function withoutRepeats(lines: Placed[], onRepeat: (message: Message) => void): Placed[] {
  const part = lines[0]?.message.part;
  // Within one part equal messages are no repeats of each other.
  if (lines.every(({ message }) => message.id === null && message.part === part)) return lines;
  const ids = new Set<string>();
  const kept = new Map<string, number>();
  const seen = new Map<string, number>();
  return lines.filter(({ message }) => {
    if (message.id !== null) {
      if (ids.has(message.id)) {
        onRepeat(message);
        return false;
      }
      ids.add(message.id);
    }
    if (message.at === null) return true;
    const words = sameness(message);
    const here = `${message.id === null ? message.part : "id"}\n${words}`;
    const count = (seen.get(here) ?? 0) + 1;
    seen.set(here, count);
    if (count <= (kept.get(words) ?? 0)) {
      onRepeat(message);
      return false;
    }
    kept.set(words, count);
    return true;
  });
}

const isSpoken = (message: Message) => message.role !== "system";

/** A line with the instant at which it stands. */
interface Placed {
  at: number;
  message: Message;
}

/**
 * Where lines stand in time. A line without a time moves with the line before it, and `closed` never stands
 * before words that its part shows above it (metric-decision 4).
 */
function placesOf(messages: readonly Message[], options: AssembleOptions): Placed[] {
  let lastAt = Number.NEGATIVE_INFINITY;
  const lastSpokenAt = new Map<number, number>();
  return messages.map((message) => {
    const { part } = message;
    const spokenAt = lastSpokenAt.get(part) ?? Number.NEGATIVE_INFINITY;
    let at = message.at ?? lastAt;
    if (message.event === "closed" && !options.runsBackwards(part)) {
      if (spokenAt !== Number.NEGATIVE_INFINITY) at = Math.max(message.at ?? spokenAt, spokenAt);
    } else if (isSpoken(message)) lastSpokenAt.set(part, Math.max(message.at ?? spokenAt, spokenAt));
    lastAt = at;
    return { at, message };
  });
}

/**
 * A new session begins where nobody wrote for the gap; system lines do not count as writing
 * (metric-decision 2).
 */
function cut(messages: readonly Message[], gapMs: number): Message[][] {
  const parts: Message[][] = [[]];
  let lastAt: number | null = null;
  for (const message of messages) {
    if (isSpoken(message) && message.at !== null) {
      if (lastAt !== null && message.at - lastAt >= gapMs) parts.push([]);
      lastAt = message.at;
    }
    parts.at(-1)!.push(message);
  }
  return parts;
}

function toSession(messages: readonly Message[], ids: Map<string, number>, zone: Zone): Session {
  const first = <T>(pick: (message: Message) => T | null, among = messages): T | null => {
    for (const message of among) {
      const value = pick(message);
      if (value !== null) return value;
    }
    return null;
  };
  const customer =
    first((message) => (message.role === "customer" ? message.customer : null)) ??
    first((message) => message.customer);
  let id = messages[0]!.session;
  if (id === null) {
    const at = first((message) => (isSpoken(message) ? message.at : null));
    const stem = `${at === null ? "-" : zone.format(at)}|${customer ?? `-${wordsDigest(messages)}`}`;
    const number = (ids.get(stem) ?? 0) + 1;
    ids.set(stem, number);
    id = `${stem}|${number}`;
  }
  const session = id;
  return {
    id,
    shop: messages[0]!.shop,
    platform: first((message) => message.platform),
    customer,
    messages: withAgents(messages).map((message) =>
      isOf(message, session) ? message : { ...message, session },
    ),
  };
}

/** Sessions of nobody known, which begin at one time in several exports, are told apart by their words. */
function wordsDigest(messages: readonly Message[]): string {
  return digestOf(JSON.stringify(messages.map(({ at, sender, text }) => [at, sender, text])));
}

const isOf = (message: Message, session: string): message is SessionMessage => message.session === session;

/**
 * Lines of customers, robots and the system that name no account get the agent who spoke or was
 * assigned last, before that the owner of the export (ingest-decision 16).
 */
function withAgents(messages: readonly Message[]): readonly Message[] {
  let last: string | null = null;
  return messages.map((message) => {
    const known =
      (message.role === "agent" && !message.auto ? message.sender : null) ?? last ?? message.owner ?? null;
    if (isByHand(message)) last = message.sender ?? message.agent ?? last;
    else if (isHandOver(message)) last = message.to ?? message.agent ?? last;
    // A hand-over that names nobody says nothing about who is in charge.
    if (message.agent !== null || (isHandOver(message) && message.to === null)) return message;
    return { ...message, agent: known };
  });
}

const isHandOver = ({ event }: Message): boolean => event === "assigned" || event === "transferred";
