import type {
  AgentWeek,
  Distribution,
  Metrics,
  Report,
  RuleTally,
  Score,
  Share,
  ShopWeek,
} from "../model/report.ts";
import { sessionScore } from "../model/score.ts";
import { meanOf } from "../statistics/mean.ts";
import { dayMs } from "../text/zone.ts";
import type { Row } from "./figures.ts";
import { compare, groupBy, mondayOf } from "./view.ts";

/** Weeks of a team or an agent brought together. */
export interface Month<T extends Row = Row> {
  /** `2026-11` */
  month: string;
  /** Its weeks that there are, oldest first. */
  weeks: string[];
  /** The sums of the weeks under the name of the month. */
  row: T;
}

/** What months are made under. */
export interface MonthOptions {
  minSessions: number;
  /** Weeks whose scores do not compare: a month with one of them has no score. */
  otherRubrics: readonly string[];
}

/** The month to which a week belongs: that of its Thursday, as ISO 8601 gives weeks to years. */
export function monthOf(week: string): string | null {
  const monday = mondayOf(week);
  return monday === null ? null : new Date(monday + 3 * dayMs).toISOString().slice(0, 7);
}

/**
 * Rows of one team or agent by month, oldest first. Counts and sums are added and means taken of the sums;
 * percentiles cannot be added and are null. Customers are counted by the week.
 */
export function monthsOf<T extends Row>(rows: readonly T[], options: MonthOptions): Month<T>[] {
  const dated = rows.filter((row) => row.week !== null && monthOf(row.week) !== null);
  const months = groupBy(dated, (row) => monthOf(row.week!)!);
  return [...months]
    .sort(([a], [b]) => compare(a, b))
    .map(([month, all]) => {
      const sorted = all.sort((a, b) => compare(a.week!, b.week!));
      return {
        month,
        weeks: sorted.map((row) => row.week!),
        row: { ...sorted[0]!, ...addUp(sorted, options), week: month },
      };
    });
}

/** A report whose rows are months; its findings and praises stay by the week. */
export function byMonth(report: Report, otherRubrics: readonly string[]): Report {
  const options = { minSessions: report.settings.minSessions, otherRubrics };
  const months = <T extends Row>(rows: readonly T[], key: (row: T) => string) =>
    [...groupBy(rows, key).values()].flatMap((own) => monthsOf(own, options).map(({ row }) => row));
  return {
    ...report,
    shopWeeks: months(report.shopWeeks, ({ shop }: ShopWeek) => JSON.stringify(shop)),
    agentWeeks: months(report.agentWeeks, ({ shop, agent }: AgentWeek) => JSON.stringify([shop, agent])),
  };
}

function addUp(rows: readonly Row[], options: MonthOptions): Omit<ShopWeek, "week" | "shop"> {
  const improvements = rows.flatMap((row) => row.improvements);
  return {
    sessions: total(rows, (row) => row.sessions),
    score: scoreOf(rows, options),
    metrics: metricsOf(rows.map(({ metrics }) => metrics)),
    rules: tallies(rows.flatMap(({ rules }) => rules)),
    slowTurns: rows
      .flatMap(({ slowTurns }) => slowTurns)
      .sort((a, b) => b.seconds - a.seconds || compare(a.start, b.start)),
    evidence: {
      replyRate: cases(rows, "replyRate"),
      unanswered: cases(rows, "unanswered"),
      unattended: cases(rows, "unattended"),
    },
    praises: [
      ...groupBy(
        rows.flatMap(({ praises }) => praises),
        ({ title }) => title,
      ).values(),
    ].map((same) => ({
      ...same[0]!,
      hits: total(same, ({ hits }) => hits),
      n: total(same, ({ n }) => n),
    })),
    improvements: [...groupBy(improvements, ({ rule }) => rule).values()]
      .map((same) => ({
        ...same[0]!,
        failed: total(same, ({ failed }) => failed),
        n: total(same, ({ n }) => n),
        pointsLost: total(same, ({ pointsLost }) => pointsLost),
      }))
      .sort((a, b) => b.pointsLost - a.pointsLost || compare(a.rule, b.rule)),
  };
}

