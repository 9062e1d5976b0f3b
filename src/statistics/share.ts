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

/**
 * Share of all faults that were found, from cases that were found (are they faults?) and cases that were
 * not (are they faults all the same?). Few faults among those not found say little where each stands for
 * many: so the interval is the wider of the share's own and of one for the ratio of missed to found
 * (Donner & Zou 2012, Statistical Methods in Medical Research 21). All null where nothing was looked at
 * that was not found.
 */
export function recallEstimate(found: readonly Drawn[], notFound: readonly Drawn[]): Estimate {
  const isFault = ({ isHit }: Drawn) => isHit;
  const faults = [
    ...found.filter(isFault).map(({ probability }) => ({ isHit: true, probability })),
    ...notFound.filter(isFault).map(({ probability }) => ({ isHit: false, probability })),
  ];
  if (notFound.length === 0 || faults.length === 0) return estimate(0, 0);
  const own = weightedEstimate(faults, "process");
  const confirmed = total(found);
  if (confirmed.value === 0) return own;
  const [least, most] = ratioInterval(total(notFound), confirmed);
  return { ...own, low: Math.min(own.low!, 1 / (1 + most)), high: Math.max(own.high!, 1 / (1 + least)) };
}

interface Interval {
  value: number;
  low: number;
  high: number;
}

/** How many of all cases, drawn or not, are hits. */
function total(cases: readonly Drawn[]): Interval {
  const size = sum(cases.map(({ probability }) => 1 / probability));
  const { value, low, high } = weightedEstimate(cases, "process");
  return { value: value! * size, low: low! * size, high: high! * size };
}

/** Limits of one independent estimate over another, from the limits of both. */
function ratioInterval(above: Interval, below: Interval): [number, number] {
  const product = above.value * below.value;
  const limit = (a: number, b: number, sign: 1 | -1) => {
    const root = product ** 2 - a * b * (2 * above.value - a) * (2 * below.value - b);
    return (product + sign * Math.sqrt(Math.max(0, root))) / (b * (2 * below.value - b));
  };
  const most = below.low <= 0 ? Number.POSITIVE_INFINITY : limit(above.high, below.low, 1);
  return [Math.max(0, limit(above.low, below.high, -1)), most];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
