import { type Draw, drawRandom, drawWeighted, inclusion } from "../statistics/draw.ts";
import { groupBy } from "../statistics/groups.ts";

/** How conversations are chosen for review. */
export const samplePlans = ["random", "stratified", "risk", "mixed"] as const;
export type SamplePlan = (typeof samplePlans)[number];

/** A conversation as the plans see it. */
export interface Unit {
  name: string;
  /** Agent and scene. */
  stratum: string;
  /** At least 1: the more, the likelier a fault or a doubt. */
  risk: number;
}

/** A conversation drawn, with the probability of being drawn by the whole plan. */
export interface Chosen<T> extends Draw<T> {
  /** Parts of the plan that chose it. */
  by: readonly SamplePlan[];
}

/** Draws by plan; the same seed on the same conversations draws the same. */
export function choose<T extends Unit>(
  units: readonly T[],
  plan: SamplePlan,
  size: number,
  seed: string,
): Chosen<T>[] {
  if (plan === "mixed") return mixed(units, size, seed);
  return draw(units, plan, size, seed).map((one) => ({ ...one, by: [plan] }));
}

function draw<T extends Unit>(
  units: readonly T[],
  plan: Exclude<SamplePlan, "mixed">,
  size: number,
  seed: string,
): Draw<T>[] {
  const name = ({ name: id }: T) => id;
  if (plan === "random") return drawRandom(units, size, name, seed);
  if (plan === "risk") return drawWeighted(units, size, name, ({ risk }) => risk, seed);
  const strata = groupBy(units, ({ stratum }) => stratum);
  const sizes = shares(
    [...strata].map(([key, own]) => ({ key, count: own.length })),
    size,
  );
  return [...strata]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, own]) => drawRandom(own, sizes.get(key)!, name, `${seed}\u0000${key}`));
}

/** Half by chance, half by risk, drawn apart: what either chooses is in, so the probabilities add up as such. */
function mixed<T extends Unit>(units: readonly T[], size: number, seed: string): Chosen<T>[] {
  const half = Math.ceil(size / 2);
  const random = draw(units, "random", half, `${seed}\u0000random`);
  const risky = draw(units, "risk", size - half, `${seed}\u0000risk`);
  const byChance = random.length === 0 ? 0 : random[0]!.probability;
  const riskOf = riskProbabilities(units, size - half);
  const inRandom = new Set(random.map(({ item }) => item));
  const inRisk = new Set(risky.map(({ item }) => item));
  return [...new Set([...inRandom, ...inRisk])].map((item) => ({
    item,
    probability: 1 - (1 - byChance) * (1 - riskOf(item)),
    by: [
      ...(inRandom.has(item) ? (["random"] as const) : []),
      ...(inRisk.has(item) ? (["risk"] as const) : []),
    ],
  }));
}

function riskProbabilities<T extends Unit>(units: readonly T[], size: number): (unit: T) => number {
  const probabilities = inclusion(
    units.map(({ risk }) => risk),
    Math.min(size, units.length),
  );
  const byUnit = new Map(units.map((unit, at) => [unit, probabilities[at]!]));
  return (unit) => byUnit.get(unit)!;
}

/** Every stratum gets one where the size allows, the rest goes by size of the strata (largest remainder). */
export function shares(strata: readonly { key: string; count: number }[], size: number): Map<string, number> {
  const ordered = strata.toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const given = new Map(ordered.map(({ key }, at) => [key, at < size ? 1 : 0]));
  const total = ordered.reduce((sum, { count }) => sum + count, 0);
  let left = Math.min(size, total) - [...given.values()].reduce((sum, count) => sum + count, 0);
  while (left > 0) {
    const behind = ordered
      .filter(({ key, count }) => given.get(key)! < count)
      .reduce((best, one) => {
        const lack = ({ key, count }: { key: string; count: number }) =>
          (count * size) / total - given.get(key)!;
        return lack(one) > lack(best) ? one : best;
      });
    given.set(behind.key, given.get(behind.key)! + 1);
    left -= 1;
  }
  return given;
}
