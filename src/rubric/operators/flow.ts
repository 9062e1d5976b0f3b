import { Type } from "../../model/type.ts";
import { type LocalText, localTextSchema } from "../local-text.ts";
import { conditionSchema, exact, type Hit, noneOfItsOwn, type Outcome, operator } from "../operator.ts";
import { follows } from "../reach.ts";

const step = Type.Object(
  { step: localTextSchema, find: conditionSchema, optional: Type.Optional(Type.Boolean()) },
  exact,
);

export const flow = operator({
  name: "flow",
  title: {
    zh: "各步骤按先后出现；optional 的步骤可有可无",
    en: "the steps occur in this order; optional ones may be left out",
  },
  options: Type.Object({ steps: Type.Array(step, { minItems: 2 }) }, exact),
  values: ["missing", "late", "done"],
  parts: ({ steps }) => steps.map(({ find }, index) => [`steps/${index}/find`, find]),
  contradiction: ({ steps }) =>
    steps.every(({ optional }) => optional === true)
      ? { zh: "所有步骤都可有可无，永远成立", en: "every step is optional: it always holds" }
      : null,
  signs: noneOfItsOwn,
  compile: ({ steps }, compiler) => {
    // What is optional can neither be missing nor hold up what follows.
    const required = steps
      .filter(({ optional }) => optional !== true)
      .map(({ step: title, find }) => ({ title, find: compiler.condition(find) }));
    return (view) => walk(required.map(({ title, find }) => ({ title, outcome: find(view) })));
  },
});

/** Takes the earliest place of every step after the step before; a missing step holds nobody up. */
function walk(steps: readonly { title: LocalText; outcome: Outcome }[]): Outcome {
  const missing: LocalText[] = [];
  const late: LocalText[] = [];
  const hits: Hit[] = [];
  const early: Hit[] = [];
  let last: Hit = { message: -1, start: 0, end: 0 };
  for (const { title, outcome } of steps) {
    if (outcome.value === null) return outcome;
    const next = outcome.hits.find((hit) => follows(last, hit));
    if (next !== undefined) {
      hits.push(next);
      last = next;
    } else if (outcome.hits.length === 0) missing.push(title);
    else {
      late.push(title);
      early.push(outcome.hits[0]!);
    }
  }
  const holds = missing.length + late.length === 0;
  const values = { missing: listOf(missing), late: listOf(late), done: hits.length };
  return { value: holds, hits: holds ? hits : [], misses: early, values };
}

function listOf(titles: readonly LocalText[]): LocalText {
  if (titles.length === 0) return { zh: "无", en: "none" };
  const text = (locale: "zh" | "en") =>
    titles.map((title) => (typeof title === "string" ? title : title[locale]));
  return { zh: text("zh").join("、"), en: text("en").join(", ") };
}
