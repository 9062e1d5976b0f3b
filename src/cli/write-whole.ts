import { accessSync, constants, rmSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UserError } from "../index.ts";

/**
 * Whether a file or folder can be written at all, asked before the work that it is for. Throws UserError
 * (exit 2) where it cannot.
 */
export function checkWritable(path: string): void {
  try {
    let folder = path;
    while (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) folder = dirname(folder);
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/** What a file is to hold, whole or in pieces. */
type Content = string | Uint8Array | Iterable<string | Uint8Array>;

/** Writes a file so that nobody finds half of it. Throws UserError (exit 2) where it cannot. */
export async function writeWhole(path: string, content: Content): Promise<string> {
  const [written] = await writeTogether([[path, content]]);
  return written!;
}

/**
 * Writes files under other names first, and renames them when all are there: nobody finds half a file or
 * files of two runs, not even after Ctrl-C or on a full disk. Returns their paths; throws UserError (exit 2)
 * where it cannot.
 */
export async function writeTogether(
  files: Iterable<readonly [path: string, content: Content]>,
): Promise<string[]> {
  const temporary = new Map<string, string>();
  const clean = () => {
    for (const path of temporary.keys()) rmSync(path, { force: true });
  };
  process.once("exit", clean);
  let current = "";
  try {
    for (const [path, content] of files) {
      current = path;
      const part = join(dirname(path), `.${basename(path)}.part`);
      await mkdir(dirname(path), { recursive: true });
      temporary.set(part, path);
      await writeFile(part, content);
    }
    for (const [part, path] of temporary) {
      current = path;
      await rename(part, path);
    }
  } catch (cause) {
    clean();
    throw cannotWrite(current, cause);
  } finally {
    process.off("exit", clean);
  }
  return [...temporary.values()];
}

function cannotWrite(path: string, cause: unknown): UserError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new UserError(2, `写不了 / cannot write: ${path}`, { hint: why, cause });
}
