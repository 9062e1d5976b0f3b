import type { SessionMessage } from "../../model/message.ts";
import { isByHand, isCounted, type ReadSession, type Turn } from "../../model/session.ts";
import { type InCharge, type Reading, walkTurns } from "../../sessions/turns.ts";
import { dayMs, type Zone } from "../../text/zone.ts";
import type { Span } from "../working-time.ts";
import type { ProfileVersion } from "./profile.ts";

/** A turn as a platform sees it. */
export interface PlatformTurn {
  turn: Turn;
  /** Local day of its start, or of the line before that has a time; null where none has. */
  day: number | null;
  /** What `turn.messages` points into. */
  messages: readonly SessionMessage[];
  /** The first of its session, or of its day, that needs an answer: among those for a person, and among all. */
  isFirst: { ofPeople: boolean; ofAll: boolean };
  /** The session, or the customer's day, that it belongs to. */
  unit: string;
  /** Start of the session that it belongs to, ms; null without times, or for a customer's day. */
  sessionStart: number | null;
  /** An agent began the session. */
  agentOpened: boolean;
}

/** What is known of the words of a session's messages. */
export type ReadingOf = (session: ReadSession) => Reading;

/** The turns of one customer's sessions with one shop, built as the platform builds them. */
export function platformTurns(
  sessions: readonly ReadSession[],
  version: ProfileVersion,
  zone: Zone,
  readingOf: ReadingOf,
): PlatformTurn[] {
  const bySession = (session: ReadSession) => {
    if (version.transfer === "runs-on") return turnsBySession(session, version, zone);
    const { turns } = walkTurns(session.messages, readingOf(session), { transferEndsTurn: true });
    return turnsBySession({ ...session, turns }, version, zone);
  };
  return version.turns === "session"
    ? sessions.flatMap(bySession)
    : [
        ...turnsByDay(sessions, version, zone, readingOf),
        // Without times there are no days; the turns are only counted as unknown.
        ...sessions.filter(hasNoTime).flatMap(bySession),
      ];
}

const hasNoTime = ({ messages }: ReadSession): boolean => messages.every(({ at }) => at === null);

function turnsBySession(session: ReadSession, version: ProfileVersion, zone: Zone): PlatformTurn[] {
  const starts = sessionStarts(session, version.newSessionAfterSeconds);
  return starts.flatMap((start, index) => {
    const end = starts[index + 1] ?? session.messages.length;
    const lines = session.messages.slice(start, end);
    const turns = session.turns.filter(
      (turn) => turn.opened >= start && turn.opened < end && turn.needsAnswer,
    );
    return turns.map((turn) => ({
      turn,
      day: dayOf(turn, session.messages, zone),
      messages: session.messages,
      isFirst: isFirstOf(turns, turn),
      unit: `${session.id}\n${index}`,
      sessionStart: lines.find((line) => line.role !== "system" && line.at !== null)?.at ?? null,
      agentOpened: lines.find(isCounted)?.role === "agent",
    }));
  });
}

function dayOf(turn: Turn, messages: readonly SessionMessage[], zone: Zone): number | null {
  const at = turn.start ?? standingOf(turn.opened, messages);
  return at === null ? null : zone.dayOf(at);
}

/** Where a line without a time stands: with the line before it, else with the first that has a time. */
function standingOf(index: number, messages: readonly SessionMessage[]): number | null {
  const before = messages.slice(0, index + 1);
  const isTimed = ({ at }: SessionMessage) => at !== null;
  const last = before.findLast(isTimed) ?? messages.find(isTimed);
  // A `closed` dated before the words above it stands behind them (metric-decision 4).
  const words =
    last?.event === "closed" ? before.findLast((one) => isTimed(one) && one.event !== "closed") : last;
  return last === undefined ? null : Math.max(last.at!, words?.at ?? last.at!);
}

function isFirstOf(turns: readonly Turn[], turn: Turn): PlatformTurn["isFirst"] {
  const ofPeople = turns.find(({ outcome }) => outcome !== "robot");
  return { ofPeople: turn === ofPeople, ofAll: turn === turns[0] };
}

