import { isMeasured } from "../../model/session.ts";
import { Type } from "../../model/type.ts";
import { exact, operator, unknown } from "../operator.ts";

export const answered = operator({
  name: "answered",
  title: {
    zh: "顾客的提问有人工回复：最后一轮，或每一轮",
    en: "a person answered the customer: the last turn, or every turn",
  },
  options: Type.Object(
    {
      turns: Type.Enum(["last", "all"]),
      /** Leave out what was asked outside shop hours; default true. */
      insideHours: Type.Optional(Type.Boolean()),
    },
    exact,
  ),
  values: ["unanswered"],
  parts: () => [],
  compile: (options) => (view) => {
    const { hours } = view.context;
    const human = options.turns === "last" ? view.turns.slice(-1) : view.turns;
    const measured = human.filter(isMeasured);
    const asked =
      options.insideHours === false || hours === undefined
        ? measured
        : measured.filter(
            ({ outcome, start }) => outcome === "answered" || start === null || hours.includes(start),
          );
    if (asked.length === 0) {
      return measured.length > 0
        ? unknown({ zh: "是在营业时间以外问的", en: "it was asked outside shop hours" })
        : unknown({ zh: "没有需要人工回答的话", en: "nothing needed an answer by a person" });
    }
    const open = asked.filter(({ outcome }) => outcome === "unanswered");
    return {
      value: open.length === 0,
      hits: [],
      misses: open.flatMap((turn) => view.wordsOf(turn)),
      values: { unanswered: open.length },
    };
  },
});