/** The score over the sessions of all weeks, by the arithmetic of contract §5. */
function scoreOf(rows: readonly Row[], { minSessions, otherRubrics }: MonthOptions): Score {
  const none: Score = { value: null, n: 0, low: null, high: null, enough: false, sessions: [] };
  if (rows.some(({ week }) => otherRubrics.includes(week!))) return none;
  const sessions = [
    ...groupBy(
      rows.flatMap(({ score }) => score.sessions),
      ([passed, applicable, fatal]) => JSON.stringify([passed, applicable, fatal]),
    ).values(),
  ].map((same) => [...same[0]!.slice(0, 3), total(same, ([, , , n]) => n!)]);
  const cases = sessions.flatMap(([passed, applicable, fatal, n]) => {
    const value = sessionScore({ passed: passed!, applicable: applicable!, fatal: fatal! > 0 });
    return value === null ? [] : [{ value, n: n! }];
  });
  const mean = meanOf({ cases, from: 0, to: 100 });
  return { ...mean, enough: mean.n > 0 && mean.n >= minSessions, sessions };
}

type Pace = Pick<Metrics, "withinSeconds" | "slowTurns">;

/** Turns in time and slow ones, by the clock or by shop hours. */
function paceOf(all: readonly Pace[]): Pace {
  const within = all.flatMap(({ withinSeconds }) => withinSeconds ?? []);
  const slow = all.flatMap(({ slowTurns }) => slowTurns ?? []);
  return {
    withinSeconds:
      within.length === 0
        ? null
        : {
            "15": shares(within.map((limits) => limits["15"])),
            "30": shares(within.map((limits) => limits["30"])),
            "60": shares(within.map((limits) => limits["60"])),
            "180": shares(within.map((limits) => limits["180"])),
          },
    slowTurns: slow.length === 0 ? null : total(slow, (turns) => turns),
  };
}

function metricsOf(all: readonly Metrics[]): Metrics {
  const count = (read: (metrics: Metrics) => number) => total(all, read);
  const shared = (read: (metrics: Metrics) => Share) => shares(all.map(read));
  const timed = (read: (metrics: Metrics) => Distribution | null) => distributions(all.map(read));
  const [customerMessages, agentMessages] = [count((m) => m.customerMessages), count((m) => m.agentMessages)];
  const queue = all.flatMap(({ newCustomersFirst }) => newCustomersFirst ?? []);
  return {
    sessions: count((m) => m.sessions),
    customers: count((m) => m.customers),
    customerMessages,
    agentMessages,
    firstReplySeconds: timed((m) => m.firstReplySeconds),
    replySeconds: timed((m) => m.replySeconds),
    ...paceOf(all),
    replyRate: shared((m) => m.replyRate),
    unanswered: shared((m) => m.unanswered),
    workingSeconds: {
      firstReplySeconds: timed((m) => m.workingSeconds.firstReplySeconds),
      replySeconds: timed((m) => m.workingSeconds.replySeconds),
      ...paceOf(all.map(({ workingSeconds }) => workingSeconds)),
    },
    answerRatio: customerMessages === 0 ? null : agentMessages / customerMessages,
    cannedShare: shared((m) => m.cannedShare),
    emoticonShare: shared((m) => m.emoticonShare),
    politePer100: shared((m) => m.politePer100),
    youOverI: shared((m) => m.youOverI),
    durationSeconds: timed((m) => m.durationSeconds),
    unattended: shared((m) => m.unattended),
    shiftReplies: shared((m) => m.shiftReplies),
    queuePosition: timed((m) => m.queuePosition),
    newCustomersFirst: queue.length === 0 ? null : shares(queue),
    waitingByHour: waitingByHour(all.flatMap((m) => m.waitingByHour)),
    concurrency: concurrency(all.flatMap((m) => m.concurrency ?? [])),
    platform: platforms(all.map((m) => m.platform)),
    reasons: Object.assign({}, ...all.map((m) => m.reasons)),
  };
}

