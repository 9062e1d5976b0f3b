import type { SessionMessage } from "../model/message.ts";
import { type Act, isByHand, type ReadSession, type Session } from "../model/session.ts";
import { type Reading, walkTurns } from "./turns.ts";

/** What this stage needs of the act marker. */
export interface Marker {
  mark(messages: readonly SessionMessage[], platform: string | null): readonly (readonly Act[])[];
  onlyThanks(message: SessionMessage): boolean;
}

/** Finds acts and turns of a session. */
export function readSession(session: Session, marker: Marker, isRobot: Reading["isRobot"]): ReadSession {
  const { messages } = session;
  const acts = marker.mark(messages, session.platform);
  return withTurns(session, acts, readingOf(messages, acts, marker, isRobot));
}

/** The same of a session whose acts are known. */
export function withTurns(session: Session, acts: ReadSession["acts"], reading: Reading): ReadSession {
  const { messages } = session;
  const { turns, loose } = walkTurns(messages, reading);
  const agents = new Set<string>();
  for (const message of messages) {
    const account = message.sender ?? message.agent;
    if (isByHand(message) && account !== null) agents.add(account);
  }
  return { ...session, acts, turns, loose, agents: [...agents] };
}

/** What the words of these messages mean for turns. */
export function readingOf(
  messages: readonly SessionMessage[],
  acts: readonly (readonly Act[])[],
  marker: Marker,
  isRobot: Reading["isRobot"],
): Reading {
  return {
    onlyThanks: (index) => marker.onlyThanks(messages[index]!),
    asksForPerson: (index) => acts[index]!.some((act) => act.id === "human-request"),
    isRobot,
  };
}
