import type { SessionMessage } from "../model/message.ts";
import { isCounted, type Session } from "../model/session.ts";

/** How long after the customer's first message a welcome that sends itself appears, ms (issue of unmarked welcome texts). */
const welcomeDelayMs = 2000;

/** In how many sessions the same words must come that fast. */
const welcomeSessions = 5;

export interface AutoTextOptions {
  /** Texts that the shop declares as sent by themselves. */
  configured: readonly string[];
  /** Texts that the shop declares as written by people, although they look automatic. */
  refused: readonly string[];
  /** Whether a part of the input marks automatic messages itself, or its times are too coarse to tell. */
  trustsMarks: (part: number) => boolean;
}

/** A text recognised as sent by itself, and how often it was. */
export interface RecognisedText {
  text: string;
  messages: number;
  sessions: number;
}

/**
 * Recognises automatic texts that the export does not mark: those that the shop names, and those
 * that follow a customer's first words within 2 s in the same words in at least five sessions.
 * First `survey` every session, then `apply` to each.
 */
export class AutoTexts {
  readonly #options: AutoTextOptions;
  readonly #configured: ReadonlySet<string>;
  readonly #refused: ReadonlySet<string>;
  readonly #candidates = new Map<string, number>();
  readonly #marked = new Map<string, { messages: number; sessions: number }>();

  constructor(options: AutoTextOptions) {
    this.#options = options;
    this.#configured = new Set(options.configured.map(plain));
    this.#refused = new Set(options.refused.map(plain));
  }

  survey(session: Session): void {
    for (const text of new Set(this.#fastTexts(session).map(({ text }) => text))) {
      this.#candidates.set(text, (this.#candidates.get(text) ?? 0) + 1);
    }
  }

  /** The session with its unmarked automatic messages marked `auto`. */
  apply(session: Session): Session {
    const automatic = new Set<SessionMessage>();
    for (const message of session.messages) {
      if (isUnmarked(message) && this.#configured.has(plain(message.text))) automatic.add(message);
    }
    for (const { message, text } of this.#fastTexts(session)) {
      if ((this.#candidates.get(text) ?? 0) >= welcomeSessions) automatic.add(message);
    }
    if (automatic.size === 0) return session;
    this.#count(automatic);
    const messages = session.messages.map((message) =>
      automatic.has(message) ? { ...message, auto: true } : message,
    );
    return { ...session, messages };
  }

  /** What `apply` marked so far, by text. */
  recognised(): RecognisedText[] {
    return [...this.#marked]
      .map(([text, counts]) => ({ text, ...counts }))
      .sort((a, b) => (a.text < b.text ? -1 : 1));
  }

  #count(automatic: ReadonlySet<SessionMessage>): void {
    const here = new Set<string>();
    for (const message of automatic) {
      const text = plain(message.text);
      const counts = this.#marked.get(text) ?? { messages: 0, sessions: 0 };
      counts.messages += 1;
      if (!here.has(text)) counts.sessions += 1;
      here.add(text);
      this.#marked.set(text, counts);
    }
  }

  /** Texts on the agent's side within 2 s of the customer's first words. */
  #fastTexts(session: Session): { message: SessionMessage; text: string }[] {
    const first = session.messages.find((message) => message.role === "customer" && isCounted(message));
    if (first === undefined || first.at === null) return [];
    const found: { message: SessionMessage; text: string }[] = [];
    for (const message of session.messages.slice(session.messages.indexOf(first) + 1)) {
      if (message.at === null || message.at - first.at > welcomeDelayMs) break;
      const text = plain(message.text);
      if (!isUnmarked(message) || text === "" || this.#refused.has(text)) continue;
      if (!this.#options.trustsMarks(message.part)) found.push({ message, text });
    }
    return found;
  }
}

function isUnmarked(message: SessionMessage): boolean {
  return message.role === "agent" && !message.auto && message.kind === "text";
}

/** The same words, whatever the layout. */
function plain(text: string): string {
  return text.normalize("NFKC").replace(/\s+/gu, "");
}
