import type { Points } from "../model/score.ts";
import { pointsOf, type RuleResult } from "../rubric/judge.ts";

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

/** The results of each agent. */
export function resultsByAgent(results: readonly RuleResult[]): Map<string | null, RuleResult[]> {
  const agents = new Map<string | null, RuleResult[]>();
  for (const result of results) {
    const own = agents.get(result.agent);
    if (own === undefined) agents.set(result.agent, [result]);
    else own.push(result);
  }
  return agents;
}

/** Points as the report has them: passed, applicable, and how many results veto the session. */
export function pointsShown(results: readonly RuleResult[]): number[] {
  const { passed, applicable } = addUp(results);
  const vetoes = results.filter(
    ({ rule, outcome }) => outcome === "fail" && rule.severity === "fatal" && pointsOf(rule) > 0,
  );
  return [passed, applicable, vetoes.length];
}
