import type { SessionMessage } from "../model/message.ts";
import { isCounted, type Session } from "../model/session.ts";
import { digestOf } from "../text/hash.ts";

/** How long after the customer's first message a welcome that sends itself appears, ms (issue of unmarked welcome texts). */
const welcomeDelayMs = 2000;

/** In how many sessions the same words must come that fast. */
export const welcomeSessions = 5;

export interface AutoTextOptions {
  /** Texts that the shop declares as sent by themselves. */
  configured: readonly string[];
  /** Texts that the shop declares as written by people, although they look automatic. */
  refused: readonly string[];
}

/** What the whole input tells of texts that send themselves. */
export interface AutoTextTraits {
  /** Texts that come too fast too often to be written, in their plain form. */
  texts: readonly string[];
  /** Parts of the input that mark automatic messages themselves, or whose times are too coarse to tell. */
  markedParts: readonly number[];
}

/** A text recognised as sent by itself, and how often it was. */
export interface RecognisedText {
  text: string;
  messages: number;
  sessions: number;
}

/** Finds the texts that follow a customer's first words within 2 s in the same words in at least five sessions. */
export class AutoTextSurvey {
  readonly #configured: ReadonlySet<string>;
  readonly #refused: ReadonlySet<string>;
  readonly #isMarked: (part: number) => boolean;
  readonly #sessions = new Map<string, number>();

  /** `isMarked` tells whether to take a part of the input at its word. */
  constructor({ configured, refused }: AutoTextOptions, isMarked: (part: number) => boolean) {
    this.#configured = new Set(configured.map(plain));
    this.#refused = new Set(refused.map(plain));
    this.#isMarked = isMarked;
  }

  see(session: Session): void {
    const fast = fastTexts(session, this.#refused, this.#isMarked);
    for (const text of new Set(fast.map(({ text }) => text))) {
      this.#sessions.set(text, (this.#sessions.get(text) ?? 0) + 1);
    }
  }

  /** In how many sessions texts came as fast as if sent by themselves, but for those that the shop declares. */
  candidates(): ReadonlyMap<string, number> {
    return new Map([...this.#sessions].filter(([text]) => !this.#configured.has(text)));
  }

  /** To be asked when every session was seen; `parts` are those of the input. */
  traits(parts: readonly number[]): AutoTextTraits {
    const texts = [...this.#sessions].filter(([, sessions]) => sessions >= welcomeSessions);
    return { texts: texts.map(([text]) => text), markedParts: parts.filter(this.#isMarked) };
  }
}

/** Marks automatic texts that the export does not mark: those that the shop names, and those that a survey found. */
export class AutoTexts {
  readonly #configured: ReadonlySet<string>;
  readonly #refused: ReadonlySet<string>;
  readonly #found: ReadonlySet<string>;
  readonly #markedParts: ReadonlySet<number>;
  readonly #marked = new Map<string, { messages: number; sessions: number }>();

  constructor({ configured, refused }: AutoTextOptions, { texts, markedParts }: AutoTextTraits) {
    this.#configured = new Set(configured.map(plain));
    this.#refused = new Set(refused.map(plain));
    this.#found = new Set(texts);
    this.#markedParts = new Set(markedParts);
  }

  /** The session with its unmarked automatic messages marked `auto`. */
  apply(session: Session): Session {
    const automatic = new Set<SessionMessage>();
    for (const message of session.messages) {
      if (isUnmarked(message) && this.#configured.has(plain(message.text))) automatic.add(message);
    }
    for (const { message, text } of fastTexts(session, this.#refused, (part) =>
      this.#markedParts.has(part),
    )) {
      if (this.#found.has(text)) automatic.add(message);
    }
    if (automatic.size === 0) return session;
    this.#count(automatic);
    const messages = session.messages.map((message) =>
      automatic.has(message) ? { ...message, auto: true } : message,
    );
    return { ...session, messages };
  }

  /** What `apply` marked so far, by digest of the text, which is given as `shown` gives it. */
  recognised(shown: (text: string) => string): Map<string, RecognisedText> {
    return new Map(
      [...this.#marked].map(([text, counts]) => [digestOf(text), { text: shown(text), ...counts }]),
    );
  }

  state(): (readonly [text: string, { messages: number; sessions: number }])[] {
    return [...this.#marked];
  }

  absorb(state: ReturnType<AutoTexts["state"]>): void {
    for (const [text, { messages, sessions }] of state) this.#add(text, messages, sessions);
  }

  #count(automatic: ReadonlySet<SessionMessage>): void {
    const here = new Set<string>();
    for (const message of automatic) {
      const text = plain(message.text);
      this.#add(text, 1, here.has(text) ? 0 : 1);
      here.add(text);
    }
  }

  #add(text: string, messages: number, sessions: number): void {
    const counts = this.#marked.get(text) ?? { messages: 0, sessions: 0 };
    this.#marked.set(text, {
      messages: counts.messages + messages,
      sessions: counts.sessions + sessions,
    });
  }
}

/** Recognised texts as the report lists them: by what is shown, and where that is the same by digest. */
export function recognisedInOrder(recognised: ReadonlyMap<string, RecognisedText>): RecognisedText[] {
  return [...recognised]
    .sort(([a, { text: x }], [b, { text: y }]) => (x < y || (x === y && a < b) ? -1 : 1))
    .map(([, found]) => found);
}

/** Texts on the agent's side within 2 s of the customer's first words. */
function fastTexts(
  session: Session,
  refused: ReadonlySet<string>,
  isMarked: (part: number) => boolean,
): { message: SessionMessage; text: string }[] {
  const begin = session.messages.findIndex((message) => message.role === "customer" && isCounted(message));
  const first = session.messages[begin];
  if (first === undefined || first.at === null) return [];
  const found: { message: SessionMessage; text: string }[] = [];
  for (let index = begin + 1; index < session.messages.length; index += 1) {
    const message = session.messages[index]!;
    if (message.at === null || message.at - first.at > welcomeDelayMs) break;
    if (!isUnmarked(message) || isMarked(message.part)) continue;
    const text = plain(message.text);
    if (text !== "" && !refused.has(text)) found.push({ message, text });
  }
  return found;
}

function isUnmarked(message: SessionMessage): boolean {
  return message.role === "agent" && !message.auto && message.kind === "text";
}

/** The same words, whatever the layout. */
function plain(text: string): string {
  return text.normalize("NFKC").replace(/\s+/gu, "");
}
