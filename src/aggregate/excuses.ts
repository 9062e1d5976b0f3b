import type { Diagnostics } from "../model/diagnostic.ts";
import type { Rubric } from "../rubric/schema.ts";
import { unusedSuppressions } from "../rubric/suppress.ts";
import type { Sum } from "./sum.ts";
import type { RubricResult } from "./tally.ts";

/** Which suppressions of the rubrics excused something; the others can be removed, and the report says so. */
export class Excuses implements Sum<ReadonlyMap<string, ReadonlySet<number>>> {
  readonly #used = new Map<string, Set<number>>();

  add(results: readonly RubricResult[]): void {
    for (const { rubric, suppression } of results) {
      if (suppression === undefined) continue;
      this.#use(rubric, suppression);
    }
  }

  state(): ReadonlyMap<string, ReadonlySet<number>> {
    return this.#used;
  }

  absorb(state: ReadonlyMap<string, ReadonlySet<number>>): void {
    for (const [rubric, used] of state) for (const suppression of used) this.#use(rubric, suppression);
  }

  #use(rubric: string, suppression: number): void {
    this.#used.set(rubric, (this.#used.get(rubric) ?? new Set()).add(suppression));
  }

  addTo(diagnostics: Diagnostics, rubrics: readonly Rubric[]): void {
    for (const rubric of rubrics) {
      for (const unused of unusedSuppressions(rubric, this.#used.get(rubric.id) ?? new Set())) {
        const { rule, session, agent, quote, expires } = unused;
        const value = [rule, session, agent, quote, expires].filter((part) => part !== undefined).join(" ");
        diagnostics.add("suppression-unused", "note", { file: rubric.id, value });
      }
    }
  }
}
