import type { Row } from "../table/row.ts";
import { dateText } from "./dates.ts";
import type { SharedParts } from "./workbook.ts";
import { parseXml, type XmlHandler } from "./xml.ts";

/** Rows of a worksheet as they come, cells as text. Throws where a cell stands beyond the limit of columns. */
export async function* sheetRows(xml: AsyncIterable<Buffer>, shared: SharedParts): AsyncGenerator<Row[]> {
  const reader = new SheetReader(shared);
  for await (const _ of parseXml(xml, reader)) {
    const rows = reader.take();
    if (rows.length > 0) yield rows;
  }
}

class SheetReader implements XmlHandler {
  readonly #shared: SharedParts;
  #rows: Row[] = [];
  #line = 0;
  #cells: string[] = [];
  #column = -1;
  #type = "n";
  #style = 0;
  #value = "";
  #isValue = false;
  #isPhonetic = false;

  constructor(shared: SharedParts) {
    this.#shared = shared;
  }

  take(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "row") {
      const line = Number(attributes.r);
      this.#line = Number.isSafeInteger(line) && line > 0 ? line : this.#line + 1;
      this.#cells = [];
      this.#column = -1;
    } else if (name === "c") {
      const column = columnOf(attributes.r ?? "");
      this.#column = column === -1 ? this.#column + 1 : column;
      this.#type = attributes.t ?? "n";
      this.#style = Number(attributes.s ?? 0);
      this.#value = "";
    } else if (name === "rPh") this.#isPhonetic = true;
    this.#isValue = name === "v" || (name === "t" && !this.#isPhonetic);
  }

  text(text: string): void {
    if (this.#isValue) this.#value += text;
  }

  close(name: string): void {
    this.#isValue = false;
    if (name === "rPh") this.#isPhonetic = false;
    else if (name === "row") {
      // A cell that the row leaves out is an empty one.
      const cells = Array.from(this.#cells, (cell) => cell ?? "");
      if (cells.length > 0) this.#rows.push({ line: this.#line, cells });
    } else if (name === "c") this.#keep(this.#cellText());
  }

  /** Cells that are only coloured may stand anywhere. */
  #keep(text: string): void {
    if (text === "") return;
    if (this.#column >= this.#shared.mostColumns) {
      throw new Error(`row ${this.#line} has more than ${this.#shared.mostColumns} columns`);
    }
    this.#cells[this.#column] = text;
  }

  #cellText(): string {
    const value = this.#value;
    if (value === "") return "";
    if (this.#type === "s") return this.#shared.strings[Number(value)] ?? "";
    if (this.#type === "d") return value;
    if (this.#type !== "n") return value;
    const format = this.#shared.formats[this.#style] ?? null;
    const number = Number(value);
    if (format !== null && Number.isFinite(number)) return dateText(number, format, this.#shared.isFrom1904);
    // Long numbers stand as 1.2E+17 in the file.
    return /e/i.test(value) && Number.isSafeInteger(number) ? String(number) : value;
  }
}

/** 0-based column of `AB12`; -1 where it names none. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}
