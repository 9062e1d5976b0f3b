import { ByteReader, ByteWriter } from "./bytes.ts";
import type { Columns } from "./columns.ts";

// Runs: sorted rows of whole numbers as bytes, each number as its difference from the one in the row before.

/** Numbers of a row. */
export type Row = ArrayLike<number>;

/** Each run is copied from here. */
const written = new ByteWriter();

/** Numbers stand in units of their column, as most times are whole seconds. */
export function runOf(columns: Columns, from: number, to: number): Uint8Array {
  const units = columns.map((column) => unitOf(column, from, to));
  for (const unit of units) written.number(unit);
  const before = columns.map(() => 0);
  for (let row = from; row < to; row += 1) {
    for (let column = 0; column < columns.length; column += 1) {
      const number = columns[column]![row]! / units[column]!;
      written.integer(number - before[column]!);
      before[column] = number;
    }
  }
  return new Uint8Array(written.take());
}

/** Greatest common divisor. */
function unitOf(column: Float64Array, from: number, to: number): number {
  let unit = 0;
  for (let row = from; row < to && unit !== 1; row += 1) {
    let rest = Math.abs(column[row]!);
    while (rest !== 0) [unit, rest] = [rest, unit % rest];
  }
  return unit === 0 ? 1 : unit;
}

/** Writes the rows of a run into columns from row `from`; gives the row behind them. */
export function unpackRun(run: Uint8Array, columns: Columns, from: number): number {
  const reader = new RunReader(run, columns.length);
  let row = from;
  for (; reader.next(); row += 1)
    for (let column = 0; column < columns.length; column += 1) columns[column]![row] = reader.row[column]!;
  return row;
}

/** The rows of all runs in order, one at a time; each is valid until the next. */
export function* rowsOfRuns(runs: readonly Uint8Array[], width: number): Generator<Row> {
  const waiting = runs.map((run) => new RunReader(run, width)).filter((reader) => reader.next());
  // A heap: whoever has the least row stands first, and nobody before one at half its place.
  waiting.sort((a, b) => compareRows(a.row, b.row));
  for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
    yield first.row;
    if (!first.next()) {
      const last = waiting.pop()!;
      if (last === first) return;
      waiting[0] = last;
    }
    settle(waiting);
  }
}

/** Reads a run row by row. */
class RunReader {
  readonly row: Float64Array;
  readonly #bytes: ByteReader;
  readonly #units: readonly number[];

  constructor(run: Uint8Array, width: number) {
    this.row = new Float64Array(width);
    this.#bytes = new ByteReader(run);
    this.#units = Array.from({ length: width }, () => this.#bytes.number());
  }

  /** Puts the next into `row`; false where there is none. */
  next(): boolean {
    if (this.#bytes.isAtEnd) return false;
    for (let column = 0; column < this.row.length; column += 1)
      this.row[column]! += this.#bytes.integer() * this.#units[column]!;
    return true;
  }
}

function compareRows(a: Row, b: Row): number {
  for (let column = 0; column < a.length; column += 1)
    if (a[column] !== b[column]) return a[column]! - b[column]!;
  return 0;
}

/** Puts the first of a heap where it belongs. */
function settle(heap: RunReader[]): void {
  const moved = heap[0]!;
  let place = 0;
  for (;;) {
    let next = 2 * place + 1;
    if (next >= heap.length) break;
    if (next + 1 < heap.length && compareRows(heap[next + 1]!.row, heap[next]!.row) < 0) next += 1;
    if (compareRows(moved.row, heap[next]!.row) <= 0) break;
    heap[place] = heap[next]!;
    place = next;
  }
  heap[place] = moved;
}
