import type { AgentWeek, Report, RuleTally, Score } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import { scoreNote } from "../corrections.ts";
import {
  type Figure,
  figureOf,
  formatCount,
  formatDecimal,
  formatLimit,
  formatPercent,
  formatScore,
  formatSeconds,
  type Row,
  writeFigure,
} from "../figures.ts";
import { agentName, shopName, type TeamWeek, weekBefore, weekName } from "../view.ts";
import { barChart, intervalChart, stackedChart } from "./charts.ts";
import { customerParts } from "./customers.ts";
import type { RowData } from "./data.ts";
import { handbookTable } from "./handbook.ts";
import { heatMap } from "./heat-map.ts";
import { html, type Markup } from "./markup.ts";

/** A team's week with the number that its rows have in the page's data. */
export interface PageTeam extends TeamWeek {
  /** Index of the first agent-week in the data of the page. */
  firstRow: number;
}

const cardFigures = ["sessions", "score", "firstReply", "reply", "replyRate", "unanswered"] as const;
const tableFigures = ["sessions", "score", "firstReply", "reply", "replyRate", "unanswered"] as const;
/** Figures of agents whose change against the week before is worth a line. */
const changing = new Set<string>(["score", "firstReply", "reply", "replyRate"]);
/** Rules drawn, the most often missed; all are in the tables. */
const rulesDrawn = 12;

/** The first screen of one shop and week, its charts, and a place for each agent's details. */
export function teamSection(
  team: PageTeam,
  parts: readonly RowData[],
  report: Report,
  wording: Wording,
): Markup {
  const week = weekName(team.week, report.settings.weekStart, wording);
  return html`<section class="team" data-week="${team.week ?? ""}" data-shop="${team.shop ?? ""}">
<h2><bdi>${shopName(team.shop, wording)}</bdi> <span class="week">${week}</span></h2>
${cards(team, wording)}
${agentTable(team, parts, report, wording)}
<h3>${wording.charts.title}</h3>
<div class="charts">${teamCharts(team, report, wording)}</div>
${handbookTable(team, report, wording)}
<h3>${wording.page.agents}</h3>
${team.agents.map((agent, at) => agentDetails(agent, team.firstRow + at, wording))}
${customerParts(team, report, wording)}
</section>`;
}

function cards(team: TeamWeek, wording: Wording): Markup {
  const list = cardFigures.map((id) => {
    const figure = figureOf(id);
    const interval = id === "score" ? scoreNote(team.team, wording) : "";
    return html`<li><span class="label">${figure.label(wording)}</span>
<strong>${id === "score" ? formatScore(team.team.score, wording) : writeFigure(figure, team.team, wording)}</strong>
${interval === "" ? null : html`<span class="interval">${interval}</span>`}
${change(figure, { now: team.team, before: team.before, scoresCompare: team.scoresCompare }, wording)}</li>`;
  });
  return html`<ul class="cards">${list}</ul>`;
}

/** Two weeks of the same team or agent. */
interface Weeks {
  now: Row;
  before: Row | null;
  scoresCompare: boolean;
}

/** What changed since the week before, said as a fact; colour where one direction is better. */
function change(figure: Figure, weeks: Weeks, wording: Wording): Markup | null {
  const difference = differenceOf(figure, weeks, wording);
  if (difference === null) return null;
  const versus = wording.change.versus(weeks.before!.week!.slice(5));
  return html`<span class="change ${difference.tone}">${versus}${difference.words}</span>`;
}

function differenceOf(
  figure: Figure,
  { now: row, before, scoresCompare }: Weeks,
  wording: Wording,
): { words: string; tone: string } | null {
  const now = figure.value(row);
  const then = before === null ? null : figure.value(before);
  if (now === null || then === null || before?.week == null) return null;
  if (figure.id === "score" && !(scoresCompare && row.score.enough && before.score.enough)) return null;
  const written = writeDifference(Math.abs(now - then), figure, wording);
  if (!/[1-9]/.test(written)) return { words: wording.change.same, tone: "" };
  const words = wording.change[figure.unit === "ratio" ? "score" : figure.unit];
  const up = now > then;
  const judged = figure.better !== undefined && (figure.id !== "score" || isApart(row.score, before.score));
  const tone = !judged ? "" : up === (figure.better === "high") ? "good" : "bad";
  return { words: up ? words.more(written) : words.less(written), tone };
}

/** True where the 95 % intervals do not overlap: only then is one score called better than the other. */
function isApart(a: Score, b: Score): boolean {
  if (a.low === null || a.high === null || b.low === null || b.high === null) return false;
  return a.low > b.high || b.low > a.high;
}

function writeDifference(size: number, figure: Figure, wording: Wording): string {
  if (figure.unit === "share") return wording.units.percentPoints(formatDecimal(size * 100, 1));
  if (figure.unit === "seconds") return formatSeconds(size, wording);
  return formatDecimal(size, figure.unit === "count" ? 0 : 1);
}

