import { Type } from "../../model/type.ts";
import { anchorFields, anchorFinder, partsOfAnchors } from "../anchors.ts";
import { exact, noneOfItsOwn, operator, settled } from "../operator.ts";

export const apart = operator({
  name: "apart",
  title: {
    zh: "find 出现了，但附近没有 after、before 或 around 的条件：用来写例外",
    en: "find occurs with no such thing near it: for exceptions",
  },
  options: Type.Object(anchorFields, exact),
  values: [],
  parts: partsOfAnchors,
  signs: noneOfItsOwn,
  compile: (options, compiler) => {
    const part = anchorFinder(options, compiler);
    return (view) => {
      const { apart: hits, uncertain } = part(view);
      return hits.length === 0 && uncertain !== null ? uncertain : settled(hits.length > 0, hits);
    };
  },
});
