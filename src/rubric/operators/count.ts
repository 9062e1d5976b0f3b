import { Type } from "../../model/type.ts";
import { boundsContradiction, boundsSchema, within } from "../bounds.ts";
import { conditionSchema, exact, noneOfItsOwn, operator, settled } from "../operator.ts";

export const count = operator({
  name: "count",
  title: { zh: "条件命中的次数在范围内", en: "how often a condition is met, within bounds" },
  options: Type.Object({ of: conditionSchema, ...boundsSchema }, exact),
  values: ["count"],
  parts: ({ of }) => [["of", of]],
  contradiction: boundsContradiction,
  signs: noneOfItsOwn,
  compile: ({ of, ...bounds }, compiler) => {
    const condition = compiler.condition(of);
    return (view) => {
      const outcome = condition(view);
      if (outcome.value === null) return outcome;
      const { hits } = outcome;
      return settled(within(hits.length, bounds), hits, { ...outcome.values, count: hits.length });
    };
  },
});
