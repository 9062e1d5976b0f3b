import { createHash } from "node:crypto";

/** A number 0 ≤ x < 1 that seed and name decide, whatever the order in which names come. */
export function chance(seed: string, name: string): number {
  const digest = createHash("sha256").update(`${seed}\u0000${name}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** Something drawn, with the probability that it had of being drawn. */
export interface Draw<T> {
  item: T;
  probability: number;
}

/** Simple random sample without replacement of `size` items, the same for a seed in any order of items. */
export function drawRandom<T>(
  items: readonly T[],
  size: number,
  nameOf: (item: T) => string,
  seed: string,
): Draw<T>[] {
  const probability = items.length === 0 ? 0 : Math.min(1, size / items.length);
  return shuffled(items, nameOf, seed)
    .slice(0, size)
    .map((item) => ({ item, probability }));
}

/**
 * Sample in which an item is the likelier the greater its weight, of fixed size: systematic over a
 * random order (Madow 1949). Probabilities are proportional to the weights, and at most 1.
 */
export function drawWeighted<T>(
  items: readonly T[],
  size: number,
  nameOf: (item: T) => string,
  weightOf: (item: T) => number,
  seed: string,
): Draw<T>[] {
  const order = shuffled(items, nameOf, seed);
  const probabilities = inclusion(order.map(weightOf), Math.min(size, items.length));
  const drawn: Draw<T>[] = [];
  let next = chance(seed, "");
  let passed = 0;
  for (const [at, item] of order.entries()) {
    const probability = probabilities[at]!;
    passed += probability;
    // A certain item stays certain however its sums round.
    if (passed > next || probability === 1) {
      drawn.push({ item, probability });
      next += 1;
    }
  }
  return drawn;
}

/** Probabilities of inclusion that add up to `size`, in proportion to the weights where these do not exceed 1. */
export function inclusion(weights: readonly number[], size: number): number[] {
  const isCertain = weights.map(() => false);
  for (;;) {
    const certain = isCertain.filter(Boolean).length;
    const rest = weights.reduce((sum, weight, at) => (isCertain[at] ? sum : sum + weight), 0);
    const share = rest === 0 ? 0 : (size - certain) / rest;
    const surplus = weights.findIndex((weight, at) => !isCertain[at] && weight * share >= 1);
    if (surplus === -1) return weights.map((weight, at) => (isCertain[at] ? 1 : weight * share));
    isCertain[surplus] = true;
  }
}

function shuffled<T>(items: readonly T[], nameOf: (item: T) => string, seed: string): T[] {
  return items
    .map((item) => ({ item, at: chance(seed, nameOf(item)) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
