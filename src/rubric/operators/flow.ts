import { Type } from "../../model/type.ts";
import type { Locale } from "../../text/wording.ts";
import { inLocale, type LocalText, localTextSchema } from "../local-text.ts";
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
  values: ["done"],
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

/**
 * Takes the earliest place of every step after the step before; a missing step holds nobody up. Why it
 * fails names the steps: those never taken, and those taken only before the one that should come first.
 */
function walk(steps: readonly { title: LocalText; outcome: Outcome }[]): Outcome {
  const missing: LocalText[] = [];
  const early: LocalText[] = [];
  const hits: Hit[] = [];
  const misses: Hit[] = [];
  let last: Hit = { message: -1, start: 0, end: 0 };
  for (const { title, outcome } of steps) {
    if (outcome.value === null) return outcome;
    const next = outcome.hits.find((hit) => follows(last, hit));
    if (next !== undefined) {
      hits.push(next);
      last = next;
    } else if (outcome.hits.length === 0) missing.push(title);
    else {
      early.push(title);
      misses.push(outcome.hits[0]!);
    }
  }
  const holds = missing.length + early.length === 0;
  const values = { done: hits.length };
  if (holds) return { value: true, hits, misses: [], values };
  return { value: false, hits: [], misses, reason: gaps(missing, early), values };
}

function gaps(missing: readonly LocalText[], early: readonly LocalText[]): LocalText {
  const list = (titles: readonly LocalText[], locale: Locale) =>
    titles.map((title) => inLocale(title, locale)).join(locale === "zh" ? "、" : ", ");
  const told = (locale: Locale, lacks: string, precedes: string) =>
    [
      ...(missing.length > 0 ? [`${lacks}${list(missing, locale)}`] : []),
      ...(early.length > 0 ? [`${list(early, locale)}${precedes}`] : []),
    ].join(locale === "zh" ? "，" : "; ");
  return { zh: told("zh", "缺", "抢在了前面"), en: told("en", "missing: ", " came too early") };
}
