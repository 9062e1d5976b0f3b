/** Columns of numbers, each as long as the others: rows that are sorted together. */
export type Columns = readonly Float64Array[];

export const newColumns = (width: number, rows: number): Columns =>
  Array.from({ length: width }, () => new Float64Array(rows));

/** Numbers for which there is room at hand: making and dropping arrays for each of many small lists would cost more than sorting. */
export const numbersAtHand = 1 << 15;
const atHand = new Float64Array(numbersAtHand);
const besides = new Float64Array(numbersAtHand);
const orderAtHand = new Uint32Array(numbersAtHand);

/** Columns to work on, valid until the next are asked for. */
export function columnsAtHand(width: number, rows: number): Columns {
  if (width * rows > numbersAtHand) return newColumns(width, rows);
  return Array.from({ length: width }, (_, column) => atHand.subarray(column * rows, (column + 1) * rows));
}

/** Writes rows, one after the other, into columns from row `from`. */
export function writeRows(columns: Columns, numbers: readonly number[], from: number): void {
  numbers.forEach((number, index) => {
    columns[index % columns.length]![from + Math.floor(index / columns.length)] = number;
  });
}

/** Puts rows in order of the first column, then of the next. */
export function sortColumns(columns: Columns): void {
  const [first] = columns as [Float64Array];
  if (columns.length === 1) {
    first.sort();
    return;
  }
  const rows = first.length;
  const isSmall = rows <= numbersAtHand;
  const order = isSmall ? orderAtHand.subarray(0, rows) : new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) order[row] = row;
  order.sort((a, b) => {
    for (const column of columns) if (column[a] !== column[b]) return column[a]! - column[b]!;
    return 0;
  });
  const sorted = isSmall ? besides.subarray(0, rows) : new Float64Array(rows);
  for (const column of columns) {
    for (let row = 0; row < rows; row += 1) sorted[row] = column[order[row]!]!;
    column.set(sorted);
  }
}
