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

/** What a share is said of: the whole from which cases were drawn, or what goes on producing such cases. */
export type Scope = "whole" | "process";

/**
 * Share in the whole from which cases were drawn: Hájek's weighted share (Särndal, Swensson & Wretman
 * 1992, 5.7), with Wilson's interval at the number of independent cases that would be as precise (Korn &
 * Graubard 1998): it holds for none or all hits, too. Of the `whole`, what was certain to be drawn is
 * known; of a `process`, every case is one of many that could have come. All null over nothing.
 */
export function weightedEstimate(cases: readonly Drawn[], scope: Scope): Estimate {
  const hits = cases.filter(({ isHit }) => isHit).length;
  const n = cases.length;
  if (n === 0) return estimate(0, 0);
  const weights = cases.map(({ probability }) => 1 / probability);
  const size = sum(weights);
  const value = sum(cases.map(({ isHit, probability }) => (isHit ? 1 / probability : 0))) / size;
  const uncertain = sum(
    cases.map(({ isHit, probability }) => {
      const apart = hits === 0 || hits === n ? 1 : (Number(isHit) - value) ** 2 / (value * (1 - value));
      return ((scope === "whole" ? 1 - probability : 1) / probability ** 2) * apart;
    }),
  );
  if (uncertain === 0) return { hits, n, value, low: value, high: value };
  const { low, high } = estimate(value * (size ** 2 / uncertain), size ** 2 / uncertain);
  return { hits, n, value, low: Math.min(low!, value), high: Math.max(high!, value) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
