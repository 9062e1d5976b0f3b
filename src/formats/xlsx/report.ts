import type { AgentWeek, Evidence, Finding, Praise, Report } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import { correctionTables } from "../corrections.ts";
import { type Figure, figures, type Row, type Unit } from "../figures.ts";
import { type Format, wordingFor } from "../format.ts";
import { type HandbookLine, handbookLines } from "../handbook-lines.ts";
import { platformFigureName, platformName, profileLines } from "../platforms.ts";
import { type ReconciledLine, reconciledLines } from "../reconciliation.ts";
import { baselineLine, baselineMark, inputsLine, settingsLines } from "../settings-lines.ts";
import { agentName, byAgentWeek, keyOf, shopName, teamWeeks } from "../view.ts";
import { writeBook } from "./book.ts";
import { type Cell, type CellStyle, type Sheet, type SheetColumn, sheetOf, sheetRows } from "./sheet.ts";

/** The workbook of contract §7: real numbers and times, filters, links from figures to what proves them. */
export const xlsx: Format = {
  id: "xlsx",
  summary: { zh: "Excel 工作簿：总览、客服周报、问题明细、表扬、平台口径、说明", en: "Excel workbook" },
  render: (report, options) => [
    { name: "report.xlsx", content: writeBook(sheetsOf(report, wordingFor(options))) },
  ],
};

function sheetsOf(report: Report, wording: Wording): Sheet[] {
  const { sheets } = wording;
  const rows = teamWeeks(report).flatMap((team) => team.agents);
  const findings = placed(rows, report.findings);
  const praises = placed(rows, report.praises);
  const isCorrected = [...report.agentWeeks, ...report.shopWeeks].some(
    (row) => row.machineScore !== undefined,
  );
  return [
    sheetOf(
      sheets.overview,
      [...placeColumns<Row>(wording), ...figureColumns<Row>(isCorrected, wording)],
      teamWeeks(report).map(({ team }) => team),
      2,
    ),
    sheetOf(
      sheets.agents,
      [
        ...placeColumns<AgentWeek>(wording),
        nameColumn(sheets.findings, findings.first, wording),
        ...figureColumns<AgentWeek>(isCorrected, wording),
        linkColumn(wording.improvements, sheets.findings, findings.first),
        linkColumn(wording.figures.praises, sheets.praises, praises.first),
      ],
      rows,
      3,
    ),
    sheetOf(sheets.findings, findingColumns(report, wording), findings.items.slice(0, sheetRows)),
    sheetOf(sheets.praises, praiseColumns(wording), praises.items.slice(0, sheetRows)),
    ...correctionTables(report, wording).map(({ title, heads, rows: lines }) =>
      sheetOf(
        title,
        heads.map((head, at) => ({ head, cell: (cells: readonly string[]) => wrapped(cells[at] ?? "") })),
        lines.slice(0, sheetRows),
      ),
    ),
    sheetOf(sheets.platforms, platformColumns(report, wording), rows.flatMap(platformItems)),
    ...(report.reconciliation.length === 0
      ? []
      : [
          sheetOf(
            wording.reconcile.sheet,
            reconciledColumns(wording),
            reconciledLines(report, wording).slice(0, sheetRows),
          ),
        ]),
    ...(report.handbook === undefined
      ? []
      : [sheetOf(wording.handbook.label, handbookColumns(wording), handbookLines(report, wording))]),
    sheetOf(sheets.notes, noteColumns(wording), notes(report, findings.items.length, wording)),
  ];
}

function reconciledColumns(wording: Wording): SheetColumn<ReconciledLine>[] {
  const words = wording.reconcile;
  const number = (
    head: string,
    read: (line: ReconciledLine) => number | null,
  ): SheetColumn<ReconciledLine> => ({
    head,
    cell: (line) => ({ value: read(line), style: styleOfUnit[line.unit] }),
  });
  return [
    { head: words.table, cell: (line) => plain(line.table) },
    { head: wording.csv.file, cell: (line) => plain(line.file) },
    { head: wording.agent, cell: (line) => plain(line.agent) },
    { head: words.day, cell: (line) => plain(line.day ?? "") },
    { head: wording.session, cell: (line) => plain(line.session ?? "") },
    { head: words.figure, cell: (line) => plain(line.figure) },
    number(words.ours, (line) => line.ours),
    number(words.theirs, (line) => line.theirs),
    number(words.difference, (line) => line.difference),
    { head: words.verdict, cell: (line) => plain(line.verdict) },
  ];
}

