/** A share with its 95 % interval; all null over nothing. */
export interface Estimate {
  hits: number;
  n: number;
  value: number | null;
  low: number | null;
  high: number | null;
}

/** 97.5 % quantile of the normal distribution. */
export const z975 = 1.959963984540054;

/** Share of hits with the interval of Wilson (1927), which holds for few cases and for none or all hits. */
export function estimate(hits: number, n: number): Estimate {
  if (n === 0) return { hits, n, value: null, low: null, high: null };
  const value = hits / n;
  const square = z975 ** 2;
  const middle = (value + square / (2 * n)) / (1 + square / n);
  const half = (z975 / (1 + square / n)) * Math.sqrt((value * (1 - value)) / n + square / (4 * n * n));
  return { hits, n, value, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** A case with the probability with which it was drawn. */
export interface Drawn {
  isHit: boolean;
  probability: number;
}

/**
 * Share in the whole from which cases were drawn: Hájek's weighted share, with the interval of its
 * linearised variance for independent draws (Särndal, Swensson & Wretman 1992, 5.7); null over nothing.
 */
export function weightedEstimate(cases: readonly Drawn[]): Estimate {
  const hits = cases.filter(({ isHit }) => isHit).length;
  const n = cases.length;
  if (n === 0) return estimate(0, 0);
  let size = 0;
  let sum = 0;
  for (const { isHit, probability } of cases) {
    size += 1 / probability;
    if (isHit) sum += 1 / probability;
  }
  const value = sum / size;
  let variance = 0;
  for (const { isHit, probability } of cases) {
    variance += (1 - probability) * ((Number(isHit) - value) / probability) ** 2;
  }
  const half = (z975 * Math.sqrt(variance)) / size;
  return { hits, n, value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
}