function shares(all: readonly Share[]): Share {
  const [n, hits] = [total(all, (share) => share.n), total(all, (share) => share.hits)];
  return { n, hits, value: n === 0 ? null : hits / n };
}

function distributions(all: readonly (Distribution | null)[]): Distribution | null {
  const known = all.filter((one) => one !== null);
  if (known.length === 0) return null;
  const longest = known.flatMap(({ max }) => max ?? []);
  const max = longest.length === 0 ? null : Math.max(...longest);
  return { ...means(known), p50: null, p90: null, max };
}

function means(all: readonly { n: number; sum: number }[]): { n: number; sum: number; mean: number | null } {
  const [n, sum] = [total(all, (one) => one.n), total(all, (one) => one.sum)];
  return { n, sum, mean: n === 0 ? null : sum / n };
}

function waitingByHour(cells: Metrics["waitingByHour"]): Metrics["waitingByHour"] {
  const byCell = groupBy(cells, ({ weekday, hour }) => JSON.stringify([weekday, hour]));
  return [...byCell.values()]
    .map((same) => ({
      ...same[0]!,
      ...(({ n, sum }) => ({ n, sum }))(means(same)),
      unanswered: total(same, (cell) => cell.unanswered),
    }))
    .sort((a, b) => a.weekday - b.weekday || a.hour - b.hour);
}

function concurrency(all: readonly NonNullable<Metrics["concurrency"]>[]): Metrics["concurrency"] {
  if (all.length === 0) return null;
  const conversationSeconds = total(all, (one) => one.conversationSeconds);
  const busySeconds = total(all, (one) => one.busySeconds);
  return {
    max: Math.max(...all.map(({ max }) => max)),
    mean: busySeconds === 0 ? null : conversationSeconds / busySeconds,
    conversationSeconds,
    busySeconds,
  };
}

type PlatformFigure = Metrics["platform"][string][string];

function platforms(all: readonly Metrics["platform"][]): Metrics["platform"] {
  const sums: Metrics["platform"] = {};
  for (const name of new Set(all.flatMap(Object.keys))) {
    const figures = all.flatMap((platform) => Object.entries(platform[name] ?? {}));
    sums[name] = Object.fromEntries(
      [...groupBy(figures, ([id]) => id)].map(([id, same]) => [
        id,
        platformFigure(same.map(([, one]) => one)),
      ]),
    );
  }
  return sums;
}

function platformFigure(all: readonly PlatformFigure[]): PlatformFigure {
  const known = all.filter((one) => one !== null);
  const summed = known.flatMap((one) => ("sum" in one ? [one] : []));
  if (summed.length > 0) return means(summed);
  return known.length === 0 ? null : shares(known.flatMap((one) => ("hits" in one ? [one] : [])));
}

function tallies(all: readonly RuleTally[]): RuleTally[] {
  return [...groupBy(all, ({ rubric, id }) => `${rubric}/${id}`).values()].map((same) => ({
    ...same[0]!,
    passed: total(same, ({ passed }) => passed),
    failed: total(same, ({ failed }) => failed),
    skipped: total(same, ({ skipped }) => skipped),
    pointsLost: total(same, ({ pointsLost }) => pointsLost),
    ...(same.some(({ known }) => known !== undefined) && { known: total(same, ({ known }) => known ?? 0) }),
  }));
}

function cases(rows: readonly Row[], figure: keyof Row["evidence"]): Row["evidence"][typeof figure] {
  const all = rows.map(({ evidence }) => evidence[figure]);
  return { count: total(all, ({ count }) => count), sessions: all.flatMap(({ sessions }) => sessions) };
}

function total<T>(items: readonly T[], read: (item: T) => number): number {
  return items.reduce((sum, item) => sum + read(item), 0);
}
