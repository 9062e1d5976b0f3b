/**
 * Results by text, for texts that come again and again. Holds at most about two generations of `size`
 * entries in a table of fixed size, where each text has two places: a new one takes that of the one that
 * was not asked for last. A map that grows and is thrown away again takes longer than most of what is
 * kept here saves.
 */
export class Memo<T> {
  readonly #mask: number;
  readonly #keys: (string | undefined)[];
  readonly #values: (T | undefined)[];

  /** `size` is a power of two. */
  constructor(size: number) {
    this.#mask = 2 * size - 2;
    this.#keys = new Array(2 * size).fill(undefined);
    this.#values = new Array(2 * size).fill(undefined);
  }

  get(key: string, make: () => T): T {
    const [keys, values] = [this.#keys, this.#values];
    const at = placeOf(key) & this.#mask;
    if (keys[at] === key) return values[at] as T;
    const value = keys[at + 1] === key ? (values[at + 1] as T) : make();
    keys[at + 1] = keys[at];
    values[at + 1] = values[at];
    keys[at] = key;
    values[at] = value;
    return value;
  }
}

/** So many letters of a text, evenly spread, tell where it is kept. */
const lettersUsed = 32;

function placeOf(text: string): number {
  const step = Math.ceil(text.length / lettersUsed);
  let hash = text.length;
  for (let at = text.length - 1; at >= 0; at -= step)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) << 1;
}
