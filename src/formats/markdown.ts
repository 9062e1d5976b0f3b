import type { AgentWeek, Report } from "../model/report.ts";
import type { Wording } from "../text/wording.ts";
import { type CorrectionTable, correctionTables, scoreNote } from "./corrections.ts";
import { figureOf, formatCount, formatScore, type Row, writeFigure } from "./figures.ts";
import { type Format, wordingFor } from "./format.ts";
import { type History, historyOf } from "./history.ts";
import { type ReconciledTable, reconciledTables } from "./reconciliation.ts";
import { baselineLine, inputsLine, settingsLines } from "./settings-lines.ts";
import { agentName, compare, handbookOf, shopName, type TeamWeek, teamWeeks, weekName } from "./view.ts";

/** The newest week, short enough for a chat group. */
export const markdown: Format = {
  id: "markdown",
  summary: { zh: "适合发到群里的简报（最近一周）", en: "a short summary for chat groups (newest week)" },
  render: (report, options) => [
    {
      name: "report.md",
      content: renderMarkdown(report, historyOf(report, options.history ?? []), wordingFor(options)),
    },
  ],
};

/** Weeks of a trend in a chat group. */
const trendWeeks = 8;

const shownFigures = ["sessions", "firstReply", "reply", "replyRate", "unanswered"] as const;

function renderMarkdown(report: Report, history: History, wording: Wording): string {
  const teams = teamWeeks(report);
  const newest = teams.filter((team) => team.week === teams[0]?.week);
  const settings = settingsLines(report, wording)
    .map(([label, value]) => `${label} ${escapeText(value)}`)
    .join(wording.separator);
  const lost = report.diagnostics
    .filter((diagnostic) => diagnostic.level !== "note")
    .map(
      ({ level, code, count }) =>
        `- ${wording.level[level]}${wording.colon}${escapeText(wording.diagnostic(code))} ${formatCount(count)}`,
    );
  return `${[
    ...newest.flatMap((team) => teamLines(team, report, history, wording)),
    ...correctionTables(report, wording).map((table) => correctionBlock(table)),
    ...reconciledTables(report, wording).map((table) => reconciledBlock(table, wording)),
    [inputsLine(report, wording), baselineLine(report, wording), ...lost]
      .filter((line) => line !== null)
      .join("\n"),
    `<sub>${settings}</sub>`,
  ].join("\n\n")}\n`;
}

function teamLines(team: TeamWeek, report: Report, history: History, wording: Wording): string[] {
  const week = weekName(team.week, report.settings.weekStart, wording);
  const heads = [
    wording.agent,
    wording.figures.score,
    ...shownFigures.map((id) => figureOf(id).label(wording)),
  ];
  const rows: [string, Row][] = [
    [`**${wording.team}**`, team.team],
    ...team.agents.map((agent): [string, Row] => [escapeText(agentName(agent, wording)), agent]),
  ];
  return [
    `## ${escapeText(shopName(team.shop, wording))}${wording.separator}${week}`,
    [
      `| ${heads.join(" | ")} |`,
      `| --- |${" ---: |".repeat(heads.length - 1)}`,
      ...rows.map(
        ([name, row]) =>
          `| ${[name, scoreCell(row, wording), ...shownFigures.map((id) => writeFigure(figureOf(id), row, wording))].join(" | ")} |`,
      ),
    ].join("\n"),
    trendLines(team, report, history, wording).join("\n"),
    team.agents.flatMap((agent) => agentLine(agent, wording)).join("\n"),
    handbookLines(team, report, wording).join("\n"),
  ].filter((block) => block !== "");
}

