import { createHash, type Hash, randomBytes } from "node:crypto";
import { createReadStream, mkdirSync } from "node:fs";
import { type FileHandle, open, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import type { Message } from "../model/message.ts";
import type { SessionFact } from "../model/session-fact.ts";
import { packMessages, unpackMessages } from "../sessions/packed.ts";
import { isGone, namesIn, ownerName, removedAtExit } from "../text/temp-folder.ts";
import { diskFailure } from "./failure.ts";

/** What is known of an input beside its messages. */
export interface ReadInput {
  inputs: readonly InputSummary[];
  diagnostics: readonly Diagnostic[];
  facts: readonly SessionFact[];
  /** Index into `inputs` of every part that has messages. */
  parts: readonly (readonly [part: number, input: number])[];
}

/** An entry that was found whole. */
export interface Entry extends ReadInput {
  batches: () => AsyncGenerator<Message[]>;
}

/** More than this is not kept: what was not used for longest goes first, bytes. */
const folderLimit = 4e9;

/** What a killed process of another machine left is removed after so long, ms. */
const abandonedAfter = 86_400_000;

const suffix = ".messages";
/** Ends the names of files with judged customers. */
export const packSuffix = ".judged";

/** `<key>.<owner>-<chance>.part`: what is being written, and by whom. */
const partName = /\.([0-9a-z]+-\d+-\d+)-[0-9a-f]{12}\.part$/;

/**
 * A folder with the messages of inputs that were read before. An entry is a line for every batch of
 * messages and a last line with the rest and with the hash of the lines before it; one that is damaged is
 * as good as none.
 */
export class CacheFolder {
  readonly #path: string;
  /** Why nothing more is kept. */
  readonly failures = new Set<string>();

  /** Throws UserError (exit 2) where there can be no such folder. */
  constructor(path: string) {
    this.#path = path;
    try {
      mkdirSync(path, { recursive: true });
    } catch (cause) {
      const hint = cause instanceof Error ? cause.message : String(cause);
      throw new UserError(2, `缓存文件夹用不了 / the cache folder cannot be used: ${path}`, { hint, cause });
    }
  }

  /** The entry of this key; null where there is none that is whole. */
  async find(key: string): Promise<Entry | null> {
    const path = this.#pathOf(key);
    const about = await aboutIn(path);
    if (about === null) return null;
    // An entry that is used is not the next to be removed; it may be somebody else's.
    await utimes(path, new Date(), new Date()).catch(diskFailure);
    return {
      ...about,
      async *batches() {
        let before: string | null = null;
        for await (const line of linesOf(path)) {
          if (before !== null) yield unpackMessages(JSON.parse(before));
          before = line;
        }
      },
    };
  }

  /**
   * Begins a new entry, which is there when it is closed with what is known of the input, and not before;
   * null where none can be written, or could be before.
   */
  async begin(key: string): Promise<NewEntry | null> {
    if (this.failures.size > 0) return null;
    const part = join(this.#path, `${key}.${ownerName()}-${randomBytes(6).toString("hex")}.part`);
    try {
      return new NewEntry(await open(part, "w", 0o600), part, this.#pathOf(key), this.failures);
    } catch (error) {
      this.failures.add(diskFailure(error));
      return null;
    }
  }

  /** Removes what was not used for longest where there is too much, and what killed processes left. */
  async prune(limit = folderLimit): Promise<void> {
    const removed = (path: string) => rm(path, { force: true }).catch(diskFailure);
    const found = await Promise.all(
      namesIn(this.#path).map(async (name) => {
        const path = join(this.#path, name);
        // Another process may have removed or renamed it.
        const info = await stat(path).catch(() => null);
        return info && { path, size: info.size, mtimeMs: info.mtimeMs };
      }),
    );
    const files = found.filter((file) => file !== null);
    const isOurs = ({ path }: { path: string }) => path.endsWith(suffix) || path.endsWith(packSuffix);
    const old = Date.now() - abandonedAfter;
    for (const { path, mtimeMs } of files.filter(({ path: name }) => name.endsWith(".part"))) {
      const owner = partName.exec(path)?.[1];
      if (mtimeMs < old || (owner !== undefined && isGone(owner))) await removed(path);
    }
    let total = 0;
    for (const { path, size } of files.filter(isOurs).sort((a, b) => b.mtimeMs - a.mtimeMs)) {
      total += size;
      if (total > limit) await removed(path);
    }
  }

  #pathOf(key: string): string {
    return join(this.#path, `${key}${suffix}`);
  }
}

/** An entry that is being written; it gives up where the disk does not take it. */
export class NewEntry {
  readonly #file: FileHandle;
  readonly #part: string;
  readonly #path: string;
  readonly #hash: Hash = createHash("sha256");
  readonly #forget: () => void;
  readonly #failures: Set<string>;
  #isOpen = true;

  constructor(file: FileHandle, part: string, path: string, failures: Set<string>) {
    this.#failures = failures;
    this.#file = file;
    this.#part = part;
    this.#path = path;
    this.#forget = removedAtExit(part);
  }

  async add(batch: readonly Message[]): Promise<void> {
    const line = `${JSON.stringify(packMessages(batch))}\n`;
    this.#hash.update(line);
    await this.#orGiveUp(() => this.#file.appendFile(line));
  }

  async close(about: ReadInput): Promise<void> {
    await this.#orGiveUp(async () => {
      await this.#file.appendFile(`${JSON.stringify({ hash: this.#hash.digest("hex"), ...about })}\n`);
      await this.#file.close();
      await rename(this.#part, this.#path);
    });
    await this.drop();
  }

  async #orGiveUp(work: () => Promise<void>): Promise<void> {
    if (!this.#isOpen) return;
    try {
      await work();
    } catch (error) {
      this.#failures.add(diskFailure(error));
      await this.drop();
    }
  }

  /** Leaves nothing of an entry that was not closed. */
  async drop(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#file.close();
    await rm(this.#part, { force: true });
    this.#forget();
  }
}

/** The last line of an entry; null where the file is not there, not whole, or not as it was written. */
async function aboutIn(path: string): Promise<ReadInput | null> {
  const hash = createHash("sha256");
  let before: string | null = null;
  try {
    for await (const line of linesOf(path)) {
      if (before !== null) hash.update(`${before}\n`);
      before = line;
    }
    const about = JSON.parse(before ?? "null") as (ReadInput & { hash: string }) | null;
    return about?.hash === hash.digest("hex") ? about : null;
  } catch {
    return null;
  }
}

/** Whole lines of a file; what stands behind the last line feed is none. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 20 })) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
