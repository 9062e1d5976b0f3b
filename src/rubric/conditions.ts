import type { Condition } from "./operator.ts";
import { operatorNamed } from "./operators/index.ts";
import type { RubricFile, Rule } from "./schema.ts";
import type { Path } from "./source.ts";

/** A condition somewhere in a rubric, with its operator's name and options. */
export interface PlacedCondition {
  path: Path;
  name: string;
  options: unknown;
}

/**
 * A condition and all conditions inside it; `path` leads to its options. While a rubric is checked there may be
 * several operators in one place; one that cannot be read is like a named condition that nobody knows.
 */
export function within(condition: Condition | undefined, path: Path): PlacedCondition[] {
  const operators = Object.entries(condition ?? {});
  if (operators.length === 0) return [{ path, name: "use", options: undefined }];
  return operators.flatMap(([name, options]) => {
    const here = [...path, name];
    const operator = operatorNamed(name);
    if (operator === undefined || options === undefined)
      return [{ path: here, name: "use", options: undefined }];
    const inner = operator.parts(options).flatMap(([part, item]) => {
      const steps = part.split("/").map((step) => (/^\d+$/u.test(step) ? Number(step) : step));
      return within(item, [...here, ...steps]);
    });
    return [{ path: here, name, options }, ...inner];
  });
}

/** Conditions of a rule's own fields. */
export function conditionsOfRule(rule: Partial<Rule>, path: Path): PlacedCondition[] {
  return [
    ...conditionsOfApplies(rule.applies, path),
    ...(rule.require === undefined ? [] : within(rule.require, [...path, "require"])),
    ...(rule.forbid === undefined ? [] : within(rule.forbid, [...path, "forbid"])),
  ];
}

/** All conditions of a rubric file. */
export function conditionsOfFile(file: RubricFile): PlacedCondition[] {
  return [
    ...Object.entries(file.conditions ?? {}).flatMap(([name, item]) => within(item, ["conditions", name])),
    ...conditionsOfApplies(file.applies, []),
    ...(file.rules ?? []).flatMap((rule, index) => conditionsOfRule(rule, ["rules", index])),
    ...Object.entries(file.change ?? {}).flatMap(([id, rule]) => conditionsOfRule(rule, ["change", id])),
  ];
}

function conditionsOfApplies(applies: Rule["applies"], path: Path): PlacedCondition[] {
  return (applies ?? []).flatMap(({ when }, index) => within(when, [...path, "applies", index, "when"]));
}

/** Names of the conditions that a condition uses, directly. */
export function usedNames(condition: Condition): string[] {
  return within(condition, [])
    .filter(({ name }) => name === "use")
    .map(({ options }) => options as string);
}
