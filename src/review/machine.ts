import { nobody, type Report } from "../model/report.ts";
import type { Judgement } from "./judgements.ts";
import type { KnownRule } from "./manual.ts";
import { unseal } from "./seal.ts";

/** What the machine decided on a question. */
export type MachineVerdict = "pass" | "fail" | "skip";

/** Why a judgement could not be used. */
export type UnusedReason = "unknown-rule" | "capped" | "other-rubric" | "other-answer";

/** The machine's verdicts, as far as forms and a report tell them. */
export class Machine {
  readonly #faults = new Set<string>();
  readonly #capped = new Set<string>();

  constructor({ findings, appeals = [], agentWeeks }: Report) {
    const stored = new Map<string, number>();
    for (const { rubric, rule, session, agent, shop, week } of findings) {
      // A form may leave out the shop.
      for (const place of [shop, null])
        this.#faults.add(JSON.stringify([rubric, rule, place, session, agent]));
      const row = JSON.stringify([rubric, rule, shop, agent, week]);
      stored.set(row, (stored.get(row) ?? 0) + 1);
    }
    for (const { finding } of appeals) {
      const { rubric, rule, session, agent, shop } = finding;
      for (const place of [shop, null])
        this.#faults.add(JSON.stringify([rubric, rule, place, session, agent]));
    }
    for (const { shop, agent: name, week, rules } of agentWeeks) {
      const agent = name === nobody ? null : name;
      for (const { rubric, id, failed } of rules) {
        if (failed > (stored.get(JSON.stringify([rubric, id, shop, agent, week])) ?? 0))
          this.#capped.add(JSON.stringify([rubric, id, agent]));
      }
    }
  }

  /** The sealed verdict; without a seal, a question was asked where the rule applied, and no finding means that it was kept. */
  verdictOn(judgement: Judgement, { rubric, hash }: KnownRule): { verdict: MachineVerdict } | UnusedReason {
    const { rule, shop, session, agent, seal } = judgement;
    if (seal !== null) {
      const sealed = unseal(seal, { ...judgement, rubric }, hash);
      return sealed === null ? "other-rubric" : { verdict: sealed.outcome };
    }
    if (this.#faults.has(JSON.stringify([rubric, rule, shop, session, agent]))) return { verdict: "fail" };
    return this.#capped.has(JSON.stringify([rubric, rule, agent])) ? "capped" : { verdict: "pass" };
  }
}
