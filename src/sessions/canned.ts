import type { SessionMessage } from "../model/message.ts";
import { isByHand, type Session } from "../model/session.ts";
import { hashOf } from "../text/hash.ts";
import { templateOf } from "../text/mask.ts";
import { NumberCounts } from "../text/number-counts.ts";
import { type Records, recordsOf } from "../text/records.ts";
import { firstFrom } from "../text/sorted.ts";

/** Texts in at least so many sessions are canned (contract §3 `cannedShare`). */
export const cannedSessions = 3;

/** Hashes are below this, so that lists of them pack well (`text/packing.ts`). */
const hashRange = 2 ** 50;

/** A text, numbers and names masked. */
export interface Template {
  hash: number;
  /** It occurs in at least three sessions of the input. */
  isCanned: boolean;
}

/** Templates that are not canned, by their hashes. */
export interface RareTemplates {
  /** In one session. */
  once: Records;
  /** In two. */
  twice: Records;
}

/** How often templates occur, by their hashes. */
export interface TemplateCounts extends RareTemplates {
  /** In three sessions or more: canned. */
  often: Records;
}

/** Finds agents' texts that are the same, numbers and names masked, in several sessions of the input. */
export class CannedSurvey {
  /** Sessions by hash of the masked text, counted no further than needed. */
  readonly #sessions = new NumberCounts();

  see(session: Session): void {
    const here = new Set<number>();
    for (const message of session.messages) {
      const template = isByHand(message) ? templateHash(message, session.customer) : null;
      if (template !== null) here.add(template);
    }
    for (const template of here) this.#sessions.add(template, cannedSessions);
  }

  /**
   * Hashes of the canned ones, sorted, in memory that threads share; these and the others are to be asked for
   * when every session was seen.
   */
  canned(): Float64Array {
    const hashes = Float64Array.from(this.#sessions.counted(cannedSessions)).sort();
    const shared = new Float64Array(new SharedArrayBuffer(hashes.byteLength));
    shared.set(hashes);
    return shared;
  }

  rare(): RareTemplates {
    return {
      once: recordsOf(this.#sessions.counted(1)),
      twice: recordsOf(this.#sessions.counted(2)),
    };
  }
}

/** Tells canned texts by the hashes that a survey found. */
export class CannedTexts {
  readonly #templates: Float64Array;
  /** A message is asked about by its agent's row, its shop's, and by rules. */
  readonly #known = new WeakMap<SessionMessage, Template | null>();

  /** `templates`: hashes, sorted; a set of as many would take five times the room. */
  constructor(templates: Float64Array) {
    this.#templates = templates;
  }

  /** Share of a session's texts by hand that are canned, 0–1; null where there are none. */
  shareOf({ messages, customer }: Session): number | null {
    const texts = messages.filter((message) => isByHand(message) && message.kind === "text");
    if (texts.length === 0) return null;
    return texts.filter((message) => this.find(message, customer)?.isCanned).length / texts.length;
  }

  /** A message's masked text; null for what is no text. `customer` is whose session it is. */
  find(message: SessionMessage, customer: string | null): Template | null {
    let template = this.#known.get(message);
    if (template === undefined) {
      const hash = templateHash(message, customer);
      template = hash === null ? null : { hash, isCanned: this.#isCanned(hash) };
      this.#known.set(message, template);
    }
    return template;
  }

  #isCanned(hash: number): boolean {
    return this.#templates[firstFrom(this.#templates, hash)] === hash;
  }
}

function templateHash(message: SessionMessage, customer: string | null): number | null {
  if (message.kind !== "text" || message.text === "") return null;
  return hashOf(templateOf(message.text, customer === null ? [] : [customer])) % hashRange;
}
