import type { Static } from "typebox";
import { Type } from "../model/type.ts";
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

/**
 * Hits among which one within reach of a place is looked for. Long conversations have thousands of both:
 * those near a place are found by their order, and the search ends where nothing further can be near.
 */
export class Nearby {
  readonly #view: View;
  readonly #hits: readonly Hit[];

  constructor(view: View, hits: readonly Hit[]) {
    const isSorted = hits.every((hit, index) => index === 0 || hits[index - 1]!.message <= hit.message);
    this.#view = view;
    this.#hits = isSorted ? hits : hits.toSorted((a, b) => a.message - b.message);
  }

  /** Whether one stands in a message. */
  isIn(message: number): boolean {
    return this.#hits[this.#firstFrom(message)]?.message === message;
  }

  /** Whether one stands before a place and within reach; null where times are needed and missing. */
  before(later: Hit, reach: Reach | undefined): boolean | null {
    return this.#stands(later, -1, this.#firstFrom(later.message + 1) - 1, reach);
  }

  /** Whether one stands after a place and within reach; null where times are needed and missing. */
  after(earlier: Hit, reach: Reach | undefined): boolean | null {
    return this.#stands(earlier, 1, this.#firstFrom(earlier.message), reach);
  }

  /** Looks from the hit at `from` away from a place, backwards or forwards. */
  #stands(place: Hit, step: -1 | 1, from: number, reach: Reach | undefined): boolean | null {
    let uncertain = false;
    for (let at = from; at >= 0 && at < this.#hits.length; at += step) {
      const hit = this.#hits[at]!;
      const [earlier, later] = step === 1 ? [place, hit] : [hit, place];
      if (!follows(earlier, later)) continue;
      const verdict = reaches(this.#view, earlier.message, later.message, reach);
      if (verdict === "far") break;
      if (verdict === true) return true;
      if (verdict === null) uncertain = true;
    }
    return uncertain ? null : false;
  }

  /** Index of the first hit in this message or a later one. */
  #firstFrom(message: number): number {
    let [low, high] = [0, this.#hits.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#hits[middle]!.message < message) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * Whether one message is within reach of an earlier one; null where times are needed and missing, "far"
 * where whatever is still further apart is not within reach either.
 */
function reaches(view: View, from: number, to: number, reach: Reach | undefined): boolean | null | "far" {
  if (reach === undefined) return true;
  if (reach.messages !== undefined && view.countedUpTo(to) - view.countedUpTo(from) > reach.messages)
    return "far";
  // Sides alternate: the other side's next turn is one run away, one's own next turn two.
  if (reach.turns !== undefined && Math.ceil((view.run(to) - view.run(from)) / 2) > reach.turns) return "far";
  if (reach.seconds === undefined || from === to) return true;
  const [start, end] = [view.messages[from]!.at, view.messages[to]!.at];
  if (start === null || end === null) return null;
  if (end - start <= reach.seconds * 1000) return true;
  return view.isInOrder ? "far" : false;
}

/** In a later message, or later in the same one. */
export function follows(earlier: Hit, later: Hit): boolean {
  return later.message > earlier.message || (later.message === earlier.message && later.start >= earlier.end);
}
