import type { AgentWeek, Evidence, Finding, Metrics, Praise, Report } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import {
  figures,
  formatCount,
  formatDecimal,
  formatSeconds,
  type Row,
  writeFigure,
  writeValue,
} from "../figures.ts";
import { platformFigureName, platformName } from "../platforms.ts";
import { baselineMark } from "../settings-lines.ts";
import { agentName, byAgentWeek, byGravity, compare, keyOf, shopName, shortTime } from "../view.ts";
import { type TalkData, Talks } from "./talks.ts";

/** Quoted words: words, who said them, when, which message, where in the input. */
export type QuoteData = [quote: string, by: string, time: string, message: string, source: string];

/** A finding; `rule`, `reason` and `better` are indexes into the tables of `PageData`. */
export type FindingData = [
  rule: number,
  session: string,
  time: string,
  reason: number,
  better: number,
  quotes: QuoteData[],
  /** 已知 or 新增; empty without a baseline. */
  mark: string,
  /** Number of the conversation in the page, -1 where it has none. */
  talk: number,
];

/** What the details of an agent's week show, written out as people read it. */
export interface RowData {
  praises: [title: string, cases: string][];
  praiseQuotes: [title: string, session: string, quotes: QuoteData[], talk: number][];
  /** Conversations to look at: what was done well in them, what to improve. */
  talks: [talk: number, time: string, praises: string[], improvements: string[]][];
  improvements: [rule: string, title: string, cases: string, points: string, better: string][];
  /** The conversation that shows the foremost praise, and the foremost point to improve; -1 for none. */
  foremost: [praise: number, improvement: number];
  findings: FindingData[];
  slowTurns: [time: string, waited: string, quote: string, session: string, talk: number][];
  figures: [label: string, value: string, note: string][];
  platform: [platform: string, label: string, value: string, n: string][];
  rules: [title: string, passed: string, failed: string, skipped: string, pointsLost: string][];
}

/** What the whole page shares. */
export interface PageData {
  words: Record<string, string>;
  rules: { id: string; title: string; severity: string; severityLabel: string; standards: string }[];
  strings: string[];
  rows: { week: string; shop: string; agent: string; findings: number; trend: number }[];
}

/** An agent's week as the page counts it; rows without figures hold findings that belong to no row. */
interface PageRow {
  week: string | null;
  shop: string | null;
  agent: string;
  row: AgentWeek | null;
}

/** The data of the page: the shared part and one part for each of `rows`, in their order, leftovers behind. */
export function pageData(
  report: Report,
  rows: readonly AgentWeek[],
  trendOf: (row: AgentWeek) => number,
  wording: Wording,
): { page: PageData; parts: RowData[]; talks: TalkData[] } {
  const findings = byAgentWeek(report.findings);
  const praises = byAgentWeek(report.praises);
  const tables = new Tables(report, wording);
  const talks = new Talks(report);
  const all = [...rows.map((row) => ({ ...row, row })), ...leftovers(rows, findings)];
  const parts = all.map((row) => {
    const key = keyOf(row.week, row.shop, row.agent);
    return rowData(row, findings.get(key) ?? [], praises.get(key) ?? [], tables, talks);
  });
  // Before the strings are written: conversations add to them.
  const talkData = talks.data(tables, wording);
  return {
    page: {
      words: clientWords(wording),
      rules: tables.rules,
      strings: tables.strings,
      rows: all.map((row, at) => ({
        week: row.week ?? "",
        shop: row.shop ?? "",
        agent: agentName(row, wording),
        findings: parts[at]!.findings.length,
        trend: row.row === null ? -1 : trendOf(row.row),
      })),
    },
    parts,
    talks: talkData,
  };
}

/** Findings whose agent-week is not in the report still have to be seen. */
function leftovers(rows: readonly AgentWeek[], findings: Map<string, Finding[]>): PageRow[] {
  const known = new Set(rows.map((row) => keyOf(row.week, row.shop, row.agent)));
  return [...findings.keys()]
    .filter((key) => !known.has(key))
    .sort(compare)
    .map((key) => {
      const [week, shop, agent] = JSON.parse(key);
      return { week, shop, agent, row: null };
    });
}

