import type { Metrics, RowEvidence } from "../model/report.ts";
import { answered } from "./answered.ts";
import { concurrency } from "./concurrency.ts";
import { counts } from "./counts.ts";
import { duration } from "./duration.ts";
import type { Figure, Gaps, MetricsContext, RowView } from "./figure.ts";
import { type PlatformSums, platformMetrics } from "./platforms/figures.ts";
import type { FigureList } from "./platforms/profile.ts";
import { queue } from "./queue.ts";
import { shiftReplies } from "./shift-replies.ts";
import { unattended } from "./unattended.ts";
import { waiting } from "./waiting.ts";
import { waitingByHour } from "./waiting-by-hour.ts";
import { wording } from "./wording.ts";

/** All figures; a new one is a file and a line here. */
const figures = {
  counts,
  waiting,
  waitingByHour,
  answered,
  wording,
  duration,
  concurrency,
  shiftReplies,
  unattended,
  queue,
} satisfies Record<string, Figure<unknown>>;

type StateOf<F> = F extends Figure<infer State> ? State : never;

/** The sums of a row from which its figures are computed: plain data, mergeable in any order. */
export type MetricSums = { [K in keyof typeof figures]: StateOf<(typeof figures)[K]> };

type AnyFigure = Figure<unknown>;
const entries = Object.entries(figures) as [keyof MetricSums, AnyFigure][];

export function emptySums(): MetricSums {
  return Object.fromEntries(entries.map(([name, figure]) => [name, figure.empty()])) as MetricSums;
}

/** Adds what a session contributes to a row. */
export function addSession(sums: MetricSums, row: RowView, context: MetricsContext): void {
  for (const [name, figure] of entries) figure.add(sums[name], row, context);
}

export function mergeSums(into: MetricSums, from: MetricSums): void {
  for (const [name, figure] of entries) figure.merge(into[name], from[name]);
}

/** Equal sums are equal data afterwards, whatever the order of adding. */
export function tidySums(sums: MetricSums): void {
  for (const [name, figure] of entries) figure.tidy?.(sums[name]);
}

/** Sentence for a figure of which `unknown` cases have no time; `all`: none has. */
export type ExplainGap = (figure: string, unknown: number, all: boolean) => string;

/** The figures of a row (contract §3, §4). */
export function metricsOf(
  sums: MetricSums,
  platformSums: PlatformSums,
  profiles: readonly FigureList[],
  explain: ExplainGap,
): Metrics {
  const gaps: Gaps = new Map();
  const parts = entries.map(([name, figure]) => figure.result(sums[name], gaps));
  const { platform, unknown } = platformMetrics(platformSums, profiles);
  const reasons: Record<string, string> = {};
  for (const [figure, gap] of [...gaps, ...[...unknown]].sort(([a], [b]) => (a < b ? -1 : 1))) {
    reasons[figure] = explain(figure, gap.unknown, gap.all);
  }
  return Object.assign({}, ...parts, { platform, reasons }) as Metrics;
}

/** The conversations that prove figures of a row. */
export function evidenceOf(sums: MetricSums): RowEvidence {
  const parts = entries.map(([name, figure]) => figure.evidence?.(sums[name]));
  return Object.assign({}, ...parts) as RowEvidence;
}
