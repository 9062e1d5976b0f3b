import { type Evaluate, noneOfItsOwn, operator } from "../operator.ts";
import { conjunction, listSchema, partsOfList } from "./all.ts";

/** True where the condition is false; what made it true is what speaks against it. */
export function negation(condition: Evaluate): Evaluate {
  return (view) => {
    const { value, hits, misses, reason, values } = condition(view);
    return { value: value === null ? null : !value, hits: misses, misses: hits, reason, values };
  };
}

export const none = operator({
  name: "none",
  title: { zh: "没有一个条件成立", en: "no condition holds" },
  options: listSchema,
  values: [],
  parts: partsOfList,
  signs: noneOfItsOwn,
  compile: (list, compiler) => {
    const conditions = list.map((condition) => negation(compiler.condition(condition)));
    return (view) => conjunction(conditions, view);
  },
});
