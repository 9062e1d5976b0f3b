import { accessSync, constants, rmSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
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

/**
 * Writes under another name first, so that nobody finds half a file, not even after Ctrl-C. Throws
 * UserError (exit 2) where it cannot.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array | Iterable<string | Uint8Array>,
): Promise<string> {
  const temporary = join(dirname(path), `.${basename(path)}.part`);
  const clean = () => rmSync(temporary, { force: true });
  process.once("exit", clean);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw cannotWrite(path, cause);
  } finally {
    process.off("exit", clean);
  }
  return path;
}

function cannotWrite(path: string, cause: unknown): UserError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new UserError(2, `写不了 / cannot write: ${path}`, { hint: why, cause });
}
