import { Type } from "typebox";
import { type Condition, conditionSchema, type Outcome, operator } from "../operator.ts";

export const listSchema = Type.Array(conditionSchema, { minItems: 1 });

/** Places of the conditions of a list. */
export function partsOfList(list: readonly Condition[]): [string, Condition][] {
  return list.map((condition, index) => [String(index), condition]);
}

/** One false makes it false, else one unknown makes it unknown. */
export function conjunction(outcomes: readonly Outcome[]): Outcome {
  const failed = outcomes.filter(({ value }) => value === false);
  const open = outcomes.find(({ value }) => value === null);
  const reason = failed.find((outcome) => outcome.reason !== undefined)?.reason ?? open?.reason;
  return {
    value: failed.length > 0 ? false : open === undefined ? true : null,
    hits: failed.length > 0 ? [] : outcomes.flatMap(({ hits }) => hits),
    misses: failed.flatMap(({ misses }) => misses),
    ...valuesOf(outcomes),
    ...(reason !== undefined && { reason }),
  };
}

/** The figures of all outcomes together. */
export function valuesOf(outcomes: readonly Outcome[]): Pick<Outcome, "values"> {
  const telling = outcomes.filter(({ values }) => values !== undefined);
  return telling.length === 0 ? {} : { values: Object.assign({}, ...telling.map(({ values }) => values)) };
}

export const all = operator({
  name: "all",
  title: { zh: "所有条件都成立", en: "every condition holds" },
  options: listSchema,
  values: [],
  parts: partsOfList,
  compile: (list, compiler) => {
    const conditions = list.map(compiler.condition);
    return (view) => conjunction(conditions.map((condition) => condition(view)));
  },
});
