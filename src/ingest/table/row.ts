/** One record of a table, cells as text. */
export interface Row {
  /** 1-based physical line of its first line, or sheet row. */
  line: number;
  cells: readonly string[];
  /** Addresses of pictures that are alone in their cells, by column. */
  images?: ReadonlyMap<number, string>;
}

/** A table whose rows can be read from the start as often as wanted. */
export interface Table {
  /** Name of the sheet; null where there is only one table. */
  sheet: string | null;
  delimiter: string | null;
  /** `isCounted`: this is the reading that counts, so what decoding loses is told. */
  rows(isCounted: boolean): AsyncIterable<Row[]>;
}
