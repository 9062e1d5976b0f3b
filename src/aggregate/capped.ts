import type { Sum } from "./sum.ts";

/** A place in a total order: compared key by key, strings by code unit, null before everything. */
export type Order = readonly (string | number | null)[];

/** Something that is only made if it is kept. */
export interface Draft<T> {
  /** Items of a group compete for its places. */
  group: string;
  order: Order;
  make: () => T;
}

interface Kept<T> {
  order: Order;
  item: T;
}

/** What groups keep, by group. */
export type CappedState<T> = ReadonlyMap<string, readonly Kept<T>[]>;

/** The first `cap` items of each group in their order, whatever the order in which they come. */
export class CappedGroups<T> implements Sum<CappedState<T>> {
  readonly #cap: number;
  readonly #groups = new Map<string, { kept: Kept<T>[]; isFull: boolean }>();

  constructor(cap: number) {
    this.#cap = cap;
  }

  offer({ group: key, order, make }: Draft<T>): void {
    const group = this.#groups.get(key) ?? { kept: [], isFull: false };
    this.#groups.set(key, group);
    const last = group.kept[this.#cap - 1];
    if (group.isFull && compareOrders(order, last!.order) > 0) return;
    group.kept.push({ order, item: make() });
    // Sorting now and then costs less than keeping order at every step.
    if (group.kept.length >= this.#cap + Math.max(1, this.#cap >> 2)) this.#trim(group);
  }

  state(): CappedState<T> {
    return new Map([...this.#groups].map(([key, group]) => [key, this.#trim(group)]));
  }

  absorb(state: CappedState<T>): void {
    for (const [group, kept] of state) {
      for (const { order, item } of kept) this.offer({ group, order, make: () => item });
    }
  }

  /** One group in order. */
  group(key: string): T[] {
    const group = this.#groups.get(key);
    return group === undefined ? [] : this.#trim(group).map(({ item }) => item);
  }

  /** All groups together, in order. */
  list(): T[] {
    return [...this.#groups.values()]
      .flatMap((group) => this.#trim(group))
      .sort((a, b) => compareOrders(a.order, b.order))
      .map(({ item }) => item);
  }

  #trim(group: { kept: Kept<T>[]; isFull: boolean }): Kept<T>[] {
    group.kept.sort((a, b) => compareOrders(a.order, b.order));
    group.kept.length = Math.min(group.kept.length, this.#cap);
    group.isFull = group.kept.length === this.#cap;
    return group.kept;
  }
}

/** Which of two places comes first. */
export function compareOrders(a: Order, b: Order): number {
  for (const [index, x] of a.entries()) {
    const compared = compareKeys(x, b[index] ?? null);
    if (compared !== 0) return compared;
  }
  return 0;
}

function compareKeys(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/** Compares by the first of several keys that differs: strings by code unit, null before everything. */
export function compareBy<T>(...keys: ((item: T) => string | number | null)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const key of keys) {
      const compared = compareKeys(key(a), key(b));
      if (compared !== 0) return compared;
    }
    return 0;
  };
}