function agentTable(team: PageTeam, parts: readonly RowData[], report: Report, wording: Wording): Markup {
  const heads = [
    head(wording.agent, "text", null),
    ...tableFigures.map((id) => head(figureOf(id).label(wording), "number", helpOf(id, wording))),
    head(wording.figures.findings, "number", wording.help.findings),
    head(wording.praiseFirst, "text", null),
    head(wording.topImprovement, "text", null),
  ];
  const rows = team.agents.map((agent, at) =>
    agentRow(agent, { team, number: team.firstRow + at, data: parts[team.firstRow + at]! }, report, wording),
  );
  return html`<div class="table-tools"><label>${wording.page.filterAgents} <input type="search" class="agent-filter" autocomplete="off"></label>
<span class="hint">${wording.page.sortHint}${team.agentsBefore.size === 0 ? "" : wording.page.changeHint(weekBefore(team.week!).slice(5))}</span></div>
<div class="scroll" tabindex="0" role="region" aria-label="${wording.page.overview}"><table class="agents"><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>
<p class="none" hidden role="status">${wording.page.noMatch}</p>`;
}

function head(label: string, kind: "text" | "number", help: string | null): Markup {
  const title = help === null ? null : html` title="${help}"`;
  return html`<th scope="col" class="${kind}"><button type="button"${title}>${label}</button></th>`;
}

function helpOf(id: string, wording: Wording): string | null {
  const help: Record<string, unknown> = wording.help;
  return typeof help[id] === "string" ? help[id] : null;
}

/** Where a row stands in the page. */
interface Place {
  team: PageTeam;
  number: number;
  data: RowData;
}

function agentRow(agent: AgentWeek, place: Place, report: Report, wording: Wording): Markup {
  const { team, number, data } = place;
  const name = agentName(agent, wording);
  const weeks = {
    now: agent,
    before: comparableBefore(agent, team, report),
    scoresCompare: team.scoresCompare,
  };
  const cells = tableFigures.map((id) => {
    const figure = figureOf(id);
    const value = figure.value(agent);
    const content = id === "score" ? scoreCell(agent, report, wording) : writeFigure(figure, agent, wording);
    // A single agent's waits change with a handful of hard cases: told, but not called good or bad.
    const difference = changing.has(id) ? differenceOf(figure, weeks, wording) : null;
    const small =
      difference === null
        ? null
        : html` <span class="change ${id === "score" ? difference.tone : ""}">${difference.words}</span>`;
    return html`<td class="number" data-label="${figure.label(wording)}" data-value="${value ?? ""}"><span>${content}${small}</span></td>`;
  });
  const missed = agent.improvements.reduce((sum, { failed }) => sum + failed, 0);
  const [praise, improvement] = [agent.praises[0], agent.improvements[0]];
  return html`<tr data-name="${name}"><th scope="row"><a href="#row-${number}"><bdi>${name}</bdi></a></th>${cells}
<td class="number" data-label="${wording.figures.findings}" data-value="${missed}"><span>${formatCount(missed)}</span></td>
${foremostCell(wording.praiseFirst, praise && { ...praise, cases: [praise.hits, praise.n] }, data.foremost[0], place, wording)}
${foremostCell(wording.topImprovement, improvement && { ...improvement, cases: [improvement.failed, improvement.n] }, data.foremost[1], place, wording)}</tr>`;
}

/** The agent's row of the week before, where both have enough conversations to be compared. */
function comparableBefore(agent: AgentWeek, { agentsBefore }: PageTeam, { settings }: Report): Row | null {
  const before = agentsBefore.get(agent.agent) ?? null;
  const enough = settings.minSessions;
  return before !== null && agent.sessions >= enough && before.sessions >= enough ? before : null;
}

/** What comes first, in how many cases, and the conversation that shows it. */
function foremostCell(
  label: string,
  subject: { title: string; cases: [hits: number, n: number] } | undefined,
  talk: number,
  { number }: Place,
  wording: Wording,
): Markup {
  if (subject === undefined) return html`<td data-label="${label}" data-value="">${wording.none}</td>`;
  const [hits, n] = subject.cases;
  const cases = wording.units.ofCases(formatCount(hits), formatCount(n));
  const tone = label === wording.praiseFirst ? "praise" : "improvement";
  return html`<td data-label="${label}" data-value="${subject.title}"><span><span class="${tone}">${subject.title}</span> <span class="cases">${cases}</span>${
    talk < 0 ? null : html` <a class="see" href="#row-${number}.${talk}">${wording.talk.see}</a>`
  }</span></td>`;
}

function scoreCell(row: Row, report: Report, wording: Wording): Markup {
  const interval = scoreNote(row, wording);
  const note = row.score.enough
    ? null
    : html` title="${wording.help.notEnough(report.settings.minSessions)}"`;
  return html`${formatScore(row.score, wording)}${interval === "" ? null : html` <span class="interval"${note}>${interval}</span>`}`;
}

