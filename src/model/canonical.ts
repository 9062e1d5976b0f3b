import type { CanonicalMessage, SessionMessage } from "./message.ts";

/** The record that `convert` writes, fields in the order of contract §1; `zone` writes RFC 3339 with its offset. */
export function toCanonical(message: SessionMessage, zone: { format(at: number): string }): CanonicalMessage {
  const { session, role, auto, assisted, sender, agent, customer, shop, platform, kind, event, to, text } =
    message;
  return {
    session,
    time: message.at === null ? null : zone.format(message.at),
    role,
    auto,
    assisted,
    sender,
    agent,
    customer,
    shop,
    platform,
    kind,
    event,
    to,
    text,
    source: message.source,
  };
}
