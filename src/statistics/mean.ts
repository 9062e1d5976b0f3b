/** A mean with its 95 % interval; null where there are too few values. */
export interface Mean {
  value: number | null;
  n: number;
  low: number | null;
  high: number | null;
}

/** Values on a scale, each with how often it occurs. */
export interface Scaled {
  cases: readonly { value: number; n: number }[];
  /** The ends of the scale; the interval does not go beyond them. */
  from: number;
  to: number;
}

/** Mean with the 95 % interval of Student's t. */
export function meanOf({ cases, from, to }: Scaled): Mean {
  let n = 0;
  let sum = 0;
  for (const one of cases) {
    n += one.n;
    sum += one.n * one.value;
  }
  if (n === 0) return { value: null, n, low: null, high: null };
  const mean = sum / n;
  if (n === 1) return { value: mean, n, low: null, high: null };
  let squares = 0;
  for (const { value, n: times } of cases) squares += times * (value - mean) ** 2;
  const half = studentT975(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { value: mean, n, low: Math.max(from, mean - half), high: Math.min(to, mean + half) };
}

/** 97.5 % quantile of Student's t for 1 to 30 degrees of freedom (any table of statistics). */
const table = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Beyond the table by the first terms of its expansion about the normal quantile (Abramowitz & Stegun 26.7.5). */
function studentT975(degrees: number): number {
  const listed = table[degrees - 1];
  if (listed !== undefined) return listed;
  const z = 1.959964;
  return z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
}
