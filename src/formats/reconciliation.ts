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

/** All tables that were held against ours; none where there are none. */
export function reconciledTables(report: Report, wording: Wording): ReconciledTable[] {
  const words = wording.reconcile;
  return report.reconciliation.map((table) => ({
    title: `${table.title}${wording.brackets(table.file)}`,
    summary: summary(table, wording),
    heads: [wording.agent, words.figure, words.ours, words.theirs, words.difference, words.verdict],
    rows: table.rows.map((row) => ({
      agrees: row.agrees,
      cells: [
        row.day === null ? row.agent : `${row.agent} ${row.day}`,
        row.figure,
        row.ours === null ? wording.none : writeValue(row.ours, row.unit, wording),
        writeValue(row.theirs, row.unit, wording),
        row.difference === null ? wording.none : signed(row.difference, row.unit, wording),
        row.agrees === null ? (row.reason ?? "") : row.agrees ? words.agrees : words.differs,
      ],
    })),
    sessions:
      table.sessions === null || table.sessions.differing.length === 0
        ? null
        : {
            heads: [wording.session, wording.agent, words.figure, words.ours, words.theirs, words.difference],
            rows: table.sessions.differing.map((one) => [
              one.session,
              one.agent ?? wording.unassigned,
              one.figure,
              String(round(one.ours)),
              String(round(one.theirs)),
              `${one.difference > 0 ? "+" : "−"}${round(Math.abs(one.difference))}`,
            ]),
          },
  }));
}

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
