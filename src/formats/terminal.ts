import { Chalk, type ChalkInstance } from "chalk";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { AgentWeek, Finding, Report } from "../model/report.ts";
import { displayWidth, pad, truncate } from "../text/width.ts";
import { type Wording, wordingOf } from "../text/wording.ts";
import { correctionTables, machineScore } from "./corrections.ts";
import { figureOf, formatCount, formatInterval, formatScore, type Row, writeFigure } from "./figures.ts";
import type { Format, FormatOptions } from "./format.ts";
import { type ReconciledTable, reconciledTables } from "./reconciliation.ts";
import { baselineLine, inputsLine, settingsLines } from "./settings-lines.ts";
import {
  agentName,
  byAgentWeek,
  byGravity,
  groupBy,
  handbookOf,
  keyOf,
  shopName,
  type TeamWeek,
  teamWeeks,
  weekName,
} from "./view.ts";

/** A table and the most important findings, for a person at a terminal of 80 columns or more. */
export const terminal: Format = {
  id: "terminal",
  summary: { zh: "终端里的表格", en: "a table in the terminal" },
  render: (report, options) => [{ name: "report.txt", content: renderTerminal(report, options) }],
};

/** Weeks of a shop that a terminal shows; the other formats have all. */
const weeksShown = 4;

/** Columns of a quote; the other formats have it whole. */
const quoteWidth = 24;
/** Columns from which interval and P90 have room. */
const wideFrom = 100;

interface Context {
  report: Report;
  wording: Wording;
  chalk: ChalkInstance;
  width: number;
}

interface Column {
  head: string;
  width: number;
  align: "left" | "right";
  cell: (row: Row) => string;
}

function renderTerminal(report: Report, options: FormatOptions): string {
  const context: Context = {
    report,
    wording: wordingOf(options.locale),
    chalk: new Chalk({ level: options.color ? 1 : 0 }),
    width: Math.max(80, Math.min(options.width, 120)),
  };
  const findings = byAgentWeek(report.findings);
  const teams = teamWeeks(report);
  const weeks = [...new Set(teams.map((team) => team.week))];
  const shown = new Set(weeks.slice(0, weeksShown));
  const lines = teams
    .filter((team) => shown.has(team.week))
    .flatMap((team) => [...weekLines(team, findings, context), ""]);
  if (weeks.length > weeksShown) lines.push(context.wording.moreWeeks(weeks.length - weeksShown), "");
  return `${[...lines, ...correctionLines(context), ...reconcileLines(context), ...footLines(context)].join("\n")}\n`;
}

function weekLines(team: TeamWeek, findings: Map<string, Finding[]>, context: Context): string[] {
  const { wording, chalk, report, width } = context;
  const week = weekName(team.week, report.settings.weekStart, wording);
  const columns = columnsFor(context);
  const head = columns.map((column) => pad(column.head, column.width, column.align)).join("  ");
  const row = (name: string, of: Row) => rowLine(name, of, columns);
  return [
    chalk.bold(
      truncate(
        `${wording.title}${wording.separator}${shopName(team.shop, wording)}${wording.separator}${week}`,
        width,
      ),
    ),
    "",
    chalk.dim(head),
    chalk.bold(row(wording.team, team.team)),
    ...machineLine(team.team, context),
    ...team.agents.flatMap((agent) => [
      row(agentName(agent, wording), agent),
      ...machineLine(agent, context),
      ...wordsOn(agent, context),
    ]),
    "",
    ...ruleLines(
      team.agents.flatMap((agent) => findings.get(keyOf(team.week, team.shop, agent.agent)) ?? []),
      context,
    ),
    ...handbookLines(team, context),
  ];
}

/** How often the standard wording was used, by occasion. */
function handbookLines(team: TeamWeek, { report, wording, chalk, width }: Context): string[] {
  const uses = handbookOf(report, team).map(
    ({ title, use }) => `${title} ${wording.units.ofCases(formatCount(use.hits), formatCount(use.n))}`,
  );
  if (uses.length === 0) return [];
  const lines = fill(uses, wording.separator, width - 2).map((line) => `  ${line}`);
  return [chalk.bold(wording.handbook.used + wording.colon), ...lines];
}

