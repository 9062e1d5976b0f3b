import { emptySums, type MetricSums, mergeSums, tidySums } from "../metrics/index.ts";
import { addContribution, type PlatformSums } from "../metrics/platforms/figures.ts";
import type { RuleResult } from "../rubric/judge.ts";
import type { Rule } from "../rubric/schema.ts";
import { type RowKey, rowKey, ruleKey } from "./keys.ts";
import { addUp } from "./points.ts";
import { addScore, mergeScores, type SessionScores } from "./score.ts";
import type { Sum } from "./sum.ts";

/** Passes, fails and skips of one rule in one row. */
export interface RuleCount {
  passed: number;
  failed: number;
  skipped: number;
}

/** Everything that is summed for a row of the report. */
export interface RowSums extends RowKey {
  metrics: MetricSums;
  platform: PlatformSums;
  scores: SessionScores;
  /** By rubric and rule. */
  rules: Map<string, RuleCount>;
  /** Sessions in which the customer praised the service. */
  praisedSessions: number;
}

/** The sums of all rows of the report. */
export class Rows implements Sum<readonly RowSums[]> {
  readonly #rows = new Map<string, RowSums>();

  get size(): number {
    return this.#rows.size;
  }

  has(key: RowKey): boolean {
    return this.#rows.has(rowKey(key));
  }

  /** In one order, whatever the order in which they were begun. */
  list(): RowSums[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  /** The sums of a row; a new row is empty. */
  at({ week, shop, agent }: RowKey): RowSums {
    const id = rowKey({ week, shop, agent });
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = {
        week,
        shop,
        agent,
        metrics: emptySums(),
        platform: new Map(),
        scores: new Map(),
        rules: new Map(),
        praisedSessions: 0,
      };
      this.#rows.set(id, row);
    }
    return row;
  }

  state(): readonly RowSums[] {
    const rows = this.list();
    for (const { metrics } of rows) tidySums(metrics);
    return rows;
  }

  absorb(state: readonly RowSums[]): void {
    for (const row of state) {
      const into = this.at(row);
      mergeSums(into.metrics, row.metrics);
      for (const [key, sum] of row.platform) addContribution(into.platform, key, sum);
      mergeScores(into.scores, row.scores);
      for (const [key, count] of row.rules) addCount(into.rules, key, count);
      into.praisedSessions += row.praisedSessions;
    }
  }
}

/** Counts the results of a session and scores it by them. */
export function addResults(row: RowSums, results: readonly RuleResult[]): void {
  for (const { rubric, rule, outcome } of results) {
    let key = keys.get(rule);
    if (key === undefined) {
      key = ruleKey(rubric, rule.id);
      keys.set(rule, key);
    }
    countsOf(row.rules, key)[counted[outcome]] += 1;
  }
  // Nobody in charge is nobody to score.
  if (row.agent !== null) addScore(row.scores, addUp(results));
}

/** Keys of rules, which are found sooner by the rule itself than by its names. */
const keys = new WeakMap<Rule, string>();

const counted = { pass: "passed", fail: "failed", skip: "skipped" } as const;

/** The counts of a rule; of a new one they are 0. */
function countsOf(rules: Map<string, RuleCount>, key: string): RuleCount {
  let counts = rules.get(key);
  if (counts === undefined) {
    counts = { passed: 0, failed: 0, skipped: 0 };
    rules.set(key, counts);
  }
  return counts;
}

function addCount(rules: Map<string, RuleCount>, key: string, count: RuleCount): void {
  const known = countsOf(rules, key);
  known.passed += count.passed;
  known.failed += count.failed;
  known.skipped += count.skipped;
}
