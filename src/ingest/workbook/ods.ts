import { InputError } from "../input-error.ts";
import type { Row, Table } from "../table/row.ts";
import type { Archive } from "../zip.ts";
import { damaged } from "./workbook.ts";
import { parseXml, type XmlHandler } from "./xml.ts";

/** A spreadsheet of this format is read into memory: all sheets stand in one document. */
const mostCharacters = 64 * 2 ** 20;
/** Equal rows and cells are written once with a count; beyond this they are the empty rest of the sheet. */
const mostRepeats = 1000;

/** Sheets of an OpenDocument spreadsheet in their order, hidden ones too. Throws InputError where it is damaged. */
export async function openOds(archive: Archive, file: string): Promise<Table[]> {
  const reader = new ContentReader();
  try {
    for await (const _ of parseXml(archive.member("content.xml"), reader)) {
      if (reader.characters > mostCharacters) throw tooLarge(file);
    }
  } catch (cause) {
    throw damaged(cause, file);
  }
  return reader.sheets.map(({ name, rows }) => ({
    sheet: name,
    delimiter: null,
    async *rows() {
      yield rows;
    },
  }));
}

class ContentReader implements XmlHandler {
  readonly sheets: { name: string; rows: Row[] }[] = [];
  characters = 0;
  #line = 0;
  #rowRepeats = 1;
  #cells: string[] = [];
  #cellRepeats = 1;
  /** Null outside of cells. */
  #text: string | null = null;
  /** What the cell holds apart from what it shows. */
  #value: string | null = null;
  /** Inside a comment of a cell, or a drawing. */
  #aside = 0;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "table") {
      this.sheets.push({ name: attributes["table:name"] ?? "", rows: [] });
      this.#line = 0;
    } else if (name === "table-row") {
      this.#cells = [];
      this.#rowRepeats = repeats(attributes["table:number-rows-repeated"]);
    } else if (name === "table-cell" || name === "covered-table-cell") {
      this.#text = "";
      this.#value = heldIn(attributes);
      this.#cellRepeats = repeats(attributes["table:number-columns-repeated"]);
    } else if (name === "annotation" || name === "shape") this.#aside++;
    else if (this.#text !== null && this.#aside === 0) this.#text += shown(name, attributes, this.#text);
  }

  close(name: string): void {
    if (name === "annotation" || name === "shape") this.#aside--;
    else if (name === "table-cell" || name === "covered-table-cell") this.#endCell();
    else if (name === "table-row") this.#endRow();
  }

  text(text: string): void {
    if (this.#text !== null && this.#aside === 0) this.#text += text;
  }

  #endCell(): void {
    const cell = this.#value ?? this.#text ?? "";
    this.#text = null;
    for (let count = 0; count < Math.min(this.#cellRepeats, mostRepeats); count++) this.#cells.push(cell);
  }

  #endRow(): void {
    const length = this.#cells.findLastIndex((cell) => cell !== "") + 1;
    const cells = this.#cells.slice(0, length);
    const rows = this.sheets.at(-1)?.rows;
    const count = length === 0 ? 0 : Math.min(this.#rowRepeats, mostRepeats);
    // A row costs memory too, however short it is.
    this.characters += count * cells.reduce((sum, cell) => sum + cell.length, 100);
    for (let index = 0; index < count; index++) rows?.push({ line: this.#line + index + 1, cells });
    this.#line += this.#rowRepeats;
  }
}

/** What is written as a value counts, not how the sheet shows it; text has no value. */
function heldIn(attributes: Readonly<Record<string, string>>): string | null {
  switch (attributes["office:value-type"]) {
    case "date":
      return attributes["office:date-value"]?.replace("T", " ") ?? null;
    case "time":
      return clockOf(attributes["office:time-value"]);
    case "float":
      return attributes["office:value"] ?? null;
    default:
      return null;
  }
}

/** `PT09H05M07S` as `09:05:07`. */
function clockOf(duration: string | undefined): string | null {
  const found = /^PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:[.,]\d{1,9})?S$/.exec(duration ?? "");
  return found === null
    ? null
    : found
        .slice(1)
        .map((part) => part.padStart(2, "0"))
        .join(":");
}

function shown(name: string, attributes: Readonly<Record<string, string>>, before: string): string {
  if (name === "p") return before === "" ? "" : "\n";
  if (name === "line-break") return "\n";
  if (name === "tab") return "\t";
  return name === "s" ? " ".repeat(Math.min(repeats(attributes["text:c"]), mostRepeats)) : "";
}

function repeats(value: string | undefined): number {
  const count = Number(value ?? 1);
  return Number.isSafeInteger(count) && count >= 1 ? count : 1;
}

function tooLarge(file: string): InputError {
  return new InputError(
    3,
    { zh: "ODS 表格太大，读不了", en: "this ODS spreadsheet is too large" },
    { place: { file }, hint: { zh: "请另存为 .xlsx 再试。", en: "Save it as .xlsx and try again." } },
  );
}
