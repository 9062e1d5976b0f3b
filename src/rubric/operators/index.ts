import type { Operator } from "../operator.ts";
import { all } from "./all.ts";
import { answered } from "./answered.ts";
import { any } from "./any.ts";
import { apart } from "./apart.ts";
import { count } from "./count.ts";
import { event } from "./event.ts";
import { fact } from "./fact.ts";
import { figure } from "./figure.ts";
import { flow } from "./flow.ts";
import { near } from "./near.ts";
import { none } from "./none.ts";
import { ratio } from "./ratio.ts";
import { repeat } from "./repeat.ts";
import { replies } from "./replies.ts";
import { response } from "./response.ts";
import { says } from "./says.ts";
import { selfId } from "./self-id.ts";
import { some } from "./some.ts";
import { use } from "./use.ts";

/** Every word of the language, in the order of its reference. */
export const operators: readonly Operator[] = [
  says,
  selfId,
  event,
  fact,
  figure,
  replies,
  answered,
  all,
  any,
  none,
  some,
  count,
  ratio,
  near,
  apart,
  response,
  flow,
  repeat,
  use,
];

const byName = new Map(operators.map((operator) => [operator.name, operator]));

/** The operator of a name. */
export function operatorNamed(name: string): Operator | undefined {
  return byName.get(name);
}
