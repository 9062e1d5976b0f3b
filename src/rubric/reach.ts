import { type Static, Type } from "typebox";
import { isCounted } from "../model/session.ts";
import type { LocalText } from "./local-text.ts";
import { exact, type Hit } from "./operator.ts";
import type { View } from "./view.ts";

/** How far two things may stand apart; every limit that is given must be kept. */
export const reachSchema = Type.Object(
  {
    messages: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Turns of the later speaker: 1 = her next turn. */
    turns: Type.Optional(Type.Integer({ minimum: 1 })),
    seconds: Type.Optional(Type.Number({ minimum: 1 })),
  },
  { ...exact, minProperties: 1 },
);
export type Reach = Static<typeof reachSchema>;

/** Why a reach in seconds could not be measured. */
export const noTimes: LocalText = { zh: "导出没有时间", en: "the export has no times" };

/** Whether `later` stands after `earlier` and within reach; null where times are needed and missing. */
export function reaches(view: View, earlier: Hit, later: Hit, reach: Reach | undefined): boolean | null {
  if (!follows(earlier, later)) return false;
  if (reach === undefined) return true;
  const [from, to] = [earlier.message, later.message];
  if (reach.messages !== undefined && messagesBetween(view, from, to) > reach.messages) return false;
  // Sides alternate: the other side's next turn is one run away, one's own next turn two.
  if (reach.turns !== undefined && Math.ceil((view.run(to) - view.run(from)) / 2) > reach.turns) return false;
  if (reach.seconds === undefined || from === to) return true;
  const [start, end] = [view.messages[from]!.at, view.messages[to]!.at];
  return start === null || end === null ? null : end - start <= reach.seconds * 1000;
}

/** In a later message, or later in the same one. */
export function follows(earlier: Hit, later: Hit): boolean {
  return later.message > earlier.message || (later.message === earlier.message && later.start >= earlier.end);
}

function messagesBetween(view: View, from: number, to: number): number {
  let count = 0;
  for (let index = from + 1; index <= to; index += 1) if (isCounted(view.messages[index]!)) count += 1;
  return count;
}
