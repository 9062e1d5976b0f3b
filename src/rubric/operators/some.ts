import { Type } from "../../model/type.ts";
import { exact, noneOfItsOwn, operator } from "../operator.ts";
import { listSchema, partsOfList } from "./all.ts";

export const some = operator({
  name: "some",
  title: { zh: "若干条件中至少 n 个成立", en: "at least n of the conditions hold" },
  options: Type.Object({ atLeast: Type.Integer({ minimum: 1 }), of: listSchema }, exact),
  values: ["held"],
  parts: ({ of }) => partsOfList(of).map(([path, condition]) => [`of/${path}`, condition]),
  contradiction: ({ atLeast, of }) =>
    atLeast > of.length
      ? {
          zh: `只有 ${of.length} 个条件，不可能有 ${atLeast} 个成立`,
          en: `there are only ${of.length} conditions, ${atLeast} can never hold`,
        }
      : null,
  signs: noneOfItsOwn,
  compile: ({ atLeast, of }, compiler) => {
    const conditions = of.map(compiler.condition);
    return (view) => {
      const outcomes = conditions.map((condition) => condition(view));
      const held = outcomes.filter(({ value }) => value === true);
      const open = outcomes.filter(({ value }) => value === null);
      const value = held.length >= atLeast ? true : held.length + open.length < atLeast ? false : null;
      return {
        value,
        hits: value === true ? held.flatMap(({ hits }) => hits) : [],
        misses: outcomes.flatMap(({ misses }) => misses),
        reason: open[0]?.reason,
        values: { held: held.length },
      };
    };
  },
});
