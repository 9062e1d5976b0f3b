import { createWriteStream, type WriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashOf } from "../text/hash.ts";

/** How many temporary files a store writes at the most. */
const partitionCount = 64;

const newline = 0x0a;

/** Buffered characters per partition before they go to its file. */
const bufferLength = 1 << 18;

export interface StoreOptions {
  /** Weight (roughly characters) that is held in memory before the store moves to files. */
  memoryLimit: number;
  /** Folder for temporary files; the system's by default. */
  tempDir?: string | undefined;
}

/**
 * Brings items with the same key together without holding them all: in memory while they are few,
 * else in temporary files by hash of the key, each of which fits. Items come back in the order in
 * which they were added, within one partition.
 */
export class PartitionedStore<T> {
  readonly #options: StoreOptions;
  readonly #weigh: (item: T) => number;
  #held: { key: string; item: T }[] = [];
  #weight = 0;
  #spill: Spill | null = null;

  constructor(options: StoreOptions, weigh: (item: T) => number) {
    this.#options = options;
    this.#weigh = weigh;
  }

  async add(key: string, item: T): Promise<void> {
    if (this.#spill !== null) return this.#spill.write(key, item);
    this.#held.push({ key, item });
    this.#weight += this.#weigh(item);
    if (this.#weight <= this.#options.memoryLimit) return;
    this.#spill = await Spill.open(this.#options.tempDir ?? tmpdir());
    for (const held of this.#held) await this.#spill.write(held.key, held.item);
    this.#held = [];
  }

  /** Each yielded map holds whole groups; together they hold every item once. */
  async *partitions(): AsyncGenerator<Map<string, T[]>> {
    if (this.#spill === null) {
      yield group(this.#held);
      return;
    }
    await this.#spill.finish();
    for (let index = 0; index < partitionCount; index += 1) {
      const held = await this.#spill.read<T>(index);
      if (held.length > 0) yield group(held);
    }
  }

  /** Removes the temporary files. */
  async close(): Promise<void> {
    this.#held = [];
    await this.#spill?.remove();
    this.#spill = null;
  }
}

function group<T>(held: readonly { key: string; item: T }[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const { key, item } of held) {
    const items = groups.get(key);
    if (items === undefined) groups.set(key, [item]);
    else items.push(item);
  }
  return groups;
}

/** The files of a store that has outgrown memory. */
class Spill {
  readonly #folder: string;
  readonly #streams: WriteStream[];
  readonly #buffers: string[];
  #failure: Error | null = null;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#streams = Array.from({ length: partitionCount }, (_, index) => {
      const stream = createWriteStream(this.#path(index));
      stream.on("error", (error) => {
        this.#failure = error;
      });
      return stream;
    });
    this.#buffers = this.#streams.map(() => "");
  }

  static async open(parent: string): Promise<Spill> {
    return new Spill(await mkdtemp(join(parent, "zhijian-")));
  }

  #path(index: number): string {
    return join(this.#folder, `${index}.ndjson`);
  }

  async write(key: string, item: unknown): Promise<void> {
    const index = hashOf(key) % partitionCount;
    const buffer = `${this.#buffers[index]}${JSON.stringify({ key, item })}\n`;
    if (buffer.length < bufferLength) {
      this.#buffers[index] = buffer;
      return;
    }
    this.#buffers[index] = "";
    await this.#flush(index, buffer);
  }

  async #flush(index: number, text: string): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    const stream = this.#streams[index]!;
    if (stream.write(text)) return;
    await new Promise<void>((resolve, reject) => {
      stream.once("drain", resolve);
      stream.once("error", reject);
    });
  }

  async finish(): Promise<void> {
    await Promise.all(
      this.#streams.map(
        (stream, index) =>
          new Promise<void>((resolve, reject) => {
            stream.once("error", reject);
            stream.end(this.#buffers[index], () => resolve());
          }),
      ),
    );
    if (this.#failure !== null) throw this.#failure;
  }

  async read<T>(index: number): Promise<{ key: string; item: T }[]> {
    const bytes = await readFile(this.#path(index));
    const held: { key: string; item: T }[] = [];
    // By bytes: a partition may be longer than the longest string.
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(newline, start);
      held.push(JSON.parse(bytes.toString("utf8", start, end)) as { key: string; item: T });
      start = end + 1;
    }
    return held;
  }

  async remove(): Promise<void> {
    for (const stream of this.#streams) stream.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
