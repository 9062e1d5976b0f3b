import { Type } from "../../model/type.ts";
import type { LocalText, Values } from "../local-text.ts";
import {
  type Condition,
  conditionSchema,
  joined,
  noneOfItsOwn,
  nothing,
  type Outcome,
  operator,
} from "../operator.ts";

export const listSchema = Type.Array(conditionSchema, { minItems: 1 });

/** Places of the conditions of a list. */
export function partsOfList(list: readonly Condition[]): [string, Condition][] {
  return list.map((condition, index) => [String(index), condition]);
}

/** One false makes it false, else one unknown makes it unknown. */
export function conjunction(outcomes: readonly Outcome[]): Outcome {
  let [isFalse, isOpen] = [false, false];
  let [hits, misses] = [nothing, nothing];
  let [fault, gap]: (LocalText | undefined)[] = [];
  for (const outcome of outcomes) {
    hits = joined(hits, outcome.hits);
    if (outcome.value === false) {
      isFalse = true;
      misses = joined(misses, outcome.misses);
      fault ??= outcome.reason;
    } else if (outcome.value === null && !isOpen) {
      isOpen = true;
      gap = outcome.reason;
    }
  }
  return {
    value: isFalse ? false : isOpen ? null : true,
    hits: isFalse ? nothing : hits,
    misses,
    reason: fault ?? gap,
    values: valuesOf(outcomes),
  };
}

/** The figures of all outcomes together. */
export function valuesOf(outcomes: readonly Outcome[]): Values | undefined {
  let all: Values | undefined;
  for (const { values } of outcomes) if (values !== undefined) all = all ? { ...all, ...values } : values;
  return all;
}

export const all = operator({
  name: "all",
  title: { zh: "所有条件都成立", en: "every condition holds" },
  options: listSchema,
  values: [],
  parts: partsOfList,
  signs: noneOfItsOwn,
  compile: (list, compiler) => {
    const conditions = list.map(compiler.condition);
    return (view) => conjunction(conditions.map((condition) => condition(view)));
  },
});
