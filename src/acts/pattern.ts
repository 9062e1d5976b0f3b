// Patterns of act files: a subset of JavaScript's regular expressions in which every repetition is
// bounded, so that none runs away, and from which the words that a match must contain can be read
// off, so that a pattern is tried only where the automaton has seen one of them (the prefilter of
// https://swtch.com/~rsc/regexp/regexp4.html).

import { normalise } from "../text/normalise.ts";

/** What a part of a pattern can match. */
interface Part {
  /** All the strings that it matches, where they are few; null = many. */
  exact: ReadonlySet<string> | null;
  /** Every match contains one of these; null = nothing can be said. */
  needs: readonly string[] | null;
}

const maxExact = 160;
const empty: Part = { exact: new Set([""]), needs: null };
const anything: Part = { exact: null, needs: null };

/** A fault in a pattern, for the author of the act file. */
export class PatternError extends Error {}

/** `{name}` replaced by what it stands for; the parts may use parts defined before them. */
export function expand(source: string, parts: ReadonlyMap<string, string>): string {
  return source.replace(/\{([a-z][a-z0-9-]*)\}/g, (_, name: string) => {
    const part = parts.get(name);
    if (part === undefined)
      throw new PatternError(`不认识的词表“{${name}}” / unknown list or part {${name}}`);
    return part;
  });
}

/** A word list as a piece of a pattern, longer words first. */
export function alternation(words: readonly string[]): string {
  const escaped = [...words]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return `(?:${escaped.join("|")})`;
}

/** The strings of which a match of the pattern must contain one. Throws PatternError. */
export function neededLiterals(source: string): readonly string[] {
  const reader = new Reader(source);
  const needs = best(reader.alternatives());
  reader.end();
  if (needs === null) {
    throw new PatternError("任何匹配都必须含有某个固定的字词 / a match must contain some fixed word");
  }
  return needs;
}

function best(part: Part): readonly string[] | null {
  const exact = part.exact !== null && !part.exact.has("") ? [...part.exact] : null;
  return better(exact, part.needs);
}

/** Longer literals are rarer; of equally long ones fewer are better. */
function better(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  const shortest = (list: readonly string[]) => Math.min(...list.map((word) => word.length));
  const difference = shortest(a) - shortest(b);
  return difference > 0 || (difference === 0 && a.length <= b.length) ? a : b;
}

function concatenate(parts: readonly Part[]): Part {
  let run: Set<string> = new Set([""]);
  let needs: readonly string[] | null = null;
  let whole = true;
  const close = () => {
    if (!run.has("")) needs = better(needs, [...run]);
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
    needs = better(needs, part.needs);
    run = new Set(part.exact ?? [""]);
  }
  close();
  return { exact: whole ? run : null, needs };
}

function alternate(parts: readonly Part[]): Part {
  if (parts.length === 1) return parts[0]!;
  const exact = new Set<string>();
  let all = true;
  for (const part of parts) {
    if (part.exact === null) all = false;
    else for (const text of part.exact) exact.add(text);
  }
  if (all && exact.size <= maxExact) return { exact, needs: null };
  const needs = parts.map(best);
  return { exact: null, needs: needs.includes(null) ? null : [...new Set(needs.flatMap((list) => list!))] };
}

function repeat(part: Part, least: number, most: number): Part {
  if (least === 1 && most === 1) return part;
  if (least === 0 && most === 1 && part.exact !== null)
    return { exact: new Set([...part.exact, ""]), needs: null };
  return least === 0 ? anything : { exact: null, needs: best(part) };
}

const classEscapes = "dDsSwWpP";

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  end(): void {
    if (this.#at < this.#source.length) throw new PatternError(`多余的“)” / unmatched )`);
  }

  alternatives(): Part {
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    return alternate(parts);
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source[this.#at]!)) {
      const part = this.#atom();
      const [least, most] = this.#quantifier();
      parts.push(repeat(part, least, most));
    }
    return concatenate(parts);
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
      if (/[^A-Za-z0-9]/.test(escaped)) return literal(escaped);
      if (!classEscapes.includes(escaped)) {
        throw new PatternError(`不能用 \\${escaped} / \\${escaped} cannot be used here`);
      }
      if (escaped === "p" || escaped === "P") this.#skipPast("}");
      return anything;
    }
    return literal(this.#next());
  }

  #group(): Part {
    const zeroWidth = ["?=", "?!", "?<=", "?<!"].some((opening) => this.#take(opening));
    if (!zeroWidth) this.#take("?:");
    const inside = this.alternatives();
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
    return alternate([...inside].map(literal));
  }

  #quantifier(): [least: number, most: number] {
    if (this.#take("?")) return [0, 1];
    const bounded = /^\{(\d+)(?:,(\d+))?\}/.exec(this.#source.slice(this.#at));
    if (bounded) {
      this.#at += bounded[0].length;
      this.#take("?");
      const least = Number(bounded[1]);
      return [least, Number(bounded[2] ?? least)];
    }
    if (/^(?:[*+]|\{)/.test(this.#source.slice(this.#at))) {
      throw new PatternError("重复须有上限，如 {0,8} / a repetition needs a limit, such as {0,8}");
    }
    return [1, 1];
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

/** Patterns see normalised text only: a letter that normalising changes would never match. */
function literal(char: string): Part {
  const seen = normalise(char).text;
  if (char !== " " && seen !== char) {
    throw new PatternError(`“${char}”在比较时已写成“${seen}” / compared text has "${seen}" for "${char}"`);
  }
  return { exact: new Set([char]), needs: null };
}
