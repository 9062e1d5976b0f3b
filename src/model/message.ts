/** Who wrote (contract §1). `robot` is a reception robot that answers by itself. */
export const roles = ["customer", "agent", "robot", "system"] as const;
export type Role = (typeof roles)[number];

/** What was sent (contract §1). `missing`: the export shows a placeholder that does not say what was there. */
export const kinds = [
  "text",
  "image",
  "voice",
  "video",
  "file",
  "card",
  "emoticon",
  "event",
  "recalled",
  "missing",
] as const;
export type Kind = (typeof kinds)[number];

/** What a `system` line of kind `event` reports (contract §1). */
export const eventNames = ["assigned", "transferred", "closed", "rated", "joined"] as const;
export type EventName = (typeof eventNames)[number];

/** Where a message stands in the input. */
export interface Source {
  /** As given on the command line; inside an archive `a.zip!inner/b.log`. */
  file: string;
  /** 1-based physical line, or sheet row. */
  line: number;
  /** Name of the sheet, in workbooks only. */
  sheet?: string;
}

/**
 * One line of a chat as the adapters yield it: contract §1 plus what is needed to put exports
 * together. `null` always means that the export does not say.
 */
export interface Message {
  /** The export's own id of the conversation (or of a border that it draws); null until sessions are cut. */
  session: string | null;
  /** Milliseconds since 1970-01-01T00:00Z. */
  at: number | null;
  role: Role;
  /** Agent-side message sent by itself in the agent's name. */
  auto: boolean;
  /** Prepared by an assistant robot, sent by a person. */
  assisted: boolean;
  sender: string | null;
  /** The account in charge, as the export says. */
  agent: string | null;
  /** Account whose export this is: in charge until somebody speaks or is assigned (ingest-decision 16). */
  owner?: string | null;
  customer: string | null;
  shop: string | null;
  platform: string | null;
  kind: Kind;
  event: EventName | null;
  /** The new account, with `assigned` and `transferred`. */
  to: string | null;
  /** As exported, entities and platform escapes decoded. */
  text: string;
  source: Source;
  /** The export's id of the message; decides repeats where there is one. */
  id: string | null;
  /** Number of the input, section or page: repeats are dropped only between different ones. */
  part: number;
  /** Place in the input, later is larger; an export that is newest first is numbered backwards. */
  seq: number;
}

/** A message whose session is known. */
export interface SessionMessage extends Message {
  session: string;
}

/** The record that `zhijian convert` writes (contract §1). */
export interface CanonicalMessage {
  session: string;
  /** RFC 3339 with offset. */
  time: string | null;
  role: Role;
  auto: boolean;
  assisted: boolean;
  sender: string | null;
  agent: string | null;
  customer: string | null;
  shop: string | null;
  platform: string | null;
  kind: Kind;
  event: EventName | null;
  to: string | null;
  text: string;
  source: Source;
}
