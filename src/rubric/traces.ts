import type { ReadSession } from "../model/session.ts";
import { Memo } from "../text/memo.ts";
import { type Normalised, normalOfText } from "../text/normalise.ts";
import { criteriaCount, criteriaIn } from "./criteria.ts";
import { type Side, signCount, signOfAct, signOfCriterion, watchedCount, watchersOf } from "./signs.ts";

/** A text as conditions look at it. */
interface KnownText {
  normal: Normalised;
  /** Numbers of the wording that it may hold. */
  criteria: readonly number[];
}

/** Holds for so many criteria as `knownFor` says. */
let known = new Memo<KnownText>(4096);
let knownFor = 0;

function knownText(text: string): KnownText {
  return known.get(text, () => {
    const normal = normalOfText(text);
    return { normal, criteria: criteriaIn(normal.text) };
  });
}

/** What can be found in the words of a session at all: most conditions ask for what is nowhere in it. */
export class Traces {
  readonly #texts: readonly KnownText[];
  /** 1 for the signs that are there, and for the conditions that look for one of them. */
  readonly #signs: Uint8Array;
  readonly #touched: Uint8Array;
  readonly #criteriaCount = criteriaCount();
  readonly #watchedCount = watchedCount();
  /** Words are missing from the export. */
  readonly hidden: boolean;

  constructor({ messages, acts }: ReadSession) {
    if (knownFor !== this.#criteriaCount) {
      known = new Memo(4096);
      knownFor = this.#criteriaCount;
    }
    this.#signs = new Uint8Array(signCount(this.#criteriaCount));
    this.#touched = new Uint8Array(this.#watchedCount);
    this.#texts = messages.map(({ text }) => knownText(text));
    for (let index = 0; index < messages.length; index += 1) {
      const side: Side = messages[index]!.role === "customer" ? "customer" : "others";
      for (const { id } of acts[index]!) this.#see(signOfAct(side, id));
      for (const number of this.#texts[index]!.criteria) this.#see(signOfCriterion(side, number));
    }
    this.hidden = messages.some(({ kind }) => kind === "missing");
  }

  /** Whether conditions were compiled since, of which this knows nothing. */
  get isOutdated(): boolean {
    return this.#criteriaCount !== criteriaCount() || this.#watchedCount !== watchedCount();
  }

  /** The normalised text of a message: every condition asks for it. */
  normal(message: number): Normalised {
    return this.#texts[message]!.normal;
  }

  /** Whether a message may hold the wording of this number. */
  mayHold(message: number, criterion: number): boolean {
    return this.#texts[message]!.criteria.includes(criterion);
  }

  /** Whether any of these signs is there. */
  hasAny(signs: readonly number[]): boolean {
    return signs.some((sign) => this.#signs[sign] === 1);
  }

  /** Whether a condition that depends on its signs alone may say something else than of a session without them. */
  mayTouch(condition: number): boolean {
    return this.hidden || this.#touched[condition] === 1;
  }

  #see(sign: number): void {
    if (this.#signs[sign] === 1) return;
    this.#signs[sign] = 1;
    for (const condition of watchersOf(sign)) this.#touched[condition] = 1;
  }
}
