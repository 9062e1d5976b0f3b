import { UserError } from "../errors.ts";
import { type Column, table } from "../formats/csv.ts";
import type { Output } from "../formats/document/outputs.ts";
import { writeBook } from "../formats/xlsx/book.ts";
import { sheetOf } from "../formats/xlsx/sheet.ts";
import type { Finding, Report } from "../model/report.ts";
import { type ReviewWords, reviewWords } from "./words.ts";

/**
 * The form on which agents object to findings and a reviewer decides: a line for every finding, of all
 * agents or of those named. Throws UserError (exit 2) where one of them has none in the report.
 */
export function appealOutputs(report: Report, agents: readonly string[]): Record<string, Output> {
  const names = [
    ...new Set(report.findings.map(({ agent }) => agent).filter((name) => name !== null)),
  ].sort();
  const unknown = agents.find((agent) => !names.includes(agent));
  if (unknown !== undefined)
    throw new UserError(2, `报告里没有“${unknown}”的改进点 / no findings of ${unknown}`, {
      hint: `有改进点的客服 / agents: ${names.join("、")}`,
    });
  const say: ReviewWords = reviewWords[report.settings.locale];
  const columns = columnsOf(say);
  const rows = report.findings.filter(({ agent }) => agents.length === 0 || agents.includes(agent ?? ""));
  return {
    csv: { name: "appeals.csv", content: () => table(columns, rows) },
    xlsx: { name: "appeals.xlsx", content: () => book(columns, rows, say) },
  };
}

/** What the finding says, then what agent and reviewer fill in. */
function columnsOf(say: ReviewWords): Column<Finding>[] {
  const { heads } = say.appeals;
  return [
    [heads.finding[0], ({ id }) => id],
    [say.week, ({ week }) => week],
    [say.shop, ({ shop }) => shop],
    [say.agent, ({ agent }) => agent],
    [say.rule, ({ rule, title }) => `${rule} ${title}`],
    [say.appeals.points, ({ pointsLost }) => pointsLost],
    [say.session, ({ session }) => session],
    [say.appeals.time, ({ time }) => time],
    [say.quotes, ({ evidence }) => evidence.map(({ quote }) => quote).join("\n") || null],
    [say.appeals.found, ({ reason }) => reason],
    ...(["reason", "by", "decision", "reviewer", "date", "note"] as const).map(
      (field): Column<Finding> => [heads[field][0], () => null],
    ),
  ];
}

function book(columns: readonly Column<Finding>[], rows: readonly Finding[], say: ReviewWords): Uint8Array {
  const { heads, decisions, sheet } = say.appeals;
  const choices = (["pass", "skip", "rejected"] as const).map((decision) => decisions[decision][0]);
  const isLong = new Set<string>([say.quotes, say.appeals.found, heads.reason[0]]);
  return writeBook([
    sheetOf(
      sheet,
      columns.map(([head, cell]) => ({
        head,
        cell: (row: Finding) => ({ value: cell(row), style: isLong.has(head) ? "wrapped" : "plain" }),
        ...(head === heads.decision[0] && { choices }),
      })),
      rows,
    ),
  ]);
}
