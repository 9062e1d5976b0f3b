import type { CompiledPattern } from "./finder.ts";

const longest = 80;

/** What a text that asks for no answer may consist of (only-thanks.yaml). */
export interface OnlyThanksWords {
  core: readonly string[];
  filler: readonly string[];
  greetings: readonly CompiledPattern[];
}

/**
 * Whether a normalised text is made of nothing but words that thank or acknowledge (`core`, at least
 * one), particles, forms of address and punctuation (`filler`), and greetings.
 */
export class OnlyThanks {
  readonly #core: ReadonlySet<string>;
  /** All words by their first unit. */
  readonly #words = new Map<string, string[]>();
  readonly #greetings: readonly CompiledPattern[];

  constructor(words: OnlyThanksWords) {
    this.#core = new Set(words.core);
    this.#greetings = words.greetings;
    for (const word of [...words.core, ...words.filler]) {
      const first = this.#words.get(word[0]!);
      if (first === undefined) this.#words.set(word[0]!, [word]);
      else first.push(word);
    }
  }

  test(normalised: string): boolean {
    if (normalised.length > longest || normalised.includes("?")) return false;
    const text = this.#greetings
      .reduce((left, { source }) => left.replace(source, ""), normalised)
      .replaceAll(" ", "");
    // Per place: 0 = out of reach, 1 = reached with fillers only, 2 = with a core word.
    const reached = new Uint8Array(text.length + 1);
    reached[0] = 1;
    for (let at = 0; at < text.length; at += 1) {
      if (reached[at] === 0) continue;
      for (const word of this.#words.get(text[at]!) ?? []) {
        if (!text.startsWith(word, at)) continue;
        const end = at + word.length;
        const level = this.#core.has(word) ? 2 : reached[at]!;
        if (level > reached[end]!) reached[end] = level;
      }
    }
    return reached[text.length] === 2;
  }
}
