import { join } from "node:path";
import type { Static } from "typebox";
import { Type } from "../model/type.ts";
import { parseChecked } from "../text/checked-yaml.ts";
import { dataFolder, filesIn, readData } from "../text/data.ts";

const exact = { additionalProperties: false } as const;
const heads = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });

const vocabularySchema = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z][a-z0-9-]*$" }),
    title: Type.Object({ zh: Type.String(), en: Type.String() }, exact),
    /** Whose figures these are; null for tools that work on several platforms. */
    platform: Type.Union([Type.String(), Type.Null()]),
    /** Column of the account. */
    agent: heads,
    /** Column of the day, where a row is about one day. */
    day: heads,
    /** Words in the agent's column of rows that add up the others. */
    totals: Type.Array(Type.String()),
    figures: Type.Array(
      Type.Object(
        {
          heads,
          unit: Type.Enum(["seconds", "share", "count", "ratio"]),
          /** Path into `metrics`; `misses` at its end is n less hits. */
          ours: Type.String({ minLength: 1 }),
        },
        exact,
      ),
      { minItems: 1 },
    ),
  },
  exact,
);

/** The columns of one kind of table that platforms and tools give out about agents. */
export type Vocabulary = Static<typeof vocabularySchema>;
export type ReconciledFigure = Vocabulary["figures"][number];

/** The kinds of tables that are known. */
export function loadVocabularies(folder = join(dataFolder, "reconcile")): Vocabulary[] {
  return filesIn(folder, ".yaml").map((file) => parseChecked(file, readData(file), vocabularySchema).value);
}

/** A head or a name without case, width and spaces. */
export function plainWord(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");
}
