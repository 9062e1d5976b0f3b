import { sceneIds } from "../model/scene.ts";
import { parseChat } from "./chat.ts";
import { conditionsOfFile, type PlacedCondition, usedNames, within } from "./conditions.ts";
import { forms } from "./forms.ts";
import { type LocalText, placeholdersOf } from "./local-text.ts";
import { nearest } from "./nearest.ts";
import type { Condition } from "./operator.ts";
import type { FactOptions } from "./operators/fact.ts";
import { operators } from "./operators/index.ts";
import type { SaysOptions } from "./operators/says.ts";
import { patternFault } from "./pattern.ts";
import type { Problem } from "./problem.ts";
import type { Example, RubricFile, Rule } from "./schema.ts";
import type { Path, Source } from "./source.ts";
import { list } from "./validate.ts";
import { asList } from "./wording.ts";

/** Names that a file may refer to, those of the rubric that it extends included. */
export interface Known {
  acts: readonly string[];
  conditions: Readonly<Record<string, Condition>>;
  /** Ids of the rules of the rubric that the file extends. */
  inherited: readonly string[];
  parameters: readonly string[];
}

/** Ids of the rules of a file that have one. */
export function idsOf(file: RubricFile): string[] {
  return (file.rules ?? []).flatMap(({ id }) => id ?? []);
}

/** Checks what a schema cannot: names, patterns, and what belongs together. */
export function checkReferences(source: Source, file: RubricFile, known: Known): Problem[] {
  return [
    ...conditionsOfFile(file).flatMap((condition) => [
      ...unknownNames(source, condition, known),
      ...unsafePatterns(source, condition),
    ]),
    ...circles(source, file, known),
    ...ruleIds(source, file, known),
    ...(file.rules ?? []).flatMap((rule, index) => ruleProblems(source, rule, ["rules", index], known)),
    ...Object.entries(file.change ?? {}).flatMap(([id, rule]) =>
      ruleProblems(source, rule, ["change", id], known),
    ),
  ];
}

function unknownNames(source: Source, { path, name, options }: PlacedCondition, known: Known): Problem[] {
  if (name === "use") {
    const names = Object.keys(known.conditions);
    return missing("unknownCondition", [[options as string | undefined, path]], names, source);
  }
  if (name === "fact") {
    const { of, in: values } = options as FactOptions;
    const scenes = (values ?? []).map((id, index): [string, Path] => [id, [...path, "in", index]]);
    return of === "scene" ? missing("unknownScene", scenes, sceneIds, source) : [];
  }
  if (name !== "says") return [];
  const { act } = options as SaysOptions;
  const ids = asList(act).map((id, index): [string, Path] => [
    id,
    [...path, "act", ...(Array.isArray(act) ? [index] : [])],
  ]);
  return missing("unknownAct", ids, known.acts, source);
}

function missing(
  kind: "unknownCondition" | "unknownAct" | "unknownRule" | "unknownScene",
  named: readonly (readonly [string | undefined, Path])[],
  known: readonly string[],
  source: Source,
): Problem[] {
  return named.flatMap(([name, path]): Problem[] =>
    name === undefined || known.includes(name)
      ? []
      : [
          {
            kind,
            values: { name, known: list(known) },
            place: source.valuePlace(path),
            meant: nearest(name, known),
          },
        ],
  );
}

function unsafePatterns(source: Source, { path, name, options }: PlacedCondition): Problem[] {
  if (name !== "says") return [];
  const { pattern, except } = options as SaysOptions;
  const places: [string | string[] | undefined, Path][] = [
    [pattern, [...path, "pattern"]],
    [except?.pattern, [...path, "except", "pattern"]],
  ];
  return places.flatMap(([given, at]) =>
    asList(given).flatMap((text, index): Problem[] => {
      const detail = patternFault(text);
      if (detail === null) return [];
      const place = source.valuePlace(Array.isArray(given) ? [...at, index] : at);
      return [{ kind: "unsafePattern", values: { pattern: text, detail }, place }];
    }),
  );
}

function circles(source: Source, file: RubricFile, { conditions }: Known): Problem[] {
  const reaches = (from: string, target: string, seen: Set<string>): boolean => {
    const condition = conditions[from];
    if (condition === undefined || seen.has(from)) return false;
    seen.add(from);
    return usedNames(condition).some((name) => name === target || reaches(name, target, seen));
  };
  return Object.keys(file.conditions ?? {})
    .filter((name) => reaches(name, name, new Set()))
    .map((name) => ({
      kind: "circularCondition",
      values: { name },
      place: source.keyPlace(["conditions", name]),
    }));
}

