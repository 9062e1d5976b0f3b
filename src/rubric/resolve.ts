import { formatPlace } from "../errors.ts";
import { contentHash } from "./hash.ts";
import type { Condition } from "./operator.ts";
import { checkValue, putIn } from "./parameters.ts";
import type { Problem } from "./problem.ts";
import { checkReferences, idsOf } from "./references.ts";
import type { Parameter, ParameterValue, Rubric, RubricFile, Rule } from "./schema.ts";
import type { Source } from "./source.ts";
import { checkShape } from "./validate.ts";
import { wellShaped } from "./well-shaped.ts";

/** Values that the user sets for parameters, as given. */
export type Settings = Readonly<Record<string, unknown>>;

interface Resolved {
  rubric: Rubric | null;
  /** Names of its parameters. */
  parameters: readonly string[];
  problems: Problem[];
}

/** A rubric file and, by their place in the list, those that it extends directly or through others. */
export interface Link {
  source: Source;
  bases: ReadonlySet<number>;
}

/**
 * Makes one rubric of the last file of a list and those that it extends, which stand before it; where some
 * are missing, their problems come first and no name is called unknown.
 */
export function resolveChain(
  chain: readonly Link[],
  acts: readonly string[],
  set: Settings,
  missing: readonly Problem[] = [],
): Resolved {
  const { parameters, names, values, problems: ofParameters } = settle(chain, set);
  const problems = [...missing, ...ofParameters];
  const files = chain.map(({ source, bases }): CheckedFile => {
    problems.push(...source.problems);
    if (!source.isReadable) return { source, bases, file: wellShaped(null, [], []) };
    const { tree, problems: unknownParameters, gaps } = putIn(source, values, names);
    const shape = checkShape(source, tree);
    // What stands where a parameter is missing has the wrong shape by necessity.
    const taken = new Set(gaps.map((path) => formatPlace(source.valuePlace(path))));
    problems.push(
      ...unknownParameters,
      ...shape.problems.filter(({ place }) => place === undefined || !taken.has(formatPlace(place))),
    );
    return { source, bases, file: wellShaped(tree, shape.errors, gaps) };
  });
  problems.push(...checkNames(files, acts, names));
  const rubric = problems.length > 0 ? null : assemble(files, parameters, values);
  const isWhole = missing.length === 0 && files.every(({ source }) => source.isReadable);
  return {
    rubric,
    parameters: names,
    problems: isWhole ? problems : problems.filter(({ kind }) => !ofNames.has(kind)),
  };
}

/** Problems that are none where a file that is missing or cannot be read may give the name. */
const ofNames: ReadonlySet<Problem["kind"]> = new Set([
  "unknownParameter",
  "unknownCondition",
  "unknownRule",
  "unknownValue",
]);

interface CheckedFile extends Link {
  file: RubricFile;
}

function checkNames(
  files: readonly CheckedFile[],
  acts: readonly string[],
  parameters: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  let conditions: Readonly<Record<string, Condition>> = {};
  let inherited: readonly string[] = [];
  for (const { source, file } of files) {
    conditions = { ...conditions, ...file.conditions };
    problems.push(...checkReferences(source, file, { acts, conditions, inherited, parameters }));
    inherited = [...inherited, ...idsOf(file)];
  }
  return problems;
}

/**
 * The parameters of a chain and their values: defaults, then what each file sets for its bases, then
 * what the user sets. Files have not been checked yet, so nothing is taken for granted.
 */
function settle(chain: readonly Link[], set: Settings) {
  const problems = [...repeatedNames(chain, "parameters"), ...repeatedNames(chain, "conditions")];
  const names = chain.flatMap(({ source }) => entriesAt(source.tree, "parameters").map(([name]) => name));
  const parameters: Record<string, Parameter> = {};
  const values: Record<string, ParameterValue> = {};
  for (const { source } of chain) {
    const { tree } = source;
    for (const [name, value] of entriesAt(tree, "set")) {
      if (names.includes(name) && parameters[name] === undefined) continue;
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
  return { parameters, names, values, problems };
}

/** Names given by two files of which neither extends the other: one would silently change the other's rules. */
function repeatedNames(chain: readonly Link[], key: "parameters" | "conditions"): Problem[] {
  const owners = new Map<string, number>();
  return chain.flatMap(({ source, bases }, index) =>
    entriesAt(source.tree, key).flatMap(([name]): Problem[] => {
      const owner = owners.get(name);
      owners.set(name, index);
      if (owner === undefined || bases.has(owner)) return [];
      return [{ kind: "repeatedName", values: { name }, place: source.keyPlace([key, name]) }];
    }),
  );
}

function entriesAt(tree: unknown, key: string): [string, unknown][] {
  const part = (tree as Record<string, unknown> | null)?.[key];
  return part !== null && typeof part === "object" && !Array.isArray(part) ? Object.entries(part) : [];
}

function assemble(
  checked: readonly CheckedFile[],
  parameters: Readonly<Record<string, Parameter>>,
  values: Readonly<Record<string, ParameterValue>>,
): Rubric {
  const files = checked.map(({ file }) => file);
  const { id, version, title } = files.at(-1)!;
  const content = {
    id,
    version,
    title,
    description: files.findLast((file) => file.description !== undefined)?.description,
    values,
    conditions: Object.assign({}, ...files.map(({ conditions }) => conditions)) as Record<string, Condition>,
    rules: checked.flatMap(({ file }, index) => {
      const premises = premisesOf(checked, index);
      return (file.rules ?? []).map((rule) => {
        const final = files
          .slice(index + 1)
          .reduce((now, later) => changed(now, later.change?.[rule.id]), rule);
        return premises.length === 0 ? final : { ...final, applies: [...premises, ...(final.applies ?? [])] };
      });
    }),
    suppressions: files.flatMap(({ suppressions }) => suppressions ?? []),
  };
  // Examples and the description of parameters change no result, and suppressions are listed one by one.
  const { suppressions: _, ...judged } = content;
  const rules = content.rules.map(({ examples: _examples, ...rule }) => rule);
  return { ...content, parameters, hash: contentHash({ ...judged, rules }) };
}

/** What has to hold for the rules of a file: its own premises, those of its bases and of the files that extend it. */
function premisesOf(files: readonly CheckedFile[], index: number): NonNullable<Rule["applies"]> {
  const kin = files.filter(
    ({ bases }, other) => other === index || bases.has(index) || files[index]!.bases.has(other),
  );
  return kin.flatMap(({ file }) => file.applies ?? []);
}

/** A rule with some fields replaced; a new verdict takes the place of the old one, whatever its kind. */
function changed(rule: Rule, change: Partial<Rule> | undefined): Rule {
  if (change === undefined) return rule;
  const { require: _require, forbid: _forbid, ask: _ask, answer: _answer, ...rest } = rule;
  const newVerdict = [change.require, change.forbid, change.ask].some((verdict) => verdict !== undefined);
  return { ...(newVerdict ? rest : rule), ...change };
}
