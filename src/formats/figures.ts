import type { AgentWeek, Metrics, Score, Share, ShopWeek } from "../model/report.ts";
import type { Wording } from "../text/wording.ts";

/** A row of the report, of an agent or of a shop. */
export type Row = AgentWeek | ShopWeek;

/** What a number measures, and so how it is written. */
export type Unit = "count" | "seconds" | "share" | "score" | "ratio";

/** One figure of a row: how it is called, read, written, and which way is better. */
export interface Figure {
  id: string;
  /** Its key in `metrics.reasons`. */
  metric: keyof Metrics | "score";
  label: (wording: Wording) => string;
  unit: Unit;
  /** `null` where it cannot be computed. */
  value: (row: Row) => number | null;
  /** Number of cases behind it, where it is a mean or a share. */
  n?: (row: Row) => number | null;
  /** Where one direction is better; figures without a better direction have none. */
  better?: "high" | "low";
}

const share = (
  id: string,
  metric: keyof Metrics,
  label: Figure["label"],
  read: (m: Metrics) => Share | undefined,
  better?: "high" | "low",
): Figure => ({
  id,
  metric,
  label,
  unit: "share",
  value: (row) => read(row.metrics)?.value ?? null,
  n: (row) => read(row.metrics)?.n ?? null,
  ...(better === undefined ? {} : { better }),
});

const withinLimits = [15, 30, 60, 180] as const;

/** All figures of contract §3 in the order of the report; formats choose among them by id. */
export const figures: readonly Figure[] = [
  {
    id: "sessions",
    metric: "sessions",
    label: (w) => w.figures.sessions,
    unit: "count",
    value: (row) => row.sessions,
  },
  {
    id: "score",
    metric: "score",
    label: (w) => w.figures.score,
    unit: "score",
    value: (row) => row.score.value,
    n: (row) => row.score.n,
    better: "high",
  },
  {
    id: "firstReply",
    metric: "firstReplySeconds",
    label: (w) => w.figures.firstReply,
    unit: "seconds",
    value: (row) => row.metrics.firstReplySeconds?.mean ?? null,
    n: (row) => row.metrics.firstReplySeconds?.n ?? null,
    better: "low",
  },
  {
    id: "reply",
    metric: "replySeconds",
    label: (w) => w.figures.reply,
    unit: "seconds",
    value: (row) => row.metrics.replySeconds?.mean ?? null,
    n: (row) => row.metrics.replySeconds?.n ?? null,
    better: "low",
  },
  {
    id: "replyMedian",
    metric: "replySeconds",
    label: (w) => w.figures.replyMedian,
    unit: "seconds",
    value: (row) => row.metrics.replySeconds?.p50 ?? null,
    better: "low",
  },
  {
    id: "replyP90",
    metric: "replySeconds",
    label: (w) => w.figures.replyP90,
    unit: "seconds",
    value: (row) => row.metrics.replySeconds?.p90 ?? null,
    better: "low",
  },
  {
    id: "replyMax",
    metric: "replySeconds",
    label: (w) => w.figures.replyMax,
    unit: "seconds",
    value: (row) => row.metrics.replySeconds?.max ?? null,
    better: "low",
  },
  ...withinLimits.map((limit) =>
    share(
      `within${limit}`,
      "withinSeconds",
      (w) => w.figures.within(formatLimit(limit, w)),
      (m) => m.withinSeconds?.[`${limit}`],
      "high",
    ),
  ),
  share(
    "replyRate",
    "replyRate",
    (w) => w.figures.replyRate,
    (m) => m.replyRate,
    "high",
  ),
  {
    id: "unanswered",
    metric: "unanswered",
    label: (w) => w.figures.unanswered,
    unit: "count",
    value: (row) => (row.metrics.unanswered.value === null ? null : row.metrics.unanswered.hits),
    n: (row) => row.metrics.unanswered.n,
    better: "low",
  },
  {
    id: "slowTurns",
    metric: "slowTurns",
    label: (w) => w.figures.slowTurns,
    unit: "count",
    value: (row) => row.metrics.slowTurns,
    better: "low",
  },
  {
    id: "workingFirstReply",
    metric: "workingSeconds",
    label: (w) => w.figures.workingFirstReply,
    unit: "seconds",
    value: (row) => row.metrics.workingSeconds?.firstReplySeconds?.mean ?? null,
    n: (row) => row.metrics.workingSeconds?.firstReplySeconds?.n ?? null,
    better: "low",
  },
  {
    id: "workingReply",
    metric: "workingSeconds",
    label: (w) => w.figures.workingReply,
    unit: "seconds",
    value: (row) => row.metrics.workingSeconds?.replySeconds?.mean ?? null,
    n: (row) => row.metrics.workingSeconds?.replySeconds?.n ?? null,
    better: "low",
  },
  share(
    "workingWithin60",
    "workingSeconds",
    (w) => w.figures.workingWithin(formatLimit(60, w)),
    (m) => m.workingSeconds?.withinSeconds?.["60"],
    "high",
  ),
  {
    id: "customers",
    metric: "customers",
    label: (w) => w.figures.customers,
    unit: "count",
    value: (row) => row.metrics.customers,
  },
  {
    id: "customerMessages",
    metric: "customerMessages",
    label: (w) => w.figures.customerMessages,
    unit: "count",
    value: (row) => row.metrics.customerMessages,
  },
  {
    id: "agentMessages",
    metric: "agentMessages",
    label: (w) => w.figures.agentMessages,
    unit: "count",
    value: (row) => row.metrics.agentMessages,
  },
  {
    id: "answerRatio",
    metric: "answerRatio",
    label: (w) => w.figures.answerRatio,
    unit: "ratio",
    value: (row) => row.metrics.answerRatio,
  },
  share(
    "cannedShare",
    "cannedShare",
    (w) => w.figures.cannedShare,
    (m) => m.cannedShare,
  ),
  share(
    "emoticonShare",
    "emoticonShare",
    (w) => w.figures.emoticonShare,
    (m) => m.emoticonShare,
  ),
  {
    id: "politePer100",
    metric: "politePer100",
    label: (w) => w.figures.politePer100,
    unit: "ratio",
    value: (row) => perHundred(row.metrics.politePer100),
    n: (row) => row.metrics.politePer100.n,
  },
  {
    id: "youOverI",
    metric: "youOverI",
    label: (w) => w.figures.youOverI,
    unit: "ratio",
    value: (row) => row.metrics.youOverI.value,
    n: (row) => row.metrics.youOverI.n,
  },
  {
    id: "duration",
    metric: "durationSeconds",
    label: (w) => w.figures.duration,
    unit: "seconds",
    value: (row) => row.metrics.durationSeconds?.mean ?? null,
    n: (row) => row.metrics.durationSeconds?.n ?? null,
  },
  {
    id: "concurrencyMean",
    metric: "concurrency",
    label: (w) => w.figures.concurrencyMean,
    unit: "ratio",
    value: (row) => row.metrics.concurrency?.mean ?? null,
  },
  {
    id: "concurrencyMax",
    metric: "concurrency",
    label: (w) => w.figures.concurrencyMax,
    unit: "count",
    value: (row) => row.metrics.concurrency?.max ?? null,
  },
  share(
    "unattended",
    "unattended",
    (w) => w.figures.unattended,
    (m) => m.unattended,
    "low",
  ),
  {
    id: "queuePosition",
    metric: "queuePosition",
    label: (w) => w.figures.queuePosition,
    unit: "ratio",
    value: (row) => row.metrics.queuePosition?.mean ?? null,
    n: (row) => row.metrics.queuePosition?.n ?? null,
    better: "low",
  },
  share(
    "newCustomersFirst",
    "newCustomersFirst",
    (w) => w.figures.newCustomersFirst,
    (m) => m.newCustomersFirst ?? undefined,
    "high",
  ),
  share(
    "shiftReplies",
    "shiftReplies",
    (w) => w.figures.shiftReplies,
    (m) => m.shiftReplies,
  ),
];