/** Rules and sentences that many findings share, each written once. */
class Tables {
  readonly rules: PageData["rules"] = [];
  readonly strings: string[] = [];
  readonly report: Report;
  readonly wording: Wording;
  readonly titles: Map<string, string>;
  readonly #rules = new Map<string, number>();
  readonly #strings = new Map<string, number>();

  constructor(report: Report, wording: Wording) {
    this.report = report;
    this.wording = wording;
    this.titles = new Map(
      report.rubrics.flatMap((rubric) => rubric.rules.map((rule) => [rule.id, rule.title])),
    );
  }

  rule(finding: Finding): number {
    const key = JSON.stringify([finding.rubric, finding.rule, finding.title, finding.severity]);
    return intern(this.#rules, this.rules, key, () => ({
      id: finding.rule,
      title: finding.title,
      severity: finding.severity,
      severityLabel: this.wording.severity[finding.severity],
      standards: finding.standards.join(" "),
    }));
  }

  string(text: string): number {
    return intern(this.#strings, this.strings, text, () => text);
  }
}

function intern<T>(index: Map<string, number>, table: T[], key: string, make: () => T): number {
  const known = index.get(key);
  if (known !== undefined) return known;
  index.set(key, table.length);
  return table.push(make()) - 1;
}

function rowData(
  { row }: PageRow,
  findings: Finding[],
  praises: Praise[],
  tables: Tables,
  talks: Talks,
): RowData {
  const { wording } = tables;
  const cases = (hits: number, n: number) => wording.units.ofCases(formatCount(hits), formatCount(n));
  return {
    praises: (row?.praises ?? []).map(({ title, hits, n }) => [title, cases(hits, n)]),
    praiseQuotes: withTalksFirst(praises, (praise) => talks.ofPraise(praise)).map(({ item, talk }) => [
      item.title,
      item.session,
      quotes(item.evidence, wording),
      talk,
    ]),
    talks: row === null ? [] : examplesOf(row, findings, praises, talks),
    improvements: (row?.improvements ?? []).map((improvement) => [
      improvement.rule,
      improvement.title,
      `${wording.failedOf} ${cases(improvement.failed, improvement.n)}`,
      wording.units.points(formatDecimal(improvement.pointsLost, 1)),
      improvement.better,
    ]),
    foremost: [
      talkAbout(row?.praises[0], praises, (praise) => talks.ofPraise(praise)),
      talkAbout(row?.improvements[0], findings, (finding) => talks.ofFinding(finding)),
    ],
    findings: withTalksFirst([...findings].sort(byGravity), (finding) => talks.ofFinding(finding)).map(
      ({ item, talk }) => findingData(item, talk, tables),
    ),
    slowTurns: (row?.slowTurns ?? []).map((turn) => [
      shortTime(turn.start, wording),
      formatSeconds(turn.seconds, wording),
      turn.quote,
      turn.session,
      talks.ofSlowTurn(row!, turn),
    ]),
    figures:
      row === null
        ? []
        : figures.map((figure) => [figure.label(wording), ...figureCells(figure, row, wording)]),
    platform: row === null ? [] : platformCells(row.metrics, tables.report, wording),
    rules: (row?.rules ?? []).map((tally) => [
      tables.titles.get(tally.id) ?? tally.id,
      formatCount(tally.passed),
      formatCount(tally.failed),
      formatCount(tally.skipped),
      formatDecimal(tally.pointsLost, 1),
    ]),
  };
}

/** The first conversation of the cases of a rule; -1 for none. */
function talkAbout<T extends { rule: string | null }>(
  subject: { rule: string | null } | undefined,
  cases: readonly T[],
  talkOf: (item: T) => number,
): number {
  const own = subject === undefined ? [] : cases.filter(({ rule }) => rule === subject.rule);
  return own.map(talkOf).find((talk) => talk >= 0) ?? -1;
}

/** Cases whose conversation can be read stand before those whose cannot. */
function withTalksFirst<T>(items: readonly T[], talkOf: (item: T) => number): { item: T; talk: number }[] {
  const all = items.map((item) => ({ item, talk: talkOf(item) }));
  return [...all.filter(({ talk }) => talk >= 0), ...all.filter(({ talk }) => talk < 0)];
}