function ruleIds(source: Source, file: RubricFile, { inherited }: Known): Problem[] {
  const ids = new Set(inherited);
  const repeated = (file.rules ?? []).flatMap(({ id }, index): Problem[] => {
    const isNew = id === undefined || !ids.has(id);
    ids.add(id);
    return isNew
      ? []
      : [{ kind: "repeatedRule", values: { name: id }, place: source.valuePlace(["rules", index, "id"]) }];
  });
  const changed = Object.keys(file.change ?? {})
    .filter((id) => !inherited.includes(id))
    .map(
      (id): Problem => ({
        kind: "unknownRule",
        values: { name: id, known: list(inherited) },
        place: source.keyPlace(["change", id]),
        meant: nearest(id, inherited),
      }),
    );
  const silenced = (file.suppressions ?? []).map(({ rule }, index): [string, Path] => [
    rule,
    ["suppressions", index, "rule"],
  ]);
  return [...repeated, ...changed, ...missing("unknownRule", silenced, [...ids], source)];
}

const isDay = new RegExp(forms.day.pattern, "u");

function ruleProblems(source: Source, rule: Partial<Rule>, path: Path, known: Known): Problem[] {
  const problems: Problem[] = [];
  const verdicts = ["require", "forbid", "ask"].filter((verdict) => verdict in rule).length;
  // A change may leave the verdict as it was.
  if (verdicts > 1 || (verdicts === 0 && path[0] === "rules")) {
    problems.push({ kind: "oneVerdict", place: source.valuePlace(path) });
  }
  if (rule.answer !== undefined && !("ask" in rule) && path[0] === "rules") {
    problems.push({ kind: "answerWithoutAsk", place: source.valuePlace([...path, "answer"]) });
  }
  const { from = "", to = "" } = rule.effective ?? {};
  if (isDay.test(from) && isDay.test(to) && from > to) {
    problems.push({ kind: "days", place: source.valuePlace([...path, "effective"]) });
  }
  (rule.examples ?? []).forEach((example, index) => {
    problems.push(...exampleProblems(source, example, [...path, "examples", index]));
  });
  if (rule.fault !== undefined) {
    problems.push(...unfilled(source, rule.fault, [...path, "fault"], rule, known));
  }
  return problems;
}

function exampleProblems(source: Source, example: Example, path: Path): Problem[] {
  const given = (["pass", "fail", "skip"] as const).filter((kind) => kind in example);
  const chats = given.flatMap((kind): Problem[] => {
    const text = example[kind];
    const { fault } = text === undefined ? { fault: null } : parseChat(text);
    return fault === null
      ? []
      : [{ kind: "badExample", values: { ...fault }, place: source.valuePlace([...path, kind]) }];
  });
  if (given.length === 1) return chats;
  return [{ kind: "oneExpectation", place: source.valuePlace(path) }, ...chats];
}

function unfilled(source: Source, text: LocalText, path: Path, rule: Partial<Rule>, known: Known): Problem[] {
  const verdicts = [rule.require, rule.forbid].filter((verdict) => verdict !== undefined);
  const used = verdicts.flatMap((verdict) => namesWithin(verdict, known.conditions));
  // What a verdict that cannot be read, or that stands in another file, may give is not known.
  const isKnown = used.length > 0 && !used.includes(null);
  const names = operators
    .filter(({ name }) => !isKnown || used.includes(name))
    .flatMap(({ values }) => values);
  const fillable = [...new Set([...names, ...known.parameters])];
  return placeholdersOf(text)
    .filter((name) => !fillable.includes(name))
    .map((name) => ({
      kind: "unknownValue",
      values: { name: `{${name}}`, known: list(fillable.map((item) => `{${item}}`)) },
      place: source.valuePlace(path),
      meant: nearest(name, fillable),
    }));
}

/** Operators of a condition, named conditions followed; null among them for what is not known. */
function namesWithin(
  condition: Condition,
  conditions: Known["conditions"],
  seen: ReadonlySet<string> = new Set(),
): (string | null)[] {
  return within(condition, []).flatMap(({ name, options }) => {
    if (name !== "use") return [name];
    const target = conditions[options as string];
    if (target === undefined) return [null];
    if (seen.has(options as string)) return [];
    return namesWithin(target, conditions, new Set([...seen, options as string]));
  });
}
