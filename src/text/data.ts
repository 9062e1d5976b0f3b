import { isUtf8 } from "node:buffer";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../errors.ts";
import { TempFolder } from "./temp-folder.ts";

/** Folder of the data that ships with the package (acts, dictionaries, emoticons …), absolute. */
export const dataFolder = fileURLToPath(new URL("../../rubrics/", import.meta.url));

/** Text of a data file; a missing one throws. */
export function readData(file: string): string {
  return readFileSync(file, "utf8");
}

/**
 * Text of a file that the user named. Throws UserError (exit 2) where it cannot be read, or is not UTF-8:
 * Chinese words in it would then match nothing, and nobody would know.
 */
export function readNamed(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new UserError(2, `读不了 / cannot read: ${file}`, { cause });
  }
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new UserError(2, `不是 UTF-8 编码 / not in UTF-8: ${file}`, {
    hint: "用编辑器另存为 UTF-8 / save it as UTF-8",
  });
}

/** Absolute paths of the files in a folder whose names end in `ending`, sorted; none where the folder is absent. */
export function filesIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

/** Lines of a word list: `#` begins a comment, blank lines do not count. */
export function wordLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(?:^|\s)#.*/, "").trim())
    .filter((line) => line !== "");
}

/** Runs `use` with a file of this text, for libraries that read files only; the file is gone afterwards. */
export function withTemporaryFile<T>(text: string, use: (file: string) => T): T {
  const folder = new TempFolder();
  try {
    folder.append("data.txt", text);
    return use(join(folder.path, "data.txt"));
  } finally {
    folder.remove();
  }
}
