import { TextStore } from "../text/text-store.ts";
import type { Order } from "./capped.ts";

/** One that is kept, and its place among others. */
export interface Kept<T> {
  readonly order: Order;
  readonly item: T;
}

/** How items are held while they may still give way to others. */
export interface Keeper<T> {
  keep: (order: Order, item: T) => Kept<T>;
  /** One that was kept is kept no longer. */
  leave: (kept: Kept<T>) => void;
}

/** Items as they are. */
export const asObjects = <T>(): Keeper<T> => ({
  keep: (order, item) => ({ order, item }),
  leave: () => {},
});

/** Items, which have to be plain data, as bytes outside the heap until they are asked for. */
export class AsBytes<T> implements Keeper<T> {
  readonly #texts = new TextStore();

  keep(order: Order, item: T): Kept<T> {
    return new PackedItem<T>(this.#texts, JSON.stringify(order), JSON.stringify(item));
  }

  leave(kept: Kept<T>): void {
    (kept as PackedItem<T>).drop();
  }
}

class PackedItem<T> implements Kept<T> {
  readonly #texts: TextStore;
  readonly #order: number;
  readonly #packed: number;
  #item: T | undefined;

  constructor(texts: TextStore, order: string, item: string) {
    this.#texts = texts;
    this.#order = texts.add(order);
    this.#packed = texts.add(item);
  }

  get order(): Order {
    return JSON.parse(this.#texts.get(this.#order)) as Order;
  }

  /** Always the same object: what a report shows is pointed to from what it carries for merging. */
  get item(): T {
    this.#item ??= JSON.parse(this.#texts.get(this.#packed)) as T;
    return this.#item;
  }

  drop(): void {
    this.#texts.drop(this.#order);
    this.#texts.drop(this.#packed);
  }
}
