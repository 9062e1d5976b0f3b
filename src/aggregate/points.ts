import { pointsOf, type RuleResult } from "../rubric/judge.ts";

/** The points of a session, or of one agent's part in it. */
export interface Points {
  /** Points of rules passed, bonuses included. */
  passed: number;
  /** Points of rules that applied, bonuses not included. */
  applicable: number;
  /** A rule failed that vetoes the whole session (一票否决). */
  fatal: boolean;
}

/** Adds up results (contract §5): skipped rules are out, a bonus adds and is never missed. */
export function addUp(results: readonly RuleResult[]): Points {
  const sum: Points = { passed: 0, applicable: 0, fatal: false };
  for (const { rule, outcome } of results) {
    const points = pointsOf(rule);
    if (outcome === "skip" || points === 0) continue;
    if (outcome === "pass") sum.passed += points;
    if (rule.bonus !== true) sum.applicable += points;
    if (outcome === "fail" && rule.severity === "fatal") sum.fatal = true;
  }
  return sum;
}

/** Points as the report has them: passed, applicable, and how many results veto the session. */
export function pointsShown(results: readonly RuleResult[]): number[] {
  const { passed, applicable } = addUp(results);
  const vetoes = results.filter(
    ({ rule, outcome }) => outcome === "fail" && rule.severity === "fatal" && pointsOf(rule) > 0,
  );
  return [passed, applicable, vetoes.length];
}

/** 100 × points passed ÷ points applicable; 0 after a veto, at most 100, null where nothing applied. */
export function sessionScore({ passed, applicable, fatal }: Points): number | null {
  if (fatal) return 0;
  return applicable === 0 ? null : Math.min(100, (100 * passed) / applicable);
}
