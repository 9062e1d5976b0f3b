import type { AgentWeek, Report, ShopWeek } from "../model/report.ts";
import { keyOf } from "./view.ts";

/** Rows of earlier reports for the weeks and shops that a report does not have itself. */
export interface History {
  shopWeeks: ShopWeek[];
  agentWeeks: AgentWeek[];
  /** Weeks that were scored under other rubrics than the report's, oldest first: their scores do not compare. */
  otherRubrics: string[];
}

/** Brings earlier reports together; where several have a week of a shop, the last of them tells. */
export function historyOf(report: Report, earlier: readonly Report[]): History {
  const taken = new Set(report.shopWeeks.map((row) => keyOf(row.week, row.shop)));
  const history: History = { shopWeeks: [], agentWeeks: [], otherRubrics: [] };
  const others = new Set<string>();
  for (const past of [...earlier].reverse()) {
    const fresh = past.shopWeeks.filter((row) => row.week !== null && !taken.has(keyOf(row.week, row.shop)));
    const keys = new Set(fresh.map((row) => keyOf(row.week, row.shop)));
    history.shopWeeks.push(...fresh);
    history.agentWeeks.push(...past.agentWeeks.filter((row) => keys.has(keyOf(row.week, row.shop))));
    for (const row of fresh) {
      taken.add(keyOf(row.week, row.shop));
      if (rubricsOf(past) !== rubricsOf(report)) others.add(row.week!);
    }
  }
  history.otherRubrics.push(...[...others].sort());
  return history;
}

/** Which rubrics scored a report, with their content: equal texts, comparable scores. */
export function rubricsOf(report: Report): string {
  return report.rubrics
    .map(({ id, hash }) => `${id} ${hash}`)
    .sort()
    .join("\n");
}
