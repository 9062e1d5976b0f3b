import type { Row } from "../table/row.ts";
import { ShownWords } from "./words.ts";

interface OpenTable {
  rows: Row[];
  row: { line: number; cells: string[]; images: Map<number, string> } | null;
  cell: ShownWords | null;
  columns: number;
  /** By column: a cell of an earlier row that reaches into so many more. */
  spans: { rows: number; text: string }[];
  rowSpan: number;
}

const mostSpan = 1000;

/** Collects the rows of all tables of a page, those inside others too. */
export class PageTables {
  readonly tables: Row[][] = [];
  readonly #open: OpenTable[] = [];

  get depth(): number {
    return this.#open.length;
  }

  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void {
    if (name === "table") {
      const rows: Row[] = [];
      this.tables.push(rows);
      this.#open.push({ rows, row: null, cell: null, columns: 1, spans: [], rowSpan: 1 });
      return;
    }
    const table = this.#open.at(-1);
    if (table === undefined) return;
    if (name === "tr") {
      endRow(table);
      table.row = { line, cells: [], images: new Map() };
    } else if ((name === "td" || name === "th") && table.row !== null) {
      endCell(table);
      table.cell = new ShownWords();
      table.columns = span(attributes.colspan);
      table.rowSpan = span(attributes.rowspan);
    } else table.cell?.open(name, attributes);
  }

  close(name: string): void {
    const table = this.#open.at(-1);
    if (table === undefined) return;
    if (name === "table") {
      endRow(table);
      this.#open.pop();
    } else if (name === "tr") endRow(table);
    else if (name === "td" || name === "th") endCell(table);
    else table.cell?.close(name);
  }

  text(text: string): void {
    this.#open.at(-1)?.cell?.add(text);
  }
}

function span(value: string | undefined): number {
  const count = Number(value ?? 1);
  return Number.isInteger(count) && count >= 1 ? Math.min(count, mostSpan) : 1;
}

/** A cell that reaches over several rows holds for all of them; over several columns, for the first. */
function endCell(table: OpenTable): void {
  const { row, cell, spans } = table;
  if (row === null || cell === null) return;
  table.cell = null;
  addSpanned(row.cells, spans);
  if (cell.text === "" && cell.image !== null) row.images.set(row.cells.length, cell.image);
  for (let column = 0; column < table.columns; column++) {
    const text = column === 0 ? cell.text : "";
    if (table.rowSpan > 1) spans[row.cells.length] = { rows: table.rowSpan, text };
    row.cells.push(text);
  }
}

function endRow(table: OpenTable): void {
  endCell(table);
  const { row, rows, spans } = table;
  if (row === null) return;
  table.row = null;
  addSpanned(row.cells, spans);
  for (const spanned of spans) if (spanned !== undefined) spanned.rows--;
  rows.push(row.images.size === 0 ? { line: row.line, cells: row.cells } : row);
}

function addSpanned(cells: string[], spans: OpenTable["spans"]): void {
  for (let above = spans[cells.length]; above !== undefined && above.rows > 0; above = spans[cells.length])
    cells.push(above.text);
}
