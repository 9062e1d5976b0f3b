import type { LocalText, Values } from "../local-text.ts";
import { type Evaluate, joined, noneOfItsOwn, nothing, type Outcome, operator } from "../operator.ts";
import type { View } from "../view.ts";
import { listSchema, partsOfList, together } from "./all.ts";

export const any = operator({
  name: "any",
  title: { zh: "至少一个条件成立", en: "at least one condition holds" },
  options: listSchema,
  values: [],
  parts: partsOfList,
  signs: noneOfItsOwn,
  compile: (list, compiler) => {
    const conditions = list.map(compiler.condition);
    return (view) => disjunction(conditions, view);
  },
});

function disjunction(conditions: readonly Evaluate[], view: View): Outcome {
  let [isTrue, isOpen] = [false, false];
  let [hits, misses] = [nothing, nothing];
  let [gap, fault]: (LocalText | undefined)[] = [];
  let values: Values | undefined;
  for (const condition of conditions) {
    const outcome = condition(view);
    values = together(values, outcome.values);
    misses = joined(misses, outcome.misses);
    fault ??= outcome.reason;
    if (outcome.value === true) {
      isTrue = true;
      hits = joined(hits, outcome.hits);
    } else if (outcome.value === null && !isOpen) {
      isOpen = true;
      gap = outcome.reason;
    }
  }
  return {
    value: isTrue ? true : isOpen ? null : false,
    hits,
    misses: isTrue ? nothing : misses,
    reason: gap ?? fault,
    values,
  };
}
