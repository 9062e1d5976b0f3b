import type { Static } from "typebox";
import type { Turn } from "../../model/session.ts";
import { Type } from "../../model/type.ts";
import {
  type Compiler,
  conditionSchema,
  exact,
  type Hit,
  nothing,
  type Outcome,
  operator,
  unknown,
} from "../operator.ts";
import { noTimes } from "../reach.ts";
import type { View } from "../view.ts";

const seconds = Type.Number({ minimum: 0 });
const options = Type.Object(
  {
    within: seconds,
    /** `first`: only the customer's first turn for a person. */
    turns: Type.Optional(Type.Enum(["first", "all"])),
    /** Share of the turns that must be answered in time, 0–1; default all. */
    share: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** Count only the part of a wait inside shop hours; default true. */
    insideHours: Type.Optional(Type.Boolean()),
    /** The limit for a turn that follows upon this in the turn of the agent before it. */
    extended: Type.Optional(Type.Object({ by: conditionSchema, within: seconds }, exact)),
  },
  exact,
);
type Options = Static<typeof options>;

export const replies = operator({
  name: "replies",
  title: {
    zh: "人工在 within 秒内回复了顾客；extended 之后可放宽（例如说过稍等）",
    en: "a person answered within so many seconds; longer after `extended`, such as a word to wait",
  },
  options,
  values: ["seconds", "slow", "turns", "limit"],
  parts: ({ extended }) => (extended === undefined ? [] : [["extended/by", extended.by]]),
  compile: (given, compiler) => {
    const limitOf = limits(given, compiler);
    return (view) => {
      const turns = given.turns === "first" ? firstTurn(view) : view.turns;
      if ("value" in turns) return turns;
      const limit = limitOf(view);
      const inTime: Timed[] = [];
      const late: Timed[] = [];
      for (const turn of turns) {
        const wait = view.waitSeconds(turn, given.insideHours !== false);
        if (wait !== null) (wait > limit(turn) ? late : inTime).push({ turn, wait });
      }
      const timed = inTime.length + late.length;
      if (timed === 0) return nothingTimed(turns);
      const value = inTime.length >= (given.share ?? 1) * timed;
      const words = (list: readonly Timed[]): Hit[] => list.flatMap(({ turn }) => view.wordsOf(turn));
      const slowest = Math.max(...(late.length > 0 ? late : inTime).map(({ wait }) => wait));
      return {
        value,
        hits: value ? words(inTime) : nothing,
        misses: words(late),
        values: { seconds: round(slowest), slow: late.length, turns: timed, limit: given.within },
      };
    };
  },
});

interface Timed {
  turn: Turn;
  wait: number;
}

/** The first turn for a person that needs an answer, unless an agent wrote before the customer (metric-decision 10). */
function firstTurn(view: View): readonly Turn[] | Outcome {
  const first = view.messages.find(
    (message) => message.role === "customer" || (message.role === "agent" && !message.auto),
  );
  if (first?.role === "agent") return unknown({ zh: "客服先开口", en: "the agent wrote first" });
  return view.firstTurn === null ? [] : [view.firstTurn];
}

function limits({ within, extended }: Options, compiler: Compiler): (view: View) => (turn: Turn) => number {
  if (extended === undefined) return () => () => within;
  const condition = compiler.condition(extended.by);
  return (view) => {
    const runs = new Set(condition(view).hits.map(({ message }) => view.run(message)));
    return ({ messages }) =>
      messages[0] !== undefined && runs.has(view.run(messages[0]) - 1) ? extended.within : within;
  };
}

function nothingTimed(turns: readonly Turn[]): Outcome {
  if (turns.some(({ outcome, start, end }) => outcome === "answered" && (start === null || end === null))) {
    return unknown(noTimes);
  }
  return unknown({ zh: "没有人工回复可计时", en: "there is no reply by a person to time" });
}

/** Seconds for a sentence; rules compare the exact value. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
