/** The first `cap` items of each group in a total order, whatever the order in which they come. */
export class CappedGroups<T> {
  readonly #cap: number;
  readonly #compare: (a: T, b: T) => number;
  readonly #groupOf: (item: T) => string;
  readonly #groups = new Map<string, T[]>();

  constructor(cap: number, compare: (a: T, b: T) => number, groupOf: (item: T) => string) {
    this.#cap = cap;
    this.#compare = compare;
    this.#groupOf = groupOf;
  }

  add(item: T): void {
    const key = this.#groupOf(item);
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, [item]);
    else {
      group.push(item);
      // Sorting now and then costs less than keeping order at every step.
      if (group.length > 2 * this.#cap + 16) this.#trim(group);
    }
  }

  /** One group in order. */
  group(key: string): readonly T[] {
    return this.#trim(this.#groups.get(key) ?? []);
  }

  /** All groups together, in order. */
  list(): T[] {
    return [...this.#groups.values()].flatMap((group) => this.#trim(group)).sort(this.#compare);
  }

  #trim(group: T[]): T[] {
    group.sort(this.#compare);
    group.length = Math.min(group.length, this.#cap);
    return group;
  }
}

/** Compares by the first of several keys that differs: strings by code unit, null before everything. */
export function compareBy<T>(...keys: ((item: T) => string | number | null)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const key of keys) {
      const x = key(a);
      const y = key(b);
      if (x === y) continue;
      if (x === null) return -1;
      if (y === null) return 1;
      return x < y ? -1 : 1;
    }
    return 0;
  };
}
