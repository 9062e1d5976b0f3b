import type { Static } from "typebox";
import { Type } from "../model/type.ts";
import { eachMatch } from "../text/each-match.ts";
import { type Normalised, normalise, normalOfText } from "../text/normalise.ts";
import { patternNumber, phraseNumber, vagueNumber } from "./criteria.ts";
import { exact } from "./operator.ts";
import { similarity } from "./similarity.ts";
import type { View } from "./view.ts";

const words = Type.Union([
  Type.String({ minLength: 1 }),
  Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true }),
]);

/** Wording by phrases (anywhere in the normalised text) and patterns (regular expressions over it). */
export const wordingSchema = {
  phrase: Type.Optional(words),
  pattern: Type.Optional(words),
};

/** Wording that comes close to one of the shop's own texts; similarity is 0–1. */
export const likeSchema = Type.Object(
  {
    texts: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true }),
    similarity: Type.Number({ minimum: 0.1, maximum: 1 }),
  },
  exact,
);

const wordingObject = Type.Object({ ...wordingSchema, like: Type.Optional(likeSchema) });
export type Wording = Static<typeof wordingObject>;

/** Words of a message: UTF-16 offsets `[start, end)`. */
export interface Span {
  start: number;
  end: number;
}

/** No words: most messages hold nothing of what is looked for. */
export const noSpans: readonly Span[] = [];

/** One or several as several. */
export function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

/** The normalised text of a message. */
export const normalOf = ({ text }: { text: string }): Normalised => normalOfText(text);

/** What a message must hold of wording to be looked at (see criteria.ts). */
export function criteriaOf({ phrase, pattern, like }: Wording): number[] {
  return [
    ...phrasesOf(phrase).map(({ number }) => number),
    ...asList(pattern).map(patternNumber),
    ...(like === undefined ? [] : [vagueNumber()]),
  ];
}

function phrasesOf(phrase: Wording["phrase"]): { words: string; number: number }[] {
  return asList(phrase)
    .map((text) => normalise(text).text)
    .filter((words) => words !== "")
    .map((words) => ({ words, number: phraseNumber(words) }));
}

/** Compiles wording to a search for the spans of a message that carry it. */
export function wordingFinder(wording: Wording): (view: View, message: number) => readonly Span[] {
  const { phrase, pattern, like } = wording;
  const phrases = phrasesOf(phrase);
  const patterns = asList(pattern).map((source) => ({
    expression: new RegExp(source, "gu"),
    number: patternNumber(source),
  }));
  const texts = like?.texts.map((text) => normalise(text).text) ?? [];
  const criteria = criteriaOf(wording);
  return (view, message) => {
    const { traces } = view;
    if (!criteria.some((number) => traces.mayHold(message, number))) return noSpans;
    const normal = traces.normal(message);
    const { text } = normal;
    const spans: Span[] = [];
    for (const { words, number } of phrases)
      if (traces.mayHold(message, number))
        for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + words.length))
          spans.push(normal.original(at, at + words.length));
    for (const { expression, number } of patterns)
      if (traces.mayHold(message, number))
        eachMatch(expression, text, ({ index, 0: found }) =>
          spans.push(normal.original(index, index + found.length)),
        );
    if (texts.some((known) => similarity(known, text) >= like!.similarity))
      spans.push(normal.original(0, text.length));
    return spans;
  };
}
