import { ByteReader, ByteWriter } from "./bytes.ts";

/**
 * Many rows of whole numbers, of which each row has as many, in no order: plain data, mergeable. A number
 * takes the bytes of its difference from the one in the row before rather than eight.
 */
export interface Records {
  /** Numbers of a row. */
  readonly width: number;
  rows: number;
  /** The latest rows, one after the other. */
  recent: number[];
  /** The others, sorted rows together. */
  runs: Uint8Array[];
}

/** Rows of a run. */
const runRows = 512;

export const noRecords = (width: number): Records => ({ width, rows: 0, recent: [], runs: [] });

/** Single numbers. */
export function recordsOf(numbers: Iterable<number>): Records {
  const records = noRecords(1);
  setColumns(records, [Float64Array.from(numbers).sort()]);
  return records;
}

/** Adds a row of whole numbers below 2^51, either sign. */
export function addRecord(records: Records, ...row: readonly number[]): void {
  for (const number of row) records.recent.push(number);
  records.rows += 1;
  if (records.recent.length < runRows * records.width) return;
  const columns = inOrder(columnsIn(records.recent, records.width));
  records.runs.push(runOf(columns, 0, runRows));
  records.recent = [];
}

/** Adds the rows of another list of the same width. */
export function mergeRecords(into: Records, { width, recent, runs, rows }: Records): void {
  for (const run of runs) into.runs.push(run);
  into.rows += rows - recent.length / width;
  for (let at = 0; at < recent.length; at += width) addRecord(into, ...recent.slice(at, at + width));
}

/** All rows as columns, sorted by the first column, then by the next. */
export function columnsOf({ width, rows, recent, runs }: Records): Float64Array[] {
  const columns = Array.from({ length: width }, () => new Float64Array(rows));
  let end = 0;
  for (const run of runs) end = unpackRun(run, columns, end);
  for (const [index, column] of columnsIn(recent, width).entries()) columns[index]!.set(column, end);
  return inOrder(columns);
}

/** Equal rows are equal data afterwards, whatever the order of adding. */
export function tidyRecords(records: Records): void {
  setColumns(records, columnsOf(records));
}

/** The same of a list of single numbers, each of which is left once. */
export function tidyDistinct(records: Records): void {
  setColumns(records, [distinct(records)]);
}

/** The different ones of single numbers, sorted. */
export function distinct(records: Records): Float64Array {
  const [numbers] = columnsOf(records) as [Float64Array];
  return numbers.filter((number, index) => index === 0 || number !== numbers[index - 1]);
}

/** Sorted columns in the place of what is there. */
export function setColumns(records: Records, columns: readonly Float64Array[]): void {
  const rows = columns[0]!.length;
  const whole = rows - (rows % runRows);
  records.rows = rows;
  records.runs = [];
  for (let from = 0; from < whole; from += runRows) records.runs.push(runOf(columns, from, from + runRows));
  records.recent = [];
  for (let row = whole; row < rows; row += 1) for (const column of columns) records.recent.push(column[row]!);
}

function columnsIn(rows: readonly number[], width: number): Float64Array[] {
  return Array.from({ length: width }, (_, column) =>
    Float64Array.from({ length: rows.length / width }, (_none, row) => rows[row * width + column]!),
  );
}

function inOrder(columns: readonly Float64Array[]): Float64Array[] {
  const [first] = columns as [Float64Array];
  if (columns.length === 1) return [first.sort()];
  const order = Uint32Array.from(first, (_, row) => row).sort((a, b) => {
    for (const column of columns) if (column[a] !== column[b]) return column[a]! - column[b]!;
    return 0;
  });
  return columns.map((column) => Float64Array.from(order, (row) => column[row]!));
}

/** Each run is copied from here. */
const written = new ByteWriter();

function runOf(columns: readonly Float64Array[], from: number, to: number): Uint8Array {
  const before = columns.map(() => 0);
  for (let row = from; row < to; row += 1) {
    for (let column = 0; column < columns.length; column += 1) {
      const number = columns[column]![row]!;
      written.integer(number - before[column]!);
      before[column] = number;
    }
  }
  return Uint8Array.from(written.take());
}

/** Writes the rows of a run into columns from row `from`; gives the row behind them. */
function unpackRun(run: Uint8Array, columns: readonly Float64Array[], from: number): number {
  const reader = new ByteReader(run);
  const before = columns.map(() => 0);
  let row = from;
  for (; !reader.isAtEnd; row += 1) {
    for (let column = 0; column < columns.length; column += 1) {
      before[column]! += reader.integer();
      columns[column]![row] = before[column]!;
    }
  }
  return row;
}
