import type { Static } from "typebox";
import { Type } from "../model/type.ts";
import type { Values } from "./local-text.ts";
import { type Compiler, type Condition, conditionSchema, type Hit, type Outcome } from "./operator.ts";
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
type Parted = { near: Hit[]; apart: Hit[]; uncertain: Outcome | null; values: Values | undefined };

/** Compiles `find` with its anchors. */
export function anchorFinder(options: Anchors, compiler: Compiler): (view: View) => Parted {
  const find = compiler.condition(options.find);
  const anchors = (["after", "before", "around"] as const).flatMap((side) => {
    const condition = options[side];
    return condition === undefined ? [] : [{ side, evaluate: compiler.condition(condition) }];
  });
  return (view) => {
    const found = find(view);
    const parted: Parted = {
      near: [],
      apart: [],
      uncertain: found.value === null ? found : null,
      values: found.values,
    };
    if (found.hits.length === 0) return parted;
    const places = anchors.map(({ side, evaluate }) => {
      const { value, hits } = evaluate(view);
      return { side, value, nearby: new Nearby(view, hits) };
    });
    for (const hit of found.hits) {
      const verdicts = places.map(({ side, value, nearby }) =>
        isNear(hit, side, value, nearby, options.within),
      );
      if (verdicts.includes(false)) parted.apart.push(hit);
      else if (!verdicts.includes(null)) parted.near.push(hit);
      else parted.uncertain ??= { value: null, hits: [], misses: [], reason: noTimes };
    }
    return parted;
  };
}

function isNear(
  hit: Hit,
  side: "after" | "before" | "around",
  value: Outcome["value"],
  nearby: Nearby,
  within: Anchors["within"],
): boolean | null {
  // Words that overlap stand neither before nor after one another, but together.
  if (side === "around" && nearby.isIn(hit.message)) return true;
  const before = side === "before" ? false : nearby.before(hit, within);
  if (before === true) return true;
  const after = side === "after" ? false : nearby.after(hit, within);
  if (after === true) return true;
  return value === null || before === null || after === null ? null : false;
}
