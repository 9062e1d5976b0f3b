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

/** Text of a file that the user named. Throws UserError (exit 2) where it cannot be read. */
export function readNamed(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new UserError(2, `读不了 / cannot read: ${file}`, { cause });
  }
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
