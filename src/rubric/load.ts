import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { type Place, UserErrors } from "../errors.ts";
import { dataFolder, filesIn, readNamed } from "../text/data.ts";
import type { Locale } from "../text/wording.ts";
import type { ActSides } from "./check.ts";
import { canonicalJson } from "./hash.ts";
import { nearest } from "./nearest.ts";
import { type Problem, toUserError } from "./problem.ts";
import { type Link, resolveChain, type Settings } from "./resolve.ts";
import type { Rubric } from "./schema.ts";
import { type Path, parseSource, type Source } from "./source.ts";
import { respelt } from "./spelling.ts";
import { list } from "./validate.ts";

export interface LoadOptions {
  /** Folder in which ids are looked up; default: the rubrics that ship with the package. */
  dir?: string;
  /** Values for parameters, by name; each must be a parameter of at least one of the rubrics. */
  set?: Settings;
  /** Language of the problems. */
  locale: Locale;
  /** Ids of the acts that conditions may name; default: those that ship with the package. */
  acts?: readonly string[];
}

/**
 * Reads rubrics by id or path. Throws UserErrors (exit 2) with all problems of all files, each at its
 * file, line and column.
 */
export async function loadRubrics(refs: readonly string[], options: LoadOptions): Promise<Rubric[]> {
  const dir = options.dir ?? dataFolder;
  const acts = options.acts ?? [...shippedActs().keys()];
  const set = options.set ?? {};
  const loaded = await Promise.all(refs.map((ref) => loadOne(ref, dir, acts, set)));
  const problems = distinct(loaded.flatMap((one) => one.problems));
  // While a file cannot be read its parameters are not known.
  if (problems.length === 0) problems.push(...unusedSettings(loaded, set));
  if (problems.length > 0)
    throw new UserErrors(problems.sort(byPlace).map((problem) => toUserError(problem, options.locale)));
  return loaded.map(({ rubric }) => rubric!);
}

/** Ids of the rubrics in a folder, sorted; other data may stand beside them. */
export function rubricIds(dir = dataFolder): string[] {
  const isRubric = ({ tree }: Source) =>
    tree !== null && typeof tree === "object" && "id" in tree && ("rules" in tree || "extends" in tree);
  return filesIn(dir, ".yaml")
    .filter((file) => isRubric(parseSource(file, readFileSync(file, "utf8"))))
    .map((file) => basename(file, ".yaml"));
}

/** Acts that ship with the package and the sides that carry them: one file per act and side, named by its id. */
export function shippedActs(): ActSides {
  const sides = new Map<string, Set<"agent" | "customer">>();
  for (const side of ["agent", "customer"] as const) {
    for (const file of filesIn(join(dataFolder, "acts", side), ".yaml")) {
      const id = basename(file, ".yaml");
      sides.set(id, (sides.get(id) ?? new Set()).add(side));
    }
  }
  return sides;
}

interface Loaded {
  rubric: Rubric | null;
  parameters: readonly string[];
  problems: Problem[];
}

async function loadOne(ref: string, dir: string, acts: readonly string[], set: Settings): Promise<Loaded> {
  const { chain, missing } = await readChain(ref, dir);
  return resolveChain(chain, acts, set, missing);
}

/** A rubric file and all that it extends, every base before what extends it, each once; and what there is none of. */
async function readChain(ref: string, dir: string): Promise<{ chain: Link[]; missing: Problem[] }> {
  const chain: Link[] = [];
  const missing: Problem[] = [];
  const places = new Map<string, number>();
  const visit = async (name: string, from: string, open: readonly string[], place?: Place): Promise<void> => {
    const file = fileOf(name, dir, from);
    if (places.has(file)) return;
    if (open.includes(file)) {
      const names = [...open.slice(open.indexOf(file)), file].map((path) => basename(path));
      missing.push({ kind: "circle", values: { chain: names.join(" → ") }, ...(place && { place }) });
      return;
    }
    if (!existsSync(file)) {
      const ids = rubricIds(dir);
      const values = { name, known: list(ids) };
      missing.push({ kind: "noFile", values, meant: nearest(name, ids), ...(place && { place }) });
      return;
    }
    const source = respelt(parseSource(file, readNamed(file)));
    const bases = new Set<number>();
    for (const [base, path] of basesOf(source)) {
      await visit(base, dirname(file), [...open, file], source.valuePlace(path));
      const index = places.get(fileOf(base, dir, dirname(file)));
      if (index !== undefined) for (const known of [index, ...chain[index]!.bases]) bases.add(known);
    }
    places.set(file, chain.length);
    chain.push({ source, bases });
  };
  await visit(ref, ".", []);
  return { chain, missing };
}

/** What a file extends, with where it says so; what has the wrong shape is told by its schema. */
function basesOf({ tree }: Source): [string, Path][] {
  const base = (tree as { extends?: unknown } | null)?.extends;
  if (typeof base === "string") return [[base, ["extends"]]];
  if (!Array.isArray(base)) return [];
  return base.flatMap((name, index): [string, Path][] =>
    typeof name === "string" ? [[name, ["extends", index]]] : [],
  );
}

/** An id stands for a file of the folder; whatever looks like a path is one. */
function fileOf(ref: string, dir: string, from: string): string {
  if (isAbsolute(ref)) return ref;
  return /[/\\]|\.ya?ml$/iu.test(ref) ? join(from, ref) : join(dir, `${ref}.yaml`);
}

/** Settings that no rubric has a parameter for. */
function unusedSettings(loaded: readonly Loaded[], set: Settings): Problem[] {
  const known = [...new Set(loaded.flatMap(({ parameters }) => parameters))];
  return Object.keys(set)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      kind: "unknownParameter",
      values: { name, known: list(known) },
      meant: nearest(name, known),
    }));
}

/** What comes from outside first, then every file from its top. */
function byPlace({ place: a }: Problem, { place: b }: Problem): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

/** A base that two rubrics extend tells its problems once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [canonicalJson(problem), problem])).values()];
}
