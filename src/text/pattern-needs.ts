// What a text must contain for a pattern to match in it, read off the pattern: it is tried only where
// one pass over the text has seen those words (the prefilter of
// https://swtch.com/~rsc/regexp/regexp4.html). Patterns are a subset of JavaScript's regular
// expressions in which every repetition is bounded, so that none runs away.

/** Words of which a text must contain one. */
export type Clause = readonly string[];

/** A match needs all clauses of at least one of these. */
export type Needs = readonly (readonly Clause[])[];

/** What a part of a pattern can match. */
export interface Part {
  /** All the strings that it matches, where they are few; null = many. */
  exact: ReadonlySet<string> | null;
  /** Every match meets all of these. */
  needs: readonly Clause[];
}

/** More spelt-out strings tell little more, and make the search for them large. */
const maxExact = 32;
/** More clauses tell little more and cost their look-ups. */
const maxClauses = 4;
const empty: Part = { exact: new Set([""]), needs: [] };
const anything: Part = { exact: null, needs: [] };

/** A fault in a pattern, for its author. */
export class PatternError extends Error {}

interface ReadingOptions {
  /** May refuse a letter with a PatternError. */
  checkLetter?: (letter: string) => void;
  /** What `{name}` in a pattern stands for, each a group of its own. */
  parts?: ReadonlyMap<string, Part>;
}

/**
 * What a match of the pattern needs, the rarest clause first. Throws PatternError for what is outside
 * the subset, and where nothing can be said.
 */
export function needsOf(source: string, options: ReadingOptions = {}): Needs {
  const alternatives = alternativesOf(source, options).map((part) => clausesOf(part).map(shortestOf));
  if (alternatives.some(({ length }) => length === 0)) {
    throw new PatternError("任何匹配都必须含有某个固定的字词 / a match must contain some fixed word");
  }
  return alternatives;
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

function clausesOf({ exact, needs }: Part): readonly Clause[] {
  const clauses = exact === null || exact.has("") ? needs : [[...exact]];
  return clauses.toSorted(byRarity).slice(0, maxClauses);
}

/** Longer words are rarer; of equally long ones fewer are better. */
function byRarity(a: Clause, b: Clause): number {
  return shortest(b) - shortest(a) || a.length - b.length;
}

const shortest = (clause: Clause) => Math.min(...clause.map((word) => word.length));

/** Without the words that contain another one: a text that has them has that too. */
function shortestOf(clause: Clause): Clause {
  const words = [...new Set(clause)];
  return words.filter((word) => !words.some((other) => other !== word && word.includes(other)));
}

function concatenate(parts: readonly Part[]): Part {
  let run: ReadonlySet<string> = new Set([""]);
  const needs: Clause[] = [];
  let whole = true;
  const close = () => {
    if (!run.has("")) needs.push([...run]);
  };
  for (const part of parts) {
    if (part.exact !== null && part.exact.size * run.size <= maxExact) {
      const joined = new Set<string>();
      for (const head of run) for (const tail of part.exact) joined.add(head + tail);
      run = joined;
      continue;
    }
    whole = false;
    close();
    needs.push(...part.needs);
    run = new Set(part.exact ?? [""]);
  }
  if (whole) return { exact: run, needs: [] };
  close();
  return { exact: null, needs };
}

function alternate(parts: readonly Part[]): Part {
  if (parts.length === 1) return parts[0]!;
  const exact = new Set<string>();
  let all = true;
  for (const part of parts) {
    if (part.exact === null) all = false;
    else for (const text of part.exact) exact.add(text);
  }
  if (all && exact.size <= maxExact) return { exact, needs: [] };
  const rarest = parts.map((part) => clausesOf(part)[0]);
  const needs = rarest.includes(undefined) ? [] : [[...new Set(rarest.flatMap((clause) => clause!))]];
  return { exact: null, needs };
}

function repeat(part: Part, least: number, most: number): Part {
  if (least === 1 && most === 1) return part;
  if (least === 0 && most === 1 && part.exact !== null)
    return { exact: new Set([...part.exact, ""]), needs: [] };
  return least === 0 ? anything : { exact: null, needs: clausesOf(part) };
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
    return { exact: new Set([letters]), needs: [] };
  }

  #atom(): Part {
    if (this.#take("(")) return this.#group();
    if (this.#take("[")) return this.#class();
    if (this.#take("^") || this.#take("$")) return empty;
    if (this.#take(".")) return anything;
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
      return anything;
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
    if (!plain) return anything;
    return alternate([...inside].map((letter) => this.#literal(letter)));
  }

  #literal(letter: string): Part {
    this.#options.checkLetter?.(letter);
    return { exact: new Set([letter]), needs: [] };
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
