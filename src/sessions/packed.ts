import type { Message, SessionMessage, Source } from "../model/message.ts";
import type { Session } from "../model/session.ts";

// Temporary files hold lists instead of objects: half the bytes, and no names to read again for
// every message.

/** A message as a list, for temporary files. */
export type PackedMessage = readonly [
  session: string | null,
  at: number | null,
  role: Message["role"],
  flags: number,
  sender: string | null,
  agent: string | null,
  customer: string | null,
  shop: string | null,
  platform: string | null,
  kind: Message["kind"],
  event: Message["event"],
  to: string | null,
  text: string,
  file: string,
  line: number,
  sheet: string | null,
  id: string | null,
  part: number,
  seq: number,
  owner: string | null,
];

const isAuto = 1;
const isAssisted = 2;

export function packMessage(message: Message): PackedMessage {
  const { source } = message;
  return [
    message.session,
    message.at,
    message.role,
    (message.auto ? isAuto : 0) | (message.assisted ? isAssisted : 0),
    message.sender,
    message.agent,
    message.customer,
    message.shop,
    message.platform,
    message.kind,
    message.event,
    message.to,
    message.text,
    source.file,
    source.line,
    source.sheet ?? null,
    message.id,
    message.part,
    message.seq,
    message.owner ?? null,
  ];
}

export function unpackMessage(packed: PackedMessage): Message {
  const [session, at, role, flags, sender, agent, customer, shop, platform, kind, event, to, text] = packed;
  const [, , , , , , , , , , , , , file, line, sheet, id, part, seq, owner] = packed;
  const source: Source = sheet === null ? { file, line } : { file, line, sheet };
  const auto = (flags & isAuto) !== 0;
  const assisted = (flags & isAssisted) !== 0;
  const who = { sender, agent, customer, shop, platform };
  return { session, at, role, auto, assisted, ...who, kind, event, to, text, source, id, part, seq, owner };
}

/** A session as a list, for temporary files. */
export type PackedSession = readonly [
  id: string,
  shop: string | null,
  platform: string | null,
  customer: string | null,
  messages: readonly PackedMessage[],
];

export function packSession({ id, shop, platform, customer, messages }: Session): PackedSession {
  return [id, shop, platform, customer, messages.map(packMessage)];
}

export function unpackSession([id, shop, platform, customer, messages]: PackedSession): Session {
  const unpacked = messages.map((message) => unpackMessage(message) as SessionMessage);
  return { id, shop, platform, customer, messages: unpacked };
}
