import type { Metrics } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import { formatCount, formatLimit, formatSeconds } from "../figures.ts";
import { html, type Markup } from "./markup.ts";

type Cell = Metrics["waitingByHour"][number];

const width = 520;
const labelWidth = 44;
const rowHeight = 22;
/** A mean wait above each of these, in seconds, is one colour further. */
const limits = [15, 30, 60, 180] as const;

/** Mean waits by weekday and hour as coloured cells; null where nobody asked anything. */
export function heatMap(cells: readonly Cell[], wording: Wording): Markup | null {
  if (cells.length === 0) return null;
  const hours = cells.map(({ hour }) => hour);
  const first = Math.min(...hours);
  const columns = Math.max(...hours) - first + 1;
  const columnWidth = Math.min(40, (width - labelWidth) / columns);
  const x = (hour: number) => round(labelWidth + (hour - first) * columnWidth);
  const rows = wording.charts.weekdays.map(
    (day, at) => html`<text x="${labelWidth - 8}" y="${at * rowHeight + 15}" text-anchor="end">${day}</text>`,
  );
  const marks = cells.map((cell) => {
    const open = cell.unanswered > 0 ? " left" : "";
    return html`<rect class="heat ${stepOf(cell)}${open}" x="${x(cell.hour) + 1}" y="${(cell.weekday - 1) * rowHeight + 1}" width="${round(columnWidth - 2)}" height="${rowHeight - 2}" rx="2"><title>${cellText(cell, wording)}</title></rect>`;
  });
  const bottom = 7 * rowHeight;
  const ticks = Array.from({ length: columns }, (_, at) => first + at)
    .filter((hour) => columns <= 12 || hour % 2 === 0)
    .map(
      (hour) =>
        html`<text class="tick" x="${x(hour) + columnWidth / 2}" y="${bottom + 14}" text-anchor="middle">${hour}</text>`,
    );
  const legend = [...limits.map((limit) => `≤${formatLimit(limit, wording)}`), wording.charts.slower].map(
    (label, step) => html`<li><span class="key step${step}"></span>${label}</li>`,
  );
  return html`<svg viewBox="0 0 ${width} ${bottom + 20}" role="img" aria-label="${wording.charts.waitingByHour}">${rows}${marks}${ticks}</svg><ul class="legend">${legend}</ul>`;
}

function stepOf({ n, sum }: Cell): string {
  if (n === 0) return "empty";
  const above = limits.findIndex((limit) => sum <= limit * n);
  return `step${above === -1 ? limits.length : above}`;
}

function cellText({ weekday, hour, n, sum, unanswered }: Cell, wording: Wording): string {
  return wording.charts.waitingCell(
    wording.charts.weekdays[weekday - 1]!,
    String(hour),
    formatCount(n),
    n === 0 ? wording.none : formatSeconds(sum / n, wording),
    formatCount(unanswered),
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
