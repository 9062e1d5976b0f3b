import type { AgentWeek, RubricInfo, RuleInfo, RuleTally } from "../model/report.ts";
import { compareBy } from "./capped.ts";
import { ruleKey } from "./keys.ts";

/** A rule passed in this share of its cases is worth praise. */
const praiseShare = 0.95;

/** Fewer cases than this are no ground for praise. */
const praiseCases = 5;

/** How many praises stand on a row. */
const praiseCap = 5;

interface Counted extends RuleTally {
  info: RuleInfo;
}

/** Rules of rubrics by what a row counts. */
export function ruleInfos(rubrics: readonly RubricInfo[]): (tally: RuleTally) => RuleInfo {
  const infos = new Map(
    rubrics.flatMap(({ id, rules }) => rules.map((info) => [ruleKey(id, info.id), info] as const)),
  );
  return ({ rubric, id }) => infos.get(ruleKey(rubric, id))!;
}

/** What stands out in the rules of a row: best first, and what cost most. `customers` is their own praise. */
export function highlightsOf(
  rules: readonly RuleTally[],
  infoOf: (rule: RuleTally) => RuleInfo,
  customers: AgentWeek["praises"],
): Pick<AgentWeek, "praises" | "improvements"> {
  const counted = rules.map((rule): Counted => ({ ...rule, info: infoOf(rule) }));
  return {
    praises: [...customers, ...counted.filter(isPraise).sort(byShare).map(praise)].slice(0, praiseCap),
    improvements: counted
      .filter(({ failed, pointsLost }) => failed > 0 && pointsLost > 0)
      .sort(byLoss)
      .map(({ id, info, passed, failed, pointsLost }) => ({
        rule: id,
        title: info.title,
        failed,
        n: passed + failed,
        pointsLost,
        better: info.better,
      })),
  };
}

function isPraise({ info, passed, failed }: Counted): boolean {
  if (info.bonus) return passed > 0;
  return info.points > 0 && passed + failed >= praiseCases && passed >= praiseShare * (passed + failed);
}

function praise({ id, info, passed, failed }: Counted) {
  return { rule: id, title: info.title, hits: passed, n: passed + failed };
}

const byShare = compareBy<Counted>(
  ({ info }) => (info.bonus ? 0 : 1),
  ({ passed, failed }) => -passed / (passed + failed),
  ({ info }) => -info.points,
  ({ id }) => id,
);

const byLoss = compareBy<Counted>(
  ({ pointsLost }) => -pointsLost,
  ({ failed }) => -failed,
  ({ id }) => id,
);
