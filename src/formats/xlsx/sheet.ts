import { displayWidth } from "../../text/width.ts";
import { xmlHead, xmlText } from "../xml.ts";

/** How a cell is shown; the order is that of `cellXfs` in `book.ts`. */
const cellStyles = [
  "plain",
  "head",
  "count",
  "decimal",
  "score",
  "seconds",
  "share",
  "time",
  "wrapped",
  "link",
] as const;
export type CellStyle = (typeof cellStyles)[number];

/** A cell: text, a number, a moment (RFC 3339, shown in the zone in which it is written), or nothing. */
export interface Cell {
  value: string | number | null;
  style: CellStyle;
  /** Cell of this workbook that a click leads to, such as `'问题明细'!A2`. */
  link?: string;
}

/** Colours that Excel computes from the values of a column. */
type Highlight = "high-is-good" | "low-is-good";

/** A column of a sheet and what it says of an item. */
export interface SheetColumn<T> {
  head: string;
  cell: (item: T) => Cell;
  highlight?: Highlight;
  /** Answers that Excel offers as a drop-down list; no commas in them. */
  choices?: readonly string[];
}

/** A sheet as a table: one row of heads, then the rows. */
export interface Sheet {
  name: string;
  /** Columns that stay in sight when one scrolls to the right. */
  frozen?: number;
  heads: readonly string[];
  rows: readonly (readonly Cell[])[];
  highlights: readonly (Highlight | undefined)[];
  /** Drop-down lists by column, down to `choiceRows`. */
  choices?: readonly (readonly string[] | undefined)[];
}

/** Rows that a sheet can hold below its heads. */
export const sheetRows = 1_048_575;

/** Rows of an empty form that have drop-down lists. */
const choiceRows = 500;

/** Puts items into the columns of a sheet; the first `frozen` columns stay in sight. */
export function sheetOf<T>(
  name: string,
  columns: readonly SheetColumn<T>[],
  items: readonly T[],
  frozen = 0,
): Sheet {
  return {
    name,
    frozen,
    heads: columns.map((column) => column.head),
    rows: items.map((item) => columns.map((column) => column.cell(item))),
    highlights: columns.map((column) => column.highlight),
    choices: columns.map((column) => column.choices),
  };
}

/** SpreadsheetML of a sheet (ECMA-376 part 1, 18.3): heads frozen and with filters, widths that fit. */
export function sheetXml(sheet: Sheet): string {
  const last = `${columnName(sheet.heads.length - 1)}${sheet.rows.length + 1}`;
  const heads = sheet.heads.map((head): Cell => ({ value: head, style: "head" }));
  const rows = [heads, ...sheet.rows].map(
    (cells, at) =>
      `<row r="${at + 1}">${cells.map((cell, column) => cellXml(cell, `${columnName(column)}${at + 1}`)).join("")}</row>`,
  );
  return [
    xmlHead,
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:${last}"/>`,
    `<sheetViews><sheetView workbookViewId="0">${paneXml(sheet)}</sheetView></sheetViews>`,
    `<cols>${columnWidths(sheet)}</cols><sheetData>${rows.join("")}</sheetData><autoFilter ref="A1:${last}"/>`,
    highlightXml(sheet),
    choicesXml(sheet),
    linksXml(sheet),
    "</worksheet>",
  ].join("");
}

/** Heads, and the columns that name the row, stay in sight. */
function paneXml({ frozen = 0 }: Sheet): string {
  if (frozen === 0) return '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return `<pane xSplit="${frozen}" ySplit="1" topLeftCell="${columnName(frozen)}2" activePane="bottomRight" state="frozen"/>`;
}

/** Longest text of a cell in Excel. */
const cellLength = 32_767;
const widest = 60;

function cellXml({ value, style }: Cell, place: string): string {
  const attributes = `r="${place}" s="${cellStyles.indexOf(style)}"`;
  if (value === null) return `<c ${attributes}/>`;
  if (typeof value === "number") return `<c ${attributes}><v>${value}</v></c>`;
  if (style === "time") return `<c ${attributes}><v>${serialOf(value)}</v></c>`;
  const text = value.length > cellLength ? `${value.slice(0, cellLength - 1)}…` : value;
  return `<c ${attributes} t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

/** Days since 1899-12-30 of the local date and time that the text shows. */
function serialOf(time: string): number {
  const local = Date.parse(`${time.slice(0, 19)}Z`);
  return local / 86_400_000 + 25_569;
}

function columnWidths(sheet: Sheet): string {
  return sheet.heads
    .map((head, column) => {
      const texts = sheet.rows.slice(0, 500).map((cells) => cells[column]!);
      const width = Math.max(displayWidth(head) + 4, ...texts.map(cellWidth));
      return `<col min="${column + 1}" max="${column + 1}" width="${Math.min(width + 2, widest)}" customWidth="1"/>`;
    })
    .join("");
}

function cellWidth({ value, style }: Cell): number {
  if (value === null) return 0;
  if (style === "time") return 19;
  if (typeof value === "number") return Math.max(8, Math.min(14, String(value).length));
  return displayWidth(value);
}

function highlightXml(sheet: Sheet): string {
  if (sheet.rows.length < 2) return "";
  return sheet.highlights
    .map((highlight, column) => {
      if (highlight === undefined) return "";
      const name = columnName(column);
      const colors =
        highlight === "high-is-good" ? ["F8D7CF", "FFFFFF", "CFE8D8"] : ["CFE8D8", "FFFFFF", "F8D7CF"];
      const points = '<cfvo type="min"/><cfvo type="percentile" val="50"/><cfvo type="max"/>';
      return `<conditionalFormatting sqref="${name}2:${name}${sheet.rows.length + 1}"><cfRule type="colorScale" priority="${column + 1}"><colorScale>${points}${colors
        .map((color) => `<color rgb="FF${color}"/>`)
        .join("")}</colorScale></cfRule></conditionalFormatting>`;
    })
    .join("");
}

function choicesXml({ choices = [], rows }: Sheet): string {
  const last = Math.max(rows.length, choiceRows) + 1;
  const lists = choices.flatMap((words, column) => {
    if (words === undefined) return [];
    const name = columnName(column);
    return [
      `<dataValidation type="list" allowBlank="1" sqref="${name}2:${name}${last}"><formula1>${xmlText(`"${words.join(",")}"`)}</formula1></dataValidation>`,
    ];
  });
  return lists.length === 0
    ? ""
    : `<dataValidations count="${lists.length}">${lists.join("")}</dataValidations>`;
}

function linksXml(sheet: Sheet): string {
  const links = sheet.rows.flatMap((cells, row) =>
    cells.flatMap(({ link }, column) =>
      link === undefined
        ? []
        : [`<hyperlink ref="${columnName(column)}${row + 2}" location="${xmlText(link)}"/>`],
    ),
  );
  return links.length === 0 ? "" : `<hyperlinks>${links.join("")}</hyperlinks>`;
}

/** A, B, …, Z, AA, … */
function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}
