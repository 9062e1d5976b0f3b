import { accessSync, constants, createReadStream, rmSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { compareOrders, type Draft } from "../aggregate/capped.ts";
import type { Order } from "../aggregate/kept.ts";
import { UserError } from "../errors.ts";
import type { Finding } from "../model/report.ts";
import { removedAtExit, TempFolder, writeTemporary } from "../text/temp-folder.ts";

type Line = readonly [order: Order, finding: Finding];

/** Bytes that are written at once. */
const batch = 1 << 16;

/** Findings of one chunk of conversations after the other, each chunk's in a file of its own. */
export class ChunkFindings {
  readonly #folder: string;
  #lines: Line[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  add({ order, make }: Draft<Finding>): void {
    this.#lines.push([order, make()]);
  }

  /**
   * Writes what a chunk had, in order; a chunk that is done again writes the same. Throws UserError (exit 3)
   * where the disk is full.
   */
  end(chunk: number): void {
    const lines = this.#lines.sort(([a], [b]) => compareOrders(a, b)).map((line) => JSON.stringify(line));
    writeTemporary(this.#folder, fileOf(chunk), lines.map((line) => `${line}\n`).join(""), "w");
    this.#lines = [];
  }
}

/** All findings of an audit, more than a report keeps, in a file of their own (NDJSON, in the order of the report). */
export class AllFindings {
  readonly #path: string;
  readonly #temp: TempFolder;

  /** Throws UserError (exit 2) where there is no such folder to write to, before any work is done. */
  constructor(path: string, tempDir: string | undefined) {
    this.#path = path;
    try {
      accessSync(dirname(path), constants.W_OK);
    } catch (cause) {
      throw this.#failure(cause);
    }
    this.#temp = new TempFolder(tempDir);
  }

  get #part(): string {
    return `${this.#path}.part`;
  }

  #failure(cause: unknown): UserError {
    const hint = cause instanceof Error ? cause.message : String(cause);
    return new UserError(2, `写不了 / cannot write: ${this.#path}`, { hint, cause });
  }

  /** Where chunks leave their findings. */
  get folder(): string {
    return this.#temp.path;
  }

  /** Brings the findings of all chunks into one file. Throws UserError (exit 2) where it cannot. */
  async write(chunks: number): Promise<void> {
    const forget = removedAtExit(this.#part);
    try {
      const file = await open(this.#part, "w");
      try {
        let text = "";
        for await (const finding of inOrder(this.folder, chunks)) {
          text += `${JSON.stringify(finding)}\n`;
          if (text.length < batch) continue;
          await file.appendFile(text);
          text = "";
        }
        await file.appendFile(text);
      } finally {
        await file.close();
      }
      await rename(this.#part, this.#path);
    } catch (cause) {
      throw this.#failure(cause);
    } finally {
      forget();
    }
  }

  /** Removes temporary files, and what was begun and not ended. */
  remove(): void {
    rmSync(this.#part, { force: true });
    this.#temp.remove();
  }
}

const fileOf = (chunk: number): string => `${chunk}.ndjson`;

/** The findings of sorted files as one sorted sequence. */
async function* inOrder(folder: string, chunks: number): AsyncGenerator<Finding> {
  const files = Array.from({ length: chunks }, (_, chunk) => linesOf(join(folder, fileOf(chunk))));
  const heads = await Promise.all(files.map(async (file) => ({ file, line: await nextOf(file) })));
  for (;;) {
    let first: (typeof heads)[number] | null = null;
    for (const head of heads) {
      if (head.line === null) continue;
      if (first === null || compareOrders(head.line[0], first.line![0]) < 0) first = head;
    }
    if (first === null) return;
    yield first.line![1];
    first.line = await nextOf(first.file);
  }
}

function linesOf(path: string): AsyncIterator<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
}

async function nextOf(file: AsyncIterator<string>): Promise<Line | null> {
  const { done, value } = await file.next();
  return done === true ? null : (JSON.parse(value) as Line);
}
