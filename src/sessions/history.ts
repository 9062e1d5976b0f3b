import { isByHand, isCounted, type Session } from "../model/session.ts";
import type { Zone } from "../text/zone.ts";

/** What the input knows of a customer and the shop beside one conversation. */
export interface History {
  /** Who began; an agent who answers what an earlier conversation left open did not. Null where nobody wrote by hand. */
  opener: "customer" | "agent" | null;
  /** The customer had written on an earlier day. False is no proof: the input may begin later than the customer. */
  returning: boolean;
  /** Conversations that agents began in the seven days up to this one, itself included; null without times. */
  proactiveInWeek: number | null;
}

const weekMs = 7 * 86_400_000;

/** History of each of one customer's sessions, which come in the order of their first words. */
export function historiesOf(sessions: readonly Session[], zone: Zone): History[] {
  const known = sessions[0]?.customer !== null;
  const starts: number[] = [];
  let firstDay: number | null = null;
  let open = false;
  return sessions.map((session) => {
    const opener = openerOf(session, known && open);
    const at = session.messages.find((message) => isCounted(message) && message.at !== null)?.at ?? null;
    const day = at === null ? null : zone.dayOf(at);
    if (opener === "agent" && at !== null) starts.push(at);
    const history: History = {
      opener,
      returning: known && firstDay !== null && day !== null && firstDay < day,
      proactiveInWeek: at === null ? null : starts.filter((start) => start > at - weekMs).length,
    };
    if (day !== null && session.messages.some(({ role }) => role === "customer")) firstDay ??= day;
    open = session.messages.findLast(isCounted)?.role === "customer";
    return history;
  });
}

/** Who wrote first; `open` = an earlier conversation ended on the customer's words. */
export function openerOf({ messages }: Pick<Session, "messages">, open = false): History["opener"] {
  const first = messages.find((message) => message.role === "robot" || isCounted(message));
  if (first === undefined) return null;
  return isByHand(first) && !open ? "agent" : "customer";
}
