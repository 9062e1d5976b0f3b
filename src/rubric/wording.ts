import type { Static } from "typebox";
import { Type } from "../model/type.ts";
import { eachMatch } from "../text/each-match.ts";
import { type Normalised, normalise, normalOfText } from "../text/normalise.ts";
import { patternNumber, phraseNumber, vagueNumber } from "./criteria.ts";
import { exact, type Hit } from "./operator.ts";
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

/** Adds what is found in a message to the hits of those before it: one list for all of them. */
export type Finder = (view: View, message: number, hits: Hit[]) => void;

/** Compiles wording to a search for the words of a message that carry it. */
export function wordingFinder(wording: Wording): Finder {
  const { phrase, pattern, like } = wording;
  const phrases = phrasesOf(phrase);
  const patterns = asList(pattern).map((source) => ({
    expression: new RegExp(source, "gu"),
    number: patternNumber(source),
  }));
  const texts = like?.texts.map((text) => normalise(text).text) ?? [];
  const criteria = criteriaOf(wording);
  return (view, message, hits) => {
    const { traces } = view;
    if (!criteria.some((number) => traces.mayHold(message, number))) return;
    const normal = traces.normal(message);
    const { text } = normal;
    const add = (from: number, to: number) => {
      const { start, end } = normal.original(from, to);
      hits.push({ message, start, end });
    };
    for (const { words, number } of phrases)
      if (traces.mayHold(message, number))
        for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + words.length))
          add(at, at + words.length);
    for (const { expression, number } of patterns)
      if (traces.mayHold(message, number))
        eachMatch(expression, text, ({ index, 0: found }) => add(index, index + found.length));
    if (texts.some((known) => similarity(known, text) >= like!.similarity)) add(0, text.length);
  };
}
