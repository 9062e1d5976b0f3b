import { closeSync, fstatSync, openSync, readFileSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashOf } from "../text/hash.ts";

/** How many temporary files a store writes at the most. */
const partitionCount = 128;

const newline = 0x0a;

/** Buffered characters per partition before they go to its file. */
const bufferLength = 1 << 15;

export interface StoreOptions {
  /** Weight (roughly characters) that is held in memory before the store moves to files. */
  memoryLimit: number;
  /** Folder for temporary files; the system's by default. */
  tempDir?: string | undefined;
}

/** One file of a store as plain data: all that a worker needs to read it, with the codec of its items. */
export interface Partition {
  path: string;
}

/** How items are weighed, and written to temporary files. */
export interface ItemCodec<T, Packed> {
  /** Roughly its size in memory, in characters. */
  weigh: (item: T) => number;
  pack: (item: T) => Packed;
  unpack: (packed: Packed) => T;
}

/**
 * Brings items with the same key together without holding them all: in memory while they are few,
 * else in temporary files by hash of the key, each of which fits. Items come back in the order in
 * which they were added, within one partition.
 */
export class PartitionedStore<T, Packed> {
  readonly #options: StoreOptions;
  readonly #codec: ItemCodec<T, Packed>;
  #held: (readonly [key: string, item: T])[] = [];
  #weight = 0;
  #spill: Spill | null = null;

  constructor(options: StoreOptions, codec: ItemCodec<T, Packed>) {
    this.#options = options;
    this.#codec = codec;
  }

  async add(key: string, item: T): Promise<void> {
    if (this.#spill !== null) {
      this.#spill.write(key, this.#codec.pack(item));
      return;
    }
    this.#held.push([key, item]);
    this.#weight += this.#codec.weigh(item);
    if (this.#weight <= this.#options.memoryLimit) return;
    this.#spill = await Spill.open(this.#options.tempDir ?? tmpdir());
    for (const [heldKey, held] of this.#held) this.#spill.write(heldKey, this.#codec.pack(held));
    this.#held = [];
  }

  /** Each yielded map holds whole groups; together they hold every item once. */
  async *partitions(): AsyncGenerator<Map<string, T[]>> {
    if (this.#spill === null) {
      yield group(this.#held);
      return;
    }
    for (const partition of this.#spill.partitions()) yield readPartition(partition, this.#codec);
  }

  /** The files that hold everything added so far; null while it is held in memory. */
  files(): readonly Partition[] | null {
    return this.#spill?.partitions() ?? null;
  }

  /** Removes the temporary files. */
  async close(): Promise<void> {
    this.#held = [];
    await this.#spill?.remove();
    this.#spill = null;
  }
}

/** The whole groups of one partition, in the order in which their first items were added. */
export function readPartition<T, Packed>(
  { path }: Partition,
  { unpack }: Pick<ItemCodec<T, Packed>, "unpack">,
): Map<string, T[]> {
  const bytes = readFileSync(path);
  const held: [key: string, item: T][] = [];
  // By bytes: a partition may be longer than the longest string.
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(newline, start);
    const [key, packed] = JSON.parse(bytes.toString("utf8", start, end)) as [string, Packed];
    held.push([key, unpack(packed)]);
    start = end + 1;
  }
  return group(held);
}

function group<T>(held: readonly (readonly [key: string, item: T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, item] of held) {
    const items = groups.get(key);
    if (items === undefined) groups.set(key, [item]);
    else items.push(item);
  }
  return groups;
}

/**
 * The files of a store that has outgrown memory. They are written in large pieces and at once: what is
 * waiting to be written would fill the memory that the files are there to spare.
 */
class Spill {
  readonly #folder: string;
  readonly #files: number[];
  readonly #buffers: string[][];
  readonly #lengths: number[];

  private constructor(folder: string) {
    this.#folder = folder;
    this.#files = Array.from({ length: partitionCount }, (_, index) => openSync(this.#path(index), "wx"));
    this.#buffers = this.#files.map(() => []);
    this.#lengths = this.#files.map(() => 0);
  }

  static async open(parent: string): Promise<Spill> {
    return new Spill(await mkdtemp(join(parent, "zhijian-")));
  }

  #path(index: number): string {
    return join(this.#folder, `${index}.ndjson`);
  }

  write(key: string, packed: unknown): void {
    const index = hashOf(key) % partitionCount;
    const line = JSON.stringify([key, packed]);
    this.#buffers[index]!.push(line);
    this.#lengths[index]! += line.length;
    if (this.#lengths[index]! >= bufferLength) this.#flush(index);
  }

  #flush(index: number): void {
    const buffer = this.#buffers[index]!;
    if (buffer.length === 0) return;
    writeSync(this.#files[index]!, `${buffer.join("\n")}\n`);
    this.#buffers[index] = [];
    this.#lengths[index] = 0;
  }

  /** Files with something in them, complete up to now. */
  partitions(): Partition[] {
    return this.#files.flatMap((file, index) => {
      this.#flush(index);
      return fstatSync(file).size === 0 ? [] : [{ path: this.#path(index) }];
    });
  }

  async remove(): Promise<void> {
    for (const file of this.#files) closeSync(file);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
