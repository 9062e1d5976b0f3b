import { type Outcome, operator } from "../operator.ts";
import { listSchema, partsOfList, valuesOf } from "./all.ts";

export const any = operator({
  name: "any",
  title: { zh: "至少一个条件成立", en: "at least one condition holds" },
  options: listSchema,
  values: [],
  parts: partsOfList,
  compile: (list, compiler) => {
    const conditions = list.map(compiler.condition);
    return (view) => disjunction(conditions.map((condition) => condition(view)));
  },
});

function disjunction(outcomes: readonly Outcome[]): Outcome {
  const held = outcomes.filter(({ value }) => value === true);
  const open = outcomes.find(({ value }) => value === null);
  const reason = open?.reason ?? outcomes.find((outcome) => outcome.reason !== undefined)?.reason;
  return {
    value: held.length > 0 ? true : open === undefined ? false : null,
    hits: held.flatMap(({ hits }) => hits),
    misses: held.length > 0 ? [] : outcomes.flatMap(({ misses }) => misses),
    ...valuesOf(outcomes),
    ...(reason !== undefined && { reason }),
  };
}
