import type { Static } from "typebox";
import { isByHand } from "../../model/session.ts";
import { Type } from "../../model/type.ts";
import type { LocalText } from "../local-text.ts";
import {
  conditionSchema,
  type Evaluate,
  exact,
  type Hit,
  noneOfItsOwn,
  type Outcome,
  operator,
  unknown,
} from "../operator.ts";
import { Nearby, noTimes, reachSchema } from "../reach.ts";
import type { View } from "../view.ts";

const options = Type.Object(
  {
    to: conditionSchema,
    with: conditionSchema,
    within: Type.Optional(reachSchema),
    /** A trigger that has this near it, within the same reach, asks for nothing. */
    unless: Type.Optional(conditionSchema),
    /** Where this follows within reach, the response may take longer. */
    extended: Type.Optional(Type.Object({ by: conditionSchema, within: reachSchema }, exact)),
    /** What becomes of a trigger after which no person of the shop wrote: left to the rule on unanswered customers, or a fail. */
    silence: Type.Optional(Type.Enum(["ignore", "fail"])),
  },
  exact,
);

export const response = operator({
  name: "response",
  title: {
    zh: "每当 to 出现，with 就要在 within 之内跟上；unless 是例外，extended 放宽时限",
    en: "whenever `to` occurs, `with` follows within reach; `unless` exempts, `extended` gives more time",
  },
  options,
  values: ["cases", "missed"],
  parts: ({ to, with: answer, unless, extended }) => [
    ["to", to],
    ["with", answer],
    ...(unless === undefined
      ? []
      : ([["unless", unless]] as const).map(([p, c]) => [p, c] as [string, typeof c])),
    ...(extended === undefined ? [] : [["extended/by", extended.by] as [string, typeof extended.by]]),
  ],
  signs: noneOfItsOwn,
  compile: (given, compiler) => {
    const never: Evaluate = () => ({ value: false, hits: [], misses: [] });
    const optional = (condition: typeof given.unless) =>
      condition === undefined ? never : compiler.condition(condition);
    const [to, answer] = [compiler.condition(given.to), compiler.condition(given.with)];
    const [unless, longer] = [optional(given.unless), optional(given.extended?.by)];
    return (view) => {
      const triggers = to(view);
      if (triggers.value === null) return triggers;
      if (triggers.hits.length === 0) return unknown(nothingAsked);
      const found = { answer: answer(view), unless: unless(view).hits, longer: longer(view).hits };
      return respond(view, given, triggers.hits, found);
    };
  },
});

const nothingAsked: LocalText = { zh: "没有出现需要回应的情况", en: "nothing occurred that asks for it" };

interface Found {
  answer: Outcome;
  unless: readonly Hit[];
  longer: readonly Hit[];
}

function respond(view: View, given: Static<typeof options>, triggers: readonly Hit[], found: Found): Outcome {
  const { within, extended } = given;
  const [answers, unless, longer] = [found.answer.hits, found.unless, found.longer].map(
    (hits) => new Nearby(view, hits),
  ) as [Nearby, Nearby, Nearby];
  const lastPerson = view.messages.findLastIndex(isByHand);
  const cases = triggers
    .filter(({ message }) => given.silence === "fail" || message < lastPerson)
    .filter((trigger) => unless.after(trigger, within) !== true && !unless.isIn(trigger.message));
  const verdicts = cases.map((trigger) => {
    const isLonger = extended !== undefined && longer.after(trigger, within) === true;
    return answers.after(trigger, isLonger ? extended.within : within);
  });
  if (cases.length === 0) return unknown(nothingAsked);
  const misses = cases.filter((_, index) => verdicts[index] === false);
  if (misses.length > 0 && found.answer.value === null) return found.answer;
  if (misses.length === 0 && verdicts.includes(null)) return unknown(noTimes);
  return {
    value: misses.length === 0,
    hits: cases.filter((_, index) => verdicts[index] === true),
    misses,
    values: { cases: messagesOf(cases), missed: messagesOf(misses) },
  };
}

/** A message that gives several reasons to respond is one case. */
function messagesOf(hits: readonly Hit[]): number {
  return new Set(hits.map(({ message }) => message)).size;
}