function handbookColumns(wording: Wording): SheetColumn<HandbookLine>[] {
  const words = wording.handbook;
  return [
    ...placeColumns<HandbookLine>(wording),
    { head: words.occasion, cell: (line) => plain(line.occasion) },
    { head: wording.agent, cell: (line) => plain(line.agent) },
    { head: words.used, cell: ({ hits }) => ({ value: hits, style: "count" }) },
    { head: wording.figures.sessions, cell: ({ n }) => ({ value: n, style: "count" }) },
    { head: wording.page.share, cell: ({ share }) => ({ value: share, style: "share" }) },
    { head: words.instead, cell: (line) => wrapped(line.instead) },
    { head: words.candidates, cell: (line) => wrapped(line.candidates) },
  ];
}

/** Where the items of each row begin, and how many they are. */
type Places = Map<string, { at: number; count: number }>;

/** Items in the order of the rows, with the number of each row's items and where they begin. */
function placed<T extends Finding | Praise>(rows: readonly AgentWeek[], all: readonly T[]) {
  const byRow = byAgentWeek(all);
  const items: T[] = [];
  const first: Places = new Map();
  const keys = rows.map((row) => keyOf(row.week, row.shop, row.agent));
  for (const key of new Set([...keys, ...byRow.keys()])) {
    const own = byRow.get(key) ?? [];
    if (own.length > 0) first.set(key, { at: items.length, count: own.length });
    for (const item of own) items.push(item);
  }
  return { items, first };
}

const styleOfUnit: Record<Unit, CellStyle> = {
  count: "count",
  seconds: "seconds",
  share: "share",
  score: "score",
  ratio: "decimal",
};

function plain(value: string | null): Cell {
  return { value, style: "plain" };
}

function wrapped(value: string): Cell {
  return { value, style: "wrapped" };
}

function placeColumns<T extends { week: string | null; shop: string | null }>(
  wording: Wording,
): SheetColumn<T>[] {
  return [
    { head: wording.csv.week, cell: (row) => plain(row.week ?? wording.noWeek) },
    { head: wording.shop, cell: (row) => plain(shopName(row.shop, wording)) },
  ];
}

function figureColumns<T extends Row>(isCorrected: boolean, wording: Wording): SheetColumn<T>[] {
  return figures.flatMap((figure): SheetColumn<T>[] => [
    {
      head: headOf(figure, wording),
      cell: (row) => ({ value: figure.value(row), style: styleOfUnit[figure.unit] }),
      ...(figure.better === undefined
        ? {}
        : { highlight: figure.better === "high" ? "high-is-good" : "low-is-good" }),
    },
    ...(figure.id === "score" ? scoreColumns<T>(isCorrected, wording) : []),
  ]);
}

function headOf(figure: Figure, wording: Wording): string {
  const label = figure.label(wording);
  return figure.unit === "seconds" ? wording.csv.inSeconds(label) : label;
}

function scoreColumns<T extends Row>(isCorrected: boolean, wording: Wording): SheetColumn<T>[] {
  const ofMachine: SheetColumn<T> = {
    head: wording.corrections.machineScore,
    cell: (row) => ({ value: (row.machineScore ?? row.score).value, style: "score" }),
  };
  return [
    ...(isCorrected ? [ofMachine] : []),
    { head: wording.csv.low, cell: (row) => ({ value: row.score.low, style: "score" }) },
    { head: wording.csv.high, cell: (row) => ({ value: row.score.high, style: "score" }) },
    {
      head: wording.csv.enough,
      cell: (row) => plain(row.score.enough ? wording.csv.yes : wording.notEnough),
    },
  ];
}

/** The agent's name leads to her points to improve as well: LibreOffice has no links on numbers. */
function nameColumn(sheet: string, first: Places, wording: Wording): SheetColumn<AgentWeek> {
  return {
    head: wording.agent,
    cell: (row) => {
      const place = first.get(keyOf(row.week, row.shop, row.agent));
      const name = agentName(row, wording);
      return place === undefined
        ? plain(name)
        : { value: name, style: "link", link: `'${sheet}'!A${place.at + 2}` };
    },
  };
}

/** How many rows prove it, with a link to the first. */
function linkColumn(head: string, sheet: string, first: Places): SheetColumn<AgentWeek> {
  return {
    head,
    cell: (row) => {
      const place = first.get(keyOf(row.week, row.shop, row.agent));
      if (place === undefined) return { value: 0, style: "count" };
      return { value: place.count, style: "link", link: `'${sheet}'!A${place.at + 2}` };
    },
  };
}

