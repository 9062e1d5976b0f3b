import type { Locale } from "../../text/wording.ts";
import type { Cell } from "../xlsx/sheet.ts";

/** A column of a table that people read. */
export interface DocumentColumn<T> {
  head: string;
  cell: (item: T) => Cell;
}

/** A part of a document: sentences, then a table. */
export interface DocumentSection {
  title: string;
  notes: readonly string[];
  heads: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** A result as sentences and tables, from which every written form is made. */
export interface Document {
  locale: Locale;
  title: string;
  notes: readonly string[];
  sections: readonly DocumentSection[];
}

/** Puts items into the columns of a section. */
export function section<T>(
  title: string,
  notes: readonly string[],
  columns: readonly DocumentColumn<T>[],
  items: readonly T[],
): DocumentSection {
  return {
    title,
    notes,
    heads: columns.map(({ head }) => head),
    rows: items.map((item) => columns.map(({ cell }) => cell(item))),
  };
}

/** A cell as words: shares as per cent, other numbers with one decimal where they have any. */
export function cellText({ value, style }: Cell): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (style === "share") return `${(100 * value).toFixed(1)}%`;
  return Number.isInteger(value) ? String(value) : value.toFixed(style === "decimal" ? 2 : 1);
}

/** Whether a cell is aligned to the right. */
export function isNumber({ value }: Cell): boolean {
  return typeof value === "number";
}
