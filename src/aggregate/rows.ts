import { type ExplainGap, evidenceOf, metricsOf } from "../metrics/index.ts";
import type { FigureList } from "../metrics/platforms/profile.ts";
import { type AgentWeek, nobody, type RubricInfo, type RuleTally, type ShopWeek } from "../model/report.ts";
import type { Baseline } from "./baseline.ts";
import { compareBy } from "./capped.ts";
import { highlightsOf, ruleInfos } from "./highlights.ts";
import { rowKey, ruleKey } from "./keys.ts";
import type { RowSums } from "./row-sums.ts";
import { scoreOf } from "./score.ts";
import type { TallySums } from "./tally-sums.ts";

export interface RowOptions {
  locale: "zh" | "en";
  minSessions: number;
  rubrics: readonly RubricInfo[];
  profiles: readonly FigureList[];
  explainGap: ExplainGap;
  baseline?: Baseline;
}

/** The rows of the report in order: by week, shop, agent. */
export function rowsOfReport(
  tally: TallySums,
  options: RowOptions,
): { agentWeeks: AgentWeek[]; shopWeeks: ShopWeek[] } {
  const agentWeeks: AgentWeek[] = [];
  const shopWeeks: ShopWeek[] = [];
  const knownOf = options.baseline?.counts();
  for (const sums of tally.rows.list()) {
    const row = rowOf(sums, tally, options, knownOf);
    if (sums.agent === undefined) shopWeeks.push(row);
    else agentWeeks.push({ ...row, agent: sums.agent ?? nobody });
  }
  return {
    agentWeeks: agentWeeks.sort(
      compareBy(
        (row) => row.week,
        (row) => row.shop,
        (row) => row.agent,
      ),
    ),
    shopWeeks: shopWeeks.sort(
      compareBy(
        (row) => row.week,
        (row) => row.shop,
      ),
    ),
  };
}

function rowOf(
  sums: RowSums,
  tally: TallySums,
  options: RowOptions,
  knownOf: ReturnType<Baseline["counts"]> | undefined,
): ShopWeek {
  const { locale } = options;
  const metrics = metricsOf(sums.metrics, sums.platform, options.profiles, options.explainGap);
  const rules = options.rubrics.flatMap(({ id: rubric, rules: infos }) =>
    infos.flatMap(({ id, points }): RuleTally[] => {
      const count = sums.rules.get(ruleKey(rubric, id));
      if (count === undefined) return [];
      // Not summed case by case: fractions would depend on the order.
      const pointsLost = count.failed * points;
      return [{ rubric, id, ...count, pointsLost, ...(knownOf && { known: knownOf(sums, rubric, id) }) }];
    }),
  );
  return {
    week: sums.week,
    shop: sums.shop,
    sessions: metrics.sessions,
    score: scoreOf(sums.scores, options.minSessions),
    metrics,
    rules,
    slowTurns: tally.slowTurns.group(rowKey(sums)),
    evidence: evidenceOf(sums.metrics),
    ...highlightsOf(rules, ruleInfos(options.rubrics), customerPraise(sums, locale)),
  };
}

function customerPraise(sums: RowSums, locale: "zh" | "en") {
  if (sums.praisedSessions === 0) return [];
  const title = locale === "zh" ? "顾客夸奖" : "Praised by customers";
  return [{ rule: null, title, hits: sums.praisedSessions, n: sums.metrics.counts.sessions }];
}
