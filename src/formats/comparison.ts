import type { AgentWeek, Report, Settings, ShopWeek } from "../model/report.ts";
import { displayWidth, pad } from "../text/width.ts";
import { type Wording, wordingOf } from "../text/wording.ts";
import { figureOf, formatCount, formatPercent, type Row, writeFigure } from "./figures.ts";
import type { FormatOptions } from "./format.ts";
import { historyOf } from "./history.ts";
import { byMonth } from "./months.ts";
import { agentName, compare, keyOf, shopName } from "./view.ts";

const comparedFigures = ["sessions", "score", "firstReply", "reply", "replyRate", "unanswered"] as const;

/** A row before and after; null where it is in one report only. `agent` is null for the team. */
export interface ComparedRow {
  shop: string | null;
  agent: string | null;
  before: Row | null;
  after: Row | null;
}

/** Two reports side by side. */
export interface Comparison {
  /** Ids of rubrics whose content differs, or that only one report has: scores do not compare. */
  otherRubrics: string[];
  /** Settings that differ, by name. */
  otherSettings: string[];
  rows: ComparedRow[];
}

/** Several reports as one that has the weeks of all: the last tells where several have a week. */
export function joinReports(reports: readonly [Report, ...Report[]], by: "week" | "month"): Report {
  const last = reports.at(-1)!;
  const { shopWeeks, agentWeeks, otherRubrics } = historyOf(last, reports.slice(0, -1));
  const joined = {
    ...last,
    shopWeeks: [...shopWeeks, ...last.shopWeeks],
    agentWeeks: [...agentWeeks, ...last.agentWeeks],
  };
  return by === "week" ? joined : byMonth(joined, otherRubrics);
}

/** Compares weeks that both reports have (an audit done again), or else the newest week of each shop. */
export function compareReports(before: Report, after: Report): Comparison {
  const old = newestOf(before, after);
  const now = newestOf(after, before);
  const rows = [...new Set([...old.keys(), ...now.keys()])].sort(compare).map((key): ComparedRow => {
    const row = (now.get(key) ?? old.get(key))!;
    return {
      shop: row.shop,
      agent: agentOf(row),
      before: old.get(key) ?? null,
      after: now.get(key) ?? null,
    };
  });
  return {
    otherRubrics: differing(hashes(before), hashes(after)),
    otherSettings: differing(settings(before), settings(after)),
    rows,
  };
}

/** Rows of the newest week of each shop that the other report has as well; without one, of the newest. */
function newestOf(report: Report, other: Report): Map<string, Row> {
  const shared = new Set(other.shopWeeks.map((row) => keyOf(row.week, row.shop)));
  const isShared = (row: ShopWeek) => shared.has(keyOf(row.week, row.shop));
  const newest = new Map<string | null, string | null>();
  for (const only of [report.shopWeeks.filter(isShared), report.shopWeeks]) {
    for (const { shop, week } of [...only].sort((a, b) => compare(b.week ?? "", a.week ?? ""))) {
      if (!newest.has(shop)) newest.set(shop, week);
    }
  }
  const isNewest = (row: Row) => newest.get(row.shop) === row.week;
  return new Map(
    [...report.shopWeeks, ...report.agentWeeks]
      .filter(isNewest)
      .map((row) => [keyOf(null, row.shop, agentOf(row)), row]),
  );
}

function agentOf(row: Row): string | null {
  return "agent" in row ? (row as AgentWeek).agent : null;
}

function hashes({ rubrics }: Report): Map<string, unknown> {
  return new Map(rubrics.map(({ id, hash }) => [id, hash]));
}

/** Settings that change no figure: what is shown and how much of it, of which weeks, what was found in the texts. */
const asides = new Set<string>([
  "autoTexts",
  "from",
  "to",
  "locale",
  "masked",
  "maxFindingsPerRule",
  "maxConversations",
] satisfies (keyof Settings)[]);

/** The settings under which figures come about. */
function settings(report: Report): Map<string, unknown> {
  return new Map(Object.entries(report.settings).filter(([name]) => !asides.has(name)));
}

function differing(a: Map<string, unknown>, b: Map<string, unknown>): string[] {
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  return names.filter((name) => JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name)));
}

