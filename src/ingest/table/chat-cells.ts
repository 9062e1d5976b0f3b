import type { Message } from "../../model/message.ts";
import { dateTime, isName, timeKey } from "../chat-lines.ts";
import { Dialogue } from "../dialogue.ts";
import type { Reading } from "../reading.ts";
import { Speakers } from "../speakers.ts";
import { endOfSpeaker } from "../wangwang.ts";
import { type Field, normaliseWord, platformWords } from "./aliases.ts";
import { type Columns, findHeader } from "./columns.ts";
import type { Row, Table } from "./row.ts";

/** `2026-11-16 10:00:00`, alone or with `发送者: 内容` behind it. */
const timeHead = new RegExp(String.raw`^(${dateTime}|\d{1,2}:\d{2}:\d{2})(?:[ \t]{1,4}(\S.*))?$`);
/** Rows in which a chat must show before a column is taken for one of chats. */
const sampleRows = 50;

/** A row per conversation, all of its messages in one cell (platforms B4): 客户ID | 聊天记录. */
export interface ChatCells {
  columns: Columns;
  messages: AsyncGenerator<Message[]>;
}

/** True where a header names whole chats and whose they are, before any cell is seen. */
export function isChatHeader(fields: ReadonlyMap<Field, number>): boolean {
  return fields.has("text") && fields.has("customer");
}

/** Reads such a table; null (and nothing read) where it is none. `above`: columns of the sheet before this one. */
export async function readChatCells(
  table: Table,
  reading: Reading,
  above: Columns | null,
): Promise<ChatCells | null> {
  const head: Row[] = [];
  for await (const rows of table.rows(false)) {
    head.push(...rows);
    if (head.length >= sampleRows) break;
  }
  const columns = findHeader(head, (fields) => fields.has("text")) ?? continued(above);
  if (columns === null) return null;
  const text = columns.fields.get("text")!;
  const isChat = head
    .slice(columns.headerIndex + 1)
    .some((row) => spokenIn(row.cells[text] ?? "").utterances.length > 0);
  return isChat ? { columns, messages: readRows(table, columns, reading) } : null;
}

function continued(above: Columns | null): Columns | null {
  return above === null ? null : { ...above, headerIndex: -1 };
}

async function* readRows(table: Table, columns: Columns, reading: Reading): AsyncGenerator<Message[]> {
  const speakers = new Speakers();
  let skip = columns.headerIndex + 1;
  for await (const rows of table.rows(true)) {
    const messages: Message[] = [];
    for (const row of rows) {
      if (skip > 0) skip--;
      else readRow(row, columns, table.sheet, speakers, reading, messages);
    }
    if (messages.length > 0) yield messages;
  }
}

function readRow(
  row: Row,
  { fields, headers }: Columns,
  sheet: string | null,
  speakers: Speakers,
  reading: Reading,
  into: Message[],
): void {
  const cell = (field: "customer" | "agent" | "shop" | "platform" | "session") =>
    row.cells[fields.get(field) ?? -1]?.trim() || null;
  const text = row.cells[fields.get("text")!] ?? "";
  const customer = cell("customer");
  if (row.cells.every((one) => one.trim() === "") || text === headers[fields.get("text")!]) return;
  const { utterances, around } = spokenIn(text);
  if (utterances.length === 0 && around.length === 0) reading.warn("chat-empty", row.line, customer ?? "");
  for (const words of around) {
    reading.rows++;
    reading.reject("line-without-message", row.line, words);
  }
  learn(utterances, customer, speakers);
  reading.startPart(isBackwards(utterances));
  const platform = cell("platform");
  const common = {
    session: cell("session"),
    agent: cell("agent"),
    shop: cell("shop"),
    platform: platform === null ? null : (platformWords.get(normaliseWord(platform)) ?? platform),
    ...(sheet === null ? {} : { sheet }),
  };
  const dialogue = new Dialogue(reading, speakers, common, { customer });
  for (const { sender, time, lines } of utterances)
    dialogue.say({ line: row.line, sender, time, text: lines.join("\n") });
  dialogue.end();
  into.push(...dialogue.take());
}

/** Where the row's customer speaks, everybody else in it is an agent. */
function learn(utterances: readonly Spoken[], customer: string | null, speakers: Speakers): void {
  const names = new Set(utterances.map(({ sender }) => sender));
  for (const name of names) {
    if (customer !== null && names.has(customer))
      speakers.learnAs(name, name === customer ? "customer" : "agent");
    else speakers.learn(name);
  }
}

interface Spoken {
  sender: string;
  time: string;
  lines: string[];
}

/** The messages of a cell; `around` is what stands before the first, or below a time without a sender. */
function spokenIn(cell: string): { utterances: Spoken[]; around: string[] } {
  const utterances: Spoken[] = [];
  const around: string[] = [];
  const lines = cell.replaceAll("_x000D_", "").split(/\r\n|\r|\n/);
  let isAround = true;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const found = timeHead.exec(line.trim());
    // The sender stands behind the time or on the next line.
    const below = found !== null && found[2] === undefined ? lines[at + 1]?.trim() : undefined;
    const said = found === null ? null : speechIn(found[2] ?? below ?? "");
    if (said !== null) {
      utterances.push({ sender: said.sender, time: found![1]!, lines: [said.text] });
      if (below !== undefined) at++;
      isAround = false;
    } else if (below !== undefined && (at === 0 || lines[at - 1]!.trim() === "")) {
      around.push(line.trim());
      isAround = true;
    } else if (!isAround) utterances.at(-1)!.lines.push(line);
    else if (line.trim() !== "") around.push(line);
  }
  return { utterances, around };
}

function speechIn(said: string): { sender: string; text: string } | null {
  const end = endOfSpeaker(said);
  const sender = said
    .slice(0, Math.max(end, 0))
    .trim()
    .replace(/^cntaobao/, "");
  return isName(sender) ? { sender, text: said.slice(end + 1).trimStart() } : null;
}

function isBackwards(utterances: readonly Spoken[]): boolean {
  const keys = utterances.map(({ time }) => timeKey(time));
  const steps = keys.slice(1).map((key, at) => (key === keys[at] ? 0 : key > keys[at]! ? 1 : -1));
  return steps.reduce((sum: number, step) => sum + step, 0) < 0;
}