/** The team's score and first reply over the last weeks, where there are several. */
function trendLines(team: TeamWeek, report: Report, history: History, wording: Wording): string[] {
  const rows = [...history.shopWeeks, ...report.shopWeeks]
    .filter(({ week, shop }) => week !== null && shop === team.shop && week <= (team.week ?? ""))
    .sort((a, b) => compare(a.week!, b.week!))
    .slice(-trendWeeks);
  if (rows.length < 2) return [];
  const lines = (["score", "firstReply"] as const).map((id) => {
    const weeks = rows.map((row) => `${row.week!.slice(5)} ${writeFigure(figureOf(id), row, wording)}`);
    return `- ${wording.history.line(figureOf(id).label(wording), weeks.join(" → "))}`;
  });
  const others = history.otherRubrics.filter((week) => rows.some((row) => row.week === week));
  return others.length === 0
    ? lines
    : [...lines, `- ${wording.history.otherRubrics(others.join(wording.list))}`];
}

function scoreCell(row: Row, wording: Wording): string {
  const note = scoreNote(row, wording);
  return formatScore(row.score, wording) + (note === "" ? "" : wording.brackets(note));
}

/** Praise first. */
function agentLine(agent: AgentWeek, wording: Wording): string[] {
  const praises = agent.praises.slice(0, 2).map((praise) => escapeText(praise.title));
  const improvement = agent.improvements[0];
  const parts = [
    ...(praises.length === 0 ? [] : [`👍 ${praises.join(wording.list)}`]),
    ...(improvement === undefined
      ? []
      : [
          `${wording.topImprovement}${wording.colon}${escapeText(improvement.title)}${wording.brackets(
            `${wording.failedOf} ${wording.units.ofCases(formatCount(improvement.failed), formatCount(improvement.n))}`,
          )}${improvement.better === "" ? "" : `${wording.comma}${wording.better}${wording.colon}${escapeText(improvement.better)}`}`,
        ]),
  ];
  return parts.length === 0
    ? []
    : [`- **${escapeText(agentName(agent, wording))}** ${parts.join(wording.separator)}`];
}

function correctionBlock({ title, summary, heads, rows }: CorrectionTable): string {
  return [`### ${title}`, summary, tableOf(heads, rows)].join("\n\n");
}

/** What differs, with how much agrees; what agrees is in the other formats. */
function reconciledBlock(
  { title, summary, heads, rows, sessions }: ReconciledTable,
  wording: Wording,
): string {
  const differing = rows.filter(({ agrees }) => agrees !== true).map(({ cells }) => cells);
  return [
    `### ${wording.reconcile.title}${wording.colon}${escapeText(title)}`,
    escapeText(summary),
    ...(differing.length === 0 ? [] : [tableOf(heads, differing)]),
    ...(sessions === null ? [] : [wording.reconcile.explain, tableOf(sessions.heads, sessions.rows)]),
  ].join("\n\n");
}

function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [
    `| ${heads.join(" | ")} |`,
    `|${" --- |".repeat(heads.length)}`,
    ...rows.map((cells) => `| ${cells.map(escapeText).join(" | ")} |`),
  ].join("\n");
}

/** How often the standard wording was used, and the best other words of each occasion. */
function handbookLines(team: TeamWeek, report: Report, wording: Wording): string[] {
  const uses = handbookOf(report, team);
  if (uses.length === 0) return [];
  const counts = uses.map(
    ({ title, use }) => `${title} ${wording.units.ofCases(formatCount(use.hits), formatCount(use.n))}`,
  );
  const candidates = uses.flatMap(({ title, variants: [best] }) =>
    best === undefined ? [] : [`  - ${title}${wording.colon}${wording.quote(escapeText(best.text))}`],
  );
  return [
    `- ${wording.handbook.used}${wording.colon}${counts.join(wording.separator)}`,
    ...(candidates.length === 0 ? [] : [`- ${wording.handbook.candidates}${wording.colon}`, ...candidates]),
  ];
}

/** Text of the input as text: no markup, no link, no mention, no table cell of its own. */
function escapeText(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>|#~!]/g, "\\$&")
    .replace(/@/g, "@\u200b")
    .replace(/\s+/g, " ");
}
