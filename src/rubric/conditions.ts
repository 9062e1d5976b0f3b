import type { Condition } from "./operator.ts";
import { operatorOf } from "./operators/index.ts";
import type { RubricFile, Rule } from "./schema.ts";
import type { Path } from "./source.ts";

/** A condition somewhere in a rubric, with its operator's name and options. */
export interface PlacedCondition {
  path: Path;
  name: string;
  options: unknown;
}

/** A condition and all conditions inside it; `path` leads to its options. */
export function within(condition: Condition, path: Path): PlacedCondition[] {
  const { operator, options } = operatorOf(condition);
  const here = [...path, operator.name];
  const inner = operator.parts(options).flatMap(([part, item]) => {
    const steps = part.split("/").map((step) => (/^\d+$/u.test(step) ? Number(step) : step));
    return within(item, [...here, ...steps]);
  });
  return [{ path: here, name: operator.name, options }, ...inner];
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
