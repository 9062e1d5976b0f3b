import type { Distribution } from "../model/report.ts";
import { columnsOf, type Records } from "../text/records.ts";

/** Of whole ms in seconds, or of other whole numbers in units of so many; percentiles are nearest-rank (metric-decision 23). */
export function distributionOf(numbers: Records, unit = 1000): Distribution {
  const [sorted] = columnsOf(numbers) as [Float64Array];
  const n = sorted.length;
  if (n === 0) return { n: 0, sum: 0, mean: null, p50: null, p90: null, max: null };
  const sum = sorted.reduce((total, number) => total + number, 0);
  const percentile = (p: number) => sorted[Math.ceil((p * n) / 100) - 1]! / unit;
  return {
    n,
    sum: sum / unit,
    mean: sum / (n * unit),
    p50: percentile(50),
    p90: percentile(90),
    max: sorted.at(-1)! / unit,
  };
}