/** The columns that fit: on narrow terminals the interval and P90 give way. */
function columnsFor({ width, wording }: Context): Column[] {
  const wide = width >= wideFrom;
  const figure = (id: string, head: string, columns: number): Column => ({
    head,
    width: columns,
    align: "right",
    cell: (row) => writeFigure(figureOf(id), row, wording),
  });
  return [
    { head: wording.agent, width: wide ? 16 : 14, align: "left", cell: () => "" },
    figure("sessions", wording.short.sessions, 6),
    {
      head: wording.short.score,
      width: wide ? 18 : 8,
      align: "right",
      cell: (row) => scoreCell(row, wide, wording),
    },
    figure("firstReply", wording.short.firstReply, 11),
    figure("reply", wording.short.reply, 11),
    ...(wide ? [figure("replyP90", wording.short.replyP90, 11)] : []),
    figure("replyRate", wording.short.replyRate, 6),
    figure("unanswered", wording.short.unanswered, 7),
  ];
}

function scoreCell(row: Row, wide: boolean, wording: Wording): string {
  const score = formatScore(row.score, wording);
  const interval = formatInterval(row.score, wording);
  if (wide) return interval === "" ? score : `${score} ${interval}`;
  return row.score.value !== null && !row.score.enough ? `${score}*` : score;
}

function rowLine(name: string, row: Row, columns: Column[]): string {
  return columns
    .map((column, at) => pad(at === 0 ? name : column.cell(row), column.width, column.align))
    .join("  ");
}

/** Under corrected figures: what the machine's score was. */
function machineLine(row: Row, { wording, chalk }: Context): string[] {
  const score = machineScore(row, wording);
  return score === null ? [] : [chalk.dim(`  ${wording.corrections.title}${wording.colon}${score}`)];
}

/** Under an agent's figures: the best first, then what to improve. */
function wordsOn(agent: AgentWeek, { wording, chalk, width }: Context): string[] {
  const praise = agent.praises[0];
  const improvement = agent.improvements[0];
  const half = Math.floor((width - 4) / 2) - 1;
  const parts = [
    praise === undefined
      ? ""
      : chalk.green(
          pad(
            `✓ ${praise.title} ${wording.units.ofCases(formatCount(praise.hits), formatCount(praise.n))}`,
            half,
          ),
        ),
    improvement === undefined
      ? ""
      : chalk.yellow(
          truncate(
            `→ ${improvement.title} ${wording.failedOf} ${wording.units.ofCases(formatCount(improvement.failed), formatCount(improvement.n))}`,
            half,
          ),
        ),
  ];
  if (parts.every((part) => part === "")) return [];
  return [`  ${parts[0] === "" ? " ".repeat(half) : parts[0]}  ${parts[1]}`.trimEnd()];
}

/** Rule by rule, the most points lost first, with the gravest case as example. */
function ruleLines(findings: Finding[], { wording, chalk, width }: Context): string[] {
  if (findings.length === 0) return [chalk.green(wording.findingsNone)];
  const groups = [...groupBy(findings, (finding) => finding.rule).values()]
    .map((group) => ({ example: [...group].sort(byGravity)[0]!, count: group.length }))
    .sort((a, b) => byGravity(a.example, b.example));
  return [
    chalk.bold(wording.topRules(formatCount(findings.length))),
    ...groups.flatMap(({ example, count }) =>
      ruleBlock(example, count, wording).map((line, at) => {
        const cut = truncate(line, width);
        return at === 0 ? cut : chalk.dim(cut);
      }),
    ),
  ];
}

