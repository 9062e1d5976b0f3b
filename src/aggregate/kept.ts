import { ByteStore } from "../text/byte-store.ts";
import { CompactJson } from "../text/compact-json.ts";
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

  leave(item: number): void {
    this.#all.delete(item);
  }
}

/** Items, which have to be plain data, as bytes outside the heap until they are asked for. */
export class AsBytes<T> implements Keeper<T> {
  readonly #json = new CompactJson();
  readonly #texts: ByteStore;

  constructor(room: Room) {
    this.#texts = new ByteStore(room);
  }

  get isAtHand(): boolean {
    return this.#texts.isAtHand;
  }

  keep({ order, item }: Placed<T>): number {
    return this.#texts.add(`${this.#json.write(order)}\n${this.#json.write(item)}`);
  }

  orderOf(item: number): Order {
    const text = this.#texts.text(item);
    return this.#json.read(text.slice(0, text.indexOf("\n"))) as Order;
  }

  itemOf(item: number): T {
    const text = this.#texts.text(item);
    return this.#json.read(text.slice(text.indexOf("\n") + 1)) as T;
  }

  leave(item: number): void {
    this.#texts.drop(item);
  }
}
