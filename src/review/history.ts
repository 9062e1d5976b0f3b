import type { Static } from "typebox";
import { Type } from "../model/type.ts";
import { parseChecked } from "../text/checked-yaml.ts";
import type { Calibration } from "./calibrate.ts";

const exact = { additionalProperties: false } as const;

const historySchema = Type.Array(
  Type.Object(
    {
      weeks: Type.Array(Type.String()),
      /** Content hash of the rubric: a changed rule starts anew. */
      rubric: Type.String(),
      hash: Type.String(),
      rule: Type.String(),
      confirmed: Type.Integer({ minimum: 0 }),
      found: Type.Integer({ minimum: 0 }),
    },
    exact,
  ),
);
/** How many findings of a rule people confirmed, by weeks and by the rubric's content. */
export type History = Static<typeof historySchema>;

/** Reads a history; empty where there is none yet. Throws UserErrors (exit 2) with what is wrong in it. */
export function readHistory(text: string | null, file: string): History {
  return text === null ? [] : parseChecked(file, text, historySchema).value;
}

/** The history with this calibration in it; the same weeks and rubric again replace what was there. */
export function historyWith(history: History, { weeks, rubrics, rules }: Calibration): History {
  const hashes = new Map(rubrics.map(({ id, hash }) => [id, hash]));
  const added = rules.map(({ rubric, rule, precision }): History[number] => ({
    weeks: [...weeks],
    rubric,
    hash: hashes.get(rubric)!,
    rule,
    confirmed: precision.hits,
    found: precision.n,
  }));
  const key = (one: History[number]) => JSON.stringify([one.weeks, one.rubric, one.hash, one.rule]);
  const replaced = new Set(added.map(key));
  return [...history.filter((one) => !replaced.has(key(one))), ...added];
}
