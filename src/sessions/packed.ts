import {
  type EventName,
  eventNames,
  type Kind,
  kinds,
  type Message,
  type Role,
  roles,
  type SessionMessage,
  type Source,
} from "../model/message.ts";
import type { Session } from "../model/session.ts";

// Temporary files hold runs of messages that have most in common: what a conversation's lines share is
// written once, the rest as a flat list. That is a third of the bytes of a list for each message, and
// what is shared is shared again in memory when it is read.

/** What the messages of a run share. */
type RunHead = readonly [
  session: string | null,
  agent: string | null,
  customer: string | null,
  shop: string | null,
  platform: string | null,
  owner: string | null,
  file: string,
  sheet: string | null,
  part: number,
  /** Times and places are told from these. */
  at: number,
  seq: number,
];

/** Values of one message: traits, at, seq, line, sender, text, id, to. */
type Value = string | number | null;
const valuesPerMessage = 8;

/** Messages that share a head, one after the other. */
type Run = readonly [head: RunHead, values: readonly Value[]];

/** Sender of a message whose head names the account: the customer's, the agent's. */
const isCustomerHere = 1;
const isAgentHere = 2;

/** Role, kind, event, auto and assisted as digits of one number. */
function traitsOf({ role, kind, event, auto, assisted }: Message): number {
  const eventDigit = event === null ? 0 : eventNames.indexOf(event) + 1;
  const marks = (auto ? 1 : 0) + (assisted ? 2 : 0);
  return ((eventDigit * kinds.length + kinds.indexOf(kind)) * roles.length + roles.indexOf(role)) * 4 + marks;
}

interface Traits {
  role: Role;
  kind: Kind;
  event: EventName | null;
  auto: boolean;
  assisted: boolean;
}

/** The traits of every number. */
const traitsByNumber: readonly Traits[] = Array.from(
  { length: (eventNames.length + 1) * kinds.length * roles.length * 4 },
  (_, number) => {
    const marks = number % 4;
    const role = roles[Math.floor(number / 4) % roles.length]!;
    const rest = Math.floor(number / 4 / roles.length);
    const event = eventNames[Math.floor(rest / kinds.length) - 1] ?? null;
    return { role, kind: kinds[rest % kinds.length]!, event, auto: marks % 2 === 1, assisted: marks >= 2 };
  },
);

/** Messages as runs of those that share a head. */
export function packMessages(messages: readonly Message[]): readonly Run[] {
  const runs: [RunHead, Value[]][] = [];
  let before: Message | null = null;
  for (const message of messages) {
    if (before === null || !sharesHead(message, before)) runs.push([headOf(message), []]);
    before = message;
    const [head, values] = runs.at(-1)!;
    const { at, sender, agent, customer } = message;
    let who: Value = sender;
    if (sender !== null && sender === customer) who = isCustomerHere;
    else if (sender !== null && sender === agent) who = isAgentHere;
    values.push(
      traitsOf(message),
      at === null ? null : at - head[9],
      message.seq - head[10],
      message.source.line,
      who,
      message.text,
      message.id,
      message.to,
    );
  }
  return runs;
}

function headOf(message: Message): RunHead {
  const { session, agent, customer, shop, platform, owner = null, source, part, at, seq } = message;
  return [
    session,
    agent,
    customer,
    shop,
    platform,
    owner,
    source.file,
    source.sheet ?? null,
    part,
    at ?? 0,
    seq,
  ];
}

/** Whether a run that has one of two messages can have the other. */
export function sharesHead(a: Message, b: Message): boolean {
  return (
    a.session === b.session &&
    a.agent === b.agent &&
    a.customer === b.customer &&
    a.shop === b.shop &&
    a.platform === b.platform &&
    a.owner === b.owner &&
    a.part === b.part &&
    a.source.sheet === b.source.sheet &&
    a.source.file === b.source.file
  );
}

/** The messages of runs, in their order. */
export function unpackMessages(packed: unknown): Message[] {
  const messages: Message[] = [];
  for (const [head, values] of packed as readonly Run[]) {
    const [session, agent, customer, shop, platform, owner, file, sheet, part, firstAt, firstSeq] = head;
    for (let at = 0; at < values.length; at += valuesPerMessage) {
      const { role, kind, event, auto, assisted } = traitsByNumber[values[at] as number]!;
      const time = values[at + 1] as number | null;
      const who = values[at + 4] as Value;
      const line = values[at + 3] as number;
      const source: Source = sheet === null ? { file, line } : { file, line, sheet };
      messages.push({
        session,
        at: time === null ? null : firstAt + time,
        role,
        auto,
        assisted,
        sender: typeof who !== "number" ? who : who === isCustomerHere ? customer : agent,
        agent,
        customer,
        shop,
        platform,
        kind,
        event,
        to: values[at + 7] as string | null,
        text: values[at + 5] as string,
        source,
        id: values[at + 6] as string | null,
        part,
        seq: firstSeq + (values[at + 2] as number),
        owner,
      });
    }
  }
  return messages;
}

/** A session, or a piece of one that is too long for a line of a file. */
export interface SessionPiece extends Session {
  /** The messages go on from the piece before it. */
  isContinued: boolean;
}

/** Messages and characters of a piece, about. */
const pieceMessages = 2000;
const pieceLength = 1 << 20;

/** A session in pieces, in their order. */
export function piecesOf(session: Session): SessionPiece[] {
  const pieces: SessionPiece[] = [];
  let from = 0;
  let length = 0;
  for (const [at, { text }] of session.messages.entries()) {
    if (at - from >= pieceMessages || length >= pieceLength) {
      pieces.push(pieceOf(session, from, at));
      from = at;
      length = 0;
    }
    length += text.length;
  }
  pieces.push(pieceOf(session, from, session.messages.length));
  return pieces;
}

function pieceOf(
  { id, shop, platform, customer, messages }: Session,
  from: number,
  end: number,
): SessionPiece {
  const own = from === 0 && end === messages.length ? messages : messages.slice(from, end);
  return { id, shop, platform, customer, messages: own, isContinued: from > 0 };
}

/** Sessions whose pieces follow each other. */
export function joinPieces(pieces: readonly SessionPiece[]): Session[] {
  const sessions: Session[] = [];
  for (let at = 0; at < pieces.length; ) {
    const first = pieces[at]!;
    let end = at + 1;
    while (pieces[end]?.isContinued === true) end += 1;
    const all = end - at === 1 ? first.messages : pieces.slice(at, end).flatMap(({ messages }) => messages);
    const { id, shop, platform, customer } = first;
    sessions.push({ id, shop, platform, customer, messages: all });
    at = end;
  }
  return sessions;
}

type PackedPiece = readonly [
  id: string,
  shop: string | null,
  platform: string | null,
  customer: string | null,
  isContinued: 0 | 1,
  messages: readonly Run[],
];

export function packPieces(pieces: readonly SessionPiece[]): readonly PackedPiece[] {
  return pieces.map(({ id, shop, platform, customer, messages, isContinued }) => [
    id,
    shop,
    platform,
    customer,
    isContinued ? 1 : 0,
    packMessages(messages),
  ]);
}

export function unpackPieces(packed: unknown): SessionPiece[] {
  return (packed as readonly PackedPiece[]).map(([id, shop, platform, customer, continues, runs]) => ({
    id,
    shop,
    platform,
    customer,
    messages: unpackMessages(runs) as SessionMessage[],
    isContinued: continues === 1,
  }));
}
