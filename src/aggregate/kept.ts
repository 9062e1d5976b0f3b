import { ByteStore } from "../text/byte-store.ts";
import { CompactJson } from "../text/compact-json.ts";
import type { Order } from "./capped.ts";

/** An item and its place among others. */
export interface Placed<T> {
  readonly order: Order;
  readonly item: T;
}

/** One that is kept. */
export interface Kept<T> {
  /** What decides its place, but where two are alike. */
  readonly rank: number;
  read(): Placed<T>;
  /** The same, the item always as the same object: what a report shows is pointed to from what it carries for merging. */
  final(): Placed<T>;
}

/** How items are held while they may still give way to others. */
export interface Keeper<T> {
  keep: (rank: number, placed: Placed<T>) => Kept<T>;
  /** One that was kept is kept no longer. */
  leave: (kept: Kept<T>) => void;
}

/** Items as they are. */
export const asObjects = <T>(): Keeper<T> => ({
  keep: (rank, placed) => new PlainItem(rank, placed),
  leave: () => {},
});

class PlainItem<T> implements Kept<T> {
  readonly rank: number;
  readonly #placed: Placed<T>;

  constructor(rank: number, placed: Placed<T>) {
    this.rank = rank;
    this.#placed = placed;
  }

  read(): Placed<T> {
    return this.#placed;
  }

  final(): Placed<T> {
    return this.#placed;
  }
}

/** Items, which have to be plain data, as bytes outside the heap until they are asked for. */
export class AsBytes<T> implements Keeper<T> {
  readonly #shelf: Shelf = { json: new CompactJson(), texts: new ByteStore() };

  keep(rank: number, placed: Placed<T>): Kept<T> {
    return new PackedItem(this.#shelf, rank, placed);
  }

  leave(kept: Kept<T>): void {
    (kept as PackedItem<T>).drop();
  }
}

interface Shelf {
  json: CompactJson;
  texts: ByteStore;
}

class PackedItem<T> implements Kept<T> {
  readonly rank: number;
  readonly #shelf: Shelf;
  readonly #packed: number;
  /** Only that stays: its place is read again where it is asked for. */
  #item: T | undefined;

  constructor(shelf: Shelf, rank: number, { order, item }: Placed<T>) {
    this.rank = rank;
    this.#shelf = shelf;
    this.#packed = shelf.texts.add(shelf.json.write({ order, item }));
  }

  read(): Placed<T> {
    const { json, texts } = this.#shelf;
    return json.read(texts.text(this.#packed)) as Placed<T>;
  }

  final(): Placed<T> {
    const { order, item } = this.read();
    this.#item ??= item;
    return { order, item: this.#item };
  }

  drop(): void {
    this.#shelf.texts.drop(this.#packed);
  }
}
