import { describe, expect, it } from "vitest";
import { Chance } from "../../fixtures/demo/script/random.ts";
import {
  addRecord,
  columnsOf,
  distinct,
  mergeRecords,
  noRecords,
  type Records,
  recordsOf,
  rowsOf,
  tidyDistinct,
  tidyRecords,
} from "../../src/text/records.ts";

const chance = new Chance("records");
const whole = (below: number) => Math.floor(chance.draw() * below);

/** Rows as they are added: some equal, some in order, of all sizes and both signs. */
function rowsOfAllSizes(count: number): number[][] {
  return Array.from({ length: count }, (_, index) => {
    const size = [10, 1e4, 2 ** 31, 2 ** 50][whole(4)]!;
    return [whole(3) === 0 ? index : whole(size) - whole(2) * whole(size), whole(size) - size / 2];
  });
}

const sorted = (rows: readonly number[][]) => rows.toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
const rowsIn = (records: Records) => {
  const columns = columnsOf(records);
  return Array.from({ length: records.rows }, (_, row) => columns.map((column) => column[row]!));
};

describe("records", () => {
  it.each([0, 1, 31, 32, 33, 128, 5000, 20_000])("hold %d rows, whatever the numbers", (count) => {
    const rows = rowsOfAllSizes(count);
    const records = noRecords(2);
    for (const row of rows) addRecord(records, ...row);
    expect(rowsIn(records)).toEqual(sorted(rows));
    expect(Array.from(rowsOf(records), (row) => Array.from(row))).toEqual(sorted(rows));
  });

  it.each([1, 7, 1000, 60_000])("hold numbers in units of %d", (unit) => {
    const rows = rowsOfAllSizes(700).map((row) => row.map((number) => (number % 2 ** 30) * unit));
    const records = noRecords(2);
    for (const row of rows) addRecord(records, ...row);
    expect(rowsIn(records)).toEqual(sorted(rows));
  });

  it.each([3000, 20_000])("are equal data after tidying, however %d were brought together", (count) => {
    const rows = rowsOfAllSizes(count);
    const one = noRecords(2);
    for (const row of rows) addRecord(one, ...row);
    const parts = [0, 1, 2].map(() => noRecords(2));
    rows.toReversed().forEach((row, index) => {
      addRecord(parts[index % 7 === 0 ? 0 : index % 2 === 0 ? 1 : 2]!, ...row);
    });
    const all = noRecords(2);
    for (const part of parts) mergeRecords(all, part);
    tidyRecords(one);
    tidyRecords(all);
    expect(all).toEqual(one);
    expect(rowsIn(all)).toEqual(sorted(rows));
  });

  it("leave equal numbers once where they are asked to", () => {
    const numbers = Array.from({ length: 4000 }, () => whole(1500));
    const records = recordsOf(numbers);
    const different = [...new Set(numbers)].sort((a, b) => a - b);
    expect([...distinct(records)]).toEqual(different);
    tidyDistinct(records);
    expect([...columnsOf(records)[0]!]).toEqual(different);
  });

  it("that are cut off are told", () => {
    const records = recordsOf(Array.from({ length: 5000 }, (_, index) => index * 1000));
    const [run] = records.long as [Uint8Array];
    expect(() => [...rowsOf({ ...records, long: [run.subarray(0, -1)] })]).toThrow(RangeError);
    expect(() => columnsOf({ ...records, long: [run.subarray(0, -1)] })).toThrow(RangeError);
    expect(() => columnsOf({ ...records, short: records.short.subarray(0, -1) })).toThrow(RangeError);
  });
});
