import { basename, join } from "node:path";
import type { TSchema } from "typebox";
import { type Place, UserError, UserErrors } from "../errors.ts";
import { type CheckedYaml, parseChecked } from "../text/checked-yaml.ts";
import { dataFolder, filesIn, readData, wordLines } from "../text/data.ts";
import { PatternError } from "../text/pattern-needs.ts";
import { createSegmenter, type Segmenter, type SegmenterChoice } from "../text/segment.ts";
import { type Catalogue, compileAct } from "./compile.ts";
import { compilePatterns, compileWords, type Path, vocabularyOf } from "./finder.ts";
import { ActMarker } from "./marker.ts";
import { type ActFile, actSchema, onlyThanksSchema, partsSchema, type Side, scopesSchema } from "./schema.ts";
import { compileScope } from "./scope.ts";

export interface ActOptions {
  /** Folder with the layout of rubrics/acts; default: the one that ships with the package. */
  folder?: string;
  /** Engine for word borders; default `auto`. */
  segmenter?: SegmenterChoice | Segmenter;
  /** Word files of the shop, beside those that ship. */
  dictionaries?: readonly string[];
}

const sides: readonly Side[] = ["agent", "customer"];

/**
 * Reads the acts and makes the marker. Throws UserErrors (exit 2) with all problems of all files, and
 * UserError (exit 2) where the segmenter that is asked for cannot be had.
 */
export function loadActs(options: ActOptions = {}): ActMarker {
  const { segmenter = "auto" } = options;
  return new ActMarker(
    readCatalogue(options.folder),
    typeof segmenter === "string" ? createSegmenter(segmenter, options.dictionaries) : segmenter,
  );
}

/** An act file with where it was read, for tests and documentation. */
export interface ReadActFile extends ActFile {
  file: string;
}

/** The act files as written, checked for their form. Throws UserErrors (exit 2). */
export function readActFiles(folder = join(dataFolder, "acts")): ReadActFile[] {
  const problems: UserError[] = [];
  const files = actDocuments(folder, problems).map(({ file, yaml }) => ({ ...yaml.value, file }));
  if (problems.length > 0) throw new UserErrors(problems);
  return files;
}

/** All acts, ready to be searched for. Throws UserErrors (exit 2). */
function readCatalogue(folder = join(dataFolder, "acts")): Catalogue {
  const problems: UserError[] = [];
  const documents = actDocuments(folder, problems);
  const parts = readYaml(join(folder, "parts.yaml"), partsSchema, problems);
  const scopeWays = readYaml(join(folder, "scopes.yaml"), scopesSchema, problems);
  const onlyThanks = readYaml(join(folder, "only-thanks.yaml"), onlyThanksSchema, problems);
  if (problems.length > 0 || !parts || !scopeWays || !onlyThanks) throw new UserErrors(problems);

  const lists = new Map(
    filesIn(join(folder, "words"), ".txt").map((file) => [basename(file, ".txt"), wordLines(readData(file))]),
  );
  const attempt = <T>(place: () => Place, work: () => T): T | null => orProblem(problems, place, work);
  const vocabulary = attempt(
    () => parts.place([]),
    () => vocabularyOf(lists, parts.value),
  );
  if (vocabulary === null) throw new UserErrors(problems);
  const compiling = ({ place }: CheckedYaml<unknown>) => ({
    vocabulary,
    attempt: <T>(path: Path, work: () => T) => attempt(() => place(path), work),
  });
  const scopes = new Map(
    Object.entries(scopeWays.value).map(([name, ways]) => [
      name,
      compileScope(ways, [name], compiling(scopeWays)),
    ]),
  );
  const acts = documents.map(({ yaml }) => compileAct(yaml.value, { ...compiling(yaml), scopes }));
  const { core, filler, greetings } = onlyThanks.value;
  const onlyWords = {
    core: compileWords(core, ["core"], compiling(onlyThanks)),
    filler: compileWords(filler, ["filler"], compiling(onlyThanks)),
    greetings: compilePatterns(greetings, ["greetings"], compiling(onlyThanks)),
  };
  checkNames(documents, problems);
  if (problems.length > 0) throw new UserErrors(problems);
  return { acts, onlyThanks: onlyWords };
}

interface ActDocument {
  file: string;
  yaml: CheckedYaml<ActFile>;
}

function actDocuments(folder: string, problems: UserError[]): ActDocument[] {
  return sides.flatMap((side) =>
    filesIn(join(folder, side), ".yaml").flatMap((file) => {
      const yaml = readYaml(file, actSchema, problems);
      return yaml ? [{ file, yaml }] : [];
    }),
  );
}

function readYaml<S extends TSchema>(file: string, schema: S, problems: UserError[]) {
  try {
    return parseChecked(file, readData(file), schema);
  } catch (error) {
    if (error instanceof UserErrors) problems.push(...error.errors);
    else {
      const message = `读不了行为定义 / cannot read act definitions: ${(error as Error).message}`;
      problems.push(new UserError(2, message, { place: { file }, cause: error }));
    }
    return null;
  }
}

/** Runs `work`; a PatternError becomes a problem at `place`, and null is given. */
function orProblem<T>(problems: UserError[], place: () => Place, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    problems.push(new UserError(2, error.message, { place: place() }));
    return null;
  }
}

/** File name, folder and id agree, and acts that others name exist. */
function checkNames(documents: readonly ActDocument[], problems: UserError[]): void {
  const known = new Set(documents.map(({ yaml: { value } }) => `${value.side}/${value.id}`));
  const complain = ({ yaml }: ActDocument, path: (string | number)[], message: string) =>
    problems.push(new UserError(2, message, { place: yaml.place(path) }));
  for (const document of documents) {
    const { file, yaml } = document;
    const { id, side, ways, yieldsTo = [] } = yaml.value;
    if (!file.replaceAll("\\", "/").endsWith(`${side}/${id}.yaml`)) {
      complain(document, ["id"], `文件应为 / the file must be ${side}/${id}.yaml`);
    }
    yieldsTo.forEach((other, index) => {
      if (!known.has(`${side}/${other}`)) {
        complain(document, ["yieldsTo", index], `没有这个行为 / no such act: ${side}/${other}`);
      }
    });
    ways.forEach((way, index) => {
      for (const key of ["after", "notAfter"] as const) {
        const other = way[key];
        if (other && !known.has(`${other.side}/${other.act}`)) {
          complain(
            document,
            ["ways", index, key, "act"],
            `没有这个行为 / no such act: ${other.side}/${other.act}`,
          );
        }
      }
    });
  }
}
