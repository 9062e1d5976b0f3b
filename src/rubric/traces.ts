import type { ReadSession } from "../model/session.ts";
import type { Normalised } from "../text/normalise.ts";
import { criteriaCount, criteriaIn } from "./criteria.ts";
import { type Side, signOfAct, signOfCriterion, watchedCount, watchersOf } from "./signs.ts";
import { normalOf } from "./wording.ts";

/** What can be found in the words of a session at all: most conditions ask for what is nowhere in it. */
export class Traces {
  readonly #normals: readonly Normalised[];
  /** Criteria by message. */
  readonly #criteria: readonly (readonly number[])[];
  readonly #signs = new Set<number>();
  /** Conditions that look for something that is there. */
  readonly #touched = new Set<number>();
  readonly #criteriaCount = criteriaCount();
  readonly #watchedCount = watchedCount();
  /** Words are missing from the export. */
  readonly hidden: boolean;

  constructor({ messages, acts }: ReadSession) {
    let hidden = false;
    this.#normals = messages.map(normalOf);
    this.#criteria = messages.map((message, index) => {
      const side: Side = message.role === "customer" ? "customer" : "others";
      for (const { id } of acts[index]!) this.#see(signOfAct(side, id));
      const criteria = criteriaIn(this.#normals[index]!.text);
      for (const number of criteria) this.#see(signOfCriterion(side, number));
      if (message.kind === "missing") hidden = true;
      return criteria;
    });
    this.hidden = hidden;
  }

  /** Whether conditions were compiled since, of which this knows nothing. */
  get isOutdated(): boolean {
    return this.#criteriaCount !== criteriaCount() || this.#watchedCount !== watchedCount();
  }

  /** The normalised text of a message: every condition asks for it. */
  normal(message: number): Normalised {
    return this.#normals[message]!;
  }

  /** Whether a message may hold the wording of this number. */
  mayHold(message: number, criterion: number): boolean {
    return this.#criteria[message]!.includes(criterion);
  }

  /** Whether any of these signs is there. */
  hasAny(signs: readonly number[]): boolean {
    return signs.some((sign) => this.#signs.has(sign));
  }

  /** Whether a condition that depends on its signs alone may say something else than of a session without them. */
  mayTouch(condition: number): boolean {
    return this.hidden || this.#touched.has(condition);
  }

  #see(sign: number): void {
    if (this.#signs.has(sign)) return;
    this.#signs.add(sign);
    for (const condition of watchersOf(sign)) this.#touched.add(condition);
  }
}
