import { Type } from "../../model/type.ts";
import { boundsContradiction, boundsSchema, within } from "../bounds.ts";
import { conditionSchema, exact, noneOfItsOwn, operator, settled, unknown } from "../operator.ts";

export const ratio = operator({
  name: "ratio",
  title: {
    zh: "一个条件命中的消息数与另一个条件命中的消息数之比在范围内",
    en: "messages that meet one condition against those that meet another, within bounds",
  },
  options: Type.Object({ of: conditionSchema, among: conditionSchema, ...boundsSchema }, exact),
  values: ["part", "whole", "percent"],
  parts: ({ of, among }) => [
    ["of", of],
    ["among", among],
  ],
  contradiction: boundsContradiction,
  signs: noneOfItsOwn,
  compile: ({ of, among, ...bounds }, compiler) => {
    const [part, whole] = [compiler.condition(of), compiler.condition(among)];
    return (view) => {
      const [few, many] = [part(view), whole(view)];
      if (few.value === null) return few;
      if (many.value === null) return many;
      const base = new Set(many.hits.map(({ message }) => message));
      if (base.size === 0) return unknown({ zh: "没有可比的消息", en: "no messages to compare with" });
      const hits = few.hits.filter(({ message }) => base.has(message));
      const share = new Set(hits.map(({ message }) => message)).size;
      const values = { part: share, whole: base.size, percent: Math.round((100 * share) / base.size) };
      return settled(within(share / base.size, bounds), hits, values);
    };
  },
});
