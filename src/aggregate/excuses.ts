import type { Diagnostics } from "../model/diagnostic.ts";
import type { RuleResult } from "../rubric/judge.ts";
import type { Rubric, Suppression } from "../rubric/schema.ts";
import type { Sum } from "./sum.ts";

/** Which suppressions of the rubrics excused something; the others can be removed, and the report says so. */
export class Excuses implements Sum<ReadonlyMap<string, ReadonlySet<number>>> {
  readonly #used = new Map<string, Set<number>>();

  add(results: readonly RuleResult[]): void {
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

  addTo(diagnostics: Diagnostics, suppressions: SuppressionTexts): void {
    for (const [rubric, texts] of suppressions) {
      texts.forEach((value, index) => {
        if (this.#used.get(rubric)?.has(index) === true) return;
        diagnostics.add("suppression-unused", "note", { file: rubric, value });
      });
    }
  }
}

/** The suppressions of rubrics in words, by rubric. */
export type SuppressionTexts = ReadonlyMap<string, readonly string[]>;

export function suppressionTexts(rubrics: readonly Rubric[]): SuppressionTexts {
  return new Map(rubrics.map(({ id, suppressions }) => [id, suppressions.map(inWords)]));
}

function inWords({ rule, session, agent, quote, expires }: Suppression): string {
  return [rule, session, agent, quote, expires].filter((part) => part !== undefined).join(" ");
}
