import { displayWidth, truncate } from "../../text/width.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** Charts are plain SVG of a fixed inner width that scales with the page; colours come from the style sheet. */
const width = 520;
const rowHeight = 26;
const labelColumns = 24;
const columnWidth = 7.4;
const valueWidth = 92;

/** One line of a chart with a row per agent or rule. */
export interface ChartRow {
  label: string;
  /** The figure in words, right of the drawing. */
  text: string;
}

/** Room for the labels of the rows, and what is left for drawing. */
function layoutOf(rows: readonly ChartRow[]): { labelWidth: number; plotWidth: number } {
  const columns = Math.min(labelColumns, Math.max(8, ...rows.map(({ label }) => displayWidth(label))));
  const labelWidth = Math.ceil(columns * columnWidth) + 12;
  return { labelWidth, plotWidth: width - labelWidth - valueWidth };
}

/** Horizontal bars; `share` is 0–1 of the plot. */
export function barChart(title: string, rows: readonly (ChartRow & { share: number })[]): Markup {
  const { labelWidth, plotWidth } = layoutOf(rows);
  return rowChart(
    title,
    rows,
    rows.map(
      ({ share }, at) =>
        html`<rect class="bar" x="${labelWidth}" y="${at * rowHeight + 6}" width="${round(share * plotWidth)}" height="${rowHeight - 12}" rx="2"/>`,
    ),
  );
}

/** A point with its interval on a scale of 0–100. */
export function intervalChart(
  title: string,
  rows: readonly (ChartRow & { value: number; low: number | null; high: number | null })[],
): Markup {
  const { labelWidth, plotWidth } = layoutOf(rows);
  const x = (value: number) => round(labelWidth + (value / 100) * plotWidth);
  const grid = [0, 25, 50, 75, 100].map(
    (
      value,
    ) => html`<line class="grid" x1="${x(value)}" x2="${x(value)}" y1="0" y2="${rows.length * rowHeight}"/>
<text class="tick" x="${x(value)}" y="${rows.length * rowHeight + 14}" text-anchor="middle">${value}</text>`,
  );
  const marks = rows.map(({ value, low, high }, at) => {
    const y = at * rowHeight + rowHeight / 2;
    const interval =
      low === null || high === null
        ? null
        : html`<line class="interval" x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}"/>`;
    return html`${interval}<circle class="point" cx="${x(value)}" cy="${y}" r="4.5"/>`;
  });
  return rowChart(title, rows, [grid, marks], 20);
}

/** Rows divided into parts; `parts` are shares of the row that add up to 1, in the order of `legend`. */
export function stackedChart(
  title: string,
  rows: readonly (ChartRow & { parts: readonly number[] })[],
  legend: readonly string[],
): Markup {
  const { labelWidth, plotWidth } = layoutOf(rows);
  const marks = rows.map(({ parts }, at) => {
    let x = labelWidth;
    return parts.map((part, step) => {
      const from = x;
      x += part * plotWidth;
      return html`<rect class="step${step}" x="${round(from)}" y="${at * rowHeight + 5}" width="${round(x - from)}" height="${rowHeight - 10}"/>`;
    });
  });
  const keys = legend.map((label, step) => html`<li><span class="key step${step}"></span>${label}</li>`);
  return html`${rowChart(title, rows, marks)}<ul class="legend">${keys}</ul>`;
}

/** A line over the weeks, oldest left; null breaks the line. `band` is drawn behind it. */
export function lineChart(
  title: string,
  points: readonly { label: string; value: number | null; text: string }[],
  range: { from: number; to: number },
  ticks: readonly { value: number; text: string }[],
): Markup {
  const height = 150;
  const left = 64;
  const right = width - 16;
  const x = (at: number) =>
    round(points.length < 2 ? (left + right) / 2 : left + (at * (right - left)) / (points.length - 1));
  const y = (value: number) =>
    round(12 + (1 - (value - range.from) / (range.to - range.from || 1)) * (height - 24));
  const grid = ticks.map(
    (tick) => html`<line class="grid" x1="${left}" x2="${right}" y1="${y(tick.value)}" y2="${y(tick.value)}"/>
<text class="tick" x="${left - 6}" y="${y(tick.value) + 4}" text-anchor="end">${tick.text}</text>`,
  );
  const every = Math.ceil(points.length / 8);
  const labels = points.map(({ label }, at) =>
    (points.length - 1 - at) % every === 0
      ? html`<text class="tick" x="${x(at)}" y="${height + 8}" text-anchor="middle">${label}</text>`
      : null,
  );
  const dots = points.map(({ value, label, text }, at) =>
    value === null
      ? null
      : html`<circle class="point" cx="${x(at)}" cy="${y(value)}" r="${points.length > 30 ? 2 : 4}"><title>${label} ${text}</title></circle>`,
  );
  const path = linePath(points.map(({ value }, at) => (value === null ? null : `${x(at)} ${y(value)}`)));
  return svg(title, height + 16, [grid, labels, html`<path class="line" d="${path}"/>`, dots]);
}

function linePath(points: readonly (string | null)[]): string {
  return points
    .map((point, at) => (point === null ? "" : `${at === 0 || points[at - 1] === null ? "M" : "L"}${point}`))
    .join("");
}

/** Labels left and words right of what is drawn between. */
function rowChart(title: string, rows: readonly ChartRow[], marks: Part, below = 0): Markup {
  const { labelWidth } = layoutOf(rows);
  const words = rows.map(({ label, text }, at) => {
    const y = at * rowHeight + rowHeight / 2 + 4.5;
    return html`<text x="${labelWidth - 8}" y="${y}" text-anchor="end">${truncate(label, labelColumns)}<title>${label}</title></text>
<text class="value" x="${width - valueWidth + 8}" y="${y}">${text}</text>`;
  });
  return svg(title, rows.length * rowHeight + below, [marks, words]);
}

function svg(title: string, height: number, content: Part): Markup {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">${content}</svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
