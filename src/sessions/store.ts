import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { hashOf } from "../text/hash.ts";
import { TempFolder } from "../text/temp-folder.ts";

/** Files of a store; a power of two, so that parts of the hash are left for what is too large. */
const partitionCount = 128;
/** Files into which one that is too large is divided. */
const divideInto = 16;
/** No key can be told from another beyond this. */
const mostDivisions = 8;

/** Bytes that wait per file before they are written. */
const bufferBytes = 1 << 15;
/** Weight of what is written as one record, and how many items. */
const recordWeight = 1 << 15;
const recordItems = 100;
/** Bytes that are read at a time. */
const chunkBytes = 1 << 18;

/** A record is its length in bytes and JSON in UTF-16, which takes less time than UTF-8. */
const lengthBytes = 4;

export interface StoreOptions {
  /** Weight (roughly characters) that is held in memory before the store moves to files. */
  memoryLimit: number;
  /** Largest file in bytes before it is divided: about a fifth of what it takes in memory. */
  partitionLimit?: number | undefined;
  /** Folder for temporary files; the system's by default. */
  tempDir?: string | undefined;
}

/** One file of a store as plain data: all that a worker needs to read it, with the codec of its items. */
export interface Partition {
  path: string;
}

/** How items are weighed, and written to temporary files. */
export interface ItemCodec<T> {
  /** Items of one key come back together. */
  keyOf: (item: T) => string;
  /** Roughly its size in memory, in characters. */
  weigh: (item: T) => number;
  /** Whether an item has so much in common with the one added before it that one record holds both. */
  isAlike: (item: T, before: T) => boolean;
  /** Items that are alike, in a form for JSON. */
  pack: (items: readonly T[]) => unknown;
  unpack: (packed: unknown) => T[];
}

/**
 * Brings items with the same key together without holding them all: in memory while they are few,
 * else in temporary files by hash of the key, each of which fits. Items come back in the order in
 * which they were added, within one partition.
 */
export class PartitionedStore<T> {
  readonly #options: StoreOptions;
  readonly #codec: ItemCodec<T>;
  #held: T[] = [];
  #weight = 0;
  #spill: Spill<T> | null = null;

  constructor(options: StoreOptions, codec: ItemCodec<T>) {
    this.#options = options;
    this.#codec = codec;
  }

