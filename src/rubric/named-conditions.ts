import { join } from "node:path";
import { UserErrors } from "../errors.ts";
import { dataFolder, readData } from "../text/data.ts";
import type { Locale } from "../text/wording.ts";
import { newCompiler } from "./compile.ts";
import { shippedActs } from "./load.ts";
import type { Evaluate } from "./operator.ts";
import { toUserError } from "./problem.ts";
import { resolveChain } from "./resolve.ts";
import { parseSource } from "./source.ts";

/**
 * The named conditions of a data file of ours that has no rules, in the language of rubrics. Throws
 * UserErrors (exit 2) with what is wrong in the file.
 */
export function namedConditions(name: string, locale: Locale): (condition: string) => Evaluate {
  const file = join(dataFolder, name);
  const source = parseSource(file, readData(file));
  const { rubric, problems } = resolveChain([{ source, bases: new Set() }], [...shippedActs().keys()], {});
  if (rubric === null) throw new UserErrors(problems.map((problem) => toUserError(problem, locale)));
  return newCompiler(rubric.conditions).named;
}
