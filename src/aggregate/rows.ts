import { type ExplainGap, metricsOf } from "../metrics/index.ts";
import type { Profile } from "../metrics/platforms/profile.ts";
import type { AgentWeek, RuleTally, ShopWeek } from "../model/report.ts";
import { pointsOf } from "../rubric/judge.ts";
import { inLocale } from "../rubric/local-text.ts";
import type { Rubric, Rule } from "../rubric/schema.ts";
import type { Baseline } from "./baseline.ts";
import { compareBy } from "./capped.ts";
import { rowKey, ruleKey } from "./keys.ts";
import { scoreOf } from "./score.ts";
import type { RowSums, Tally } from "./tally.ts";

/** Accounts nobody of whom is known stand under this name (contract §2). */
export const nobody = "未分配";

/** A rule passed in this share of its cases is worth praise. */
const praiseShare = 0.95;

/** Fewer cases than this are no ground for praise. */
const praiseCases = 5;

/** How many praises stand on a row. */
const praiseCap = 5;

export interface RowOptions {
  locale: "zh" | "en";
  minSessions: number;
  rubrics: readonly Rubric[];
  profiles: readonly Profile[];
  explainGap: ExplainGap;
  baseline?: Baseline;
}

/** The rows of the report in order: by week, shop, agent. */
export function rowsOfReport(
  tally: Tally,
  options: RowOptions,
): { agentWeeks: AgentWeek[]; shopWeeks: ShopWeek[] } {
  const agentWeeks: AgentWeek[] = [];
  const shopWeeks: ShopWeek[] = [];
  const knownOf = options.baseline?.counts();
  for (const sums of tally.rows.values()) {
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
  tally: Tally,
  options: RowOptions,
  knownOf: ReturnType<Baseline["counts"]> | undefined,
): ShopWeek {
  const { locale, rubrics } = options;
  const metrics = metricsOf(sums.metrics, sums.platform, options.profiles, options.explainGap);
  const counted = rubrics.flatMap((rubric) =>
    rubric.rules.flatMap((rule) => {
      const count = sums.rules.get(ruleKey(rubric.id, rule.id));
      return count === undefined ? [] : [{ rubric: rubric.id, rule, ...count }];
    }),
  );
  return {
    week: sums.week,
    shop: sums.shop,
    sessions: metrics.sessions,
    score: scoreOf(sums.scores, options.minSessions),
    metrics,
    rules: counted.map(
      ({ rule, ...count }): RuleTally => ({
        ...count,
        id: rule.id,
        ...(knownOf && { known: knownOf(sums, count.rubric, rule.id) }),
      }),
    ),
    slowTurns: tally.slowTurns.group(rowKey(sums)),
    praises: [
      ...customerPraise(sums, locale),
      ...counted
        .filter(isPraise)
        .sort(byShare)
        .map((item) => praise(item, locale)),
    ].slice(0, praiseCap),
    improvements: counted
      .filter(({ failed, pointsLost }) => failed > 0 && pointsLost > 0)
      .sort(
        compareBy(
          (item) => -item.pointsLost,
          (item) => -item.failed,
          (item) => item.rule.id,
        ),
      )
      .map(({ rule, passed, failed, pointsLost }) => ({
        rule: rule.id,
        title: inLocale(rule.title, locale),
        failed,
        n: passed + failed,
        pointsLost,
        better: inLocale(rule.better, locale),
      })),
  };
}

interface Counted {
  rule: Rule;
  passed: number;
  failed: number;
}

function isPraise({ rule, passed, failed }: Counted): boolean {
  if (rule.bonus === true) return passed > 0;
  return pointsOf(rule) > 0 && passed + failed >= praiseCases && passed >= praiseShare * (passed + failed);
}

const byShare = compareBy<Counted>(
  (item) => (item.rule.bonus === true ? 0 : 1),
  (item) => -item.passed / (item.passed + item.failed),
  (item) => -pointsOf(item.rule),
  (item) => item.rule.id,
);

function praise({ rule, passed, failed }: Counted, locale: "zh" | "en") {
  return { rule: rule.id, title: inLocale(rule.title, locale), hits: passed, n: passed + failed };
}

function customerPraise(sums: RowSums, locale: "zh" | "en") {
  if (sums.praisedSessions === 0) return [];
  const title = locale === "zh" ? "顾客夸奖" : "Praised by customers";
  return [{ rule: null, title, hits: sums.praisedSessions, n: sums.metrics.counts.sessions }];
}
