import { rmSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UserError } from "../index.ts";

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
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(2, `写不了 / cannot write: ${path}`, { hint: why, cause });
  } finally {
    process.off("exit", clean);
  }
  return path;
}
