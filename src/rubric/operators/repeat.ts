import { Type } from "../../model/type.ts";
import { exact, operator, settled } from "../operator.ts";
import { messagesAt, placeSchema } from "../place.ts";
import { AlikeGroups } from "../similarity.ts";
import { bySchema, speakersOf } from "./says.ts";

export const repeat = operator({
  name: "repeat",
  title: {
    zh: "同一人把相同或近似的话说了至少 times 次（短于 minCharacters 的不算）",
    en: "the same or nearly the same is said at least `times` times (shorter than minCharacters does not count)",
  },
  options: Type.Object(
    {
      by: Type.Optional(bySchema),
      place: Type.Optional(placeSchema),
      times: Type.Integer({ minimum: 2 }),
      similarity: Type.Number({ minimum: 0.5, maximum: 1 }),
      minCharacters: Type.Integer({ minimum: 1 }),
    },
    exact,
  ),
  values: ["repeats"],
  parts: () => [],
  compile: (options) => {
    const by = speakersOf(options.by);
    return (view) => {
      const groups = new AlikeGroups(options.similarity);
      for (const index of messagesAt(view, by, options.place)) {
        const normal = view.traces.normal(index).text;
        if (normal.length < options.minCharacters || [...normal].length < options.minCharacters) continue;
        groups.add(normal, index);
      }
      const repeated = groups.list.filter((messages) => messages.length >= options.times);
      const hits = repeated.flatMap((messages) => messages.map((index) => view.whole(index)));
      const repeats = Math.max(0, ...repeated.map((messages) => messages.length));
      return settled(hits.length > 0, hits, { repeats });
    };
  },
});
