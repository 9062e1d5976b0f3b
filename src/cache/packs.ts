import { hash, randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { ownerName, removedAtExit } from "../text/temp-folder.ts";
import { packSuffix, unusable } from "./folder.ts";

// A pack holds values by key. It is a list of records, each of them a check, the key and the value; then an
// index, four whole numbers for each record: two of the key, place, length; then the number of records, the
// hash of the index, and a mark. Nothing of it is ever changed: what is new goes into another pack.

/** Bytes of a key. */
export const keyBytes = 16;

const mark = Buffer.from("zhijian1");
const checkBytes = 8;
const headBytes = checkBytes + keyBytes;
const indexNumbers = 4;
const indexBytes = 4 * indexNumbers;
const hashBytes = 32;
const trailerBytes = 4 + hashBytes + mark.length;

/** Bytes that are written at once, and that are read at once: records that follow each other are asked for so. */
const writtenBytes = 1 << 18;
const readBytes = 1 << 16;
/** Places in a pack are of four bytes. */
const mostBytes = 2 ** 32 - 1;

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
  const indexes = readdirSync(folder)
    .filter((name) => name.startsWith(`${basis}.`) && name.endsWith(packSuffix))
    .flatMap((name) => {
      const path = join(folder, name);
      const found = indexOf(path);
      if (found === null) rmSync(path, { force: true });
      return found ?? [];
    })
    .sort((a, b) => b.usedAt - a.usedAt);
  const packs: string[] = [];
  const taken: Buffer[] = [];
  let records = 0;
  for (const { path, index } of indexes) {
    if (records >= mostRecords) break;
    packs.push(path);
    taken.push(index);
    records += index.length / indexBytes;
  }
  const isCrowded = indexes.length > mostPacks || records >= mostRecords;
  return { folder, basis, packs, slots: slotsOf(taken, records), isCrowded };
}

interface FoundIndex {
  path: string;
  usedAt: number;
  index: Buffer;
}

