import { type Static, Type } from "typebox";
import type { SessionMessage } from "../model/message.ts";
import { type Normalised, normalise } from "../text/normalise.ts";
import { exact } from "./operator.ts";
import { similarity } from "./similarity.ts";

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

/** One or several as several. */
export function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

const normals = new WeakMap<SessionMessage, Normalised>();

/** The normalised text of a message, computed once. */
export function normalOf(message: SessionMessage): Normalised {
  let normal = normals.get(message);
  if (normal === undefined) {
    normal = normalise(message.text);
    normals.set(message, normal);
  }
  return normal;
}

/** Compiles wording to a search: the spans of a message that carry it. */
export function wordingFinder({ phrase, pattern, like }: Wording): (message: SessionMessage) => Span[] {
  const phrases = asList(phrase).map((text) => normalise(text).text);
  const patterns = asList(pattern).map((source) => new RegExp(source, "gu"));
  const texts = like?.texts.map((text) => normalise(text).text) ?? [];
  return (message) => {
    const normal = normalOf(message);
    const spans = phrases.flatMap((words) => occurrences(normal.text, words));
    for (const expression of patterns) {
      // A search that finds nothing is far cheaper than an iterator that does.
      if (normal.text.search(expression) === -1) continue;
      for (const match of normal.text.matchAll(expression)) {
        if (match[0].length > 0) spans.push({ start: match.index, end: match.index + match[0].length });
      }
    }
    if (texts.some((text) => similarity(text, normal.text) >= like!.similarity)) {
      spans.push({ start: 0, end: normal.text.length });
    }
    return spans.map(({ start, end }) => normal.original(start, end));
  };
}

function occurrences(text: string, words: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + words.length)) {
    spans.push({ start: at, end: at + words.length });
  }
  return spans;
}
