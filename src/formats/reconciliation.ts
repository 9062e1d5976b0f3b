import type { Reconciliation, Report } from "../model/report.ts";
import type { Wording } from "../text/wording.ts";
import { formatCount, formatSeconds, writeValue } from "./figures.ts";

/** A table of a platform against ours, as every format writes it. */
export interface ReconciledTable {
  title: string;
  /** How much agrees, in a sentence. */
  summary: string;
  heads: readonly string[];
  rows: readonly { cells: readonly string[]; agrees: boolean | null }[];
  /** The conversations that explain the differences; null where the table has none. */
  sessions: { heads: readonly string[]; rows: readonly (readonly string[])[] } | null;
}

type Unit = Reconciliation["rows"][number]["unit"];

/** One comparison with its numbers, of an agent or of a conversation, for spreadsheets. */
export interface ReconciledLine {
  table: string;
  file: string;
  agent: string;
  day: string | null;
  /** Null where the comparison is about all conversations of the agent. */
  session: string | null;
  figure: string;
  unit: Unit;
  ours: number | null;
  theirs: number;
  difference: number | null;
  n: number | null;
  verdict: string;
}

/** All comparisons of all tables, agents before conversations. */
export function reconciledLines(report: Report, wording: Wording): ReconciledLine[] {
  return report.reconciliation.flatMap((one) => linesOf(one, wording));
}

function linesOf(reconciliation: Reconciliation, wording: Wording): ReconciledLine[] {
  const { title: table, file, rows, sessions } = reconciliation;
  return [
    ...rows.map((row): ReconciledLine => {
      const { agent, day, figure, unit, ours, theirs, difference, n } = row;
      const verdict = verdictOf(row, wording);
      return { table, file, agent, day, session: null, figure, unit, ours, theirs, difference, n, verdict };
    }),
    ...(sessions?.differing ?? []).map((one): ReconciledLine => {
      const { session, figure, ours, theirs, difference } = one;
      const agent = one.agent ?? wording.unassigned;
      const unit = unitOf(reconciliation, figure);
      const day = one.time?.slice(0, 10) ?? null;
      const verdict = wording.reconcile.differs;
      return { table, file, agent, day, session, figure, unit, ours, theirs, difference, n: null, verdict };
    }),
  ];
}

function unitOf({ rows }: Reconciliation, figure: string): Unit {
  return rows.find((row) => row.figure === figure)?.unit ?? "seconds";
}

function verdictOf({ agrees, reason }: Reconciliation["rows"][number], { reconcile }: Wording): string {
  if (agrees === null) return reason ?? "";
  return agrees ? reconcile.agrees : reconcile.differs;
}

/** All tables that were held against ours; none where there are none. */
export function reconciledTables(report: Report, wording: Wording): ReconciledTable[] {
  const words = wording.reconcile;
  return report.reconciliation.map((table) => ({
    title: `${table.title}${wording.brackets(table.file)}`,
    summary: summary(table, wording),
    heads: [
      wording.agent,
      ...(hasDays(table) ? [words.day] : []),
      words.figure,
      words.ours,
      words.theirs,
      words.difference,
      words.verdict,
    ],
    rows: table.rows.map((row) => ({
      agrees: row.agrees,
      cells: [
        row.agent,
        ...(hasDays(table) ? [row.day ?? ""] : []),
        row.figure,
        row.ours === null ? wording.none : writeValue(row.ours, row.unit, wording),
        writeValue(row.theirs, row.unit, wording),
        row.difference === null ? wording.none : signed(row.difference, row.unit, wording),
        verdictOf(row, wording),
      ],
    })),
    sessions:
      table.sessions === null || table.sessions.differing.length === 0
        ? null
        : {
            heads: [wording.session, wording.agent, words.figure, words.ours, words.theirs, words.difference],
            rows: table.sessions.differing.map((one) => {
              const unit = unitOf(table, one.figure);
              return [
                one.session,
                one.agent ?? wording.unassigned,
                one.figure,
                writeValue(one.ours, unit, wording),
                writeValue(one.theirs, unit, wording),
                signed(one.difference, unit, wording),
              ];
            }),
          },
  }));
}

/** Whether any row is about one day. */
const hasDays = ({ rows }: Reconciliation): boolean => rows.some(({ day }) => day !== null);

function summary({ rows, onlyOurs, sessions }: Reconciliation, wording: Wording): string {
  const words = wording.reconcile;
  const count = (agrees: boolean | null) => formatCount(rows.filter((row) => row.agrees === agrees).length);
  return [
    words.counts(count(true), count(false), count(null)),
    ...(sessions === null ? [] : [words.matched(formatCount(sessions.matched), formatCount(sessions.n))]),
    ...(onlyOurs.length === 0 ? [] : [words.onlyOurs(onlyOurs.join(wording.list))]),
  ].join(wording.separator);
}

/** `+3.2 秒`, `−1.5 个百分点`. */
function signed(difference: number, unit: Unit, wording: Wording): string {
  const size = Math.abs(difference);
  if (round(unit === "share" ? size * 100 : size) === 0) return "0";
  const sign = difference > 0 ? "+" : "−";
  if (unit === "share") return `${sign}${wording.units.percentPoints(String(round(size * 100)))}`;
  return sign + (unit === "seconds" ? formatSeconds(size, wording) : String(round(size)));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
