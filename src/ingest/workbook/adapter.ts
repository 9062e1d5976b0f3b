import type { Message } from "../../model/message.ts";
import type { Adapter, TableShape } from "../adapter.ts";
import type { Content } from "../content.ts";
import { InputError } from "../input-error.ts";
import type { Reading } from "../reading.ts";
import { shapeOf } from "../table/messages.ts";
import type { Table } from "../table/row.ts";
import { TableReader } from "../table/tables.ts";
import { Archive } from "../zip.ts";

/** What tells one kind of workbook from another. */
export interface WorkbookKind extends Pick<Adapter, "name" | "title" | "extensions" | "fits"> {
  /** Its sheets in their order, hidden ones too. */
  open(archive: Archive, file: string): Promise<Table[]>;
}

/** A format of workbooks, every sheet that is a table of messages. */
export function workbookAdapter({ open, ...kind }: WorkbookKind): Adapter {
  return {
    ...kind,

    async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
      reading.encoding = kind.name;
      const archive = await Archive.open(content, reading.settings.limits);
      try {
        const sheets = await open(archive, content.file);
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
        const names = sheets.map((sheet) => sheet.sheet ?? "");
        if (read === 0) throw noSheet(names, content.file);
      } finally {
        archive.close();
      }
    },

    async shapes(content: Content, reading: Reading): Promise<TableShape[]> {
      const archive = await Archive.open(content, reading.settings.limits);
      try {
        const shapes: TableShape[] = [];
        for (const sheet of await open(archive, content.file)) {
          const shape = await shapeOf(sheet, reading);
          if (shape !== null) shapes.push(shape);
        }
        return shapes;
      } finally {
        archive.close();
      }
    },
  };
}

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
