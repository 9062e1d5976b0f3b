import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "./input-error.ts";

/** One input to be read. */
export interface InputPath {
  path: string;
  /** Named on the command line itself; false for what a folder or a pattern gave. */
  isNamed: boolean;
}

/** Told what could not be found or opened. */
type Fail = (error: InputError) => void;

/**
 * Files, folders (recursive, hidden entries left out, no loops), patterns, `-`; sorted by code unit,
 * each once. A path that exists is taken literally before it is tried as a pattern.
 */
export async function expandPaths(paths: readonly string[], fail: Fail): Promise<InputPath[]> {
  const found = new Map<string, InputPath>();
  const add = (path: string, isNamed: boolean) => {
    if (!found.get(path)?.isNamed) found.set(path, { path, isNamed });
  };
  for (const path of new Set(paths)) {
    if (path === "-") add(path, true);
    else if (await exists(path)) {
      if (!(await stat(path)).isDirectory()) add(path, true);
      else await addFiles(path, add, fail);
    } else await addMatches(path, add, fail);
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

type Add = (path: string, isNamed: boolean) => void;

async function addFiles(folder: string, add: Add, fail: Fail): Promise<void> {
  let files = 0;
  for await (const file of filesUnder(folder, new Set(), fail)) {
    add(file, false);
    files++;
  }
  if (files === 0) {
    const message = { zh: "文件夹里没有文件", en: "no files in this folder" };
    fail(new InputError(3, message, { place: { file: folder } }));
  }
}

async function addMatches(pattern: string, add: Add, fail: Fail): Promise<void> {
  let files = 0;
  if (/[*?[{]/.test(pattern)) {
    const matcher = globPattern(pattern);
    const base = pattern.slice(0, pattern.search(/[*?[{]/)).replace(/[^/]*$/, "");
    if (await exists(base === "" ? "." : base)) {
      for await (const file of filesUnder(base, new Set(), fail)) {
        if (!matcher.test(file)) continue;
        add(file, false);
        files++;
      }
    }
  }
  if (files > 0) return;
  const message = {
    zh: "没有这个文件，也没有文件符合这个通配符",
    en: "there is no such file, and no file matches this pattern",
  };
  fail(new InputError(3, message, { place: { file: pattern } }));
}

async function* filesUnder(folder: string, seen: Set<string>, fail: Fail): AsyncGenerator<string> {
  let names: string[];
  let real: string;
  try {
    real = await realpath(folder === "" ? "." : folder);
    names = (await readdir(folder === "" ? "." : folder)).sort();
  } catch (cause) {
    const message = { zh: "文件夹打不开", en: "the folder cannot be opened" };
    fail(new InputError(3, message, { place: { file: folder }, cause }));
    return;
  }
  // Links back to a folder above would never end, and links to each other double with each step.
  if (seen.has(real)) return;
  seen.add(real);
  for (const name of names) {
    if (name.startsWith(".")) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    if (info?.isDirectory() === true) yield* filesUnder(path, seen, fail);
    // A pipe or a device in a folder holds nothing, and reading it would never end.
    else if (info === null || info.isFile()) yield path;
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () =>
      stat(path).then(
        () => true,
        () => false,
      ),
    () => false,
  );
}

/** `*` and `?` within a name, `**` over folders, `[…]`, `{a,b}`. */
function globPattern(pattern: string): RegExp {
  let source = "";
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === "*") {
      const isDeep = pattern[at + 1] === "*";
      if (isDeep) at++;
      if (isDeep && pattern[at + 1] === "/") at++;
      source += isDeep ? `(?:.*/)?${pattern[at] === "/" ? "" : "[^/]*"}` : "[^/]*";
    } else if (character === "?") source += "[^/]";
    else if (character === "[") {
      const end = pattern.indexOf("]", at + 2);
      if (end === -1) source += "\\[";
      else {
        source += `[${pattern
          .slice(at + 1, end)
          .replace(/^!/, "^")
          .replace(/[\\[\]]/g, "\\$&")}]`;
        at = end;
      }
    } else if (character === "{" && pattern.includes("}", at)) {
      source += "(?:";
      depth++;
    } else if (character === "}" && depth > 0) {
      source += ")";
      depth--;
    } else if (character === "," && depth > 0) source += "|";
    else source += character.replace(/[.+^$()|\\{}\]]/g, "\\$&");
  }
  return new RegExp(`^(?:./)?${source.replace(/^\\\.\//, "")}$`, "u");
}
