import { Memo } from "./memo.ts";
import { setOwn } from "./own-member.ts";

/** How many texts have a number. */
const mostTexts = 1 << 12;
/** A shorter text is no longer than its number. */
const shortest = 4;
/** Stands before the number of a text, and before a text that begins with it. */
const mark = "~";
/** Stands first in a list, as the number of its keys does in an object. */
const isList = -1;

/**
 * JSON that only its writer can read, and much shorter: names of members stand in it as one number for
 * all, texts that come again as a number each.
 */
export class CompactJson {
  /** Numbers of lists of names, by the first name. */
  readonly #shapes = new Map<string, readonly number[]>();
  readonly #keys: (readonly string[])[] = [];
  readonly #numbers = new Map<string, string>();
  readonly #texts: string[] = [];
  /** Texts that came once. */
  readonly #once = new Memo<true>(mostTexts);

  /** Plain data: objects, lists, texts, numbers, true, false and null. */
  write(value: unknown): string {
    return JSON.stringify(this.#shortened(value));
  }

  read(json: string): unknown {
    return this.#restored(JSON.parse(json));
  }

  #shortened(value: unknown): unknown {
    if (typeof value === "string") return this.#text(value);
    if (typeof value !== "object" || value === null) return value;
    const short: unknown[] = [];
    if (Array.isArray(value)) {
      short.push(isList);
      for (const item of value) short.push(this.#shortened(item));
      return short;
    }
    const members = value as Record<string, unknown>;
    const keys: string[] = [];
    short.push(0);
    for (const key in members) {
      if (members[key] === undefined) continue;
      keys.push(key);
      short.push(this.#shortened(members[key]));
    }
    short[0] = this.#shape(keys);
    return short;
  }

  #shape(keys: readonly string[]): number {
    const first = keys[0] ?? "";
    const alike = this.#shapes.get(first) ?? [];
    let shape = alike.find((known) => areEqual(this.#keys[known]!, keys));
    if (shape === undefined) {
      shape = this.#keys.push(keys) - 1;
      this.#shapes.set(first, [...alike, shape]);
    }
    return shape;
  }

  #text(text: string): string {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const plain = text.startsWith(mark) ? mark + text : text;
    if (text.length < shortest || this.#texts.length === mostTexts) return plain;
    let isNew = false;
    this.#once.get(text, () => {
      isNew = true;
      return true;
    });
    if (isNew) return plain;
    const number = `${mark}${this.#texts.push(text) - 1}`;
    this.#numbers.set(text, number);
    return number;
  }

  #restored(value: unknown): unknown {
    if (typeof value === "string") return this.#textOf(value);
    if (!Array.isArray(value)) return value;
    const shape = value[0] as number;
    if (shape === isList) return value.slice(1).map((item) => this.#restored(item));
    const keys = this.#keys[shape]!;
    const members: Record<string, unknown> = {};
    for (let index = 0; index < keys.length; index += 1)
      setOwn(members, keys[index]!, this.#restored(value[index + 1]));
    return members;
  }

  #textOf(text: string): string {
    if (!text.startsWith(mark)) return text;
    return text.startsWith(mark, 1) ? text.slice(1) : this.#texts[Number(text.slice(1))]!;
  }
}

const areEqual = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => name === b[index]);