const byId = new Map(figures.map((figure) => [figure.id, figure]));

/** The figure of an id of `figures`. */
export function figureOf(id: string): Figure {
  const figure = byId.get(id);
  if (figure === undefined) throw new Error(`no figure ${id}`);
  return figure;
}

/** A figure of a row as people write it, `—` where it cannot be computed. */
export function writeFigure(figure: Figure, row: Row, wording: Wording): string {
  return writeValue(figure.value(row), figure.unit, wording);
}

/** A number in its unit: 12.3 秒, 1 分 05 秒, 98.5%, 1,234. */
export function writeValue(value: number | null, unit: Unit, wording: Wording): string {
  if (value === null) return wording.none;
  if (unit === "seconds") return formatSeconds(value, wording);
  if (unit === "share") return formatPercent(value);
  if (unit === "count") return formatCount(value);
  return formatDecimal(value, unit === "ratio" ? 2 : 1);
}

/** Seconds to a tenth below a minute, then minutes and seconds, then hours and minutes. */
export function formatSeconds(seconds: number, wording: Wording): string {
  const tenths = Math.round(seconds * 10) / 10;
  if (tenths < 60) return wording.units.seconds(String(tenths));
  const whole = Math.round(seconds);
  if (whole < 3600) return wording.units.minutes(Math.floor(whole / 60), twoDigits(whole % 60));
  const minutes = Math.round(seconds / 60);
  return wording.units.hours(formatCount(Math.floor(minutes / 60)), twoDigits(minutes % 60));
}

/** A limit or a setting: 60 秒, 30 分钟. */
export function formatLimit(seconds: number, wording: Wording): string {
  if (seconds > 60 && seconds % 60 === 0) return wording.units.wholeMinutes(formatCount(seconds / 60));
  return wording.units.seconds(String(seconds));
}

/** A share to a tenth of a percent. 100% and 0% are said only of all and none. */
export function formatPercent(share: number): string {
  const tenths = Math.round(share * 1000);
  if (share < 1 && tenths === 1000) return "99.9%";
  if (share > 0 && tenths === 0) return "0.1%";
  return `${tenths / 10}%`;
}

/** Thousands separated by commas. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A decimal number with at most `places` places. */
export function formatDecimal(value: number, places: number): string {
  const factor = 10 ** places;
  return String(Math.round(value * factor) / factor);
}

/** The score, always with one place so that columns align; `—` where nothing applied. */
export function formatScore(score: Score, wording: Wording): string {
  return score.value === null ? wording.none : score.value.toFixed(1);
}

/** The 95 % interval, 样本不足 where there are too few sessions, empty where there is no score. */
export function formatInterval(score: Score, wording: Wording): string {
  if (score.value === null) return "";
  if (!score.enough) return wording.notEnough;
  if (score.low === null || score.high === null) return "";
  return wording.units.interval(score.low.toFixed(1), score.high.toFixed(1));
}

/** Hits per 100 cases; courtesies may be more than one in a message. */
function perHundred(figure: Share): number | null {
  return figure.n === 0 ? null : (figure.hits * 100) / figure.n;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
