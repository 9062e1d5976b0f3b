import { en } from "./locales/en.ts";
import { type Wording, zh } from "./locales/zh.ts";

export type { Wording };

/** Languages of the interface; the first is the default. */
export const locales = ["zh", "en"] as const;
export type Locale = (typeof locales)[number];

/** The words of a language. */
export function wordingOf(locale: Locale): Wording {
  return wordings[locale];
}

const wordings: Record<Locale, Wording> = { zh, en };
