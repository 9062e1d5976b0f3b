import type { Static } from "typebox";
import { Type } from "../model/type.ts";
import type { LocalText } from "./local-text.ts";

/** Lower and upper limit, both inclusive. */
export const boundsSchema = {
  atLeast: Type.Optional(Type.Number()),
  atMost: Type.Optional(Type.Number()),
};
const boundsObject = Type.Object(boundsSchema);
export type Bounds = Static<typeof boundsObject>;

/** Whether a number keeps both limits. */
export function within(value: number, { atLeast, atMost }: Bounds): boolean {
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
}

/** Limits that no number keeps, or that are none. */
export function boundsContradiction({ atLeast, atMost }: Bounds): LocalText | null {
  if (atLeast === undefined && atMost === undefined) {
    return { zh: "没有写 atLeast 或 atMost，永远成立", en: "neither atLeast nor atMost: it always holds" };
  }
  if (atLeast === undefined || atMost === undefined || atLeast <= atMost) return null;
  return {
    zh: `atLeast ${atLeast} 大于 atMost ${atMost}，永远不成立`,
    en: `atLeast ${atLeast} is above atMost ${atMost}: it never holds`,
  };
}