/** Where sessions begin: at the first line, and at a customer's message long enough after `closed`. */
function sessionStarts({ messages, loose }: ReadSession, afterSeconds: number | undefined): number[] {
  const starts = [0];
  if (afterSeconds === undefined) return starts;
  const thanks = new Set(loose.map(({ message }) => message));
  let closed: { at: number | null } | null = null;
  let latest: number | null = null;
  messages.forEach((message, index) => {
    // It stands no earlier than the words above it (metric-decision 4).
    if (message.event === "closed")
      closed = { at: message.at === null || (latest ?? message.at) > message.at ? latest : message.at };
    else if (message.role !== "system" && message.at !== null) latest = message.at;
    if (message.role !== "customer" || !isCounted(message) || closed === null) return;
    const isNew = message.at !== null && closed.at !== null && message.at - closed.at > afterSeconds * 1000;
    if (isNew) starts.push(index);
    // Thanks alone reopen nothing.
    if (isNew || !thanks.has(index)) closed = null;
  });
  return starts;
}

/** A message of a customer's day, with where it came from. */
interface DayLine {
  message: SessionMessage;
  session: ReadSession;
  index: number;
  /** When it stands, for lines without a time when the line before stands. */
  at: number;
}

/** Sessions of a day are joined; turns end with the day of their start (metric-decision 30). */
function turnsByDay(
  sessions: readonly ReadSession[],
  version: ProfileVersion,
  zone: Zone,
  readingOf: ReadingOf,
): PlatformTurn[] {
  const lines = sessions.flatMap(linesOf).sort((a, b) => a.at - b.at || a.message.seq - b.message.seq);
  const readings = new Map(sessions.map((session) => [session, readingOf(session)]));
  const days = new Map<number, DayLine[]>();
  for (const line of lines) {
    const day = zone.dayOf(line.at);
    const known = days.get(day);
    if (known === undefined) days.set(day, [line]);
    else known.push(line);
  }
  const transferEndsTurn = version.transfer === "ends-turn";
  return [...days].flatMap(([day, today]) => {
    const inCharge = carriedOver(lines, today, zone.instantOf(day * dayMs), readings);
    const messages = today.map(({ message }) => message);
    const { turns } = walkTurns(messages, joined(today, readings), { transferEndsTurn, inCharge });
    const asking = turns.filter(({ needsAnswer }) => needsAnswer);
    return asking.map((turn) => ({
      turn: version.outsideHours === "if-answered-inside" ? answeredLater(turn, day, lines, zone) : turn,
      day,
      messages,
      isFirst: isFirstOf(asking, turn),
      unit: String(day),
      sessionStart: null,
      agentOpened: false,
    }));
  });
}

/** A turn that midnight ended, with the reply of a later day, if one came before the conversation was closed. */
function answeredLater(turn: Turn, day: number, lines: readonly DayLine[], zone: Zone): Turn {
  if (turn.outcome !== "unanswered" || turn.end !== null || turn.closed) return turn;
  const next = lines.find(
    ({ at, message }) => zone.dayOf(at) > day && (message.event === "closed" || isByHand(message)),
  )?.message;
  if (next === undefined || next.event === "closed" || next.kind === "missing") return turn;
  const owner = next.sender ?? next.agent ?? turn.owner;
  return { ...turn, outcome: "answered", end: next.at, owner, transferred: null };
}

function linesOf(session: ReadSession): DayLine[] {
  const first = session.messages.find(({ at }) => at !== null)?.at ?? null;
  if (first === null) return [];
  let at = first;
  return session.messages.map((message, index) => {
    at = Math.max(at, message.at ?? at);
    return { message, session, index, at };
  });
}

/** Who was in charge at midnight in the sessions that run over it. */
function carriedOver(
  all: readonly DayLine[],
  today: readonly DayLine[],
  midnight: number,
  readings: ReadonlyMap<ReadSession, Reading>,
): InCharge {
  const running = new Set(today.map(({ session }) => session));
  const before = all.filter(({ at, session }) => at < midnight && running.has(session));
  const messages = before.map(({ message }) => message);
  return walkTurns(messages, joined(before, readings)).inCharge;
}

function joined(lines: readonly DayLine[], readings: ReadonlyMap<ReadSession, Reading>): Reading {
  const of = (index: number) => {
    const { session, index: inSession } = lines[index]!;
    return { reading: readings.get(session)!, inSession };
  };
  return {
    onlyThanks: (index) => of(index).reading.onlyThanks(of(index).inSession),
    asksForPerson: (index) => of(index).reading.asksForPerson(of(index).inSession),
    isRobot: (account) => readings.values().next().value!.isRobot(account),
  };
}

/** Whether an instant lies in daily hours by the clock on the wall. */
export function isWithin(hours: readonly Span[], at: number, zone: Zone): boolean {
  const clock = zone.clockOf(at);
  return hours.some(({ start, end }) => (clock >= start && clock < end) || clock + dayMs < end);
}
