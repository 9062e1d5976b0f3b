import { type Place, UserError } from "../errors.ts";

/** A sentence in both languages. */
export interface Sentence {
  zh: string;
  en: string;
}

/** Something wrong with an input; Chinese until `inLocale` is told otherwise, so that readers need not know the language. */
export class InputError extends UserError {
  readonly #english: UserError;

  constructor(
    exit: 2 | 3,
    message: Sentence,
    { hint, ...rest }: { place?: Place; hint?: Sentence; cause?: unknown } = {},
  ) {
    super(exit, message.zh, { ...rest, ...(hint && { hint: hint.zh }) });
    this.#english = new UserError(exit, message.en, { ...rest, ...(hint && { hint: hint.en }) });
  }

  in(locale: "zh" | "en"): UserError {
    return locale === "zh" ? this : this.#english;
  }
}

/** The error in the language asked for, where it knows both. */
export function inLocale(error: UserError, locale: "zh" | "en"): UserError {
  return error instanceof InputError ? error.in(locale) : error;
}
