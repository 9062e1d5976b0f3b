import { isCounted, type ReadSession } from "../model/session.ts";

/** A time in which a conversation was open, ms since 1970, end exclusive. */
export interface Stretch {
  start: number;
  end: number;
}

/**
 * The open stretches of a session (metric-decision 9): from the first words to `closed` or the last
 * words; a customer who writes more than thanks reopens what was closed. None without times.
 */
export function openStretches(session: ReadSession): Stretch[] {
  const loose = new Set(session.loose.map(({ message }) => message));
  const stretches: Stretch[] = [];
  let start: number | null = null;
  let end: number | null = null;
  let closed = false;
  let spoken = false;
  session.messages.forEach((message, index) => {
    if (message.event === "closed") {
      // Closing what nobody has opened ends nothing.
      if (!spoken) return;
      // It stands no earlier than the words above it (metric-decision 4).
      if (start !== null) stretches.push({ start, end: Math.max(message.at ?? end!, end!) });
      start = null;
      closed = true;
    } else if (message.role !== "system") {
      if (closed && (message.role !== "customer" || !isCounted(message) || loose.has(index))) return;
      closed = false;
      spoken = true;
      if (message.at === null) return;
      start ??= message.at;
      end = message.at;
    }
  });
  if (start !== null) stretches.push({ start, end: end! });
  return stretches;
}

/** The parts of the open stretches in which an account had the conversation. */
export function heldBy(session: ReadSession, agent: string | null): Stretch[] {
  const changes = holders(session);
  return openStretches(session).flatMap(({ start, end }) => {
    const inside = changes.filter(({ at }) => at > start && at < end);
    const first = changes.findLast(({ at }) => at <= start) ?? changes[0];
    // Who takes a conversation first had it from its first words: those wait for her.
    const parts = [{ at: start, agent: first?.agent ?? session.turns.at(-1)?.owner ?? null }, ...inside];
    return parts
      .map((part, index) => ({ agent: part.agent, start: part.at, end: parts[index + 1]?.at ?? end }))
      .filter((part) => part.agent === agent)
      .map((part) => ({ start: part.start, end: part.end }));
  });
}

/** Who took the conversation when: by a message by hand, `assigned` or `transferred` (metric-decision 17). */
function holders({ messages }: ReadSession): { at: number; agent: string }[] {
  const changes: { at: number; agent: string }[] = [];
  for (const message of messages) {
    const agent = takenBy(message);
    if (agent !== null && message.at !== null && changes.at(-1)?.agent !== agent)
      changes.push({ at: message.at, agent });
  }
  return changes;
}

function takenBy(message: ReadSession["messages"][number]): string | null {
  if (message.event === "assigned") return message.to ?? message.agent;
  if (message.event === "transferred") return message.to;
  return message.role === "agent" && isCounted(message) ? (message.sender ?? message.agent) : null;
}
