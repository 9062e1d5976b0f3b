import type { SessionMessage } from "../model/message.ts";
import type { Case, Metrics, RowEvidence, Share } from "../model/report.ts";
import { type Act, isByHand, isCounted, type ReadSession, type Turn } from "../model/session.ts";
import type { Zone } from "../text/zone.ts";
import type { Calendar } from "./calendar.ts";

/** What figures depend on besides the conversations. */
export interface MetricsContext {
  /** A wait longer than this is slow, ms. */
  slowAfterMs: number;
  zone: Zone;
  calendar: Calendar;
  canned: CannedFinder;
  /** Keep what is needed to bring parts of an audit together afterwards. */
  forParts: boolean;
  /** A conversation as the report shows it, by the customer's words at this index that wait since `at`, ms. */
  showCase: (session: ReadSession, at: number | null, message: number | null) => Case;
}

/**
 * A message's masked text by its hash, and whether it occurs in at least three sessions of the input; null
 * for what is no text. `customer` is whose session it is.
 */
export type CannedFinder = (
  message: SessionMessage,
  customer: string | null,
) => { hash: number; isCanned: boolean } | null;

/**
 * What of a session counts for one row of the report: for the shop all of it, for an agent the turns
 * that she owns and the messages that she sent by hand.
 */
export interface RowView {
  session: ReadSession;
  /** True for the shop's row; its waits run from the customer's first message, whatever was transferred. */
  isShop: boolean;
  /** Whose row it is; null for 未分配 and for the shop. */
  agent: string | null;
  /** Sent at least one message by hand. */
  spoke: boolean;
  turns: readonly Turn[];
  /** Customer messages that count for this row. */
  customerMessages: number;
  /** Counted messages by hand, with their acts. */
  sent: readonly { message: SessionMessage; acts: readonly Act[] }[];
}

/** Why figures of a row are null or leave turns out, by figure. */
export type Gaps = Map<keyof Metrics, { unknown: number; all: boolean }>;

/**
 * A figure or a family of them as a sum over sessions: plain data that can be sent between threads,
 * and that gives the same in whatever order it is merged.
 */
export interface Figure<State> {
  empty(): State;
  add(state: State, row: RowView, context: MetricsContext): void;
  merge(into: State, from: State): void;
  /** Brings lists whose order says nothing into one, and drops what is shown nowhere: equal sums are equal data. */
  tidy?(state: State): void;
  /** The figures; those that cannot be computed are null and named in `gaps`. */
  result(state: State, gaps: Gaps): Partial<Metrics>;
  /** The conversations that prove the figures, where they are listed. */
  evidence?(state: State): Partial<RowEvidence>;
}

/** {n, hits, value} (metric-decision 22). */
export function share(n: number, hits: number): Share {
  return { n, hits, value: n === 0 ? null : hits / n };
}

/** The rows that a session counts in: its shop, everyone who spoke, everyone who owns a turn or a word of the customer. */
export function rowsOf(session: ReadSession): { agent: string | null; view: RowView }[] {
  const accounts = new Set<string | null>();
  for (const turn of session.turns) accounts.add(turn.owner);
  for (const loose of session.loose) accounts.add(loose.owner);
  for (const message of session.messages)
    if (isByHand(message)) accounts.add(message.sender ?? message.agent);
  return [...accounts].map((agent) => ({ agent, view: agentView(session, agent) }));
}

/** The whole session. */
export function shopView(session: ReadSession): RowView {
  return {
    session,
    isShop: true,
    agent: null,
    spoke: true,
    turns: session.turns,
    customerMessages: session.messages.filter((message) => message.role === "customer" && isCounted(message))
      .length,
    sent: sentBy(session, () => true),
  };
}

function agentView(session: ReadSession, agent: string | null): RowView {
  const turns = session.turns.filter((turn) => turn.owner === agent);
  const loose = session.loose.filter(({ owner }) => owner === agent).length;
  return {
    session,
    isShop: false,
    agent,
    spoke: agent !== null && session.agents.includes(agent),
    turns,
    customerMessages: loose + turns.reduce((sum, turn) => sum + turn.messages.length, 0),
    sent: sentBy(session, (account) => account === agent),
  };
}

function sentBy(session: ReadSession, isOne: (account: string | null) => boolean): RowView["sent"] {
  const sent: { message: SessionMessage; acts: readonly Act[] }[] = [];
  session.messages.forEach((message, index) => {
    if (isByHand(message) && isOne(message.sender ?? message.agent))
      sent.push({ message, acts: session.acts[index]! });
  });
  return sent;
}