/** Rule and count, and below them one case with the id that `explain` takes. */
function ruleBlock(example: Finding, count: number, wording: Wording): string[] {
  const quote = example.evidence[0]?.quote.replace(/\s+/g, " ");
  const where = [
    `${wording.example}${wording.colon}${agentName(example, wording)}`,
    ...(quote === undefined ? [] : [wording.quote(truncate(quote, quoteWidth))]),
    `${wording.session} ${example.session}`,
  ];
  return [
    `  [${wording.severity[example.severity]}] ${example.title} ${wording.units.times(formatCount(count))}`,
    `      ${where.join(wording.separator)}`,
  ];
}

/** Appeals and what people judged. */
function correctionLines({ report, wording, chalk, width }: Context): string[] {
  return correctionTables(report, wording).flatMap(({ title, summary, heads, rows }) => [
    chalk.bold(title),
    ...fill([summary], "", width),
    ...columnLines(
      heads,
      rows.map((cells) => ({ cells, agrees: null })),
      width,
      chalk,
    ),
    "",
  ]);
}

/** Tables of platforms against ours: all rows, those that differ in colour. */
function reconcileLines({ report, wording, chalk, width }: Context): string[] {
  return reconciledTables(report, wording).flatMap(({ title, summary, heads, rows, sessions }) => {
    const explaining = (sessions?.rows ?? []).map((cells) => ({ cells, agrees: null }));
    return [
      chalk.bold(truncate(`${wording.reconcile.title}${wording.colon}${title}`, width)),
      truncate(summary, width),
      ...columnLines(heads, rows, width, chalk),
      ...(sessions === null
        ? []
        : [wording.reconcile.explain, ...columnLines(sessions.heads, explaining, width, chalk)]),
      "",
    ];
  });
}

const widestCell = 24;

function columnLines(
  heads: readonly string[],
  rows: ReconciledTable["rows"],
  width: number,
  chalk: ChalkInstance,
): string[] {
  const widths = heads.map((head, at) =>
    rows.reduce(
      (most, { cells }) => Math.max(most, Math.min(widestCell, displayWidth(cells[at] ?? ""))),
      displayWidth(head),
    ),
  );
  const line = (cells: readonly string[]) =>
    truncate(
      cells
        .map((cell, at) => pad(cell, widths[at]!))
        .join("  ")
        .trimEnd(),
      width,
    );
  return [
    chalk.dim(line(heads)),
    ...rows.map(({ cells, agrees }) => (agrees === false ? chalk.yellow(line(cells)) : line(cells))),
  ];
}

function footLines({ report, wording, chalk, width }: Context): string[] {
  const settings = settingsLines(report, wording).map(([label, value]) => `${label} ${value}`);
  return [
    ...(report.agentWeeks.some((row) => row.score.value !== null && !row.score.enough)
      ? [
          chalk.dim(
            `* ${wording.notEnough}${wording.colon}${wording.help.notEnough(report.settings.minSessions)}`,
          ),
        ]
      : []),
    inputsLine(report, wording),
    ...[baselineLine(report, wording)].filter((line) => line !== null),
    ...report.diagnostics.map((diagnostic) => diagnosticLine(diagnostic, wording, chalk, width)),
    ...fill(settings, wording.separator, width).map((line) => chalk.dim(line)),
  ];
}

function diagnosticLine(
  diagnostic: Diagnostic,
  wording: Wording,
  chalk: ChalkInstance,
  width: number,
): string {
  const text = [
    `${wording.level[diagnostic.level]}${wording.colon}${wording.diagnostic(diagnostic.code)} ${formatCount(diagnostic.count)}`,
    ...(diagnostic.file === null ? [] : [diagnostic.file]),
  ].join(wording.separator);
  const paint = { note: chalk.dim, warning: chalk.yellow, lost: chalk.red }[diagnostic.level];
  return paint(truncate(text, width));
}

/** Items side by side, in lines of at most `width` columns; an item is broken only where it is longer. */
function fill(items: string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    const joined = last === undefined ? item : last + separator + item;
    if (last !== undefined && displayWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(truncate(item, width));
  }
  return lines;
}
