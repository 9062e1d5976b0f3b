import type { LocalText } from "../local-text.ts";
import { joined, noneOfItsOwn, nothing, type Outcome, operator } from "../operator.ts";
import { listSchema, partsOfList, valuesOf } from "./all.ts";

export const any = operator({
  name: "any",
  title: { zh: "至少一个条件成立", en: "at least one condition holds" },
  options: listSchema,
  values: [],
  parts: partsOfList,
  signs: noneOfItsOwn,
  compile: (list, compiler) => {
    const conditions = list.map(compiler.condition);
    return (view) => disjunction(conditions.map((condition) => condition(view)));
  },
});

function disjunction(outcomes: readonly Outcome[]): Outcome {
  let [isTrue, isOpen] = [false, false];
  let [hits, misses] = [nothing, nothing];
  let [gap, fault]: (LocalText | undefined)[] = [];
  for (const outcome of outcomes) {
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
    values: valuesOf(outcomes),
  };
}
