import { createHash } from "node:crypto";
import type { Static } from "typebox";
import { UserError, UserErrors } from "../errors.ts";
import { type OccasionId, occasionIds } from "../model/occasion.ts";
import type { Settings } from "../model/report.ts";
import { Type } from "../model/type.ts";
import { type CheckedYaml, parseChecked } from "../text/checked-yaml.ts";
import { readNamed } from "../text/data.ts";
import { findEmoticons } from "../text/emoticons.ts";
import type { Locale } from "../text/wording.ts";
import { inLocale, localTextSchema } from "./local-text.ts";
import { exact } from "./operator.ts";
import { clausesOf } from "./said.ts";
import { Pairs } from "./similarity.ts";

/** A text as like the standard one as this counts as the standard one, where the handbook does not say. */
const defaultSimilarity = 0.7;

/** Shorter wording is like too much else. */
const leastCharacters = 4;

const texts = Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true });
const handbookSchema = Type.Object(
  {
    title: localTextSchema,
    similarity: Type.Optional(Type.Number({ minimum: 0.5, maximum: 1 })),
    occasions: Type.Partial(
      Type.Object(
        Object.fromEntries(occasionIds.map((id) => [id, texts])) as Record<OccasionId, typeof texts>,
      ),
      { ...exact, minProperties: 1 },
    ),
  },
  exact,
);
type Document = CheckedYaml<Static<typeof handbookSchema>>;

/** A shop's own standard wording for the occasions of a conversation. */
export interface ShopHandbook {
  /** How the report names it. */
  printed: NonNullable<Settings["handbook"]>;
  /** Wording by occasion, without `emoticons`. */
  wording: ReadonlyMap<OccasionId, readonly Pairs[]>;
  /** Clauses of the wording that has most. */
  longest: number;
  /** Names of the shop's emoticons; empty where the handbook does not say. */
  emoticons: ReadonlySet<string>;
}

/** Reads a shop's handbook. Throws UserErrors (exit 2) with all its problems, each at its place. */
export function loadShopHandbook(file: string, locale: Locale): ShopHandbook {
  const text = readNamed(file);
  const document = parseChecked(file, text, handbookSchema);
  const { title, similarity = defaultSimilarity, occasions } = document.value;
  checkWording(document);
  const { emoticons = [], ...others } = occasions;
  const written = Object.entries(others).map(
    ([id, list]) => [id as OccasionId, list.map(clausesOfWording)] as const,
  );
  return {
    printed: {
      title: inLocale(title, locale),
      hash: createHash("sha256").update(text).digest("hex"),
      similarity,
    },
    wording: new Map(written.map(([id, list]) => [id, list.map((clauses) => new Pairs(clauses.join("")))])),
    longest: Math.max(0, ...written.flatMap(([, list]) => list.map(({ length }) => length))),
    emoticons: new Set(emoticons.flatMap((code) => findEmoticons(code, null).map(({ name }) => name))),
  };
}

/** What stands in `{…}` is different each time and not compared. */
const clausesOfWording = (text: string) => clausesOf(text.replace(/\{[^{}]*\}/gu, ""), null);

function checkWording({ value, place }: Document): void {
  const problems = Object.entries(value.occasions).flatMap(([id, list]) =>
    list.flatMap((text, index) => {
      const problem =
        id === "emoticons"
          ? findEmoticons(text, null).length === 0 && `“${text}”不是表情 / no emoticon`
          : [...clausesOfWording(text).join("")].length < leastCharacters &&
            `“${text}”太短，至少 ${leastCharacters} 个字 / too short, at least ${leastCharacters} characters`;
      return problem === false ? [] : [new UserError(2, problem, { place: place(["occasions", id, index]) })];
    }),
  );
  if (problems.length > 0) throw new UserErrors(problems);
}
