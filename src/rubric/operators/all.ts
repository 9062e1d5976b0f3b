import { Type } from "../../model/type.ts";
import type { LocalText, Values } from "../local-text.ts";
import {
  type Condition,
  conditionSchema,
  type Evaluate,
  joined,
  noneOfItsOwn,
  nothing,
  type Outcome,
  operator,
} from "../operator.ts";
import type { View } from "../view.ts";

export const listSchema = Type.Array(conditionSchema, { minItems: 1 });

/** Places of the conditions of a list. */
export function partsOfList(list: readonly Condition[]): [string, Condition][] {
  return list.map((condition, index) => [String(index), condition]);
}

/** One false makes it false, else one unknown makes it unknown. */
export function conjunction(conditions: readonly Evaluate[], view: View): Outcome {
  let [isFalse, isOpen] = [false, false];
  let [hits, misses] = [nothing, nothing];
  let [fault, gap]: (LocalText | undefined)[] = [];
  let values: Values | undefined;
  for (const condition of conditions) {
    const outcome = condition(view);
    hits = joined(hits, outcome.hits);
    values = together(values, outcome.values);
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
    values,
  };
}

/** The figures of two outcomes. */
export function together(some: Values | undefined, others: Values | undefined): Values | undefined {
  if (some === undefined || others === undefined) return some ?? others;
  return { ...some, ...others };
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
    return (view) => conjunction(conditions, view);
  },
});
