import { Type } from "../../model/type.ts";
import { exact, nothing, type Outcome, operator, settled } from "../operator.ts";
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
      const normal = (index: number) => view.traces.normal(index).text;
      const long = messagesAt(view, by, options.place).filter((index) =>
        hasCharacters(normal(index), options.minCharacters),
      );
      if (long.length < options.times) return notRepeated;
      const groups = new AlikeGroups(options.similarity);
      for (const index of long) groups.add(normal(index), index);
      const repeated = groups.list.filter((messages) => messages.length >= options.times);
      if (repeated.length === 0) return notRepeated;
      const hits = repeated.flatMap((messages) => messages.map((index) => view.whole(index)));
      return settled(true, hits, { repeats: Math.max(...repeated.map((messages) => messages.length)) });
    };
  },
});

const notRepeated: Outcome = settled(false, nothing, { repeats: 0 });

/** Whether a text has so many characters, of one unit or two. */
function hasCharacters(text: string, least: number): boolean {
  return text.length >= 2 * least || (text.length >= least && [...text].length >= least);
}
