import { type Parser, parse } from "csv-parse";
import type { TextBlock } from "../decode.ts";
import { InputError } from "../input-error.ts";
import type { Limits } from "../limits.ts";
import type { Row } from "./row.ts";
import { scanRecords } from "./scan.ts";

/**
 * Records of delimited text. The scanner reads what is plain; from the first thing that it does not
 * know, csv-parse reads the rest. Throws InputError (exit 3) with its line where a quote never closes.
 */
export async function* records(
  blocks: AsyncIterable<TextBlock>,
  delimiter: string,
  file: string,
  limits: Limits,
): AsyncGenerator<Row[]> {
  let carry = "";
  let line = 1;
  let reference: ReferenceParser | null = null;
  async function* refer(text: string | null): AsyncGenerator<Row[]> {
    reference ??= new ReferenceParser(delimiter, line, file, limits);
    yield checked(text === null ? await reference.end() : await reference.write(text), file, limits);
    reference.refuseBroken();
  }
  for await (const block of blocks) {
    const text = carry + unixLines(block.text);
    carry = "";
    if (reference !== null) {
      yield* refer(text);
      continue;
    }
    const rows: Row[] = [];
    const scanned = scanRecords(text, delimiter, line, rows);
    line = scanned.line;
    if (rows.length > 0) yield checked(rows, file, limits);
    const rest = text.slice(scanned.end);
    if (scanned.isPlain && rest.length <= limits.lineBytes) carry = rest;
    else yield* refer(rest);
  }
  if (carry !== "") yield* refer(carry);
  if (reference !== null) yield* refer(null);
}

function unixLines(text: string): string {
  return text.includes("\r") ? text.replaceAll("\r\n", "\n") : text;
}

function checked(rows: Row[], file: string, limits: Limits): Row[] {
  for (const { line, cells } of rows) {
    if (cells.length > limits.columns) {
      throw new InputError(
        3,
        {
          zh: `有 ${cells.length} 列，超过上限 ${limits.columns} 列，不像聊天记录`,
          en: `${cells.length} columns are more than the limit of ${limits.columns}; this is no chat log`,
        },
        { place: { file, line } },
      );
    }
  }
  return rows;
}

/** csv-parse, one write at a time. */
class ReferenceParser {
  readonly #parser: Parser;
  readonly #file: string;
  readonly #firstLine: number;
  #rows: Row[] = [];
  #lastLine = 0;
  #error: (Error & { code?: string }) | null = null;

  constructor(delimiter: string, firstLine: number, file: string, limits: Limits) {
    this.#file = file;
    this.#firstLine = firstLine;
    this.#parser = parse({
      delimiter,
      record_delimiter: "\n",
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: limits.lineBytes,
      on_record: (cells: string[], { lines }) => {
        this.#lastLine = lines;
        const feeds = cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
        this.#rows.push({ line: firstLine - 1 + lines - feeds, cells });
        return null;
      },
    });
    this.#parser.on("error", (error) => {
      this.#error = error;
    });
  }

  async write(text: string): Promise<Row[]> {
    await new Promise<void>((done) => this.#parser.write(text, () => done()));
    return this.#take();
  }

  async end(): Promise<Row[]> {
    await new Promise<void>((done) => {
      this.#parser.once("error", () => done());
      this.#parser.once("end", () => done());
      this.#parser.resume();
      this.#parser.end();
    });
    return this.#take();
  }

  #take(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** Throws what stopped the parser, after the records before it were given. */
  refuseBroken(): void {
    if (this.#error === null) return;
    const line = this.#firstLine + this.#lastLine;
    if (this.#error.code === "CSV_QUOTE_NOT_CLOSED" || this.#error.code === "CSV_MAX_RECORD_SIZE") {
      throw new InputError(
        3,
        {
          zh: "引号没有闭合，从这一行起读不下去",
          en: "a quote is not closed; nothing was read from this line on",
        },
        {
          place: { file: this.#file, line },
          hint: {
            zh: "请在这一行补上或去掉多余的英文双引号，或另存为 .xlsx 再试。",
            en: 'Add or remove a " in this line, or save as .xlsx and try again.',
          },
          cause: this.#error,
        },
      );
    }
    throw new InputError(
      3,
      {
        zh: `表格从这一行起读不下去：${this.#error.message}`,
        en: `the table cannot be read from this line on: ${this.#error.message}`,
      },
      { place: { file: this.#file, line }, cause: this.#error },
    );
  }
}
