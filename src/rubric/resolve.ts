import { formatPlace } from "../errors.ts";
import { contentHash } from "./hash.ts";
import type { Condition } from "./operator.ts";
import { checkValue, putIn } from "./parameters.ts";
import type { Problem } from "./problem.ts";
import { checkReferences } from "./references.ts";
import type { Parameter, ParameterValue, Rubric, RubricFile, Rule } from "./schema.ts";
import type { Source } from "./source.ts";
import { checkShape } from "./validate.ts";

/** Values that the user sets for parameters, as given. */
export type Settings = Readonly<Record<string, unknown>>;

interface Resolved {
  rubric: Rubric | null;
  /** Names of its parameters. */
  parameters: readonly string[];
  problems: Problem[];
}

/** Makes one rubric of a file and those that it extends, the outermost base first. */
export function resolveChain(chain: readonly Source[], acts: readonly string[], set: Settings): Resolved {
  const { parameters, values, problems } = settle(chain, set);
  const files = chain.map((source) => {
    const { tree, problems: unknownParameters } = putIn(source, values);
    const shape = source.problems.length > 0 ? source.problems : checkShape(source, tree);
    // What stands where a parameter is missing has the wrong shape by necessity.
    const taken = new Set(unknownParameters.map(keyOfPlace));
    problems.push(...unknownParameters, ...shape.filter((problem) => !taken.has(keyOfPlace(problem))));
    return { source, file: tree as RubricFile };
  });
  const names = Object.keys(parameters);
  if (problems.length === 0) problems.push(...checkNames(files, acts, names));
  const rubric =
    problems.length > 0
      ? null
      : assemble(
          files.map(({ file }) => file),
          parameters,
          values,
        );
  return { rubric, parameters: names, problems };
}

function keyOfPlace({ place }: Problem): string {
  return place === undefined ? "" : formatPlace(place);
}

function checkNames(
  files: readonly { source: Source; file: RubricFile }[],
  acts: readonly string[],
  parameters: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  let conditions: Readonly<Record<string, Condition>> = {};
  let inherited: readonly string[] = [];
  for (const { source, file } of files) {
    conditions = { ...conditions, ...file.conditions };
    problems.push(...checkReferences(source, file, { acts, conditions, inherited, parameters }));
    inherited = [...inherited, ...(file.rules ?? []).map(({ id }) => id)];
  }
  return problems;
}

/**
 * The parameters of a chain and their values: defaults, then what each file sets for its bases, then
 * what the user sets. Files have not been checked yet, so nothing is taken for granted.
 */
function settle(chain: readonly Source[], set: Settings) {
  const problems: Problem[] = [];
  const parameters: Record<string, Parameter> = {};
  const values: Record<string, ParameterValue> = {};
  for (const source of chain) {
    const { tree } = source;
    for (const [name, value] of entriesAt(tree, "set")) {
      const problem = checkValue(name, value, parameters);
      if (problem === null) values[name] = value as ParameterValue;
      else problems.push({ ...problem, place: source.valuePlace(["set", name]) });
    }
    for (const [name, parameter] of entriesAt(tree, "parameters")) {
      if (parameter === null || typeof parameter !== "object" || !("default" in parameter)) continue;
      parameters[name] = parameter as Parameter;
      values[name] = (parameter as Parameter).default;
      const problem = checkValue(name, values[name], parameters);
      if (problem !== null)
        problems.push({ ...problem, place: source.valuePlace(["parameters", name, "default"]) });
    }
  }
  for (const [name, value] of Object.entries(set)) {
    if (parameters[name] === undefined) continue;
    const problem = checkValue(name, value, parameters);
    if (problem === null) values[name] = value as ParameterValue;
    else problems.push(problem);
  }
  return { parameters, values, problems };
}

function entriesAt(tree: unknown, key: string): [string, unknown][] {
  const part = (tree as Record<string, unknown> | null)?.[key];
  return part !== null && typeof part === "object" && !Array.isArray(part) ? Object.entries(part) : [];
}

function assemble(
  files: readonly RubricFile[],
  parameters: Readonly<Record<string, Parameter>>,
  values: Readonly<Record<string, ParameterValue>>,
): Rubric {
  const { id, version, title } = files.at(-1)!;
  const content = {
    id,
    version,
    title,
    description: files.findLast((file) => file.description !== undefined)?.description,
    values,
    conditions: Object.assign({}, ...files.map(({ conditions }) => conditions)) as Record<string, Condition>,
    applies: files.flatMap(({ applies }) => applies ?? []),
    rules: files.reduce<Rule[]>(
      (rules, file) => [...rules.map((rule) => changed(rule, file.change?.[rule.id])), ...(file.rules ?? [])],
      [],
    ),
    suppressions: files.flatMap(({ suppressions }) => suppressions ?? []),
  };
  // Examples and the description of parameters change no result, and suppressions are listed one by one.
  const { suppressions: _, ...judged } = content;
  const rules = content.rules.map(({ examples: _examples, ...rule }) => rule);
  return { ...content, parameters, hash: contentHash({ ...judged, rules }) };
}

/** A rule with some fields replaced; a new verdict takes the place of the old one, whatever its kind. */
function changed(rule: Rule, change: Partial<Rule> | undefined): Rule {
  if (change === undefined) return rule;
  const { require: _require, forbid: _forbid, ask: _ask, ...rest } = rule;
  const newVerdict = [change.require, change.forbid, change.ask].some((verdict) => verdict !== undefined);
  return { ...(newVerdict ? rest : rule), ...change };
}
