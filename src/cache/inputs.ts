import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { UserError } from "../errors.ts";
import { expandPaths, type InputPath } from "../ingest/paths.ts";
import { type Intake, type ReadOptions, readFound } from "../ingest/read.ts";
import { partSpan } from "../ingest/reading.ts";
import { Diagnostics } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import type { Message } from "../model/message.ts";
import type { SessionFact } from "../model/session-fact.ts";
import { canonicalJson } from "../rubric/hash.ts";
import { version } from "../version.ts";
import { CacheFolder, type Entry, type NewEntry, type ReadInput } from "./folder.ts";

/** How many inputs were taken from the cache, and how many were read. */
export interface InputUse {
  reused: number;
  read: number;
  /** Why inputs that were read are not all kept; empty where they are. */
  failures: ReadonlySet<string>;
}

/** Messages of all inputs, read or kept. */
export type CachedIntake = Omit<Intake, "isBackwards"> & { use: InputUse };

/** Of this shape; entries of another one are not found. */
const format = 1;

/**
 * Like `readInputs`, but takes inputs from a cache that were read before: of the same name and content,
 * with the same options and version. Reads the others, and keeps them. What could not be read whole is
 * read again the next time.
 */
export async function readWithCache(
  paths: readonly string[],
  options: ReadOptions,
  folder: string,
): Promise<CachedIntake> {
  const cache = new CacheFolder(folder);
  const errors: UserError[] = [];
  const found = await expandPaths(paths, (error) => errors.push(error.in(options.locale ?? "zh")));
  const inputs: InputSummary[] = [];
  const diagnostics = new Diagnostics();
  const facts: SessionFact[] = [];
  const use: InputUse = { reused: 0, read: 0, failures: cache.failures };
  const inputOfPart = new Map<number, number>();
  let parts = 0;
  let done = 0;
  return {
    messages: readAll(),
    inputs,
    diagnostics,
    facts,
    errors,
    use,
    share: () => (found.length === 0 ? 1 : done / found.length),
    inputOfPart: (part) => inputOfPart.get(part)!,
  };

  async function* readAll(): AsyncGenerator<readonly Message[]> {
    for (const input of found) {
      const key = await keyOf(input, options);
      const entry = key === null ? null : await cache.find(key);
      if (entry === null) yield* fresh(input, key);
      else yield* kept(entry);
      done += 1;
    }
    await cache.prune();
  }

  async function* kept(entry: Entry): AsyncGenerator<readonly Message[]> {
    use.reused += 1;
    const base = parts;
    for await (const batch of entry.batches()) yield moved(batch, base);
    take(entry, base);
  }

  async function* fresh(input: InputPath, key: string | null): AsyncGenerator<readonly Message[]> {
    use.read += 1;
    const base = parts;
    const intake = await readFound([input], options);
    const entry: NewEntry | null = key === null ? null : await cache.begin(key);
    const seen = new Set<number>();
    try {
      for await (const batch of intake.messages) {
        for (const { part } of batch) seen.add(part);
        await entry?.add(batch);
        yield moved(batch, base);
      }
      const about: ReadInput = {
        inputs: intake.inputs,
        diagnostics: intake.diagnostics.list(),
        facts: intake.facts,
        parts: [...seen].map((part) => [part, intake.inputOfPart(part)]),
      };
      if (intake.errors.length === 0 && key === (await keyOf(input, options))) await entry?.close(about);
      take(about, base);
      errors.push(...intake.errors);
    } finally {
      await entry?.drop();
    }
  }

  /** Parts are numbered over all inputs, and so are places. */
  function moved(batch: readonly Message[], base: number): readonly Message[] {
    for (const message of batch) {
      message.part += base;
      message.seq += base * 2 * partSpan;
    }
    return batch;
  }

  function take(about: ReadInput, base: number): void {
    for (const [part, input] of about.parts) {
      inputOfPart.set(base + part, inputs.length + input);
      parts = Math.max(parts, base + part + 1);
    }
    for (const summary of about.inputs) inputs.push({ ...summary });
    diagnostics.absorb(about.diagnostics);
    for (const fact of about.facts) facts.push(fact);
  }
}

/** What an entry stands for, as a hash; null for what is no file, and is read only once. */
async function keyOf({ path, isNamed }: InputPath, options: ReadOptions): Promise<string | null> {
  const info = path === "-" ? null : await stat(path).catch(() => null);
  if (info?.isFile() !== true) return null;
  const { stdin: _stdin, tempDir: _tempDir, ...meaning } = options;
  const hash = createHash("sha256").update(canonicalJson([format, version, path, isNamed, meaning]));
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}