function findingColumns(report: Report, wording: Wording): SheetColumn<Finding>[] {
  return [
    ...placeColumns<Finding>(wording),
    { head: wording.agent, cell: (finding) => plain(agentName(finding, wording)) },
    { head: wording.severityLabel, cell: (finding) => plain(wording.severity[finding.severity]) },
    { head: wording.rule, cell: (finding) => plain(finding.title) },
    { head: wording.standards, cell: (finding) => plain(finding.standards.join(" ")) },
    { head: wording.pointsLost, cell: (finding) => ({ value: finding.pointsLost, style: "decimal" }) },
    ...(report.baseline === undefined
      ? []
      : [{ head: wording.baseline.label, cell: (item: Finding) => plain(baselineMark(item, wording)) }]),
    { head: wording.time, cell: (finding) => ({ value: finding.time, style: "time" }) },
    { head: wording.session, cell: (finding) => plain(finding.session) },
    { head: wording.quoteLabel, cell: (finding) => wrapped(quotesOf(finding.evidence)) },
    { head: wording.reason, cell: (finding) => wrapped(finding.reason) },
    { head: wording.better, cell: (finding) => wrapped(finding.better) },
    { head: wording.csv.file, cell: (finding) => plain(finding.evidence[0]?.source.file ?? null) },
    {
      head: wording.csv.line,
      cell: (finding) => ({ value: finding.evidence[0]?.source.line ?? null, style: "count" }),
    },
  ];
}

function praiseColumns(wording: Wording): SheetColumn<Praise>[] {
  return [
    ...placeColumns<Praise>(wording),
    { head: wording.agent, cell: (praise) => plain(agentName(praise, wording)) },
    { head: wording.praiseFirst, cell: (praise) => plain(praise.title) },
    { head: wording.time, cell: (praise) => ({ value: praise.time, style: "time" }) },
    { head: wording.session, cell: (praise) => plain(praise.session) },
    { head: wording.quoteLabel, cell: (praise) => wrapped(quotesOf(praise.evidence)) },
  ];
}

function quotesOf(evidence: readonly Evidence[]): string {
  return evidence.map(({ quote }) => quote).join("\n");
}

interface PlatformItem {
  row: AgentWeek;
  platform: string;
  figure: string;
  value: AgentWeek["metrics"]["platform"][string][string];
}

function platformItems(row: AgentWeek): PlatformItem[] {
  return Object.entries(row.metrics.platform).flatMap(([platform, values]) =>
    Object.entries(values).map(([figure, value]) => ({ row, platform, figure, value })),
  );
}

function platformColumns(report: Report, wording: Wording): SheetColumn<PlatformItem>[] {
  return [
    { head: wording.csv.week, cell: ({ row }) => plain(row.week ?? wording.noWeek) },
    { head: wording.shop, cell: ({ row }) => plain(shopName(row.shop, wording)) },
    { head: wording.agent, cell: ({ row }) => plain(agentName(row, wording)) },
    {
      head: wording.settings.platform,
      cell: ({ platform }) => plain(platformName(platform, report, wording)),
    },
    {
      head: wording.sheets.figure,
      cell: ({ platform, figure }) => plain(platformFigureName(platform, figure, report, wording)),
    },
    {
      head: wording.sheets.value,
      cell: ({ value }) => {
        if (value === null) return plain(null);
        return "mean" in value
          ? { value: value.mean, style: "seconds" }
          : { value: value.value, style: "share" };
      },
    },
    { head: "n", cell: ({ value }) => ({ value: value?.n ?? null, style: "count" }) },
  ];
}

type Note = readonly [label: string, value: string];

function noteColumns(wording: Wording): SheetColumn<Note>[] {
  return [
    { head: wording.sheets.notes, cell: ([label]) => plain(label) },
    { head: "", cell: ([, value]) => wrapped(value) },
  ];
}

function notes(report: Report, findings: number, wording: Wording): Note[] {
  return [
    [wording.figures.score, wording.help.score],
    [wording.figures.firstReply, wording.help.firstReply],
    [wording.figures.reply, wording.help.reply],
    [wording.figures.replyRate, wording.help.replyRate],
    [wording.figures.unanswered, wording.help.unanswered],
    ...settingsLines(report, wording),
    ...profileLines(report, wording).map(([label, lines]): Note => [label, lines.join("\n")]),
    [wording.inputs, inputsLine(report, wording)],
    ...correctionTables(report, wording).map(({ title, summary }): Note => [title, summary]),
    ...[baselineLine(report, wording)].flatMap((line): Note[] =>
      line === null ? [] : [[wording.baseline.label, line]],
    ),
    ...report.diagnostics.map(
      ({ level, code, file, count }): Note => [
        wording.level[level],
        `${wording.diagnostic(code)} ${wording.units.times(String(count))}${file === null ? "" : wording.brackets(file)}`,
      ],
    ),
    ...(findings > sheetRows
      ? [[wording.level.lost, wording.sheets.full(findings - sheetRows)] as Note]
      : []),
  ];
}
