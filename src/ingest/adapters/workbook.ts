import type { Message } from "../../model/message.ts";
import type { Adapter, Fit, Sample, TableShape } from "../adapter.ts";
import type { Content } from "../content.ts";
import { InputError } from "../input-error.ts";
import type { Reading } from "../reading.ts";
import { shapeOf } from "../table/messages.ts";
import { TableReader } from "../table/tables.ts";
import { openWorkbook } from "../workbook/workbook.ts";
import { Archive } from "../zip.ts";

/** XLSX workbooks, every sheet that is a table of messages. */
export const workbook: Adapter = {
  name: "xlsx",
  title: { zh: "Excel 工作簿（XLSX）", en: "Excel workbook (XLSX)" },
  extensions: [".xlsx", ".xlsm"],

  fits(sample: Sample): Fit | null {
    const isWorkbook = sample.members?.some((name) => /(?:^|\/)workbook\.xml$/.test(name));
    return isWorkbook === true ? { score: 1, why: "ZIP 里有 workbook.xml" } : null;
  },

  async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
    reading.encoding = "xlsx";
    const archive = await Archive.open(content, reading.settings.limits);
    try {
      const sheets = await openWorkbook(archive, content.file);
      const tables = new TableReader(reading);
      let read = 0;
      for (const sheet of sheets) {
        const messages = await tables.read(sheet);
        if (messages === null) {
          reading.warn("sheet-not-chat", 1, sheet.sheet ?? "");
          continue;
        }
        read++;
        yield* messages;
      }
      if (read === 0)
        throw noSheet(
          sheets.map((sheet) => sheet.sheet ?? ""),
          content.file,
        );
    } finally {
      archive.close();
    }
  },

  async shapes(content: Content, reading: Reading): Promise<TableShape[]> {
    const archive = await Archive.open(content, reading.settings.limits);
    try {
      const shapes: TableShape[] = [];
      for (const sheet of await openWorkbook(archive, content.file)) {
        const shape = await shapeOf(sheet, reading);
        if (shape !== null) shapes.push(shape);
      }
      return shapes;
    } finally {
      archive.close();
    }
  },
};

function noSheet(sheets: readonly string[], file: string): InputError {
  return new InputError(
    3,
    {
      zh: `没有一个工作表有消息内容列和发送方列（${sheets.join("、")}）`,
      en: `no sheet has a column of words and one of senders (${sheets.join(", ")})`,
    },
    {
      place: { file },
      hint: {
        zh: "列名不同时用 --map time=列名,sender=列名,text=列名（也可写列号或列字母）指定。",
        en: "Name the columns with --map time=…,sender=…,text=… (headers, numbers or letters).",
      },
    },
  );
}
