import { UserError } from "../../errors.ts";
import type { Message } from "../../model/message.ts";
import type { Adapter, Fit, Sample, TableShape } from "../adapter.ts";
import type { Content } from "../content.ts";
import { decode, silentReport } from "../decode.ts";
import { InputError } from "../input-error.ts";
import type { Reading, ReadSettings } from "../reading.ts";
import { isChatHeader } from "../table/chat-cells.ts";
import { findColumns, findHeader } from "../table/columns.ts";
import { shapeOf } from "../table/messages.ts";
import { records } from "../table/records.ts";
import type { Row, Table } from "../table/row.ts";
import { scanRecords } from "../table/scan.ts";
import { factColumns } from "../table/session-facts.ts";
import { TableReader } from "../table/tables.ts";

/** Tried in this order; the first of those that know most columns is taken. */
const delimiters = [",", "\t", ";", "|", "，", "\u0001", "^", "~"];
const sampleRows = 40;
const sampleLength = 65_536;

/** CSV, TSV and tables with any other delimiter. */
export const delimited: Adapter = {
  name: "table",
  title: { zh: "表格（CSV / TSV）", en: "table (CSV / TSV)" },
  extensions: [".csv", ".tsv", ".txt"],

  fits(sample: Sample): Fit | null {
    if (sample.text === "") return null;
    const delimiter = delimiterOf(sample.text, sample.settings);
    if (delimiter === null) return null;
    return {
      score: 0.8,
      why: {
        zh: `表头有消息列和发送方列，分隔符 ${JSON.stringify(delimiter)}`,
        en: `heads of a message and a sender column, delimiter ${JSON.stringify(delimiter)}`,
      },
    };
  },

  async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
    const messages = await new TableReader(reading).read(await tableOf(content, reading));
    if (messages === null) throw noHeader(content.file);
    yield* messages;
  },

  async shapes(content: Content, reading: Reading): Promise<TableShape[]> {
    const shape = await shapeOf(await tableOf(content, reading), reading);
    return shape === null ? [] : [shape];
  },
};

function noHeader(file: string): InputError {
  return new InputError(
    3,
    { zh: "没有找到表头", en: "no header found" },
    {
      place: { file },
      hint: {
        zh: "表格要有消息内容列和发送方列；请用 --map time=列名,sender=列名,text=列名（也可写列号）指定。",
        en: "A table needs a column of words and one of senders; name them with --map time=…,sender=…,text=… (headers or numbers).",
      },
    },
  );
}

async function tableOf(content: Content, { settings, decodeReport }: Reading): Promise<Table> {
  let head = "";
  for await (const block of decode(content.stream(), silentReport(), settings.limits)) {
    head += block.text;
    if (head.length > sampleLength) break;
  }
  const delimiter = delimiterOf(head, settings) ?? ",";
  return {
    sheet: null,
    delimiter,
    rows: (isCounted) => {
      const report = isCounted ? decodeReport : silentReport();
      return records(
        decode(content.stream(), report, settings.limits),
        delimiter,
        content.file,
        settings.limits,
      );
    },
  };
}

/** The delimiter under which most columns are known; null where none makes a table of messages. */
function delimiterOf(text: string, settings: ReadSettings): string | null {
  let best: { delimiter: string; known: number } | null = null;
  for (const delimiter of delimiters) {
    if (!text.includes(delimiter)) continue;
    const known = columnsUnder(text, delimiter, settings);
    if (known > (best?.known ?? 0)) best = { delimiter, known };
  }
  return best?.delimiter ?? null;
}

/** How many columns are known of messages, of whole chats, or of facts about sessions. */
function columnsUnder(text: string, delimiter: string, settings: ReadSettings): number {
  const rows = headRows(text, delimiter);
  try {
    const columns = findColumns(rows, settings.map, "") ?? findHeader(rows, isChatHeader);
    return columns?.fields.size ?? Math.max(0, ...rows.map((row) => factColumns(row.cells)?.size ?? 0));
  } catch (error) {
    // A double column is a table all the same; reading it names the fault.
    if (error instanceof UserError) return 1;
    throw error;
  }
}

function headRows(text: string, delimiter: string): Row[] {
  const rows: Row[] = [];
  scanRecords(text.slice(0, sampleLength).replaceAll("\r\n", "\n"), delimiter, 1, rows);
  return rows.slice(0, sampleRows);
}
