import { rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { namesIn } from "../text/temp-folder.ts";
import { diskFailure } from "./failure.ts";
import { packSuffix } from "./folder.ts";
import { type PackIndex, PackReader, PackWriter, packIndex, recordOf, valueIn } from "./pack-file.ts";

// What is new goes into a pack of its own, of each thread one; what is there is never changed.

/** Of more packs, or more records, what a run uses is written into one again. */
const mostPacks = 32;
const mostRecords = 1_000_000;

/** A record in the table: two numbers of its key, number of the pack (from 1), place, length. */
const slotNumbers = 5;

/** The packs of a folder that have one basis, as plain data that threads share. */
export interface PackTable {
  folder: string;
  basis: string;
  packs: readonly string[];
  /** A hash table of all records. */
  slots: SharedArrayBuffer;
  /** There are so many that what is used of them should be written into one. */
  isCrowded: boolean;
}

/** Finds the packs of a basis. One that is not whole is removed. */
export function packTable(folder: string, basis: string): PackTable {
  const indexes = namesIn(folder)
    .filter((name) => name.startsWith(`${basis}.`) && name.endsWith(packSuffix))
    .flatMap((name) => {
      const path = join(folder, name);
      const found = packIndex(path);
      if (found === null) remove(path);
      return found ?? [];
    })
    .sort((a, b) => b.usedAt - a.usedAt);
  const taken: PackIndex[] = [];
  let records = 0;
  for (const index of indexes) {
    if (records >= mostRecords) break;
    taken.push(index);
    records += index.records;
  }
  const isCrowded = indexes.length > mostPacks || records >= mostRecords;
  return { folder, basis, packs: taken.map(({ path }) => path), slots: slotsOf(taken, records), isCrowded };
}

function slotsOf(indexes: readonly PackIndex[], records: number): SharedArrayBuffer {
  const places = 2 ** Math.ceil(Math.log2(records * 1.5 + 1));
  const shared = new SharedArrayBuffer(places * slotNumbers * Uint32Array.BYTES_PER_ELEMENT);
  const slots = new Uint32Array(shared);
  for (const [pack, { entries }] of indexes.entries())
    for (const { key, place, length } of entries()) {
      const slot = slotFor(slots, ...key);
      if (slots[slot + 2] === 0) slots.set([...key, pack + 1, place, length], slot);
    }
  return shared;
}

/** Where these two numbers of a key stand in the table, or would stand. */
function slotFor(slots: Uint32Array, a: number, b: number): number {
  const places = slots.length / slotNumbers;
  let place = a & (places - 1);
  for (;;) {
    const slot = place * slotNumbers;
    if (slots[slot + 2] === 0 || (slots[slot] === a && slots[slot + 1] === b)) return slot;
    place = (place + 1) & (places - 1);
  }
}

/** The packs of a basis in one thread, with one more for what is new. */
export class Packs {
  readonly #table: PackTable;
  readonly #slots: Uint32Array;
  /** By number; null where a pack cannot be read. */
  readonly #readers: (PackReader | null | undefined)[] = [];
  #writer: PackWriter | null = null;
  #failure: string | null = null;

  constructor(table: PackTable) {
    this.#table = table;
    this.#slots = new Uint32Array(table.slots);
  }

  /** Why nothing of what is new is kept; null where it is. */
  get failure(): string | null {
    return this.#failure;
  }

  /** The value of a key, valid until the next is asked for; null where there is none that is whole. */
  find(key: Buffer): Buffer | null {
    const slot = slotFor(this.#slots, key.readUInt32LE(0), key.readUInt32LE(4));
    const pack = this.#slots[slot + 2]!;
    const record = pack === 0 ? null : this.#record(pack - 1, slot);
    const value = record && valueIn(record, key);
    if (record === null) return null;
    if (value === null) this.#giveUp(pack - 1);
    else if (this.#table.isCrowded) this.#write(record);
    return value;
  }

  add(key: Buffer, value: Buffer): void {
    this.#write(recordOf(key, value));
  }

  /** Keeps what was added. */
  close(): void {
    this.#orGiveUp(() => {
      this.#writer?.end();
      this.#writer = null;
    });
    this.drop();
  }

  /** Leaves nothing of what was added and not kept. */
  drop(): void {
    this.#writer?.drop();
    this.#writer = null;
    for (const reader of this.#readers.splice(0)) reader?.close();
  }

  #record(pack: number, slot: number): Buffer | null {
    try {
      let reader = this.#readers[pack];
      if (reader === undefined) {
        reader = this.#opened(this.#table.packs[pack]!);
        this.#readers[pack] = reader;
      }
      return reader?.record(this.#slots[slot + 3]!, this.#slots[slot + 4]!) ?? null;
    } catch {
      this.#giveUp(pack);
      return null;
    }
  }

  /** A pack that is used is not the next to be removed. */
  #opened(path: string): PackReader {
    const reader = new PackReader(path);
    if (!this.#table.isCrowded) whereAllowed(() => utimesSync(path, new Date(), new Date()));
    return reader;
  }

  /** A pack that is damaged is as good as none. */
  #giveUp(pack: number): void {
    this.#readers[pack]?.close();
    this.#readers[pack] = null;
    remove(this.#table.packs[pack]!);
  }

  #write(record: Buffer): void {
    this.#orGiveUp(() => {
      this.#writer ??= new PackWriter(this.#table.folder, this.#table.basis);
      this.#writer.add(record);
    });
  }

  #orGiveUp(work: () => void): void {
    if (this.#failure !== null) return;
    try {
      work();
    } catch (error) {
      this.#failure = diskFailure(error);
      this.#writer?.drop();
      this.#writer = null;
    }
  }
}

/** Removes packs whose records that are used were written into others. To be called when these are kept. */
export function dropCrowd({ packs, isCrowded }: PackTable): void {
  if (isCrowded) for (const path of packs) remove(path);
}

const remove = (path: string) => whereAllowed(() => rmSync(path, { force: true }));

/** Tidying up that can be left undone: the folder, or the file, may be somebody else's. */
function whereAllowed(work: () => void): void {
  try {
    work();
  } catch (error) {
    // It is tried again the next time.
    diskFailure(error);
  }
}
