import type { AgentWeek, Report, ShopWeek } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import {
  figureOf,
  formatInterval,
  formatScore,
  type Row,
  type Unit,
  writeFigure,
  writeValue,
} from "../figures.ts";
import type { History } from "../history.ts";
import { type MonthOptions, monthsOf } from "../months.ts";
import { compare, groupBy, keyOf, shopName } from "../view.ts";
import { lineChart } from "./charts.ts";
import { html, type Markup } from "./markup.ts";
import { figureBox } from "./team.ts";

/** Weeks of a shop or of an agent as lines; nothing where there is only one week. */
export interface Trends {
  /** One section for each shop, to be shown with it. */
  shops: Markup[];
  /** Templates `trend-0`, `trend-1`, … for the details of agents. */
  agents: Markup[];
  /** Which of `agents` belongs to a row, -1 for none. */
  trendOf: (row: AgentWeek) => number;
}

/** Draws the trends of all shops and agents that have at least two weeks. */
export function drawTrends(report: Report, history: History, wording: Wording): Trends {
  const shopWeeks = withWeek([...history.shopWeeks, ...report.shopWeeks]);
  const shops = [...groupBy(shopWeeks, (row) => keyOf(null, row.shop)).values()].filter(hasTrend);
  const months = { minSessions: report.settings.minSessions, otherRubrics: history.otherRubrics };
  const current = new Set(report.agentWeeks.map(agentKey));
  const agentWeeks = withWeek([...history.agentWeeks, ...report.agentWeeks]);
  const agents = [...groupBy(agentWeeks, agentKey)].filter(
    ([key, rows]) => current.has(key) && hasTrend(rows),
  );
  const numbers = new Map(agents.map(([key], at) => [key, at]));
  return {
    shops: shops.map((rows) => shopTrend(rows, months, wording)),
    agents: agents.map(
      ([, rows], at) =>
        html`<template id="trend-${at}"><div class="charts">${trendCharts(rows, wording)}</div>${monthTable(rows, months, wording)}</template>`,
    ),
    trendOf: (row) => numbers.get(agentKey(row)) ?? -1,
  };
}

const monthFigures = ["sessions", "score", "firstReply", "reply", "replyRate", "unanswered"] as const;

const trendFigures = ["score", "firstReply", "replyRate"] as const;

function agentKey(row: AgentWeek): string {
  return keyOf(null, row.shop, row.agent);
}

function withWeek<T extends ShopWeek>(rows: readonly T[]): T[] {
  return rows.filter((row) => row.week !== null).sort((a, b) => compare(a.week!, b.week!));
}

function hasTrend(rows: readonly Row[]): boolean {
  return rows.length > 1;
}

function shopTrend(rows: readonly ShopWeek[], options: MonthOptions, wording: Wording): Markup {
  const { otherRubrics } = options;
  const { shop } = rows[0]!;
  return html`<section class="trend" data-shop="${shop ?? ""}"><h2>${wording.page.trend}${wording.separator}<bdi>${shopName(shop, wording)}</bdi></h2>
${otherRubrics.length === 0 ? null : html`<p class="note">${wording.history.otherRubrics(otherRubrics.join(wording.list))}</p>`}
<div class="charts">${trendCharts(rows, wording)}</div>
${monthTable(rows, options, wording)}</section>`;
}

function trendCharts(rows: readonly Row[], wording: Wording): Markup[] {
  return trendFigures.map((id) => {
    const figure = figureOf(id);
    const points = rows.map((row) => ({
      label: row.week!.slice(5),
      value: figure.value(row),
      text: writeFigure(figure, row, wording),
    }));
    const title = wording.charts.trend(figure.label(wording));
    const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
    if (values.length === 0) return figureBox(title, null, null, wording);
    const range = rangeOf(values, figure.unit);
    const ticks = [range.from, (range.from + range.to) / 2, range.to].map((value) => ({
      value,
      text: writeValue(value, figure.unit, wording),
    }));
    return figureBox(title, lineChart(title, points, range, ticks), null, wording);
  });
}

/** The same weeks by month: sums, and means of the sums. */
function monthTable(rows: readonly Row[], options: MonthOptions, wording: Wording): Markup {
  const { month, monthNote, weeksOf } = wording.history;
  const labels = monthFigures.map((id) => figureOf(id).label(wording));
  const heads = labels.map((label) => html`<th scope="col" class="number">${label}</th>`);
  const lines = [...monthsOf(rows, options)].reverse().map(({ month: name, weeks, row }) => {
    const cells = monthFigures.map((id, at) => {
      const value =
        id === "score" ? formatScore(row.score, wording) : writeFigure(figureOf(id), row, wording);
      const interval = id === "score" ? formatInterval(row.score, wording) : "";
      return html`<td class="number" data-label="${labels[at]!}">${value}${interval === "" ? null : html` <span class="interval">${interval}</span>`}</td>`;
    });
    const [first, last] = [weeks[0]!, weeks.at(-1)!].map((week) => week.slice(5));
    const span = first === last ? first! : wording.units.interval(first!, last!);
    return html`<tr><th scope="row">${wording.history.monthName(Number(name.slice(0, 4)), Number(name.slice(5)))} <span class="cases">${weeksOf(weeks.length, span)}</span></th>${cells}</tr>`;
  });
  return html`<h3>${month}</h3><div class="scroll" tabindex="0" role="region" aria-label="${month}"><table class="months"><thead><tr><th scope="col">${month}</th>${heads}</tr></thead><tbody>${lines}</tbody></table></div>
<p class="note">${monthNote}</p>`;
}

/** The scale: waits from zero, scores and shares from the ten below the lowest up to all. */
function rangeOf(values: readonly number[], unit: Unit): { from: number; to: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (unit === "seconds") return { from: 0, to: niceAbove(high) };
  const top = unit === "share" ? 1 : 100;
  const step = top / 10;
  return { from: Math.max(0, Math.floor((low - step / 2) / step) * step), to: top };
}

/** The next of 10, 20, 40, 60, 120, 240, … seconds. */
function niceAbove(seconds: number): number {
  let limit = 10;
  while (limit < seconds) limit = limit === 40 ? 60 : limit * 2;
  return limit;
}