/** Null where the file is not whole, or not there any more. */
function indexOf(path: string): FoundIndex | null {
  try {
    const file = openSync(path, "r");
    try {
      const { size, mtimeMs } = fstatSync(file);
      if (size < trailerBytes) return null;
      const trailer = readAt(file, size - trailerBytes, trailerBytes);
      const length = trailer.readUInt32LE(0) * indexBytes;
      if (!trailer.subarray(4 + hashBytes).equals(mark) || length + trailerBytes > size) return null;
      const index = readAt(file, size - trailerBytes - length, length);
      const isWhole = hash("sha256", index, "buffer").equals(trailer.subarray(4, 4 + hashBytes));
      return isWhole ? { path, usedAt: mtimeMs, index } : null;
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

function readAt(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  const got = readSync(file, bytes, 0, length, from);
  return bytes.subarray(0, got);
}

function slotsOf(indexes: readonly Buffer[], records: number): SharedArrayBuffer {
  const places = 2 ** Math.ceil(Math.log2(records * 1.5 + 1));
  const shared = new SharedArrayBuffer(places * slotNumbers * Uint32Array.BYTES_PER_ELEMENT);
  const slots = new Uint32Array(shared);
  for (const [pack, index] of indexes.entries()) {
    for (let at = 0; at < index.length; at += indexBytes) {
      const [a, b] = [index.readUInt32LE(at), index.readUInt32LE(at + 4)];
      const slot = slotFor(slots, a, b);
      if (slots[slot + 2] === 0)
        slots.set([a, b, pack + 1, index.readUInt32LE(at + 8), index.readUInt32LE(at + 12)], slot);
    }
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
  readonly #open: (PackReader | null | undefined)[] = [];
  #writer: PackWriter | null = null;

  constructor(table: PackTable) {
    this.#table = table;
    this.#slots = new Uint32Array(table.slots);
  }

  /** The value of a key, valid until the next is asked for; null where there is none that is whole. */
  find(key: Buffer): Buffer | null {
    const slots = this.#slots;
    const slot = slotFor(slots, key.readUInt32LE(0), key.readUInt32LE(4));
    const pack = slots[slot + 2]!;
    const record = pack === 0 ? null : this.#reader(pack - 1)?.record(slots[slot + 3]!, slots[slot + 4]!);
    if (!record || !isOf(key, record)) return null;
    if (this.#table.isCrowded) this.#write(record);
    return record.subarray(headBytes);
  }

  /** Throws UserError (exit 2) where it cannot be written, as `close` does. */
  add(key: Buffer, value: Buffer): void {
    const record = Buffer.allocUnsafe(headBytes + value.length);
    key.copy(record, checkBytes);
    value.copy(record, headBytes);
    checkOf(record).copy(record);
    this.#write(record);
  }

  /** Keeps what was added. */
  close(): void {
    this.#writer?.end();
    this.#writer = null;
    this.drop();
  }

  /** Leaves nothing of what was added and not kept. */
  drop(): void {
    this.#writer?.drop();
    this.#writer = null;
    for (const reader of this.#open.splice(0)) reader?.close();
  }

  #reader(number: number): PackReader | null {
    let reader = this.#open[number];
    if (reader === undefined) {
      reader = openPack(this.#table.packs[number]!, !this.#table.isCrowded);
      this.#open[number] = reader;
    }
    return reader;
  }

  #write(record: Buffer): void {
    this.#writer ??= new PackWriter(this.#table);
    this.#writer.add(record);
  }
}

/** Removes packs whose records that are used were written into others. To be called when these are kept. */
export function dropCrowd({ packs, isCrowded }: PackTable): void {
  if (isCrowded) for (const path of packs) rmSync(path, { force: true });
}

const checkOf = (record: Buffer): Buffer =>
  hash("sha256", record.subarray(checkBytes), "buffer").subarray(0, checkBytes);

function isOf(key: Buffer, record: Buffer): boolean {
  return (
    record.length >= headBytes &&
    key.equals(record.subarray(checkBytes, headBytes)) &&
    checkOf(record).equals(record.subarray(0, checkBytes))
  );
}

function openPack(path: string, isUse: boolean): PackReader | null {
  try {
    const reader = new PackReader(openSync(path, "r"));
    if (isUse) utimesSync(path, new Date(), new Date());
    return reader;
  } catch {
    // Another process has removed it.
    return null;
  }
}

/** Reads a pack a piece at a time. */
class PackReader {
  readonly #file: number;
  #piece: Buffer = Buffer.alloc(0);
  #from = 0;

  constructor(file: number) {
    this.#file = file;
  }

  /** Shorter where the file is; null where it cannot be read. */
  record(from: number, length: number): Buffer | null {
    if (from < this.#from || from + length > this.#from + this.#piece.length) {
      try {
        this.#piece = readAt(this.#file, from, Math.max(length, readBytes));
      } catch {
        return null;
      }
      this.#from = from;
    }
    return this.#piece.subarray(from - this.#from, from - this.#from + length);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A pack that is being written; there is none before its end. */
class PackWriter {
  readonly #folder: string;
  readonly #path: string;
  readonly #part: string;
  readonly #file: number;
  readonly #forget: () => void;
  /** What is written with the next. */
  readonly #waiting = Buffer.allocUnsafe(writtenBytes);
  #waits = 0;
  #size = 0;
  #index: Buffer = Buffer.allocUnsafe(indexBytes << 8);
  #indexed = 0;

  constructor({ folder, basis }: PackTable) {
    const chance = randomBytes(6).toString("hex");
    this.#folder = folder;
    this.#path = join(folder, `${basis}.${chance}${packSuffix}`);
    this.#part = join(folder, `${basis}.${ownerName()}-${chance}.part`);
    this.#file = this.#orUnusable(() => openSync(this.#part, "w", 0o600));
    this.#forget = removedAtExit(this.#part);
  }

  add(record: Buffer): void {
    if (this.#size + record.length > mostBytes) return;
    if (this.#indexed === this.#index.length)
      this.#index = Buffer.concat([this.#index, Buffer.allocUnsafe(this.#indexed)]);
    record.copy(this.#index, this.#indexed, checkBytes, checkBytes + 8);
    this.#index.writeUInt32LE(this.#size, this.#indexed + 8);
    this.#index.writeUInt32LE(record.length, this.#indexed + 12);
    this.#indexed += indexBytes;
    this.#size += record.length;
    this.#write(record);
  }

  end(): void {
    const index = this.#index.subarray(0, this.#indexed);
    const count = Buffer.allocUnsafe(4);
    count.writeUInt32LE(this.#indexed / indexBytes);
    for (const part of [index, count, hash("sha256", index, "buffer"), mark]) this.#write(part);
    this.#flush();
    this.#orUnusable(() => {
      closeSync(this.#file);
      renameSync(this.#part, this.#path);
    });
    this.#forget();
  }

  drop(): void {
    closeSync(this.#file);
    rmSync(this.#part, { force: true });
    this.#forget();
  }

  #write(bytes: Buffer): void {
    if (this.#waits + bytes.length > this.#waiting.length) this.#flush();
    if (bytes.length > this.#waiting.length) this.#writeNow(bytes);
    else this.#waits += bytes.copy(this.#waiting, this.#waits);
  }

  #flush(): void {
    this.#writeNow(this.#waiting.subarray(0, this.#waits));
    this.#waits = 0;
  }

  #writeNow(bytes: Buffer): void {
    this.#orUnusable(() => {
      // A disk that is nearly full takes a part.
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    });
  }

  #orUnusable<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw unusable(this.#folder, cause);
    }
  }
}