/** The comparison in Markdown whose tables are straight in a terminal as well. */
export function writeComparison(
  comparison: Comparison,
  after: Report,
  { locale }: Pick<FormatOptions, "locale">,
): string {
  const wording = wordingOf(locale);
  const words = wording.compare;
  const warnings = [
    ...(comparison.otherRubrics.length === 0
      ? []
      : [`> ${words.otherRubrics(comparison.otherRubrics.join(wording.list))}`]),
    ...(comparison.otherSettings.length === 0
      ? []
      : [`> ${words.otherSettings(comparison.otherSettings.join(wording.list))}`]),
  ];
  const titles = new Map(
    after.rubrics.flatMap(({ id, rules }) => rules.map((rule) => [`${id}/${rule.id}`, rule.title] as const)),
  );
  return `${[...warnings, figuresTable(comparison, wording), ...rulesTable(comparison, titles, wording)].join("\n\n")}\n`;
}

function nameOf({ shop, agent }: ComparedRow, wording: Wording): string {
  return agent === null
    ? `${shopName(shop, wording)}${wording.separator}${wording.team}`
    : agentName({ agent, shop }, wording);
}

function figuresTable({ rows }: Comparison, wording: Wording): string {
  const heads = [
    wording.agent,
    wording.compare.span,
    ...comparedFigures.map((id) => figureOf(id).label(wording)),
  ];
  const week = (row: Row | null) => (row === null ? wording.none : (row.week ?? wording.noWeek));
  const lines = rows.map((row) => [
    nameOf(row, wording),
    `${week(row.before)} → ${week(row.after)}`,
    ...comparedFigures.map((id) => {
      const write = (of: Row | null) => (of === null ? wording.none : writeFigure(figureOf(id), of, wording));
      const [old, now] = [write(row.before), write(row.after)];
      return old === now ? now : `${old} → ${now}`;
    }),
  ]);
  return table(heads, lines);
}

/** Rules whose share of faults changed, most first, for the team and each agent. */
function rulesTable({ rows }: Comparison, titles: Map<string, string>, wording: Wording): string[] {
  const lines = rows.flatMap((row) => {
    const keys = [...(row.before?.rules ?? []), ...(row.after?.rules ?? [])].map(
      ({ rubric, id }) => `${rubric}/${id}`,
    );
    return [...new Set(keys)]
      .map((key) => ({ key, old: failedIn(row.before, key), now: failedIn(row.after, key) }))
      .filter(({ old, now }) => old.failed !== now.failed || old.n !== now.n)
      .filter(({ old, now }) => share(old) !== share(now))
      .sort((a, b) => change(b) - change(a) || compare(a.key, b.key))
      .map(({ key, old, now }) => [
        nameOf(row, wording),
        titles.get(key) ?? key,
        writeShare(old, wording),
        writeShare(now, wording),
      ]);
  });
  if (lines.length === 0) return [wording.compare.sameRules];
  return [table([wording.agent, wording.rule, wording.compare.before, wording.compare.after], lines)];
}

interface Failed {
  failed: number;
  n: number;
}

function failedIn(row: Row | null, key: string): Failed {
  const tally = row?.rules.find(({ rubric, id }) => `${rubric}/${id}` === key);
  return tally === undefined ? { failed: 0, n: 0 } : { failed: tally.failed, n: tally.passed + tally.failed };
}

function share({ failed, n }: Failed): number | null {
  return n === 0 ? null : failed / n;
}

function change({ old, now }: { old: Failed; now: Failed }): number {
  return Math.abs((share(now) ?? 0) - (share(old) ?? 0));
}

function writeShare(counts: Failed, wording: Wording): string {
  const value = share(counts);
  if (value === null) return wording.none;
  return `${wording.failedOf} ${wording.units.ofCases(formatCount(counts.failed), formatCount(counts.n))} ${formatPercent(value)}`;
}

function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const cells = [heads, ...lines].map((line) => line.map((cell) => cell.replace(/[|\\]/g, "\\$&")));
  const widths = heads.map((_, at) => Math.max(3, ...cells.map((line) => displayWidth(line[at]!))));
  const written = cells.map((line) => `| ${line.map((cell, at) => pad(cell, widths[at]!)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [written[0], rule, ...written.slice(1)].join("\n");
}
