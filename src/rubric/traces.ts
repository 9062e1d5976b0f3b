import type { ReadSession } from "../model/session.ts";
import { criteriaCount, criteriaIn } from "./criteria.ts";
import { normalOf } from "./wording.ts";

/** What the words of one side hold. */
interface Side {
  acts: Set<string>;
  criteria: Set<number>;
}

/** What can be found in the words of a session at all: most conditions ask for what is nowhere in it. */
export class Traces {
  /** Criteria by message. */
  readonly #criteria: readonly (readonly number[])[];
  readonly #customer: Side = { acts: new Set(), criteria: new Set() };
  readonly #others: Side = { acts: new Set(), criteria: new Set() };
  readonly #count = criteriaCount();
  /** Words are missing from the export. */
  readonly hidden: boolean;

  constructor({ messages, acts }: ReadSession) {
    this.#criteria = messages.map((message, index) => {
      const side = message.role === "customer" ? this.#customer : this.#others;
      for (const { id } of acts[index]!) side.acts.add(id);
      const criteria = criteriaIn(normalOf(message).text);
      for (const number of criteria) side.criteria.add(number);
      return criteria;
    });
    this.hidden = messages.some(({ kind }) => kind === "missing");
  }

  /** Whether conditions were compiled since, of whose wording this knows nothing. */
  get isOutdated(): boolean {
    return this.#count !== criteriaCount();
  }

  /** Whether a message may hold the wording of this number. */
  mayHold(message: number, criterion: number): boolean {
    return this.#criteria[message]!.includes(criterion);
  }

  /** Whether any of these acts and criteria may occur in words of the customer, or of the others. */
  mayOccur(side: "customer" | "others", acts: ReadonlySet<string>, criteria: readonly number[]): boolean {
    const held = side === "customer" ? this.#customer : this.#others;
    for (const act of acts) if (held.acts.has(act)) return true;
    for (const number of criteria) if (held.criteria.has(number)) return true;
    return false;
  }
}
