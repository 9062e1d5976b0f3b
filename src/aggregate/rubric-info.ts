import type { RubricInfo } from "../model/report.ts";
import { pointsOf } from "../rubric/judge.ts";
import { inLocale } from "../rubric/local-text.ts";
import type { Rubric } from "../rubric/schema.ts";

/** A rubric as the report has it. */
export function rubricInfo(rubric: Rubric, locale: "zh" | "en"): RubricInfo {
  return {
    id: rubric.id,
    version: rubric.version,
    title: inLocale(rubric.title, locale),
    hash: rubric.hash,
    rules: rubric.rules.map((rule) => ({
      id: rule.id,
      title: inLocale(rule.title, locale),
      standards: rule.standards,
      severity: rule.severity,
      points: pointsOf(rule),
      bonus: rule.bonus === true,
      why: inLocale(rule.why, locale),
      better: inLocale(rule.better, locale),
      ...(rule.ask && { ask: inLocale(rule.ask, locale), answer: rule.answer ?? "verdict" }),
    })),
  };
}
