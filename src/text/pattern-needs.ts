// What a text must contain for a pattern to match in it, read off the pattern: it is tried only where
// one pass over the text has seen those words (the prefilter of
// https://swtch.com/~rsc/regexp/regexp4.html), in their order and near enough. Patterns are a subset of
// JavaScript's regular expressions in which every repetition is bounded, so that none runs away.

/** What a match needs at some place of it. */
export interface Step {
  /** One of these words. */
  words: readonly string[];
  /** So many characters at most from the beginning of that word to the end of the word of the next step. */
  reach: number;
}

/** A match takes all steps of at least one of these, in their order. */
export type Needs = readonly (readonly Step[])[];

/** What stands among the words of a step for the beginning and the end of the text: normalised text has neither. */
export const textStart = "\u200e";
export const textEnd = "\u200f";

/** What a part of a pattern can match. */
export interface Part {
  /** All the strings that it matches, where they are few; null = many. */
  exact: ReadonlySet<string> | null;
  /** Every match goes one of these ways. */
  ways: readonly Way[];
  /** A match has so many characters at most. */
  longest: number;
}

/** Steps that follow each other; the reach of the last one is to the end of the part. */
interface Way {
  steps: readonly Step[];
  /** So many characters at most until the word of the first step ends; without steps, until the part ends. */
  lead: number;
}

/** More ways tell little more, and make the search large. */
const maxWays = 16;
/** More spelt-out strings tell little more, and make the search for them large. */
const maxExact = 32;
/** More steps tell little more and cost their look-ups. */
const maxSteps = 4;

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

/** The rarest steps. */
function rarestOf(steps: readonly Step[]): Step[] {
  const rarest = steps.toSorted(byRarity).slice(0, maxSteps);
  const kept: Step[] = [];
  for (const step of steps) {
    const last = kept.at(-1);
    if (rarest.includes(step)) kept.push({ ...step });
    else if (last !== undefined) last.reach += step.reach;
  }
  return kept;
}

/** Longer words are rarer; of equally long ones fewer are better. */
function byRarity(a: Step, b: Step): number {
  return shortest(b) - shortest(a) || a.words.length - b.words.length;
}

const shortest = (step: Step) => (isTelling(step) ? Math.min(...step.words.map(({ length }) => length)) : 0);

/** Whether there are texts that have none of its words. */
const isTelling = ({ words }: Step) => !words.includes(textStart) && !words.includes(textEnd);

/** Without the words that contain another one: a text that has them has that too. */
function shortestOf(clause: readonly string[]): readonly string[] {
  const words = [...new Set(clause)];
  return words.filter((word) => !words.some((other) => other !== word && word.includes(other)));
}

function concatenate(parts: readonly Part[]): Part {
  let whole = empty;
  let run = empty;
  for (const part of parts) {
    const joined = join(run, part);
    if (joined !== null) run = joined;
    else {
      whole = follow(whole, run);
      if (part.exact === null) whole = follow(whole, part);
      run = part.exact === null ? empty : part;
    }
  }
  return whole === empty ? run : follow(whole, run);
}

/** Both as strings, where these are few. */
function join(head: Part, tail: Part): Part | null {
  if (head.exact === null || tail.exact === null || head.exact.size * tail.exact.size > maxExact) return null;
  const exact = new Set<string>();
  for (const first of head.exact) for (const second of tail.exact) exact.add(first + second);
  return spelt(exact);
}

/** One after the other, not spelt out. */
function follow(head: Part, tail: Part): Part {
  const { ways } = inFewWays(tail, Math.floor(maxWays / head.ways.length));
  return {
    exact: null,
    ways: head.ways.flatMap((way) => ways.map((next) => joinWays(way, next))),
    longest: head.longest + tail.longest,
  };
}

function joinWays(head: Way, tail: Way): Way {
  const last = head.steps.at(-1);
  if (last === undefined) return { steps: tail.steps, lead: head.lead + tail.lead };
  const step = { ...last, reach: last.reach + tail.lead };
  return { steps: [...head.steps.slice(0, -1), step, ...tail.steps], lead: head.lead };
}

/** The same with at most so many ways, where there are more with one: the rarest step of any. */
function inFewWays(part: Part, most: number): Part {
  const { ways, longest } = part;
  if (ways.length <= most) return part;
  const rarest = ways.map(({ steps }) => steps.toSorted(byRarity)[0]);
  return rarest.includes(undefined)
    ? vague(longest)
    : oneStep(
        rarest.flatMap((step) => step!.words),
        longest,
      );
}

/** A part of which only some words are known, one of which it has. */
function oneStep(words: readonly string[], longest: number): Part {
  return {
    exact: null,
    ways: [{ steps: [{ words: [...new Set(words)], reach: longest }], lead: longest }],
    longest,
  };
}

/** A part that is one of these strings. */
function spelt(exact: ReadonlySet<string>): Part {
  const longest = Math.max(...[...exact].map(({ length }) => length));
  return { ...(exact.has("") ? vague(longest) : oneStep([...exact], longest)), exact };
}

/** A part of which only its length is known. */
function vague(longest: number): Part {
  return { exact: null, ways: [{ steps: [], lead: longest }], longest };
}

function alternate(parts: readonly Part[]): Part {
  if (parts.length === 1) return parts[0]!;
  const exact = new Set(parts.flatMap((part) => (part.exact === null ? [] : [...part.exact])));
  const others = parts.filter((part) => part.exact === null);
  if (others.length === 0 && exact.size <= maxExact) return spelt(exact);
  const all = exact.size === 0 ? others : [spelt(exact), ...others];
  const longest = Math.max(...all.map((part) => part.longest));
  return inFewWays({ exact: null, ways: all.flatMap(({ ways }) => ways), longest }, maxWays);
}

function repeat(part: Part, least: number, most: number): Part {
  if (least === 1 && most === 1) return part;
  if (least === 0 && most === 1 && part.exact !== null) return spelt(new Set([...part.exact, ""]));
  if (least === 0) return vague(most * part.longest);
  return follow(part, vague((most - 1) * part.longest));
}

const empty = spelt(new Set([""]));
const oneCharacter = vague(1);
const start = oneStep([textStart], 0);
const end = oneStep([textEnd], 0);
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
    if (this.#take("^")) return start;
    if (this.#take("$")) return end;
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
