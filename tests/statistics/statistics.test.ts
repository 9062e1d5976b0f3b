import { describe, expect, it } from "vitest";
import { alpha, kappa } from "../../src/statistics/agreement.ts";
import { chance, drawRandom, drawWeighted, inclusion } from "../../src/statistics/draw.ts";
import { estimate, weightedEstimate } from "../../src/statistics/share.ts";

/** Pairs of a table of counts: rows are the first, columns the second. */
function pairsOf(table: readonly (readonly number[])[]): [number, number][] {
  return table.flatMap((row, i) =>
    row.flatMap((count, j) => Array.from({ length: count }, (): [number, number] => [i, j])),
  );
}

describe("Wilson's interval", () => {
  it.each([
    // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i in %i is as published", (hits, n, low, high) => {
    const found = estimate(hits, n);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it("is nothing over nothing", () => {
    expect(estimate(0, 0)).toEqual({ hits: 0, n: 0, value: null, low: null, high: null });
  });
});

describe("κ", () => {
  it("of Fleiss, Levin & Paik's diagnoses (2003, table 18.1) is 0.68", () => {
    const table = [
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ];
    expect(kappa(pairsOf(table), [0, 1, 2]).value).toBeCloseTo(0.68, 2);
  });

  it("of Agresti's couples (Categorical Data Analysis, 2002, table 10.8) is 0.129 ± 0.069, weighted 0.237 ± 0.078", () => {
    const couples = pairsOf([
      [7, 7, 2, 3],
      [2, 8, 3, 7],
      [1, 5, 4, 9],
      [2, 8, 9, 14],
    ]);
    const plain = kappa(couples, [0, 1, 2, 3]);
    expect(plain.value).toBeCloseTo(0.1293, 4);
    expect((plain.high! - plain.value!) / 1.96).toBeCloseTo(0.0686, 3);
    const weighted = kappa(couples, [0, 1, 2, 3], "linear");
    expect(weighted.value).toBeCloseTo(0.2374, 4);
    expect((weighted.high! - weighted.value!) / 1.96).toBeCloseTo(0.0783, 3);
  });

  it("weighted by squares is the concordance of the two (Fleiss & Cohen 1973; Lin 1989)", () => {
    const couples = pairsOf([
      [7, 7, 2, 3],
      [2, 8, 3, 7],
      [1, 5, 4, 9],
      [2, 8, 9, 14],
    ]);
    const mean = (of: (pair: [number, number]) => number) =>
      couples.reduce((sum, pair) => sum + of(pair), 0) / couples.length;
    const [a, b] = [mean(([one]) => one), mean(([, other]) => other)];
    const covariance = mean(([one, other]) => (one - a) * (other - b));
    const spread = mean(([one]) => (one - a) ** 2) + mean(([, other]) => (other - b) ** 2) + (a - b) ** 2;
    const { value } = kappa(couples, [0, 1, 2, 3], "quadratic");
    expect(value).toBeCloseTo((2 * covariance) / spread, 10);
  });

  it("is unknown where everything is the same, and without cases", () => {
    expect(kappa([[1, 1]], [0, 1]).value).toBeNull();
    expect(kappa([], [0, 1]).value).toBeNull();
  });
});

describe("Krippendorff's α", () => {
  // Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, example C: 4 observers, 12 units.
  const units = [
    [1, 1, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [5, 5, 5],
    [1, 1],
    [3],
  ];
  it.each([
    ["nominal", 0.743],
    ["ordinal", 0.815],
    ["interval", 0.849],
  ] as const)("of the published example, %s, is %f", (scale, value) => {
    expect(alpha(units, scale)).toBeCloseTo(value, 3);
  });

  it("is unknown where nobody judged the same, or all values are one", () => {
    expect(alpha([[1], [2]], "nominal")).toBeNull();
    expect(alpha([[1, 1]], "nominal")).toBeNull();
  });
});

describe("draws", () => {
  const items = Array.from({ length: 200 }, (_, at) => `会话${at}`);
  const name = (item: string) => item;

  it("are the same for a seed in any order, and others for another", () => {
    const drawn = drawRandom(items, 20, name, "一").map(({ item }) => item);
    expect(drawRandom(items.toReversed(), 20, name, "一").map(({ item }) => item)).toEqual(drawn);
    expect(drawRandom(items, 20, name, "二").map(({ item }) => item)).not.toEqual(drawn);
  });

  it("by weight have their size, and probabilities that add up to it", () => {
    const weights = inclusion([100, 1, 1, 1, 1], 2);
    expect(weights[0]).toBe(1);
    expect(weights.slice(1)).toEqual([0.25, 0.25, 0.25, 0.25]);
    for (const seed of ["一", "二", "三"]) {
      expect(drawWeighted(items, 30, name, (item) => item.length, seed)).toHaveLength(30);
    }
  });

  it("take an item as often as its probability says", () => {
    const few = items.slice(0, 10);
    const weight = (item: string) => (item === "会话3" ? 4 : 1);
    let times = 0;
    for (let run = 0; run < 2000; run += 1) {
      if (drawWeighted(few, 3, name, weight, String(run)).some(({ item }) => item === "会话3")) times += 1;
    }
    const { low, high } = estimate(times, 2000);
    const probability = (3 * 4) / 13;
    expect(low).toBeLessThan(probability);
    expect(high).toBeGreaterThan(probability);
  });

  it("weighted back give the share of the whole within the interval", () => {
    const whole = Array.from({ length: 2000 }, (_, at) => ({
      id: String(at),
      isHit: chance("错", String(at)) < 0.2,
    }));
    const truth = whole.filter(({ isHit }) => isHit).length / whole.length;
    let inside = 0;
    for (let run = 0; run < 100; run += 1) {
      const drawn = drawWeighted(
        whole,
        200,
        ({ id }) => id,
        ({ isHit }) => (isHit ? 4 : 1),
        `样${run}`,
      );
      const found = weightedEstimate(
        drawn.map(({ item, probability }) => ({ isHit: item.isHit, probability })),
        "whole",
      );
      if (found.low! <= truth && truth <= found.high!) inside += 1;
    }
    expect(inside).toBeGreaterThanOrEqual(90);
  });
});
