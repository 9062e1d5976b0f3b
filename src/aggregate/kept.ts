import { CompactJson } from "../text/compact-json.ts";
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
  readonly #shelf: Shelf = { json: new CompactJson(), texts: new TextStore() };

  keep(order: Order, item: T): Kept<T> {
    return new PackedItem(this.#shelf, order, item);
  }

  leave(kept: Kept<T>): void {
    (kept as PackedItem<T>).drop();
  }
}

interface Shelf {
  json: CompactJson;
  texts: TextStore;
}

class PackedItem<T> implements Kept<T> {
  readonly #shelf: Shelf;
  readonly #order: number;
  readonly #packed: number;
  #item: T | undefined;

  constructor(shelf: Shelf, order: Order, item: T) {
    this.#shelf = shelf;
    this.#order = shelf.texts.add(shelf.json.write(order));
    this.#packed = shelf.texts.add(shelf.json.write(item));
  }

  get order(): Order {
    const { json, texts } = this.#shelf;
    return json.read(texts.get(this.#order)) as Order;
  }

  /** Always the same object: what a report shows is pointed to from what it carries for merging. */
  get item(): T {
    const { json, texts } = this.#shelf;
    this.#item ??= json.read(texts.get(this.#packed)) as T;
    return this.#item;
  }

  drop(): void {
    const { texts } = this.#shelf;
    texts.drop(this.#order);
    texts.drop(this.#packed);
  }
}
