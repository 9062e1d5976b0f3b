import {
  type AgentWeek,
  type Finding,
  type HandbookUse,
  nobody,
  type Praise,
  type Report,
  type ShopWeek,
} from "../model/report.ts";
import type { Wording } from "../text/wording.ts";
import { dayMs } from "../text/zone.ts";
import type { Row } from "./figures.ts";
import type { History } from "./history.ts";

/** A week of one shop as the formats show it: the team's row, the week before, the agents. */
export interface TeamWeek {
  week: string | null;
  shop: string | null;
  team: ShopWeek;
  /** The shop's row of the week directly before, null where the report has none. */
  before: ShopWeek | null;
  /** Whether that week was scored under the same rubrics. */
  scoresCompare: boolean;
  /** Best score first, 样本不足 after them, 未分配 last. */
  agents: AgentWeek[];
  /** Rows of the agents in the week directly before, by account. */
  agentsBefore: ReadonlyMap<string, AgentWeek>;
}

/** All weeks of all shops, newest week first, sessions without a week last; `history` has weeks before. */
export function teamWeeks(report: Report, history?: History): TeamWeek[] {
  const byKey = new Map(
    [...(history?.shopWeeks ?? []), ...report.shopWeeks].map((row) => [keyOf(row.week, row.shop), row]),
  );
  const agents = groupBy(report.agentWeeks, (row) => keyOf(row.week, row.shop));
  const earlier = groupBy([...(history?.agentWeeks ?? []), ...report.agentWeeks], (row) =>
    keyOf(row.week, row.shop),
  );
  const before = ({ week, shop }: ShopWeek) => (week === null ? "" : keyOf(weekBefore(week), shop));
  return [...report.shopWeeks]
    .sort((a, b) => compareWeeks(b.week, a.week) || compare(a.shop ?? "", b.shop ?? ""))
    .map((team) => ({
      week: team.week,
      shop: team.shop,
      team,
      scoresCompare: team.week === null || history?.otherRubrics.includes(weekBefore(team.week)) !== true,
      before: byKey.get(before(team)) ?? null,
      agents: (agents.get(keyOf(team.week, team.shop)) ?? []).sort(byRank),
      agentsBefore: new Map((earlier.get(before(team)) ?? []).map((row) => [row.agent, row])),
    }));
}

/** Identity of a shop's week, or of an agent's. */
export function keyOf(week: string | null, shop: string | null, agent: string | null = null): string {
  return JSON.stringify([week, shop, agent]);
}

/** Findings and praises by the agent's week that they belong to. */
export function byAgentWeek<T extends Finding | Praise>(items: readonly T[]): Map<string, T[]> {
  return groupBy(items, (item) => keyOf(item.week, item.shop, item.agent ?? nobody));
}

/** Use of the shop's standard wording in a team's week; nothing without a handbook. */
export function handbookOf({ handbook = [] }: Report, team: TeamWeek): HandbookUse[] {
  return handbook.filter(({ week, shop }) => week === team.week && shop === team.shop);
}

/** The account as it is called: without the shop before it, 未分配 in the reader's language. */
export function agentName(
  { agent, shop }: { agent: string | null; shop: string | null },
  wording: Wording,
): string {
  if (agent === null || agent === nobody) return wording.unassigned;
  const prefix = [`${shop}:`, `${shop}：`].find((words) => agent.startsWith(words) && agent !== words);
  return prefix === undefined ? agent : agent.slice(prefix.length);
}

/** The shop as it is called. */
export function shopName(shop: string | null, wording: Wording): string {
  return shop ?? wording.noShop;
}

/** `2026 年第 46 周（11-09 至 11-15）`. */
export function weekName(week: string | null, weekStart: "monday" | "sunday", wording: Wording): string {
  if (week === null) return wording.noWeek;
  const monday = mondayOf(week);
  if (monday === null) return week;
  const first = weekStart === "sunday" ? monday - dayMs : monday;
  const label = wording.week(Number(week.slice(0, 4)), Number(week.slice(6)));
  return label + wording.brackets(wording.days(monthDay(first), monthDay(first + 6 * dayMs)));
}

/** `11-12 09:30:05` of an RFC 3339 time, in the zone in which it is written. */
export function shortTime(time: string | null, wording: Wording): string {
  return time === null ? wording.none : time.slice(5, 19).replace("T", " ");
}

/** The label of the ISO week before, over the turn of the year as well. */
export function weekBefore(week: string): string {
  const monday = mondayOf(week);
  if (monday === null) return "";
  const thursday = new Date(monday - 4 * dayMs);
  const year = thursday.getUTCFullYear();
  const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * dayMs)) + 1;
  return `${year}-W${String(number).padStart(2, "0")}`;
}

/** Gravest first, then most points lost, then oldest. */
export function byGravity(a: Finding, b: Finding): number {
  return (
    severityOrder[a.severity] - severityOrder[b.severity] ||
    b.pointsLost - a.pointsLost ||
    compare(a.time ?? "", b.time ?? "") ||
    compare(a.id, b.id)
  );
}

/** Items by key, each list in the order of the items. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Order by code unit. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const severityOrder = { fatal: 0, major: 1, minor: 2, info: 3 } as const;

function compareWeeks(a: string | null, b: string | null): number {
  return compare(a ?? "", b ?? "");
}

/** False where nobody was in charge and nobody was kept waiting: customers whom robots served. */
export function isOfSomebody({ agent, sessions, metrics, rules }: AgentWeek): boolean {
  const { unanswered, replyRate } = metrics;
  return agent !== nobody || sessions + unanswered.n + replyRate.n + rules.length > 0;
}

function byRank(a: AgentWeek, b: AgentWeek): number {
  return (
    rankGroup(a) - rankGroup(b) || (b.score.value ?? 0) - (a.score.value ?? 0) || compare(a.agent, b.agent)
  );
}

function rankGroup(row: Row & { agent: string }): number {
  if (row.agent === nobody) return 3;
  if (row.score.value === null) return 2;
  return row.score.enough ? 0 : 1;
}

/** Midnight UTC of the Monday of an ISO week, null where the label is none. */
export function mondayOf(week: string): number | null {
  const parts = /^(\d{4})-W(\d\d)$/.exec(week);
  if (parts === null) return null;
  const fourth = Date.UTC(Number(parts[1]), 0, 4);
  const firstMonday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * dayMs;
  return firstMonday + (Number(parts[2]) - 1) * 7 * dayMs;
}

function monthDay(at: number): string {
  return new Date(at).toISOString().slice(5, 10);
}
