import { ByteReader, ByteWriter } from "./bytes.ts";
import { type Columns, columnsAtHand, newColumns, numbersAtHand, sortColumns, writeRows } from "./columns.ts";
import { lazyList } from "./lazy-list.ts";
import { type Row, rowsOfRuns, runOf, unpackRun } from "./runs.ts";

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
  /** Sorted rows together: runs, each behind the number of its rows. An object for each would take more than most do. */
  short: Uint8Array;
  /** Long runs. */
  long: Uint8Array[];
}

/** Sorted rows, as `runOf` makes them. */
interface Run {
  rows: number;
  bytes: Uint8Array;
}

/** So many rows become a run. */
const recentRows = 32;
/** So many runs of about one length become one: longer runs have smaller differences. */
const runsAlike = 4;
/** Rows of a run that stays as it is. */
const longRows = 4096;

const nothing = new Uint8Array(0);

export const noRecords = (width: number): Records => ({
  width,
  rows: 0,
  recent: [],
  short: nothing,
  long: [],
});

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
  if (records.recent.length < recentRows * records.width) return;
  const run = recentRun(records.recent, records.width);
  records.recent = [];
  addRun(records, run);
}

/** Adds the rows of another list of the same width. */
export function mergeRecords(into: Records, from: Records): void {
  for (const run of from.long) into.long.push(run);
  for (const run of runsIn(from.short)) addRun(into, run);
  into.rows += from.rows - from.recent.length / from.width;
  for (let at = 0; at < from.recent.length; at += from.width)
    addRecord(into, ...from.recent.slice(at, at + from.width));
}

/** All rows as columns, sorted by the first column, then by the next. */
export function columnsOf(records: Records): Columns {
  return filled(records, newColumns(records.width, records.rows));
}

/**
 * All rows, sorted likewise, one at a time: columns of a long list would take eight bytes a number. A row is
 * valid until the next. Throws RangeError where some are missing.
 */
export function* rowsOf({ width, rows, recent, short, long }: Records): Generator<Row> {
  const runs = [...long, ...Array.from(runsIn(short), ({ bytes }) => bytes)];
  if (recent.length > 0) runs.push(recentRun(recent, width).bytes);
  let given = 0;
  for (const row of rowsOfRuns(runs, width)) {
    yield row;
    given += 1;
  }
  if (given !== rows) throw missing(given, rows);
}

/** Equal rows are equal data afterwards, whatever the order of adding. */
export function tidyRecords(records: Records): void {
  const { width, rows } = records;
  if (width * rows <= numbersAtHand) setColumns(records, filled(records, columnsAtHand(width, rows)));
  else setRows(records, rowsOf(records));
}

/** Sorted rows in the place of what is there; they may be read from it. */
export function setRows(records: Records, rows: Iterable<Row>): void {
  const { width } = records;
  const tidy = noRecords(width);
  const columns = newColumns(width, longRows);
  let filledRows = 0;
  for (const row of rows) {
    for (let column = 0; column < width; column += 1) columns[column]![filledRows] = row[column]!;
    filledRows += 1;
    if (filledRows < longRows) continue;
    tidy.long.push(runOf(columns, 0, longRows));
    tidy.rows += longRows;
    filledRows = 0;
  }
  if (filledRows > 0) tidy.short = bytesOf([{ rows: filledRows, bytes: runOf(columns, 0, filledRows) }]);
  tidy.rows += filledRows;
  Object.assign(records, tidy);
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
export function setColumns(records: Records, columns: Columns): void {
  const { long, ...others } = sortedRecords(columns);
  Object.assign(records, others, { long: [...long] });
}

/** Sorted columns as records, whose long runs are made when they are asked for. */
export function sortedRecords(columns: Columns): Records {
  const rows = columns[0]!.length;
  const whole = rows - (rows % longRows);
  return {
    width: columns.length,
    rows,
    recent: [],
    short: bytesOf(whole < rows ? [{ rows: rows - whole, bytes: runOf(columns, whole, rows) }] : []),
    long: lazyList(whole / longRows, (run) => runOf(columns, run * longRows, (run + 1) * longRows)),
  };
}

function recentRun(recent: readonly number[], width: number): Run {
  const rows = recent.length / width;
  const columns = columnsAtHand(width, rows);
  writeRows(columns, recent, 0);
  sortColumns(columns);
  return { rows, bytes: runOf(columns, 0, rows) };
}

/** Takes a run; the rows of the list are counted elsewhere. */
function addRun(records: Records, run: Run): void {
  let others = [...runsIn(records.short)];
  let joined = run;
  for (;;) {
    const level = levelOf(joined);
    const alike = others.filter((other) => levelOf(other) === level);
    if (alike.length + 1 < runsAlike) break;
    others = others.filter((other) => levelOf(other) !== level);
    joined = joinedRun([...alike, joined], records.width);
  }
  if (joined.rows < longRows) others.push(joined);
  else records.long.push(joined.bytes);
  records.short = bytesOf(others);
}

/** Runs of one level are of about one length. */
const levelOf = ({ rows }: Run): number =>
  Math.max(0, Math.floor(Math.log2(rows / recentRows) / Math.log2(runsAlike)));

function joinedRun(runs: readonly Run[], width: number): Run {
  const rows = runs.reduce((sum, run) => sum + run.rows, 0);
  const columns = columnsAtHand(width, rows);
  let end = 0;
  for (const { bytes } of runs) end = unpackRun(bytes, columns, end);
  sortColumns(columns);
  return { rows, bytes: runOf(columns, 0, rows) };
}

function* runsIn(short: Uint8Array): Generator<Run> {
  const reader = new ByteReader(short);
  while (!reader.isAtEnd) yield { rows: reader.number(), bytes: reader.bytes() };
}

/** What a list holds is a copy of this. */
const written = new ByteWriter();

function bytesOf(runs: readonly Run[]): Uint8Array {
  for (const { rows, bytes } of runs) {
    written.number(rows);
    written.bytes(bytes);
  }
  return new Uint8Array(written.take());
}

/** Writes all rows of a list into columns for as many, in order. Throws RangeError where some are missing. */
function filled({ width, rows, recent, short, long }: Records, columns: Columns): Columns {
  let end = 0;
  for (const run of long) end = unpackRun(run, columns, end);
  for (const { bytes } of runsIn(short)) end = unpackRun(bytes, columns, end);
  writeRows(columns, recent, end);
  if (end + recent.length / width !== rows) throw missing(end, rows);
  sortColumns(columns);
  return columns;
}

const missing = (found: number, rows: number) => new RangeError(`${found} of ${rows} rows`);
