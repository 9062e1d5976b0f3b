import { lazyList } from "../text/lazy-list.ts";
import { type Known, knownIn } from "../text/packing.ts";
import { AsObjects, type Keeper, type Order, type Placed } from "./kept.ts";
import type { Sum } from "./sum.ts";

/** Something that is only made if it is kept. */
export interface Draft<T> {
  /** Items of the same row about the same compete for its places. */
  row: string;
  about: string;
  order: Order;
  make: () => T;
}

/** An item as JSON: one text takes less to send to another thread than what is in it. */
interface SentItem {
  order: Order;
  json: string;
}

/** Something of every group, by row and by what the group is about. */
export type ByGroup<K> = ReadonlyMap<string, ReadonlyMap<string, K>>;

/** What groups keep; with the cap where it was lowered. */
type Grouped<K> = ByGroup<readonly K[]> | { cap: number; groups: ByGroup<readonly K[]> };

/** Items as they are, as JSON, or as what a report shows. */
export type CappedState<T> = Grouped<Placed<T | Known> | SentItem>;

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

/** The items of a group in order, each as its rank and its number: an object for each would take several times as much. */
type Group = number[];

/** From here on a group keeps nothing. */
interface Limit {
  rank: number;
  order: Order;
}

/** Longer groups are changed where they are. */
const copied = 128;

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
  readonly #rows = new Map<string, Map<string, Group>>();
  readonly #limits = new Map<string, ReadonlyMap<string, Limit>>();
  /** How many items all groups keep. */
  #kept = 0;
  /** As which list a report shows them all, and in what order. */
  #shown: { list: string; items: readonly number[] } | null = null;

  constructor(cap: number, options: CappedOptions<T> = {}) {
    const {
      most = Number.POSITIVE_INFINITY,
      rankOf = rankOfFirst,
      keeper = new AsObjects(),
      after,
    } = options;
    this.#cap = cap;
    this.#most = most;
    this.#rankOf = rankOf;
    this.#keeper = keeper;
    if (after === undefined) return;
    this.#cap = after.#cap;
    this.#isLowered = after.#isLowered;
    this.#limits = after.#allLimits();
  }

  /** The cap that holds where it was lowered, else null. */
  get lowered(): number | null {
    return this.#isLowered ? this.#cap : null;
  }

  offer({ row, about, order, make }: Draft<T>): void {
    const rank = this.#rankOf(order);
    const limit = this.#limits.get(row)?.get(about);
    if (limit !== undefined && compareRanked(rank, order, limit.rank, () => limit.order) >= 0) return;
    const groups = this.#rows.get(row) ?? new Map<string, Group>();
    const group = groups.get(about) ?? [];
    if (group.length === 2 * this.#cap) {
      // Most of what is offered to a full group comes behind its last.
      const last = group.length - 2;
      if (last < 0 || this.#compare(rank, order, group, last) >= 0) return;
      this.#keeper.leave(group[last + 1]!);
      group.splice(last);
      this.#kept -= 1;
    }
    const place = this.#placeIn(group, rank, order);
    const item = this.#keeper.keep({ order, item: make() });
    this.#rows.set(row, groups.set(about, withItem(group, place, rank, item)));
    this.#kept += 1;
    while (this.#kept > this.#most && this.#cap > 1) this.#lowerTo(Math.max(1, this.#longest() - 1));
  }

  /** Where items are not at hand, they are read when they are asked for. */
  state(): CappedState<T> {
    const known = knownIn(this.#shown?.list ?? "", this.#shown?.items ?? []);
    return this.#stateOf(
      (item, rank) => ({
        order: this.#keeper.orderOf(item, rank),
        item: known(item) ?? this.#keeper.itemOf(item),
      }),
      listFrom(this.#keeper),
    );
  }

  /** Of items that are plain data. */
  toSend(): CappedState<T> {
    return this.#stateOf(
      (item, rank) => ({ order: this.#keeper.orderOf(item, rank), json: this.#keeper.jsonOf(item) }),
      listNow,
    );
  }

  #stateOf<K>(form: (item: number, rank: number) => K, list: typeof listNow): Grouped<K> {
    const groups = this.groups((group) =>
      list(group.length / 2, (index) => form(group[2 * index + 1]!, group[2 * index]!)),
    );
    return this.#isLowered ? { cap: this.#cap, groups } : groups;
  }

  absorb(state: CappedState<T>): void {
    if ("cap" in state) this.#lowerTo(state.cap);
    for (const [row, groups] of "cap" in state ? state.groups : state) {
      for (const [about, kept] of groups) {
        for (const one of kept) {
          const make = () => ("json" in one ? (JSON.parse(one.json) as T) : (one.item as T));
          this.offer({ row, about, order: one.order, make });
        }
      }
    }
  }

  /** Something of each group, in one order: of its items, each as its rank and its number. */
  groups<K>(form: (group: readonly number[]) => K): Map<string, Map<string, K>> {
    const formed = new Map<string, Map<string, K>>();
    for (const [row, groups] of byKey(this.#rows))
      formed.set(row, new Map(byKey(groups).map(([about, group]) => [about, form(group)])));
    return formed;
  }

  /** Where each full group ends, here or before. */
  #allLimits(): Map<string, Map<string, Limit>> {
    const limits = new Map([...this.#limits].map(([row, known]) => [row, new Map(known)]));
    for (const [row, groups] of this.#rows) {
      for (const [about, group] of groups) {
        if (group.length < 2 * this.#cap) continue;
        const [rank, last] = group.slice(-2) as [number, number];
        const known = limits.get(row) ?? new Map<string, Limit>();
        limits.set(row, known.set(about, { rank, order: this.#keeper.orderOf(last, rank) }));
      }
    }
    return limits;
  }

  #longest(): number {
    let longest = 0;
    for (const groups of this.#rows.values())
      for (const group of groups.values()) longest = Math.max(longest, group.length / 2);
    return longest;
  }

  #lowerTo(cap: number): void {
    if (cap >= this.#cap) return;
    this.#cap = cap;
    this.#isLowered = true;
    for (const groups of this.#rows.values()) {
      for (const group of groups.values()) {
        const left = group.splice(2 * cap);
        for (let at = 1; at < left.length; at += 2) this.#keeper.leave(left[at]!);
        this.#kept -= left.length / 2;
      }
    }
  }

  /** One group in order. */
  group(row: string, about = ""): T[] {
    const group = this.#rows.get(row)?.get(about) ?? [];
    return listNow(group.length / 2, (index) => this.#keeper.itemOf(group[2 * index + 1]!));
  }

  /**
   * All groups together, in order; read when they are asked for where they are not at hand (`lazyList`). `list`
   * names the list of a report where they stand, which the state then speaks of.
   */
  list(list?: string): T[] {
    const placed: { order: Order; item: number }[] = [];
    this.groups((group) => {
      for (let at = 0; at < group.length; at += 2) {
        const [rank, item] = [group[at]!, group[at + 1]!];
        placed.push({ order: this.#keeper.orderOf(item, rank), item });
      }
    });
    const items = placed.sort((a, b) => compareOrders(a.order, b.order)).map(({ item }) => item);
    if (list !== undefined) this.#shown = { list, items };
    return listFrom(this.#keeper)(items.length, (index) => this.#keeper.itemOf(items[index]!));
  }

  /** Compares an order with that of a group's item. */
  #compare(rank: number, order: Order, group: Group, at: number): number {
    const other = group[at]!;
    return compareRanked(rank, order, other, () => this.#keeper.orderOf(group[at + 1]!, other));
  }

  /** Where an order stands among those of a group: behind its equals. */
  #placeIn(group: Group, rank: number, order: Order): number {
    let [low, high] = [0, group.length / 2];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(rank, order, group, 2 * middle) < 0) high = middle;
      else low = middle + 1;
    }
    return 2 * low;
  }
}

/** With one more item. A copy, as an array that grows makes room for sixteen. */
function withItem(group: Group, place: number, rank: number, item: number): Group {
  if (group.length < copied) return group.slice(0, place).concat([rank, item], group.slice(place));
  group.splice(place, 0, rank, item);
  return group;
}

const byKey = <K>(map: ReadonlyMap<string, K>): [string, K][] => [...map].sort(compareBy(([key]) => key));

/** A list of what is made one after the other. */
export const listNow = <K>(length: number, make: (index: number) => K): K[] =>
  Array.from({ length }, (_, index) => make(index));

/** The same, but made when it is asked for where it is read from what is not at hand. */
export const listFrom = ({ isAtHand }: Pick<Keeper<unknown>, "isAtHand">): typeof listNow =>
  isAtHand ? listNow : lazyList;

/** A key as a number in the same order, but for texts, which are alike. */
export function rankOfKey(key: Order[number]): number {
  if (key === null) return Number.NEGATIVE_INFINITY;
  return typeof key === "number" ? key : 0;
}

const rankOfFirst = ([first]: Order): number => rankOfKey(first!);

/** Compares two orders by their ranks: most differ, and some orders are read with effort. */
function compareRanked(rank: number, order: Order, other: number, otherOrder: () => Order): number {
  return rank === other ? compareOrders(order, otherOrder()) : rank - other;
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
