import type { Static } from "typebox";
import { Type } from "../model/type.ts";
import type { Locale } from "../text/wording.ts";

const sentence = Type.String({ minLength: 1 });

/** Text for readers: in Chinese and English, or one text that serves both. */
export const localTextSchema = Type.Union([
  sentence,
  Type.Object({ zh: sentence, en: sentence }, { additionalProperties: false }),
]);
export type LocalText = Static<typeof localTextSchema>;

/** The text in a locale. */
export function inLocale(text: LocalText, locale: Locale): string {
  return typeof text === "string" ? text : text[locale];
}

type Scalar = string | number | boolean;

/** What can be put into a text: `{name}` is replaced by the value of that name. */
export type Values = Readonly<Record<string, Scalar | readonly Scalar[] | LocalText>>;

const placeholder = /\{(\w+)\}/g;

/** Replaces every `{name}` whose value one of these knows, the first before the others; what none knows stays, so that a slip is seen. */
export function fill(text: LocalText, values: Values, locale: Locale, others?: Values): string {
  return inLocale(text, locale).replace(placeholder, (whole, name: string) => {
    const value = values[name] ?? others?.[name];
    if (value === undefined) return whole;
    if (Array.isArray(value)) return value.join(locale === "zh" ? "、" : ", ");
    return typeof value === "object" ? inLocale(value as LocalText, locale) : String(value);
  });
}

/** Names of the `{placeholders}` of a text, in both languages. */
export function placeholdersOf(text: LocalText): string[] {
  const all = typeof text === "string" ? text : `${text.zh}\n${text.en}`;
  return [...new Set([...all.matchAll(placeholder)].map((match) => match[1]!))];
}
