import type { Finding, Praise, Report } from "../model/report.ts";
import { type Wording, wordingOf } from "../text/wording.ts";
import { figures, type Row } from "./figures.ts";
import type { Format } from "./format.ts";
import { type HandbookLine, handbookLines } from "./handbook-lines.ts";
import { type ReconciledLine, reconciledLines } from "./reconciliation.ts";
import { baselineMark } from "./settings-lines.ts";
import { agentName } from "./view.ts";

/** Tables for spreadsheets and BI, figures unrounded; the first is the agent-weeks. */
export const csv: Format = {
  id: "csv",
  summary: {
    zh: "表格数据：客服周报、改进点明细、表扬、店铺周报",
    en: "tables: agent-weeks, points to improve, praise, shop-weeks",
  },
  render: (report, { locale }) => {
    const wording = wordingOf(locale);
    return [
      { name: "agent-weeks.csv", content: agentWeeksTable(report, wording) },
      { name: "findings.csv", content: findingsTable(report, wording) },
      { name: "praises.csv", content: praisesTable(report, wording) },
      { name: "shop-weeks.csv", content: rowsTable(report.shopWeeks, [], wording) },
      ...(report.reconciliation.length === 0
        ? []
        : [{ name: "reconciliation.csv", content: reconciliationTable(report, wording) }]),
      ...(report.handbook === undefined
        ? []
        : [{ name: "handbook.csv", content: handbookTable(report, wording) }]),
    ];
  },
};

type Cell = string | number | null;
/** A column of a CSV table. */
export type Column<T> = [head: string, cell: (item: T) => Cell];

function agentWeeksTable(report: Report, wording: Wording): string {
  return rowsTable(report.agentWeeks, [[wording.csv.agent, (row) => agentName(row, wording)]], wording);
}

/** Rows of agents or of the shop with all figures. */
function rowsTable<T extends Row>(rows: readonly T[], who: readonly Column<T>[], wording: Wording): string {
  const columns: Column<T>[] = [
    [wording.csv.week, (row) => row.week],
    [wording.csv.shop, (row) => row.shop],
    ...who,
    ...figures.flatMap((figure): Column<T>[] => {
      const label = figure.label(wording);
      const { n } = figure;
      return [
        [figure.unit === "seconds" ? wording.csv.inSeconds(label) : label, (row) => figure.value(row)],
        ...(n === undefined ? [] : ([[wording.csv.n(label), (row) => n(row)]] as Column<T>[])),
      ];
    }),
    ...(rows.some((row) => row.machineScore !== undefined)
      ? ([[wording.corrections.machineScore, (row) => (row.machineScore ?? row.score).value]] as Column<T>[])
      : []),
    [wording.csv.low, (row) => row.score.low],
    [wording.csv.high, (row) => row.score.high],
    [wording.csv.enough, (row) => (row.score.enough ? wording.csv.yes : wording.csv.no)],
  ];
  return table(columns, rows);
}

function findingsTable(report: Report, wording: Wording): string {
  const first = (finding: Finding) => finding.evidence[0];
  const columns: Column<Finding>[] = [
    [wording.csv.findingId, (finding) => finding.id],
    [wording.csv.week, (finding) => finding.week],
    [wording.csv.shop, (finding) => finding.shop],
    [wording.csv.agent, (finding) => agentName(finding, wording)],
    [wording.csv.ruleId, (finding) => finding.rule],
    [wording.csv.ruleTitle, (finding) => finding.title],
    [wording.standards, (finding) => finding.standards.join(" ")],
    [wording.severityLabel, (finding) => wording.severity[finding.severity]],
    [wording.pointsLost, (finding) => finding.pointsLost],
    ...(report.baseline === undefined
      ? []
      : ([[wording.baseline.label, (finding) => baselineMark(finding, wording)]] as Column<Finding>[])),
    [wording.session, (finding) => finding.session],
    [wording.time, (finding) => finding.time],
    [wording.csv.position, (finding) => position(first(finding)?.message)],
    [wording.quoteLabel, (finding) => finding.evidence.map((evidence) => evidence.quote).join("\n") || null],
    [wording.reason, (finding) => finding.reason],
    [wording.better, (finding) => finding.better],
    [wording.csv.file, (finding) => first(finding)?.source.file ?? null],
    [wording.csv.line, (finding) => first(finding)?.source.line ?? null],
  ];
  return table(columns, report.findings);
}

function praisesTable(report: Report, wording: Wording): string {
  const columns: Column<Praise>[] = [
    [wording.csv.week, (praise) => praise.week],
    [wording.csv.shop, (praise) => praise.shop],
    [wording.csv.agent, (praise) => agentName(praise, wording)],
    [wording.csv.ruleId, (praise) => praise.rule],
    [wording.praiseFirst, (praise) => praise.title],
    [wording.session, (praise) => praise.session],
    [wording.time, (praise) => praise.time],
    [wording.quoteLabel, ({ evidence }) => evidence.map(({ quote }) => quote).join("\n") || null],
  ];
  return table(columns, report.praises);
}

function handbookTable(report: Report, wording: Wording): string {
  const words = wording.handbook;
  const columns: Column<HandbookLine>[] = [
    [wording.csv.week, (line) => line.week],
    [wording.csv.shop, (line) => line.shop],
    [words.occasion, (line) => line.occasion],
    [wording.csv.agent, (line) => line.agent],
    [words.used, (line) => line.hits],
    [wording.csv.n(words.used), (line) => line.n],
    [wording.page.share, (line) => line.share],
    [words.instead, (line) => line.instead],
    [words.candidates, (line) => line.candidates],
  ];
  return table(columns, handbookLines(report, wording));
}

function reconciliationTable(report: Report, wording: Wording): string {
  const words = wording.reconcile;
  const columns: Column<ReconciledLine>[] = [
    [words.table, (line) => line.table],
    [wording.csv.file, (line) => line.file],
    [wording.csv.agent, (line) => line.agent],
    [words.day, (line) => line.day],
    [wording.session, (line) => line.session],
    [words.figure, (line) => line.figure],
    [words.ours, (line) => line.ours],
    [words.theirs, (line) => line.theirs],
    [words.difference, (line) => line.difference],
    [wording.csv.n(words.ours), (line) => line.n],
    [words.verdict, (line) => line.verdict],
  ];
  return table(columns, reconciledLines(report, wording));
}

/** Message positions are 0-based in the report; people count from one. */
function position(message: number | undefined): number | null {
  return message === undefined ? null : message + 1;
}

/** RFC 4180 with a BOM, so that Excel reads it as UTF-8. */
export function table<T>(columns: readonly Column<T>[], items: readonly T[]): string {
  const lines = [
    columns.map(([head]) => writeCell(head)).join(","),
    ...items.map((item) => columns.map(([, cell]) => writeCell(cell(item))).join(",")),
  ];
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers. */
function writeCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = /^[\s]*[=+\-@＝＋－＠\t\r]/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
