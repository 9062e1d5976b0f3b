import {
  alternate,
  atEnd,
  atStart,
  concatenate,
  empty,
  isTelling,
  oneCharacter,
  type Part,
  rarestOf,
  repeat,
  type Step,
  spelt,
} from "./pattern-parts.ts";

// What a text must contain for a pattern to match in it, read off the pattern: it is tried only where
// one pass over the text has seen those words (the prefilter of
// https://swtch.com/~rsc/regexp/regexp4.html), in their order and near enough. Patterns are a subset of
// JavaScript's regular expressions in which every repetition is bounded, so that none runs away.

/** A match takes all steps of at least one of these, in their order. */
export type Needs = readonly (readonly Step[])[];

/** A fault in a pattern, for its author. */
export class PatternError extends Error {}

interface ReadingOptions {
  /** May refuse a letter with a PatternError. */
  checkLetter?: (letter: string) => void;
  /** What `{name}` in a pattern stands for, each a group of its own. */
  parts?: ReadonlyMap<string, Part>;
}

/**
 * What a match of the pattern needs. Throws PatternError for what is outside the subset, and where nothing
 * can be said.
 */
export function needsOf(source: string, options: ReadingOptions = {}): Needs {
  const ways = alternativesOf(source, options).flatMap((part) => part.ways);
  if (ways.some(({ steps }) => !steps.some(isTelling))) {
    throw new PatternError("任何匹配都必须含有某个固定的字词 / a match must contain some fixed word");
  }
  return ways.map((way) =>
    rarestOf(way.steps).map(({ words, reach }) => ({ words: shortestOf(words), reach })),
  );
}

/** What the pattern as a group can match. Throws PatternError for what is outside the subset. */
export function partOf(source: string, options: ReadingOptions): Part {
  return alternate(alternativesOf(source, options));
}

function alternativesOf(source: string, options: ReadingOptions): Part[] {
  const reader = new Reader(source, options);
  const alternatives = reader.alternatives();
  reader.end();
  return alternatives;
}

/** Without the words that contain another one: a text that has them has that too. */
function shortestOf(clause: readonly string[]): readonly string[] {
  const words = [...new Set(clause)];
  return words.filter((word) => !words.some((other) => other !== word && word.includes(other)));
}

const classEscapes = "dDsSwWpP";
const plainLetters = /[^\\^$.*+?()[\]{}|]+(?![*+?{])/uy;
const partName = /\{([a-z][a-z0-9-]*)\}/y;

class Reader {
  readonly #source: string;
  readonly #options: ReadingOptions;
  #at = 0;

  constructor(source: string, options: ReadingOptions) {
    this.#source = source;
    this.#options = options;
  }

  end(): void {
    if (this.#at < this.#source.length) throw new PatternError(`多余的“)” / unmatched )`);
  }

  alternatives(): Part[] {
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    return parts;
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source[this.#at]!)) {
      const letters = this.#letters();
      if (letters !== undefined) {
        parts.push(letters);
        continue;
      }
      const part = this.#atom();
      const [least, most] = this.#quantifier();
      parts.push(repeat(part, least, most));
    }
    return concatenate(parts);
  }

  /** The letters that stand here for themselves, without one that is repeated. */
  #letters(): Part | undefined {
    plainLetters.lastIndex = this.#at;
    const letters = plainLetters.exec(this.#source)?.[0];
    if (letters === undefined) return undefined;
    this.#at = plainLetters.lastIndex;
    if (this.#options.checkLetter) for (const letter of letters) this.#options.checkLetter(letter);
    return spelt(new Set([letters]));
  }

  #atom(): Part {
    if (this.#take("(")) return this.#group();
    if (this.#take("[")) return this.#class();
    if (this.#take("^")) return atStart;
    if (this.#take("$")) return atEnd;
    if (this.#take(".")) return oneCharacter;
    if (this.#take("\\")) {
      const escaped = this.#next();
      if (escaped === "b" || escaped === "B") {
        throw new PatternError("\\b 不认中文，请用 wholeWords / \\b does not know Chinese, use wholeWords");
      }
      if (/[^A-Za-z0-9]/.test(escaped)) return this.#literal(escaped);
      if (!classEscapes.includes(escaped)) {
        throw new PatternError(`不能用 \\${escaped} / \\${escaped} cannot be used here`);
      }
      if (escaped === "p" || escaped === "P") this.#skipPast("}");
      return oneCharacter;
    }
    const part = this.#part();
    if (part !== undefined) return part;
    if ("?*+{".includes(this.#source[this.#at]!)) {
      throw new PatternError("没有可以重复的字 / nothing to repeat");
    }
    return this.#literal(this.#next());
  }

  /** The part that `{name}` stands for, where one stands here. */
  #part(): Part | undefined {
    if (this.#source[this.#at] !== "{") return undefined;
    const name = this.#partName();
    const part = name === undefined ? undefined : this.#options.parts?.get(name);
    if (part !== undefined) this.#at = partName.lastIndex;
    return part;
  }

  #partName(): string | undefined {
    partName.lastIndex = this.#at;
    return partName.exec(this.#source)?.[1];
  }

  #group(): Part {
    const zeroWidth = ["?=", "?!", "?<=", "?<!"].some((opening) => this.#take(opening));
    if (!zeroWidth) this.#take("?:");
    const inside = alternate(this.alternatives());
    if (!this.#take(")")) throw new PatternError("缺少“)” / missing )");
    return zeroWidth ? empty : inside;
  }

  #class(): Part {
    const found = /^(?:[^\]\\]|\\.)*\]/u.exec(this.#source.slice(this.#at));
    if (!found) throw new PatternError("缺少“]” / missing ]");
    this.#at += found[0].length;
    const inside = found[0].slice(0, -1);
    const plain = /^[^\\^-]+$/.test(inside) && inside.length <= 40;
    if (!plain) return oneCharacter;
    return alternate([...inside].map((letter) => this.#literal(letter)));
  }

  #literal(letter: string): Part {
    this.#options.checkLetter?.(letter);
    return spelt(new Set([letter]));
  }

  #quantifier(): [least: number, most: number] {
    if (this.#take("?")) {
      this.#take("?");
      return [0, 1];
    }
    const sign = this.#source[this.#at];
    if (sign !== "{" && sign !== "*" && sign !== "+") return [1, 1];
    const bounded = /^\{(\d+)(?:,(\d+))?\}/.exec(this.#source.slice(this.#at));
    if (bounded) {
      this.#at += bounded[0].length;
      this.#take("?");
      const least = Number(bounded[1]);
      return [least, Number(bounded[2] ?? least)];
    }
    if (this.#partName() !== undefined) return [1, 1];
    throw new PatternError("重复须有上限，如 {0,8} / a repetition needs a limit, such as {0,8}");
  }

  #next(): string {
    const char = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    this.#at += char.length;
    return char;
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #skipPast(sign: string): void {
    const end = this.#source.indexOf(sign, this.#at);
    if (end === -1) throw new PatternError(`缺少“${sign}” / missing ${sign}`);
    this.#at = end + 1;
  }
}
