import type { Diagnostic } from "../model/diagnostic.ts";
import type { RubricInfo } from "../model/report.ts";
import { ruleKey } from "./keys.ts";
import type { Rows } from "./row-sums.ts";
import type { TallySums } from "./tally-sums.ts";

/** Fewer cases say nothing about a rule that never, or always, failed. */
const enoughCases = 20;

/** Fewer conversations say nothing about a rule that was skipped in all of them. */
const enoughSessions = 50;

/** What these remarks are, as codes. */
export const remarkCodes = ["rule-never-fired", "rule-always-fired", "rule-skipped-everywhere"] as const;
type Code = (typeof remarkCodes)[number];

/**
 * Rules of which the author should know that they never or always found something, or applied nowhere.
 * Bonuses and questions for people are left out: they never fail.
 */
export function ruleRemarks({ rows }: TallySums, rubrics: readonly RubricInfo[]): Diagnostic[] {
  return remarkCodes.flatMap((code) => {
    const samples = rubrics.flatMap((rubric) =>
      rubric.rules
        .filter(({ bonus, ask }) => !bonus && ask === undefined)
        .filter((rule) => remarkOn(rows, ruleKey(rubric.id, rule.id)) === code)
        .map((rule) => ({ file: rubric.id, line: null, value: `${rule.id} ${rule.title}` })),
    );
    return samples.length === 0 ? [] : [{ code, level: "note", file: null, count: samples.length, samples }];
  });
}

function remarkOn(rows: Rows, key: string): Code | null {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const row of rows.list()) {
    const count = row.agent === undefined ? row.rules.get(key) : undefined;
    if (count === undefined) continue;
    sum.passed += count.passed;
    sum.failed += count.failed;
    sum.skipped += count.skipped;
  }
  const judged = sum.passed + sum.failed;
  if (judged === 0) return sum.skipped >= enoughSessions ? "rule-skipped-everywhere" : null;
  if (judged < enoughCases) return null;
  if (sum.failed === 0) return "rule-never-fired";
  return sum.passed === 0 ? "rule-always-fired" : null;
}
