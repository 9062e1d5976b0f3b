import type { SessionFact } from "../../model/session-fact.ts";
import { readDuration } from "../../text/duration.ts";
import type { Reading } from "../reading.ts";
import { normaliseWord, noWords, yesWords } from "./aliases.ts";
import type { Row, Table } from "./row.ts";

/** Headers of 京东 会话记录 (platforms B7), without what is in brackets; `新` stands before the newer definition. */
const headers = {
  at: ["咨询时间", "会话开始时间"],
  customer: ["顾客", "客户", "买家"],
  consultType: ["咨询类型", "会话类型"],
  agent: ["客服", "接待客服"],
  transferredTo: ["转接后客服"],
  skillGroup: ["技能组"],
  productId: ["商品编号", "商品id"],
  productName: ["商品名称"],
  firstReplySeconds: ["首次响应时间", "首次响应时长"],
  meanReplySeconds: ["平均响应时间", "平均响应时长"],
  newMeanReplySeconds: ["新平均响应时间", "新平均响应时长"],
  durationSeconds: ["会话时长"],
  customerMessages: ["客户消息数", "顾客消息数"],
  agentMessages: ["客服消息数"],
  satisfaction: ["满意度", "满意度评价"],
  isSolved: ["是否解决"],
  id: ["cid", "会话id"],
} as const satisfies Partial<Record<keyof SessionFact, readonly string[]>>;

type FactField = keyof typeof headers;

const fieldOf = new Map(
  (Object.entries(headers) as [FactField, readonly string[]][]).flatMap(([field, names]) =>
    names.map((name) => [name, field] as const),
  ),
);
/** Columns that only a table about sessions has; two of them tell it from a list of customers. */
const telling: readonly FactField[] = [
  "skillGroup",
  "firstReplySeconds",
  "meanReplySeconds",
  "newMeanReplySeconds",
  "durationSeconds",
  "customerMessages",
  "agentMessages",
  "satisfaction",
];

interface FactColumn {
  column: number;
  /** Seconds in the unit of its header. */
  unitSeconds: number;
}

type FactColumns = ReadonlyMap<FactField, FactColumn>;

/** Titles may stand above the header. */
const headerWithin = 30;

/** Reads the rows of a table about sessions; false (and nothing read) where it is none. */
export async function readSessionFacts(table: Table, reading: Reading): Promise<boolean> {
  let columns: FactColumns | null = null;
  let above = 0;
  for await (const rows of table.rows(true)) {
    for (const row of rows) {
      if (columns !== null) readFact(row, columns, table.sheet, reading);
      else if (above++ >= headerWithin) return false;
      else columns = factColumns(row.cells);
    }
  }
  return columns !== null;
}

/** The columns of a header row; null where it does not head a table about sessions. */
export function factColumns(cells: readonly string[]): FactColumns | null {
  const columns = new Map<FactField, FactColumn>();
  for (const [column, cell] of cells.entries()) {
    if (cell.length > 40) continue;
    const [, name = "", unit = ""] = /^([^(]*)(?:\(([^)]*)\))?/.exec(normaliseWord(cell)) ?? [];
    const field = fieldOf.get(name);
    if (field === undefined || columns.has(field)) continue;
    const usual = field === "durationSeconds" ? "m" : "s";
    columns.set(field, { column, unitSeconds: /^(?:m(?!s)|分)/.test(unit || usual) ? 60 : 1 });
  }
  const isTold = telling.filter((field) => columns.has(field)).length >= 2;
  return isTold && columns.has("at") && columns.has("customer") ? columns : null;
}

/** `10:00:05` below 首次响应时间 may be a time of day as well as ten hours. */
const hourOfDay = /^(?!0?0:)\d{1,2}:\d{2}:\d{2}$/;
/** What stands in the first cell of rows that add up the others. */
const totals = /^(?:合计|总计|汇总|平均|均值)/;
/** What platforms write where there is nothing. */
const nothing = /^(?:-+|—+|\/|无|null)?$/i;

function readFact(row: Row, columns: FactColumns, sheet: string | null, reading: Reading): void {
  const text = (field: FactField): string | null => {
    const value = row.cells[columns.get(field)?.column ?? -1]?.trim() ?? "";
    return nothing.test(value) ? null : value;
  };
  if (row.cells.every((cell) => cell.trim() === "") || totals.test(row.cells[0] ?? "")) return;
  if (factColumns(row.cells) !== null) return;
  reading.rows++;
  const customer = text("customer");
  if (customer === null) {
    reading.reject("customer-missing", row.line, row.cells.join(" "));
    return;
  }
  const number = (field: FactField, read: (value: string) => number | null) => {
    const value = text(field);
    const result = value === null ? null : read(value);
    if (value !== null && result === null) reading.warn("fact-unreadable", row.line, value);
    return result;
  };
  const seconds = (field: FactField) =>
    number(field, (value) => readDuration(value, columns.get(field)!.unitSeconds)?.seconds ?? null);
  const time = text("at");
  const at = time === null ? null : reading.time(time, row.line);
  const firstReply = text("firstReplySeconds");
  const firstReplyAt = firstReply === null ? null : reading.times.read(firstReply);
  const source: SessionFact["source"] = { file: reading.file, line: row.line };
  if (sheet !== null) source.sheet = sheet;
  reading.note("session-fact", row.line, [time, customer, text("agent")].join(" "));
  reading.facts.push({
    platform: "jd",
    id: text("id"),
    at,
    customer,
    agent: text("agent"),
    transferredTo: text("transferredTo"),
    skillGroup: text("skillGroup"),
    consultType: text("consultType"),
    productId: text("productId"),
    productName: text("productName"),
    // Some tables give the moment of the first reply instead of the seconds until it.
    firstReplySeconds:
      firstReplyAt === null || at === null
        ? number("firstReplySeconds", (value) =>
            hourOfDay.test(value)
              ? null
              : (readDuration(value, columns.get("firstReplySeconds")!.unitSeconds)?.seconds ?? null),
          )
        : (firstReplyAt - at) / 1000,
    meanReplySeconds: seconds("meanReplySeconds"),
    newMeanReplySeconds: seconds("newMeanReplySeconds"),
    durationSeconds: seconds("durationSeconds"),
    customerMessages: number("customerMessages", countOf),
    agentMessages: number("agentMessages", countOf),
    satisfaction: text("satisfaction"),
    isSolved: solved(text("isSolved")),
    source,
  });
}

function countOf(value: string): number | null {
  return /^\d{1,9}$/.test(value) ? Number(value) : null;
}

function solved(value: string | null): boolean | null {
  if (value === null) return null;
  const word = normaliseWord(value).replace(/^(?:已|未)解决$/, (found) => (found[0] === "已" ? "是" : "否"));
  return yesWords.has(word) ? true : noWords.has(word) ? false : null;
}
