import { z975 } from "./share.ts";

/** Agreement beyond chance, at most 1, with its 95 % interval where it can be computed. */
export interface Kappa {
  n: number;
  /** Null where both say the same of everything: chance would agree as well. */
  value: number | null;
  low: number | null;
  high: number | null;
}

/** How far apart two categories are: `nominal` all alike, others by their place in the order. */
export type Weights = "nominal" | "linear" | "quadratic";

/**
 * κ of two who judge the same cases (Cohen 1960, weighted 1968), interval by the variance of Fleiss,
 * Cohen & Everitt 1969. `categories` in their order.
 */
export function kappa<T>(
  pairs: readonly (readonly [T, T])[],
  categories: readonly T[],
  weights: Weights = "nominal",
): Kappa {
  const n = pairs.length;
  if (n === 0) return { n, value: null, low: null, high: null };
  const size = categories.length;
  const cells = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const [one, other] of pairs) cells[categories.indexOf(one)]![categories.indexOf(other)]! += 1 / n;
  const rows = cells.map((row) => sum(row));
  const columns = categories.map((_, at) => sum(cells.map((row) => row[at]!)));
  const weight = (i: number, j: number) => weightOf(weights, i, j, size);
  const each = (value: (i: number, j: number) => number) =>
    sum(categories.flatMap((_, i) => categories.map((_, j) => value(i, j))));
  const observed = each((i, j) => weight(i, j) * cells[i]![j]!);
  const chance = each((i, j) => weight(i, j) * rows[i]! * columns[j]!);
  if (chance >= 1) return { n, value: null, low: null, high: null };
  const value = (observed - chance) / (1 - chance);
  const rowWeight = categories.map((_, i) => sum(columns.map((share, j) => share * weight(i, j))));
  const columnWeight = categories.map((_, j) => sum(rows.map((share, i) => share * weight(i, j))));
  const squares = each(
    (i, j) => cells[i]![j]! * (weight(i, j) - (rowWeight[i]! + columnWeight[j]!) * (1 - value)) ** 2,
  );
  const variance = (squares - (value - chance * (1 - value)) ** 2) / (n * (1 - chance) ** 2);
  const half = z975 * Math.sqrt(Math.max(0, variance));
  return { n, value, low: Math.max(-1, value - half), high: Math.min(1, value + half) };
}

function weightOf(weights: Weights, i: number, j: number, size: number): number {
  if (weights === "nominal") return i === j ? 1 : 0;
  const distance = Math.abs(i - j) / (size - 1);
  return 1 - (weights === "linear" ? distance : distance ** 2);
}

/** What the distance of two values means for α. */
export type Scale = "nominal" | "ordinal" | "interval";

/**
 * Krippendorff's α of any number of people, with cases that some did not judge (Krippendorff 2011,
 * Computing Krippendorff's Alpha-Reliability). A unit lists the values that it was given; null where no
 * unit has two values, or all values are the same.
 */
export function alpha(units: readonly (readonly number[])[], scale: Scale): number | null {
  const pairable = units.filter((unit) => unit.length > 1);
  const counts = new Map<number, number>();
  for (const value of pairable.flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
  const values = [...counts.keys()].sort((a, b) => a - b);
  const total = sum([...counts.values()]);
  if (values.length < 2) return null;
  const distance = distances(values, counts, scale);
  let observed = 0;
  for (const unit of pairable) {
    let apart = 0;
    for (const [at, one] of unit.entries()) {
      for (const other of unit.slice(at + 1)) apart += 2 * distance(one, other);
    }
    observed += apart / (unit.length - 1);
  }
  let expected = 0;
  for (const one of values) {
    for (const other of values) expected += counts.get(one)! * counts.get(other)! * distance(one, other);
  }
  return 1 - ((total - 1) * observed) / expected;
}

function distances(
  values: readonly number[],
  counts: ReadonlyMap<number, number>,
  scale: Scale,
): (one: number, other: number) => number {
  if (scale === "nominal") return (one, other) => (one === other ? 0 : 1);
  if (scale === "interval") return (one, other) => (one - other) ** 2;
  return (one, other) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    const between = sum(values.filter((v) => v >= low && v <= high).map((v) => counts.get(v)!));
    return (between - (counts.get(low)! + counts.get(high)!) / 2) ** 2;
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
