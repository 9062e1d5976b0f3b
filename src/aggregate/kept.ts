import { ByteStore } from "../text/byte-store.ts";
import type { Room } from "../text/room.ts";

/** A place in a total order: compared key by key, strings by code unit, null before everything. */
export type Order = readonly (string | number | null)[];

/** An item and its place among others. */
export interface Placed<T> {
  readonly order: Order;
  readonly item: T;
}

/** How items are held while they may still give way to others. */
export interface Keeper<T> {
  /** Whether all of them are in memory. */
  readonly isAtHand: boolean;
  /** Gives the number of the item, by which it is asked for. */
  keep: (placed: Placed<T>) => number;
  /** `rank` is what of it decides first. */
  orderOf: (item: number, rank: number) => Order;
  itemOf: (item: number) => T;
  /** The same as JSON; for items that are plain data. */
  jsonOf: (item: number) => string;
  /** It is kept no longer. */
  leave: (item: number) => void;
}

/** Items as they are. */
export class AsObjects<T> implements Keeper<T> {
  readonly isAtHand = true;
  readonly #all = new Map<number, Placed<T>>();
  #next = 0;

  keep(placed: Placed<T>): number {
    this.#all.set(this.#next, placed);
    this.#next += 1;
    return this.#next - 1;
  }

  orderOf(item: number): Order {
    return this.#all.get(item)!.order;
  }

  itemOf(item: number): T {
    return this.#all.get(item)!.item;
  }

  jsonOf(item: number): string {
    return JSON.stringify(this.itemOf(item));
  }

  leave(item: number): void {
    this.#all.delete(item);
  }
}

/** Items, which have to be plain data, as bytes outside the heap until they are asked for. */
export class AsBytes<T> implements Keeper<T> {
  /** Of each its order and itself, as JSON, which has no ends of lines. */
  readonly #texts: ByteStore;

  constructor(room: Room) {
    this.#texts = new ByteStore(room);
  }

  get isAtHand(): boolean {
    return this.#texts.isAtHand;
  }

  keep({ order, item }: Placed<T>): number {
    return this.#texts.add(`${JSON.stringify(order)}\n${JSON.stringify(item)}`);
  }

  orderOf(item: number): Order {
    const bytes = this.#texts.bytes(item);
    return JSON.parse(bytes.toString("utf8", 0, bytes.indexOf("\n"))) as Order;
  }

  itemOf(item: number): T {
    return JSON.parse(this.jsonOf(item)) as T;
  }

  jsonOf(item: number): string {
    const bytes = this.#texts.bytes(item);
    return bytes.toString("utf8", bytes.indexOf("\n") + 1);
  }

  leave(item: number): void {
    this.#texts.drop(item);
  }
}
