import { Type } from "../../model/type.ts";
import { anchorFields, anchorFinder, partsOfAnchors } from "../anchors.ts";
import { exact, noneOfItsOwn, operator, settled } from "../operator.ts";

export const near = operator({
  name: "near",
  title: {
    zh: "find 出现在 after 之后、before 之前或 around 前后，不超过 within（消息数、轮数或秒数）",
    en: "find stands after, before or around something, within messages, turns or seconds",
  },
  options: Type.Object(anchorFields, exact),
  values: [],
  parts: partsOfAnchors,
  signs: noneOfItsOwn,
  compile: (options, compiler) => {
    const part = anchorFinder(options, compiler);
    return (view) => {
      const { near: hits, uncertain, values } = part(view);
      return hits.length === 0 && uncertain !== null ? uncertain : settled(hits.length > 0, hits, values);
    };
  },
});