  /** Throws UserError (exit 2 or 3) where a temporary file cannot be written. */
  add(item: T): void {
    if (this.#spill !== null) {
      this.#spill.add(item);
      return;
    }
    this.#held.push(item);
    this.#weight += this.#codec.weigh(item);
    if (this.#weight <= this.#options.memoryLimit) return;
    this.#spill = new Spill(this.#options, this.#codec);
    for (const held of this.#held) this.#spill.add(held);
    this.#held = [];
  }

  /** Each yielded map holds whole groups; together they hold every item once. */
  async *partitions(): AsyncGenerator<Map<string, T[]>> {
    if (this.#spill === null) {
      yield group(this.#held, this.#codec);
      return;
    }
    for (const partition of this.#spill.partitions()) {
      yield readPartition(partition, this.#codec);
      // Between two files Ctrl-C is heard.
      await setImmediate();
    }
  }

  /** The same for the last time: what was given out is removed. */
  async *drained(): AsyncGenerator<Map<string, T[]>> {
    if (this.#spill === null) {
      yield group(this.#held, this.#codec);
      this.#held = [];
      return;
    }
    for (const partition of this.#spill.partitions()) {
      yield readPartition(partition, this.#codec);
      this.#spill.remove(partition);
      await setImmediate();
    }
  }

  /** The files that hold everything added so far; null while it is held in memory. */
  files(): readonly Partition[] | null {
    return this.#spill?.partitions() ?? null;
  }

  /** Removes the temporary files. */
  close(): void {
    this.#held = [];
    this.#spill?.close();
    this.#spill = null;
  }
}

/** The whole groups of one partition, in the order in which their first items were added. */
export function readPartition<T>(partition: Partition, codec: ItemCodec<T>): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const items of readRecords(partition, codec)) addTo(groups, items, codec);
  return groups;
}

/** Record by record: a partition may be longer than the longest string, and than the longest buffer. */
function* readRecords<T>({ path }: Partition, { unpack }: ItemCodec<T>): Generator<T[]> {
  const file = openSync(path, "r");
  try {
    let bytes = Buffer.allocUnsafe(chunkBytes);
    let held = 0;
    for (;;) {
      const got = readSync(file, bytes, held, bytes.length - held, null);
      if (got === 0) return;
      const end = held + got;
      let start = 0;
      let next = endOfRecord(bytes, start, end);
      while (next <= end) {
        yield unpack(JSON.parse(bytes.toString("utf16le", start + lengthBytes, next)));
        start = next;
        next = endOfRecord(bytes, start, end);
      }
      held = end - start;
      const rest = bytes;
      if (next - start > bytes.length) bytes = Buffer.allocUnsafe(next - start);
      rest.copy(bytes, 0, start, end);
    }
  } finally {
    closeSync(file);
  }
}

/** Where the record ends; beyond `end` where it is not there yet. */
function endOfRecord(bytes: Buffer, start: number, end: number): number {
  if (start + lengthBytes > end) return end + 1;
  return start + lengthBytes + bytes.readUInt32LE(start);
}

function group<T>(items: readonly T[], codec: ItemCodec<T>): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  addTo(groups, items, codec);
  return groups;
}

/** Items of one key mostly follow each other. */
function addTo<T>(groups: Map<string, T[]>, items: readonly T[], { keyOf }: ItemCodec<T>): void {
  let lastKey: string | null = null;
  let last: T[] = [];
  for (const item of items) {
    const key = keyOf(item);
    if (key !== lastKey) {
      lastKey = key;
      let found = groups.get(key);
      if (found === undefined) {
        found = [];
        groups.set(key, found);
      }
      last = found;
    }
    last.push(item);
  }
}

/** A file that is being written, and what of it waits. */
interface OpenFile {
  name: string;
  bytes: Buffer;
  used: number;
}

/** Files are divided from this size on: about 150 MB when read. */
const standardLimit = 32 * 2 ** 20;

/** The files of a store that has outgrown memory. */
class Spill<T> {
  readonly #codec: ItemCodec<T>;
  readonly #limit: number;
  readonly #folder: TempFolder;
  readonly #writer: RecordWriter<T>;
  #partitions: readonly Partition[] | null = null;

  constructor({ tempDir, partitionLimit }: StoreOptions, codec: ItemCodec<T>) {
    this.#codec = codec;
    this.#limit = partitionLimit ?? standardLimit;
    this.#folder = new TempFolder(tempDir);
    this.#writer = new RecordWriter(codec, this.#folder, "", partitionCount, (hash) => hash % partitionCount);
  }

  add(item: T): void {
    this.#partitions = null;
    this.#writer.add(item);
  }

  /** Files with something in them, complete up to now. */
  partitions(): readonly Partition[] {
    this.#partitions ??= this.#writer.end().flatMap((name) => this.#divided(name, 0));
    return this.#partitions;
  }

  remove({ path }: Partition): void {
    this.#folder.removeFile(basename(path));
  }

  close(): void {
    this.#folder.remove();
  }

  /** The file itself, or files of fewer keys each where it is too large. */
  #divided(name: string, depth: number): Partition[] {
    const path = join(this.#folder.path, name);
    const { size } = statSync(path);
    if (size <= this.#limit || depth === mostDivisions) return [{ path }];
    const scale = partitionCount * divideInto ** depth;
    const placeOf = (hash: number) => Math.floor(hash / scale) % divideInto;
    const writer = new RecordWriter(this.#codec, this.#folder, `${name}-`, divideInto, placeOf);
    const keys = new Set<string>();
    for (const items of readRecords({ path }, this.#codec)) {
      for (const item of items) writer.add(item);
      if (keys.size < 2) keys.add(this.#codec.keyOf(items[0]!));
    }
    const parts = writer.end();
    this.#folder.removeFile(name);
    // One conversation alone cannot be divided.
    const next = keys.size < 2 ? mostDivisions : depth + 1;
    return parts.flatMap((part) => this.#divided(part, next));
  }
}

/** Writes records to the files of their keys. */
class RecordWriter<T> {
  readonly #codec: ItemCodec<T>;
  readonly #folder: TempFolder;
  readonly #files: readonly OpenFile[];
  readonly #placeOf: (hash: number) => number;
  readonly #written = new Set<string>();
  #record: T[] = [];
  #weight = 0;

  /** `placeOf` gives the number of the file from the hash of the key. */
  constructor(
    codec: ItemCodec<T>,
    folder: TempFolder,
    prefix: string,
    count: number,
    placeOf: (hash: number) => number,
  ) {
    this.#codec = codec;
    this.#folder = folder;
    this.#placeOf = placeOf;
    this.#files = Array.from({ length: count }, (_, index) => ({
      name: `${prefix}${index}`,
      bytes: Buffer.allocUnsafe(bufferBytes),
      used: 0,
    }));
  }

  add(item: T): void {
    const before = this.#record.at(-1);
    const isFull = this.#record.length >= recordItems || this.#weight >= recordWeight;
    if (before !== undefined && (isFull || !this.#codec.isAlike(item, before))) this.#write();
    this.#record.push(item);
    this.#weight += this.#codec.weigh(item);
  }

  /** Names of the files that have something in them, complete. */
  end(): string[] {
    this.#write();
    for (const file of this.#files) this.#flush(file);
    return this.#files.map(({ name }) => name).filter((name) => this.#written.has(name));
  }

  #write(): void {
    if (this.#record.length === 0) return;
    const text = JSON.stringify(this.#codec.pack(this.#record));
    const file = this.#files[this.#placeOf(hashOf(this.#codec.keyOf(this.#record[0]!)))]!;
    this.#record = [];
    this.#weight = 0;
    const length = text.length * 2;
    if (file.used + lengthBytes + length > file.bytes.length) this.#flush(file);
    // What is larger than the buffer gets one of its own.
    const bytes =
      lengthBytes + length > file.bytes.length ? Buffer.allocUnsafe(lengthBytes + length) : file.bytes;
    bytes.writeUInt32LE(length, file.used);
    bytes.write(text, file.used + lengthBytes, "utf16le");
    if (bytes === file.bytes) file.used += lengthBytes + length;
    else this.#append(file.name, bytes);
  }

  #flush(file: OpenFile): void {
    if (file.used > 0) this.#append(file.name, file.bytes.subarray(0, file.used));
    file.used = 0;
  }

  #append(name: string, bytes: Buffer): void {
    this.#folder.append(name, bytes);
    this.#written.add(name);
  }
}
