import type { Static } from "typebox";
import { Type } from "../model/type.ts";
import type { Values } from "./local-text.ts";
import {
  type Compiler,
  type Condition,
  conditionSchema,
  type Hit,
  nothing,
  type Outcome,
  unknown,
} from "./operator.ts";
import { Nearby, noTimes, reachSchema } from "./reach.ts";
import type { View } from "./view.ts";

/** What is looked for, and what it stands near to. */
export const anchorFields = {
  find: conditionSchema,
  after: Type.Optional(conditionSchema),
  before: Type.Optional(conditionSchema),
  around: Type.Optional(conditionSchema),
  within: Type.Optional(reachSchema),
};
const anchorObject = Type.Object(anchorFields);
export type Anchors = Static<typeof anchorObject>;

/** Conditions among the options. */
export function partsOfAnchors({ find, after, before, around }: Anchors): [string, Condition][] {
  const given = { find, after, before, around };
  return Object.entries(given).filter((entry): entry is [string, Condition] => entry[1] !== undefined);
}

/** Hits parted by whether an anchor stands near them, or what keeps that from being known. */
interface Parted {
  near: readonly Hit[];
  apart: readonly Hit[];
  uncertain: Outcome | null;
  values: Values | undefined;
}

/** Where an anchor stands in a session. */
interface Places {
  side: "after" | "before" | "around";
  value: Outcome["value"];
  nearby: Nearby;
}

/** Compiles `find` with its anchors. */
export function anchorFinder(options: Anchors, compiler: Compiler): (view: View) => Parted {
  const find = compiler.condition(options.find);
  const anchors = (["after", "before", "around"] as const).flatMap((side) => {
    const condition = options[side];
    return condition === undefined ? [] : [{ side, evaluate: compiler.condition(condition) }];
  });
  return (view) => {
    const found = find(view);
    const { hits, values } = found;
    const uncertain = found.value === null ? found : null;
    if (hits.length === 0) return { near: nothing, apart: nothing, uncertain, values };
    const places: Places[] = [];
    for (const { side, evaluate } of anchors) {
      const anchor = evaluate(view);
      // Most often it stands nowhere.
      if (anchor.hits.length === 0 && anchor.value !== null)
        return { near: nothing, apart: hits, uncertain, values };
      places.push({ side, value: anchor.value, nearby: new Nearby(view, anchor.hits) });
    }
    return { ...part(hits, places, options.within, uncertain), values };
  };
}

function part(
  hits: readonly Hit[],
  places: readonly Places[],
  within: Anchors["within"],
  open: Outcome | null,
): Omit<Parted, "values"> {
  const near: Hit[] = [];
  const apart: Hit[] = [];
  let uncertain = open;
  for (const hit of hits) {
    const verdicts = places.map((place) => isNear(hit, place, within));
    if (verdicts.includes(false)) apart.push(hit);
    else if (!verdicts.includes(null)) near.push(hit);
    else uncertain ??= unknown(noTimes);
  }
  return { near, apart, uncertain };
}

function isNear(hit: Hit, { side, value, nearby }: Places, within: Anchors["within"]): boolean | null {
  // Words that overlap stand neither before nor after one another, but together.
  if (side === "around" && nearby.isIn(hit.message)) return true;
  const before = side === "before" ? false : nearby.before(hit, within);
  if (before === true) return true;
  const after = side === "after" ? false : nearby.after(hit, within);
  if (after === true) return true;
  return value === null || before === null || after === null ? null : false;
}
