import { type Session, startOf, type Turn } from "./model/session.ts";
import { type Reading, walkTurns } from "./sessions/turns.ts";

/** What a line does to the clock of the customer's wait. */
type ClockStep =
  /** The wait begins here. */
  | "starts"
  /** A person's wait begins with the hand-over. */
  | "handed-over"
  /** The clock of the new agent begins; the customer's runs on. */
  | "transferred"
  | "runs"
  /** A person replied. */
  | "answered"
  /** The robot replied. */
  | "robot"
  /** The words that replied are missing from the export. */
  | "missing"
  /** The conversation was closed with the customer waiting. */
  | "closed"
  /** Words of the customer that wait for nothing. */
  | "thanks";

/** Why words that look like a reply, or like a question, are none. */
type NotCounted =
  | "auto"
  | "recalled"
  | "robot-after-request"
  | "after-closed"
  | "thanks-after-closed"
  | "note";

/** One line of a conversation beside its words: who was in charge, which clock ran. */
export interface TimelineLine {
  /** After the line; null = nobody. */
  inCharge: string | null;
  /** Number of the turn, from 0; null where no customer waits. */
  turn: number | null;
  clock: ClockStep | null;
  /** Since the customer's wait began; null without times, or where no clock runs. */
  seconds: number | null;
  notCounted: NotCounted | null;
}

/** Line by line what the audit makes of a conversation (metric-decisions 12–20). */
export function timelineOf(
  { messages }: Pick<Session, "messages">,
  turns: readonly Turn[],
  reading: Reading,
): TimelineLine[] {
  const spans = turns.map((turn) => ({ turn, ...spanOf(turn, messages) }));
  const charges = inChargeAfterEach(messages, reading);
  let isClosed = false;
  return messages.map((message, index) => {
    if (message.event === "closed") isClosed = true;
    const place = spans.findIndex(({ turn, last }) => turn.opened <= index && index <= last);
    const span = spans[place];
    if (span !== undefined) isClosed = message.event === "closed";
    const clock = span === undefined ? null : stepOf(span, index, messages);
    const start = span?.turn.start ?? null;
    const isCounting = clock !== null && clock !== "thanks" && start !== null && message.at !== null;
    return {
      inCharge: charges[index]!,
      turn: span === undefined ? null : place,
      clock,
      seconds: isCounting ? (message.at! - start) / 1000 : null,
      notCounted: notCounted(message, span?.turn ?? null, isClosed),
    };
  });
}

interface Span {
  turn: Turn;
  /** Index of the line at which the wait begins, and of the line that ends it. */
  first: number;
  last: number;
}

function spanOf(turn: Turn, messages: Session["messages"]): Pick<Span, "first" | "last"> {
  const closedAt = messages.findIndex(({ event }, index) => event === "closed" && index > turn.opened);
  const first = turn.messages.find((index) => messages[index]!.at === turn.start) ?? turn.opened;
  return {
    first: turn.handOver ? turn.opened : first,
    last: turn.reply ?? (turn.closed ? closedAt : messages.length - 1),
  };
}

function stepOf({ turn, first, last }: Span, index: number, messages: Session["messages"]): ClockStep | null {
  if (!turn.needsAnswer) return turn.messages.includes(index) ? "thanks" : null;
  if (index < first) return turn.messages.includes(index) ? "thanks" : null;
  if (index === first) return turn.handOver ? "handed-over" : "starts";
  if (index === last && turn.reply === last) return turn.outcome === "unknown" ? "missing" : endOf(turn);
  if (index === last && turn.closed) return "closed";
  const { event, at } = messages[index]!;
  const isOwn = turn.transferred !== null && turn.transferred.at === at;
  return event === "transferred" && isOwn && at === startOf(turn, true) ? "transferred" : "runs";
}

const endOf = ({ outcome }: Turn): ClockStep => (outcome === "robot" ? "robot" : "answered");

function notCounted(
  { role, auto, kind, event }: Session["messages"][number],
  turn: Turn | null,
  isClosed: boolean,
): NotCounted | null {
  if (role === "system") return event === null ? "note" : null;
  if (kind === "recalled") return "recalled";
  if (role === "robot") return turn?.human === true ? "robot-after-request" : null;
  if (auto) return "auto";
  if (!isClosed || turn !== null) return null;
  return role === "customer" ? "thanks-after-closed" : "after-closed";
}

function inChargeAfterEach(messages: Session["messages"], reading: Reading): (string | null)[] {
  return messages.map((_, index) => {
    const { acting, named } = walkTurns(messages.slice(0, index + 1), reading).inCharge;
    return acting ?? named;
  });
}
