import { Type } from "typebox";
import { isCounted, isMeasured } from "../../model/session.ts";
import { boundsContradiction, boundsSchema, within } from "../bounds.ts";
import { exact, operator, settled, unknown } from "../operator.ts";
import { noTimes } from "../reach.ts";
import type { Speaker, View } from "../view.ts";

const words = (view: View, speaker: Speaker) =>
  view.messages.filter((_, index) => view.isBy(index, new Set([speaker]))).length;

/** Figures of one conversation; null where the export has no times. */
const figures = {
  agentMessages: (view: View) => words(view, "agent"),
  customerMessages: (view: View) => words(view, "customer"),
  turns: (view: View) => view.turns.filter(isMeasured).length,
  unansweredTurns: (view: View) =>
    view.turns.filter((turn) => isMeasured(turn) && turn.outcome === "unanswered").length,
  agents: (view: View) => view.session.agents.length,
  slowestReplySeconds: (view: View) => {
    const waits = view.turns.flatMap((turn) => view.waitSeconds(turn, true) ?? []);
    return waits.length === 0 ? null : Math.max(...waits);
  },
  durationSeconds: (view: View) => {
    const times = view.messages.flatMap((message) =>
      isCounted(message) && message.at !== null ? [message.at] : [],
    );
    return times.length === 0 ? null : (times.at(-1)! - times[0]!) / 1000;
  },
} satisfies Record<string, (view: View) => number | null>;
type FigureName = keyof typeof figures;
const figureNames = Object.keys(figures) as FigureName[];

export const figure = operator({
  name: "figure",
  title: { zh: "会话的一个数字在范围内", en: "a figure of the conversation, within bounds" },
  options: Type.Object({ of: Type.Enum([...figureNames]), ...boundsSchema }, exact),
  values: ["figure"],
  parts: () => [],
  contradiction: boundsContradiction,
  compile:
    ({ of, ...bounds }) =>
    (view) => {
      const value = figures[of](view);
      return value === null ? unknown(noTimes) : settled(within(value, bounds), [], { figure: value });
    },
});