/** What each conversation of a row shows, those with something done well first. */
function examplesOf(
  row: AgentWeek,
  findings: readonly Finding[],
  praises: readonly Praise[],
  talks: Talks,
): RowData["talks"] {
  const titles = (items: { talk: number; title: string }[], at: number) => [
    ...new Set(items.filter(({ talk }) => talk === at).map(({ title }) => title)),
  ];
  const praised = praises.map((praise) => ({ talk: talks.ofPraise(praise), title: praise.title }));
  const missed = findings
    .filter(({ pointsLost }) => pointsLost > 0)
    .sort(byGravity)
    .map((finding) => ({ talk: talks.ofFinding(finding), title: finding.title }));
  return talks
    .ofAgent(row)
    .map((at): RowData["talks"][number] => [at, talks.timeOf(at), titles(praised, at), titles(missed, at)])
    .sort(([, , ...a], [, , ...b]) => b[0].length - a[0].length || b[1].length - a[1].length);
}

function findingData(finding: Finding, talk: number, tables: Tables): FindingData {
  return [
    tables.rule(finding),
    finding.session,
    shortTime(finding.time, tables.wording),
    tables.string(finding.reason),
    tables.string(finding.better),
    quotes(finding.evidence, tables.wording),
    baselineMark(finding, tables.wording) ?? "",
    talk,
  ];
}

function quotes(evidence: readonly Evidence[], wording: Wording): QuoteData[] {
  return evidence.map(({ quote, role, sender, time, message, source }) => [
    quote,
    sender === null ? wording.role[role] : `${wording.role[role]} ${sender}`,
    shortTime(time, wording),
    wording.message(message + 1),
    `${source.file}:${source.line}`,
  ]);
}

/** Value, and beside it the number of cases, or why there is none. */
function figureCells(
  figure: (typeof figures)[number],
  row: Row,
  wording: Wording,
): [value: string, note: string] {
  const value = writeFigure(figure, row, wording);
  const n = figure.n?.(row) ?? null;
  const reason = row.metrics.reasons[figure.metric] ?? "";
  return [
    value,
    value === wording.none
      ? reason
      : [n === null ? "" : `n = ${formatCount(n)}`, reason].filter(Boolean).join(wording.separator),
  ];
}

/** Platform figures of a row: platform, figure, value, and n or why there is no value. */
export function platformCells(metrics: Metrics, report: Report, wording: Wording): RowData["platform"] {
  return Object.entries(metrics.platform).flatMap(([platform, values]) =>
    Object.entries(values).map(([id, value]): RowData["platform"][number] => {
      const written =
        value === null
          ? wording.none
          : "mean" in value
            ? writeValue(value.mean, "seconds", wording)
            : writeValue(value.value, "share", wording);
      return [
        platformName(platform, report, wording),
        platformFigureName(platform, id, report, wording),
        written,
        value === null
          ? (metrics.reasons[`platform.${platform}.${id}`] ?? "")
          : `n = ${formatCount(value.n)}`,
      ];
    }),
  );
}

/** The words that the page's script writes. */
function clientWords(wording: Wording): Record<string, string> {
  const { page } = wording;
  return {
    better: wording.better,
    cases: wording.passedOf,
    failed: page.failed,
    figures: page.allFigures,
    improvements: wording.improvements,
    more: page.more,
    noImprovements: wording.noImprovements,
    noMatch: page.noMatch,
    noPraises: wording.noPraises,
    noShop: shopName(null, wording),
    passed: page.passed,
    platform: page.platformFigures,
    pointsLost: wording.pointsLost,
    praises: wording.praiseFirst,
    quote: wording.quoteLabel,
    reason: wording.reason,
    rule: wording.rule,
    rules: page.ruleTable,
    session: wording.session,
    shown: page.shownTemplate,
    skipped: page.skipped,
    talk: wording.talk.open,
    talks: wording.talk.examples,
    well: wording.talk.well,
    improve: wording.talk.improve,
    colon: wording.colon,
    list: wording.list,
    slowTurns: wording.slowTurns,
    time: wording.time,
    trend: page.trend,
    waited: wording.waited,
  };
}