function teamCharts(team: TeamWeek, report: Report, wording: Wording): Markup[] {
  return [
    figureBox(wording.charts.agentsScore, scoresChart(team, wording), null, wording),
    figureBox(
      wording.charts.distribution,
      waitsChart(team, wording),
      wording.charts.distributionNote,
      wording,
    ),
    figureBox(
      wording.charts.waitingByHour,
      heatMap(team.team.metrics.waitingByHour, wording),
      wording.charts.waitingByHourNote,
      wording,
    ),
    figureBox(
      wording.charts.concurrency,
      concurrencyChart(team, wording),
      wording.charts.concurrencyNote,
      wording,
    ),
    figureBox(wording.charts.ruleFailures, rulesChart(team, report, wording), null, wording),
  ];
}

/** A chart under its title, or a word where there is nothing to draw. */
export function figureBox(
  title: string,
  chart: Markup | null,
  note: string | null,
  wording: Wording,
): Markup {
  return html`<figure><figcaption>${title}</figcaption>${chart ?? html`<p class="none">${wording.charts.empty}</p>`}${
    note === null ? null : html`<p class="note">${note}</p>`
  }</figure>`;
}

function scoresChart(team: TeamWeek, wording: Wording): Markup | null {
  const rows = team.agents.flatMap((agent) =>
    agent.score.value === null || agent.sessions === 0
      ? []
      : [
          {
            label: agentName(agent, wording),
            value: agent.score.value,
            low: agent.score.low,
            high: agent.score.high,
            text: `${formatScore(agent.score, wording)}${agent.score.enough ? "" : ` ${wording.notEnough}`}`,
          },
        ],
  );
  return rows.length === 0 ? null : intervalChart(wording.charts.agentsScore, rows);
}

const limits = ["15", "30", "60", "180"] as const;

/** The shares of `withinSeconds` as parts that add up to one. */
function waitsChart(team: TeamWeek, wording: Wording): Markup | null {
  const named: [string, Row][] = [
    [wording.team, team.team],
    ...team.agents.map((agent): [string, Row] => [agentName(agent, wording), agent]),
  ];
  const rows = named.flatMap(([label, row]) => {
    const within = row.metrics.withinSeconds;
    if (within === null || within["15"].n === 0) return [];
    const { n } = within["15"];
    const inTime = limits.map((limit) => within[limit].hits / n);
    const parts = [...inTime, 1].map((share, at) => share - (inTime[at - 1] ?? 0));
    return [{ label, parts, text: `≤${wording.units.seconds(limits[2])} ${formatPercent(inTime[2]!)}` }];
  });
  const legend = [
    ...limits.map((limit) => wording.figures.within(formatLimit(Number(limit), wording))),
    wording.figures.silent,
  ];
  return rows.length === 0 ? null : stackedChart(wording.charts.distribution, rows, legend);
}

/** How many conversations agents had side by side, on average and at most. */
function concurrencyChart(team: TeamWeek, wording: Wording): Markup | null {
  const busy = team.agents.flatMap((agent) => {
    const { mean, max } = agent.metrics.concurrency ?? { mean: null, max: 0 };
    return mean === null ? [] : [{ label: agentName(agent, wording), mean, max }];
  });
  const widest = Math.max(...busy.map(({ mean }) => mean));
  const rows = busy.map(({ label, mean, max }) => ({
    label,
    share: mean / widest,
    text: wording.charts.concurrencyText(formatDecimal(mean, 1), formatCount(max)),
  }));
  return rows.length === 0 ? null : barChart(wording.charts.concurrency, rows);
}

function rulesChart(team: TeamWeek, report: Report, wording: Wording): Markup | null {
  const titles = new Map(
    report.rubrics.flatMap((rubric) => rubric.rules.map((rule) => [rule.id, rule.title])),
  );
  const failed = (tally: RuleTally) => tally.failed / (tally.passed + tally.failed);
  const rows = team.team.rules
    .filter((tally) => tally.failed > 0)
    .sort((a, b) => failed(b) - failed(a))
    .slice(0, rulesDrawn)
    .map((tally) => ({
      label: titles.get(tally.id) ?? tally.id,
      share: failed(tally),
      text: `${formatPercent(failed(tally))} ${wording.units.ofCases(formatCount(tally.failed), formatCount(tally.passed + tally.failed))}`,
    }));
  return rows.length === 0 ? null : barChart(wording.charts.ruleFailures, rows);
}

/** The agent's details; what is inside is put in by the page's script when it is opened. */
function agentDetails(agent: AgentWeek, row: number, wording: Wording): Markup {
  const [praise, improvement] = [agent.praises[0], agent.improvements[0]];
  const interval = scoreNote(agent, wording);
  return html`<details class="agent" id="row-${row}" data-row="${row}"><summary><span class="name"><bdi>${agentName(agent, wording)}</bdi></span>
<span class="score">${formatScore(agent.score, wording)}${interval === "" ? null : html` <span class="interval">${interval}</span>`}</span>
${praise === undefined ? null : html`<span class="praise">${praise.title}</span>`}
${improvement === undefined ? null : html`<span class="cases">${wording.topImprovement}${wording.colon}${improvement.title}</span>`}</summary><div class="body"></div></details>`;
}
