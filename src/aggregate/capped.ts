import { asObjects, type Keeper, type Kept, type Placed } from "./kept.ts";
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

/** An item as JSON: one text takes less to send to another thread than what is in it. */
interface SentItem {
  order: Order;
  json: string;
}

/** What groups keep, by group; with the cap where it was lowered. */
export type Grouped<K> =
  | ReadonlyMap<string, readonly K[]>
  | { cap: number; groups: ReadonlyMap<string, readonly K[]> };

export type CappedState<T> = Grouped<Placed<T> | SentItem>;

/** The groups of a state, whatever the cap. */
export function groupsIn<K>(state: Grouped<K>): ReadonlyMap<string, readonly K[]> {
  return "cap" in state ? state.groups : state;
}

export interface CappedOptions<T> {
  /** How many all groups together keep at most. */
  most?: number;
  /** What of an order decides first among the items of a group, as a number; its first key by default. */
  rankOf?: (order: Order) => number;
  /** How they are held; as objects by default. */
  keeper?: Keeper<T>;
  /** Groups that are brought together with these: nothing is kept here that cannot be kept then. */
  after?: CappedGroups<T> | undefined;
}

interface Group<T> {
  /** In order. */
  kept: Kept<T>[];
  /** From here on nothing is kept. */
  limit: Kept<T> | null;
}

/**
 * The first `cap` items of each group in their order, whatever the order in which they come. Where all
 * groups together would keep more than `most`, the cap is lowered as far as it takes, for all of them alike,
 * but not below one: that too does not depend on the order, nor on the parts that are brought together.
 */
export class CappedGroups<T> implements Sum<CappedState<T>> {
  readonly #most: number;
  readonly #rankOf: (order: Order) => number;
  readonly #keeper: Keeper<T>;
  #cap: number;
  #isLowered = false;
  readonly #groups = new Map<string, Group<T>>();
  /** How many items all groups keep. */
  #kept = 0;

  constructor(cap: number, options: CappedOptions<T> = {}) {
    const { most = Number.POSITIVE_INFINITY, rankOf = rankOfFirst, keeper = asObjects(), after } = options;
    this.#cap = cap;
    this.#most = most;
    this.#rankOf = rankOf;
    this.#keeper = keeper;
    if (after === undefined) return;
    this.#cap = after.#cap;
    this.#isLowered = after.#isLowered;
    for (const [key, limit] of after.#limits()) this.#groups.set(key, { kept: [], limit });
  }

  /** The cap that holds where it was lowered, else null. */
  get lowered(): number | null {
    return this.#isLowered ? this.#cap : null;
  }

  offer({ group: key, order, make }: Draft<T>): void {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { kept: [], limit: null };
      this.#groups.set(key, group);
    }
    const { kept, limit } = group;
    const rank = this.#rankOf(order);
    if (limit !== null && compareWith(limit, rank, order) >= 0) return;
    if (kept.length === this.#cap) {
      // Most of what is offered to a full group comes behind its last.
      const last = kept.at(-1);
      if (last === undefined || compareWith(last, rank, order) >= 0) return;
      this.#keeper.leave(last);
      kept.pop();
      this.#kept -= 1;
    }
    kept.splice(placeIn(kept, rank, order), 0, this.#keeper.keep(rank, { order, item: make() }));
    this.#kept += 1;
    while (this.#kept > this.#most && this.#cap > 1) this.#lowerTo(Math.max(1, this.#longest() - 1));
  }

  state(): Grouped<Placed<T>> {
    return this.#stateWith((placed) => placed);
  }

  /** Of items that are plain data. */
  toSend(): CappedState<T> {
    return this.#stateWith(({ order, item }) => ({ order, json: JSON.stringify(item) }));
  }

  #stateWith<K>(form: (placed: Placed<T>) => K): Grouped<K> {
    const filled = [...this.#groups].filter(([, { kept }]) => kept.length > 0);
    const groups = new Map(filled.map(([key, { kept }]) => [key, kept.map((one) => form(one.final()))]));
    return this.#isLowered ? { cap: this.#cap, groups } : groups;
  }

  absorb(state: CappedState<T>): void {
    if ("cap" in state) this.#lowerTo(state.cap);
    for (const [group, kept] of groupsIn(state)) {
      for (const one of kept) {
        const make = () => ("json" in one ? (JSON.parse(one.json) as T) : one.item);
        this.offer({ group, order: one.order, make });
      }
    }
  }

  /** For each full group its last item, without its content. */
  *#limits(): Generator<readonly [string, Kept<T>]> {
    for (const [key, { kept, limit }] of this.#groups) {
      const last = kept.length === this.#cap ? kept.at(-1)! : limit;
      if (last === null) continue;
      yield [key, asObjects<T>().keep(last.rank, { order: last.read().order, item: undefined as T })];
    }
  }

  #longest(): number {
    let longest = 0;
    for (const { kept } of this.#groups.values()) longest = Math.max(longest, kept.length);
    return longest;
  }

  #lowerTo(cap: number): void {
    if (cap >= this.#cap) return;
    this.#cap = cap;
    this.#isLowered = true;
    for (const { kept } of this.#groups.values()) {
      const left = kept.splice(cap);
      for (const one of left) this.#keeper.leave(one);
      this.#kept -= left.length;
    }
  }

  /** One group in order. */
  group(key: string): T[] {
    return (this.#groups.get(key)?.kept ?? []).map((one) => one.final().item);
  }

  /** All groups together, in order. */
  list(): T[] {
    return [...this.#groups.values()]
      .flatMap(({ kept }) => kept.map((one) => one.final()))
      .sort((a, b) => compareOrders(a.order, b.order))
      .map(({ item }) => item);
  }
}

/** A key as a number in the same order, but for texts, which are alike. */
export function rankOfKey(key: Order[number]): number {
  if (key === null) return Number.NEGATIVE_INFINITY;
  return typeof key === "number" ? key : 0;
}

const rankOfFirst = ([first]: Order): number => rankOfKey(first!);

/** Compares an order of this rank with that of one that is kept: most ranks differ, and orders are read with effort. */
function compareWith(kept: Kept<unknown>, rank: number, order: Order): number {
  return rank === kept.rank ? compareOrders(order, kept.read().order) : rank - kept.rank;
}

/** Where an order stands among those that are kept: behind its equals. */
function placeIn(kept: readonly Kept<unknown>[], rank: number, order: Order): number {
  let [low, high] = [0, kept.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareWith(kept[middle]!, rank, order) < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Which of two places comes first. */
export function compareOrders(a: Order, b: Order): number {
  for (let index = 0; index < a.length; index += 1) {
    const compared = compareKeys(a[index]!, b[index] ?? null);
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
