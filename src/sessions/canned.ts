import type { SessionMessage } from "../model/message.ts";
import { isByHand, type Session } from "../model/session.ts";
import { hashOf } from "../text/hash.ts";
import { templateOf } from "../text/mask.ts";

/** Texts in at least so many sessions are canned (contract §3 `cannedShare`). */
const cannedSessions = 3;

/** Finds agents' texts that are the same, numbers and names masked, in several sessions of the input. */
export class CannedSurvey {
  /** Sessions by hash of the masked text, counted no further than needed. */
  readonly #sessions = new Map<number, number>();

  see(session: Session): void {
    const here = new Set<number>();
    for (const message of session.messages) {
      const template = isByHand(message) ? templateHash(message, session.customer) : null;
      if (template !== null) here.add(template);
    }
    for (const template of here) {
      const seen = this.#sessions.get(template) ?? 0;
      if (seen < cannedSessions) this.#sessions.set(template, seen + 1);
    }
  }

  /** Hashes of the canned texts, to be asked when every session was seen. */
  templates(): number[] {
    return [...this.#sessions]
      .filter(([, sessions]) => sessions >= cannedSessions)
      .map(([template]) => template);
  }
}

/** Tells canned texts by the hashes that a survey found. */
export class CannedTexts {
  readonly #templates: ReadonlySet<number>;

  constructor(templates: readonly number[]) {
    this.#templates = new Set(templates);
  }

  /** Share of a session's texts by hand that are canned, 0–1; null where there are none. */
  shareOf({ messages, customer }: Session): number | null {
    const texts = messages.filter((message) => isByHand(message) && message.kind === "text");
    if (texts.length === 0) return null;
    return texts.filter((message) => this.has(message, customer)).length / texts.length;
  }

  /** Whether a message's masked text occurs in at least three sessions; `customer` is whose session it is. */
  has(message: SessionMessage, customer: string | null): boolean {
    const template = templateHash(message, customer);
    return template !== null && this.#templates.has(template);
  }
}

function templateHash(message: SessionMessage, customer: string | null): number | null {
  if (message.kind !== "text" || message.text === "") return null;
  return hashOf(templateOf(message.text, customer === null ? [] : [customer]));
}
