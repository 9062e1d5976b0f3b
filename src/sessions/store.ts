import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { hashOf } from "../text/hash.ts";
import { giveBack, readPages } from "../text/pages.ts";
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

/**
 * A record is its length in bytes (4), the hash of its key (8), and JSON in UTF-16, which takes less time
 * than UTF-8.
 */
const headBytes = 12;

export interface StoreOptions {
  /** Weight (roughly characters) that is held in memory before the store moves to files. */
  memoryLimit: number;
  /** Largest file in bytes before it is divided (32 MB). */
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

  /** Before anything is given out. Throws UserError (exit 2 or 3) where a temporary file cannot be written. */
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

  /** Whole groups of one key, partition by partition; together they hold every item once. */
  async *partitions(): AsyncGenerator<Iterable<T[]>> {
    if (this.#spill === null) {
      yield grouped(this.#held, this.#codec);
      return;
    }
    for (const partition of this.#spill.partitions()) {
      yield readPartition(partition, this.#codec);
      // Between two files Ctrl-C is heard.
      await setImmediate();
    }
  }

  /** The same for the last time: what was given out is removed. */
  async *drained(): AsyncGenerator<Iterable<T[]>> {
    if (this.#spill === null) {
      const held = this.#held;
      this.#held = [];
      yield grouped(held, this.#codec);
      return;
    }
    for (const partition of this.#spill.partitions()) {
      yield readPartition(partition, this.#codec);
      this.#spill.remove(partition);
      await setImmediate();
    }
  }

  /** The files that hold everything that was added; null where memory holds it. */
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

/**
 * The groups of one partition, in the order in which their first items were added. Only the group that is
 * given out takes more memory than its bytes.
 */
export function* readPartition<T>({ path }: Partition, codec: ItemCodec<T>): Generator<T[]> {
  const { size } = statSync(path);
  if (size > wholeBytes) {
    const items: T[] = [];
    for (const record of recordsOf(path)) for (const item of itemsOf(record, codec)) items.push(item);
    yield* grouped(items, codec);
    return;
  }
  const bytes = readPages(path);
  try {
    const byHash = new Map<number, number[]>();
    for (let at = 0; at < size; at = endOfRecord(bytes, at, size)) {
      const hash = bytes.readDoubleLE(at + 4);
      const places = byHash.get(hash);
      if (places === undefined) byHash.set(hash, [at]);
      else places.push(at);
    }
    for (const places of byHash.values()) {
      const items = places.flatMap((at) => itemsOf(bytes.subarray(at, endOfRecord(bytes, at, size)), codec));
      yield* grouped(items, codec);
    }
  } finally {
    giveBack(bytes);
  }
}

/** A larger file, of one conversation, is read record by record: a buffer has an end. */
const wholeBytes = 2 ** 30;

function itemsOf<T>(record: Buffer, { unpack }: ItemCodec<T>): T[] {
  return unpack(JSON.parse(record.toString("utf16le", headBytes)));
}

/** The records of a file of any size; each is valid until the next is asked for. */
function* recordsOf(path: string): Generator<Buffer> {
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
        yield bytes.subarray(start, next);
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
  return start + 4 > end ? end + 1 : start + headBytes + bytes.readUInt32LE(start);
}

/** Items by key, in the order of the first of each. */
function* grouped<T>(items: readonly T[], { keyOf }: ItemCodec<T>): Generator<T[]> {
  const groups = new Map<string, T[]>();
  let lastKey: string | null = null;
  let last: T[] = [];
  for (const item of items) {
    const key = keyOf(item);
    // Items of one key mostly follow each other.
    if (key !== lastKey) {
      lastKey = key;
      last = groups.get(key) ?? [];
      groups.set(key, last);
    }
    last.push(item);
  }
  yield* groups.values();
}

/** A file that is being written, and what of it waits. */
interface OpenFile {
  name: string;
  bytes: Buffer;
  used: number;
}

/** Files are divided from this size on. */
const standardLimit = 32 * 2 ** 20;

/** The files of a store that has outgrown memory. */
class Spill<T> {
  readonly #limit: number;
  readonly #folder: TempFolder;
  /** Null when everything is written, as it has room for what waits. */
  #writer: RecordWriter<T> | null;
  #partitions: readonly Partition[] = [];

  constructor({ tempDir, partitionLimit }: StoreOptions, codec: ItemCodec<T>) {
    this.#limit = partitionLimit ?? standardLimit;
    this.#folder = new TempFolder(tempDir);
    const files = new RecordFiles(this.#folder, "", partitionCount, (hash) => hash % partitionCount);
    this.#writer = new RecordWriter(codec, files);
  }

  add(item: T): void {
    if (this.#writer === null) throw new RangeError("added after the end");
    this.#writer.add(item);
  }

  /** Files with something in them; nothing can be added afterwards. */
  partitions(): readonly Partition[] {
    if (this.#writer !== null) {
      this.#partitions = this.#writer.end().flatMap((name) => this.#divided(name, 0));
      this.#writer = null;
    }
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
    const parts = new RecordFiles(this.#folder, `${name}-`, divideInto, placeOf);
    const hashes = new Set<number>();
    for (const record of recordsOf(path)) {
      const hash = record.readDoubleLE(4);
      if (hashes.size < 2) hashes.add(hash);
      parts.add(hash, record.subarray(headBytes));
    }
    this.#folder.removeFile(name);
    // One conversation alone cannot be divided.
    const next = hashes.size < 2 ? mostDivisions : depth + 1;
    return parts.end().flatMap((part) => this.#divided(part, next));
  }
}

/** Joins items that are alike to records. */
class RecordWriter<T> {
  readonly #codec: ItemCodec<T>;
  readonly #files: RecordFiles;
  #record: T[] = [];
  #weight = 0;

  constructor(codec: ItemCodec<T>, files: RecordFiles) {
    this.#codec = codec;
    this.#files = files;
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
    return this.#files.end();
  }

  #write(): void {
    const [first] = this.#record;
    if (first === undefined) return;
    this.#files.add(hashOf(this.#codec.keyOf(first)), JSON.stringify(this.#codec.pack(this.#record)));
    this.#record = [];
    this.#weight = 0;
  }
}

/** Files of records by the hash of their keys. */
class RecordFiles {
  readonly #folder: TempFolder;
  readonly #files: readonly OpenFile[];
  readonly #placeOf: (hash: number) => number;
  readonly #written = new Set<string>();

  /** `placeOf` gives the number of the file from the hash. */
  constructor(folder: TempFolder, prefix: string, count: number, placeOf: (hash: number) => number) {
    this.#folder = folder;
    this.#placeOf = placeOf;
    this.#files = Array.from({ length: count }, (_, index) => ({
      name: `${prefix}${index}`,
      bytes: Buffer.allocUnsafe(bufferBytes),
      used: 0,
    }));
  }

  /** `content` is JSON, or its bytes in UTF-16. */
  add(hash: number, content: string | Buffer): void {
    const file = this.#files[this.#placeOf(hash)]!;
    const length = typeof content === "string" ? content.length * 2 : content.length;
    if (file.used + headBytes + length > file.bytes.length) this.#flush(file);
    // What is larger than the buffer gets one of its own.
    const isLarge = headBytes + length > file.bytes.length;
    const bytes = isLarge ? Buffer.allocUnsafe(headBytes + length) : file.bytes;
    bytes.writeUInt32LE(length, file.used);
    bytes.writeDoubleLE(hash, file.used + 4);
    if (typeof content === "string") bytes.write(content, file.used + headBytes, "utf16le");
    else content.copy(bytes, file.used + headBytes);
    if (isLarge) this.#append(file.name, bytes);
    else file.used += headBytes + length;
  }

  /** Names of the files that have something in them, complete. */
  end(): string[] {
    for (const file of this.#files) this.#flush(file);
    return this.#files.map(({ name }) => name).filter((name) => this.#written.has(name));
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
