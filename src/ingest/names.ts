import { ownCopy } from "../text/own-copy.ts";

/** No input has more names in use at a time; with more they are begun anew. */
const mostNames = 10_000;

/**
 * The names of one input, each held once: a name as it is cut from the text of an input would keep
 * that whole piece of text in memory.
 */
export class Names {
  readonly #known = new Map<string, string>();

  /** The name; `before`, the one that stood there last, where it is the same. */
  own(name: string | null, before: string | null): string | null {
    if (name === null || name === before) return name === null ? null : before;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const copy = ownCopy(name);
    if (this.#known.size >= mostNames) this.#known.clear();
    this.#known.set(copy, copy);
    return copy;
  }
}
