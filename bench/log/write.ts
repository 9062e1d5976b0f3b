import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { encodeGb18030 } from "../../fixtures/demo/script/gb18030.ts";
import { workbook } from "../../tests/ingest/support/workbook.ts";
import { Conversations, type Line } from "./conversations.ts";
import { linesOf } from "./order.ts";
import { type Shape, type ShapeName, shapes } from "./shapes.ts";

/** What can be written: one CSV (or one for each agent), workbooks, or an account's 千牛 export each. */
export const logFormats = ["csv", "gb18030", "xlsx", "qianniu"] as const;
export type LogFormat = (typeof logFormats)[number];

export interface LogOptions {
  /** Messages, about. */
  size: number;
  shape: ShapeName;
  format: LogFormat;
  seed: string;
  /** Folder for the files. */
  folder: string;
}

/** What was written. */
export interface WrittenLog {
  files: string[];
  messages: number;
  agentMessages: number;
  /** Agents' messages that stood there before, word for word. */
  repeats: number;
  sessions: number;
  bytes: number;
}

/** Writes a log. The same options give the same bytes. */
export function writeLog({ size, shape: name, format, seed, folder }: LogOptions): WrittenLog {
  const shape: Shape = shapes[name];
  mkdirSync(folder, { recursive: true });
  const log = new Conversations(size, shape, seed);
  const writer = writers[format](join(folder, name), shape);
  const said = new Set<string>();
  let messages = 0;
  let agentMessages = 0;
  for (const line of linesOf(log, shape, seed)) {
    messages++;
    if (line.isAgent) {
      agentMessages++;
      said.add(line.text);
    }
    writer.write(line);
  }
  const files = writer.end();
  const counts = { messages, agentMessages, repeats: agentMessages - said.size, sessions: log.count };
  return { files, ...counts, bytes: writer.bytes };
}

/** Takes lines and writes the files of one format. */
interface LogWriter {
  bytes: number;
  write(line: Line): void;
  /** Paths of what was written. */
  end(): string[];
}

const writers: Record<LogFormat, (path: string, shape: Shape) => LogWriter> = {
  csv: (path, shape) => new CsvWriter(path, shape, (text) => Buffer.from(text)),
  gb18030: (path, shape) => new CsvWriter(`${path}-gb18030`, shape, encodeGb18030),
  xlsx: (path) => new WorkbookWriter(path),
  qianniu: (path) => new QianniuWriter(path),
};

const header = ["会话ID", "发送时间", "客服", "客户", "发送方", "消息内容"];

const cellsOf = ({ session, at, agent, customer, isAgent, text }: Line): string[] => [
  session,
  timeOf(at),
  agent,
  customer,
  isAgent ? "客服" : "买家",
  text,
];

const timeOf = (at: number) => new Date(at * 1000).toISOString().slice(0, 19).replace("T", " ");

/** Characters that are written at a time. */
const blockLength = 1 << 20;

/** A file that is written in blocks. */
class Blocks {
  readonly path: string;
  bytes = 0;
  readonly #file: number;
  readonly #encode: (text: string) => Uint8Array;
  #text = "";

  constructor(path: string, encode: (text: string) => Uint8Array) {
    this.path = path;
    this.#file = openSync(path, "w");
    this.#encode = encode;
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= blockLength) this.#flush();
  }

  end(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    const bytes = this.#encode(this.#text);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    this.bytes += bytes.length;
    this.#text = "";
  }
}

class CsvWriter implements LogWriter {
  readonly #path: string;
  readonly #isPerAgent: boolean;
  readonly #encode: (text: string) => Uint8Array;
  readonly #files = new Map<string, Blocks>();

  constructor(path: string, { isPerAgent }: Shape, encode: (text: string) => Uint8Array) {
    this.#path = path;
    this.#isPerAgent = isPerAgent === true;
    this.#encode = encode;
    if (isPerAgent) mkdirSync(path, { recursive: true });
  }

  get bytes(): number {
    return [...this.#files.values()].reduce((sum, file) => sum + file.bytes, 0);
  }

  write(line: Line): void {
    this.#fileFor(line.agent).write(`${cellsOf(line).map(csvCell).join(",")}\n`);
  }

  end(): string[] {
    for (const file of this.#files.values()) file.end();
    return [...this.#files.values()].map(({ path }) => path);
  }

  #fileFor(agent: string): Blocks {
    const name = this.#isPerAgent ? `${this.#path}/${agent.split(":")[1]}.csv` : `${this.#path}.csv`;
    let file = this.#files.get(name);
    if (file === undefined) {
      file = new Blocks(name, this.#encode);
      file.write(`${header.join(",")}\n`);
      this.#files.set(name, file);
    }
    return file;
  }
}

const csvCell = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Rows of one workbook: as many as helpdesks give out at a time. */
const workbookRows = 200_000;

class WorkbookWriter implements LogWriter {
  bytes = 0;
  readonly #path: string;
  readonly #files: string[] = [];
  #rows: string[][] = [];

  constructor(path: string) {
    this.#path = path;
  }

  write(line: Line): void {
    this.#rows.push(cellsOf(line));
    if (this.#rows.length === workbookRows) this.#flush();
  }

  end(): string[] {
    if (this.#rows.length > 0) this.#flush();
    return this.#files;
  }

  #flush(): void {
    const path = `${this.#path}-${this.#files.length + 1}.xlsx`;
    const bytes = workbook({ sheets: [{ name: "聊天记录", rows: [header, ...this.#rows] }] });
    writeFileSync(path, bytes);
    this.bytes += bytes.length;
    this.#files.push(path);
    this.#rows = [];
  }
}

/** 千牛's 导出消息记录: a file for each account, a section for each conversation's customer. */
class QianniuWriter implements LogWriter {
  readonly #path: string;
  readonly #files = new Map<string, Blocks & { customer?: string }>();

  constructor(path: string) {
    this.#path = `${path}-qianniu`;
    mkdirSync(this.#path, { recursive: true });
  }

  get bytes(): number {
    return [...this.#files.values()].reduce((sum, file) => sum + file.bytes, 0);
  }

  write({ agent, customer, isAgent, at, text }: Line): void {
    let file = this.#files.get(agent);
    if (file === undefined) {
      file = new Blocks(`${this.#path}/${agent.split(":")[1]}.txt`, encodeGb18030);
      file.write(`${agent}\r\n导出消息记录\r\n\r\n${" ".repeat(31)}单聊\r\n`);
      this.#files.set(agent, file);
    }
    if (file.customer !== customer) {
      const rule = "-".repeat(28);
      file.write(
        `${file.customer === undefined ? "" : `${"=".repeat(64)}\r\n`}${rule}${customer}${rule}\r\n`,
      );
      file.customer = customer;
    }
    file.write(`${isAgent ? agent : customer}(${timeOf(at)}):  ${text}\r\n`);
  }

  end(): string[] {
    for (const file of this.#files.values()) file.end();
    return [...this.#files.values()].map(({ path }) => path);
  }
}
