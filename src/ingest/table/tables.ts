import type { Message } from "../../model/message.ts";
import type { Reading } from "../reading.ts";
import { normaliseWord, noWords } from "./aliases.ts";
import { readChatCells } from "./chat-cells.ts";
import type { Columns } from "./columns.ts";
import { readMessageTable } from "./messages.ts";
import type { Row, Table } from "./row.ts";
import { readSessionFacts } from "./session-facts.ts";

/** Reads the tables of one file in their order: a sheet without a header goes on with the columns above it. */
export class TableReader {
  readonly #reading: Reading;
  #messages: Columns | null = null;
  #chats: Columns | null = null;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Messages of a table, none where it holds facts about sessions; null where it is neither. */
  async read(table: Table): Promise<AsyncIterable<Message[]> | null> {
    const messages = await readMessageTable(table, this.#reading, this.#messages);
    if (messages !== null) {
      this.#settle(table, messages.columns, null);
      return messages.messages;
    }
    const chats = await readChatCells(table, this.#reading, this.#chats);
    if (chats !== null) {
      this.#settle(table, null, chats.columns);
      return chats.messages;
    }
    const isKnown = (await readSessionFacts(table, this.#reading)) || (await this.#readSummary(table));
    return isKnown ? noMessages() : null;
  }

  #settle(table: Table, messages: Columns | null, chats: Columns | null): void {
    const { headerIndex } = (messages ?? chats)!;
    if (table.sheet !== null && headerIndex === -1 && Object.keys(this.#reading.settings.map).length === 0)
      this.#reading.note("sheet-without-header", 1, table.sheet);
    this.#messages = messages;
    this.#chats = chats;
  }

  /** `导出汇总` lists the customers whose chats the export did not get (platforms B4). */
  async #readSummary(table: Table): Promise<boolean> {
    let header: Row | null = null;
    for await (const rows of table.rows(true)) {
      for (const row of rows) {
        if (header !== null) this.#readCustomer(header, row);
        else if (row.cells.includes("客户名") && row.cells.includes("失败原因")) header = row;
        else return false;
      }
    }
    return header !== null;
  }

  #readCustomer(header: Row, row: Row): void {
    const cell = (name: string) => row.cells[header.cells.indexOf(name)]?.trim() ?? "";
    const reason = cell("失败原因");
    const isMissing = noWords.has(normaliseWord(cell("是否生成工作表"))) && cell("是否生成工作表") !== "";
    if (reason !== "" || isMissing)
      this.#reading.warn("customer-not-exported", row.line, `${cell("客户名")} ${reason}`.trim());
  }
}

async function* noMessages(): AsyncGenerator<Message[]> {}
