import { isCounted, isMeasured } from "../../model/session.ts";
import { Type } from "../../model/type.ts";
import { boundsContradiction, boundsSchema, within } from "../bounds.ts";
import { exact, operator, settled, unknown } from "../operator.ts";
import { type Speaker, speakerSet, type View } from "../view.ts";

const words = (view: View, speaker: Speaker) => view.spokenBy(speakerSet([speaker])).length;

/** Figures of one conversation; null where the export, most often for want of times, does not tell. */
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
  proactiveInWeek: ({ session, context }: View) => context.factsOf?.(session).proactiveInWeek ?? null,
  cannedShare: ({ session, context }: View) => context.factsOf?.(session).cannedShare ?? null,
} satisfies Record<string, (view: View) => number | null>;
type FigureName = keyof typeof figures;
const figureNames = Object.keys(figures) as FigureName[];

const untold = { zh: "导出里没有算这个数字所需的内容", en: "the export lacks what this figure is made of" };

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
      return value === null ? unknown(untold) : settled(within(value, bounds), [], { figure: value });
    },
});
