import { Type } from "../../model/type.ts";
import { noneOfItsOwn, operator } from "../operator.ts";

export const use = operator({
  name: "use",
  title: { zh: "引用 conditions 里命名的条件", en: "a named condition of `conditions`" },
  options: Type.String(),
  values: [],
  parts: () => [],
  signs: noneOfItsOwn,
  compile: (name, compiler) => compiler.named(name),
});
