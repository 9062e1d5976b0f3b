import type { Distribution } from "../model/report.ts";

/** Whole milliseconds (or other whole numbers) and how often each occurred: exact sums and percentiles, mergeable in any order. */
export type Histogram = Map<number, number>;

export function addTo(histogram: Histogram, ms: number, times = 1): void {
  histogram.set(ms, (histogram.get(ms) ?? 0) + times);
}

export function mergeInto(into: Histogram, from: Histogram): void {
  for (const [ms, times] of from) addTo(into, ms, times);
}

/** In seconds, or in other units of so many; percentiles are nearest-rank (metric-decision 23). */
export function distributionOf(histogram: Histogram, unit = 1000): Distribution {
  const sorted = [...histogram].sort(([a], [b]) => a - b);
  let n = 0;
  let sum = 0;
  for (const [ms, times] of sorted) {
    n += times;
    sum += ms * times;
  }
  if (n === 0) return { n: 0, sum: 0, mean: null, p50: null, p90: null, max: null };
  const percentile = (p: number) => nearestRank(sorted, Math.ceil((p * n) / 100)) / unit;
  return {
    n,
    sum: sum / unit,
    mean: sum / (n * unit),
    p50: percentile(50),
    p90: percentile(90),
    max: sorted.at(-1)![0] / unit,
  };
}

function nearestRank(sorted: readonly (readonly [number, number])[], rank: number): number {
  let seen = 0;
  for (const [ms, times] of sorted) {
    seen += times;
    if (seen >= rank) return ms;
  }
  throw new RangeError(`rank ${rank} beyond ${seen}`);
}
