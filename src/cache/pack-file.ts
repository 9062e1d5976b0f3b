import { hash, randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ownerName, removedAtExit } from "../text/temp-folder.ts";
import { packSuffix } from "./folder.ts";

// A pack holds values by key. It is a list of records, each of them a check, the key and the value; then an
// index, four whole numbers for each record: two of the key, place, length; then the number of records, the
// hash of the index, and a mark.

/** Bytes of a key. */
export const keyBytes = 16;

const mark = Buffer.from("zhijian1");
const checkBytes = 8;
const headBytes = checkBytes + keyBytes;
const entryBytes = 16;
const hashBytes = 32;
const trailerBytes = 4 + hashBytes + mark.length;

/** Bytes that are written at once, and that are read at once: records that follow each other are asked for so. */
const writtenBytes = 1 << 18;
const readBytes = 1 << 16;
/** Places in a pack are of four bytes. */
const mostBytes = 2 ** 32 - 1;

/** Where a record stands. */
export interface Entry {
  /** The first two numbers of its key. */
  key: readonly [a: number, b: number];
  place: number;
  length: number;
}

/** A pack with what is in it. */
export interface PackIndex {
  path: string;
  /** When it was last used, ms. */
  usedAt: number;
  records: number;
  entries: () => Generator<Entry>;
}

/** What is in a pack; null where it is not whole, or not there any more. */
export function packIndex(path: string): PackIndex | null {
  try {
    const file = openSync(path, "r");
    try {
      const { size, mtimeMs } = fstatSync(file);
      const index = indexIn(file, size);
      if (index === null) return null;
      return { path, usedAt: mtimeMs, records: index.length / entryBytes, entries: () => entriesOf(index) };
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

function indexIn(file: number, size: number): Buffer | null {
  if (size < trailerBytes) return null;
  const trailer = readAt(file, size - trailerBytes, trailerBytes);
  const length = trailer.readUInt32LE(0) * entryBytes;
  if (!trailer.subarray(4 + hashBytes).equals(mark) || length + trailerBytes > size) return null;
  const index = readAt(file, size - trailerBytes - length, length);
  return hash("sha256", index, "buffer").equals(trailer.subarray(4, 4 + hashBytes)) ? index : null;
}

function* entriesOf(index: Buffer): Generator<Entry> {
  for (let at = 0; at < index.length; at += entryBytes) {
    const number = (place: number) => index.readUInt32LE(at + 4 * place);
    yield { key: [number(0), number(1)], place: number(2), length: number(3) };
  }
}

function readAt(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  const got = readSync(file, bytes, 0, length, from);
  return bytes.subarray(0, got);
}

/** A record as it stands in a pack. */
export function recordOf(key: Buffer, value: Buffer): Buffer {
  const record = Buffer.allocUnsafe(headBytes + value.length);
  key.copy(record, checkBytes);
  value.copy(record, headBytes);
  checkOf(record).copy(record);
  return record;
}

/** The value of a key in its record; null where it is damaged. */
export function valueIn(record: Buffer, key: Buffer): Buffer | null {
  const isWhole =
    record.length >= headBytes &&
    key.equals(record.subarray(checkBytes, headBytes)) &&
    checkOf(record).equals(record.subarray(0, checkBytes));
  return isWhole ? record.subarray(headBytes) : null;
}

const checkOf = (record: Buffer): Buffer =>
  hash("sha256", record.subarray(checkBytes), "buffer").subarray(0, checkBytes);

/** Reads a pack a piece at a time. */
export class PackReader {
  readonly #file: number;
  #piece: Buffer = Buffer.alloc(0);
  #from = 0;

  /** Throws where there is no such file any more. */
  constructor(path: string) {
    this.#file = openSync(path, "r");
  }

  /** Valid until the next is asked for; shorter where the file is. Throws where the disk fails. */
  record(from: number, length: number): Buffer {
    if (from < this.#from || from + length > this.#from + this.#piece.length) {
      this.#piece = readAt(this.#file, from, Math.max(length, readBytes));
      this.#from = from;
    }
    return this.#piece.subarray(from - this.#from, from - this.#from + length);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A pack that is being written; there is none before its end. All of it throws where the disk fails. */
export class PackWriter {
  readonly #path: string;
  readonly #part: string;
  readonly #file: number;
  readonly #forget: () => void;
  #isOpen = true;
  /** What is written with the next. */
  readonly #waiting = Buffer.allocUnsafe(writtenBytes);
  #waits = 0;
  #size = 0;
  #index: Buffer = Buffer.allocUnsafe(entryBytes << 8);
  #indexed = 0;

  constructor(folder: string, basis: string) {
    const chance = randomBytes(6).toString("hex");
    this.#path = join(folder, `${basis}.${chance}${packSuffix}`);
    this.#part = join(folder, `${basis}.${ownerName()}-${chance}.part`);
    this.#file = openSync(this.#part, "w", 0o600);
    this.#forget = removedAtExit(this.#part);
  }

  add(record: Buffer): void {
    if (this.#size + record.length > mostBytes) return;
    if (this.#indexed === this.#index.length)
      this.#index = Buffer.concat([this.#index, Buffer.allocUnsafe(this.#indexed)]);
    record.copy(this.#index, this.#indexed, checkBytes, checkBytes + 8);
    this.#index.writeUInt32LE(this.#size, this.#indexed + 8);
    this.#index.writeUInt32LE(record.length, this.#indexed + 12);
    this.#indexed += entryBytes;
    this.#size += record.length;
    this.#write(record);
  }

  end(): void {
    const index = this.#index.subarray(0, this.#indexed);
    const count = Buffer.allocUnsafe(4);
    count.writeUInt32LE(this.#indexed / entryBytes);
    for (const part of [index, count, hash("sha256", index, "buffer"), mark]) this.#write(part);
    this.#flush();
    this.#close();
    renameSync(this.#part, this.#path);
    this.#forget();
  }

  drop(): void {
    this.#close();
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
    // A disk that is nearly full takes a part.
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }
}
