/**
 * A normalised text as its character pairs, counted when they are first asked for. Digits count as
 * alike, so that order numbers and amounts do not make two equal texts different.
 */
export class Pairs {
  readonly text: string;
  /** How many pairs there are. */
  readonly total: number;
  #counts: Map<number, number> | null = null;
  #letters: number[] | null = null;

  constructor(text: string) {
    this.text = text;
    let total = 0;
    eachPair(text, () => {
      total += 1;
    });
    this.total = total;
  }

  /** How many pairs begin with a letter of each class, which are few and soon counted. */
  get letters(): readonly number[] {
    if (this.#letters !== null) return this.#letters;
    const letters = new Array<number>(letterClasses).fill(0);
    eachPair(this.text, (first) => {
      letters[first % letterClasses]! += 1;
    });
    this.#letters = letters;
    return letters;
  }

  /** How often each pair occurs. */
  get counts(): ReadonlyMap<number, number> {
    if (this.#counts !== null) return this.#counts;
    const counts = new Map<number, number>();
    eachPair(this.text, (first, second) => {
      const pair = first * codePoints + second;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    });
    this.#counts = counts;
    return counts;
  }
}

const [zero, nine] = [0x30, 0x39];
/** Code points are below this. */
const codePoints = 0x110000;

/** Calls `found` for every two neighbouring characters, as code points; a number is one zero. */
function eachPair(text: string, found: (first: number, second: number) => void): void {
  let first = -1;
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at)!;
    at += point > 0xffff ? 2 : 1;
    const second = point >= zero && point <= nine ? zero : point;
    if (first === zero && second === zero) continue;
    if (first !== -1) found(first, second);
    first = second;
  }
}

const letterClasses = 64;

/** Dice coefficient of the character pairs of two normalised texts, 0–1. */
export function similarity(a: string, b: string): number {
  return alike(new Pairs(a), new Pairs(b));
}

/** `similarity` of two texts whose pairs are counted. */
function alike(a: Pairs, b: Pairs): number {
  if (a.total === 0 || b.total === 0) return a.text === b.text ? 1 : 0;
  let common = 0;
  for (const [pair, times] of a.counts) common += Math.min(times, b.counts.get(pair) ?? 0);
  return (2 * common) / (a.total + b.total);
}

/** The highest that `alike` can be, by the lengths alone. */
function mostAlike(a: Pairs, b: Pairs): number {
  return a.total === 0 || b.total === 0 ? 1 : (2 * Math.min(a.total, b.total)) / (a.total + b.total);
}

/** The highest that `alike` can be, by the letters: pairs in common begin alike. */
function mostAlikeByLetters(a: Pairs, b: Pairs): number {
  if (a.total === 0 || b.total === 0) return 1;
  const [some, others] = [a.letters, b.letters];
  let common = 0;
  for (let letter = 0; letter < letterClasses; letter += 1)
    common += Math.min(some[letter]!, others[letter]!);
  return (2 * common) / (a.total + b.total);
}

/** Whether two texts are alike to at least this degree; what cannot be is not compared. */
function isAlike(a: Pairs, b: Pairs, least: number): boolean {
  return mostAlike(a, b) >= least && mostAlikeByLetters(a, b) >= least && alike(a, b) >= least;
}

/** So few are compared one by one. */
const fewGroups = 16;

/**
 * Texts grouped with the first text before them that they are alike to. A text is compared only with
 * those that share one of its rarest pairs: of the others too few pairs are left to be alike.
 */
export class AlikeGroups {
  /** Numbers of the texts by group, in the order in which the groups were begun. */
  readonly list: number[][] = [];
  readonly #least: number;
  /** The text that began each group. */
  readonly #firsts: Pairs[] = [];
  /** Groups by text, and by pair in ascending order. */
  readonly #byText = new Map<string, number>();
  readonly #byPair = new Map<number, number[]>();
  /** How many groups `#byPair` knows. */
  #indexed = 0;

  /** `least` is above 0. */
  constructor(least: number) {
    this.#least = least;
  }

  add(normal: string, number: number): void {
    let group = this.#byText.get(normal);
    if (group === undefined) {
      const text = new Pairs(normal);
      group = this.#groupOf(text) ?? this.#begin(text);
      this.#byText.set(normal, group);
    }
    this.list[group]!.push(number);
  }

  #begin(text: Pairs): number {
    const group = this.list.push([]) - 1;
    this.#firsts.push(text);
    return group;
  }

  #groupOf(text: Pairs): number | null {
    if (this.#firsts.length <= fewGroups) {
      const group = this.#firsts.findIndex((first) => isAlike(first, text, this.#least));
      return group === -1 ? null : group;
    }
    this.#index();
    let first: number | null = null;
    for (const groups of this.#candidates(text)) {
      for (const group of groups) {
        if (first !== null && group >= first) break;
        if (isAlike(this.#firsts[group]!, text, this.#least)) first = group;
      }
    }
    return first;
  }

  #index(): void {
    for (; this.#indexed < this.#firsts.length; this.#indexed += 1) {
      for (const pair of this.#firsts[this.#indexed]!.counts.keys()) {
        const groups = this.#byPair.get(pair);
        if (groups === undefined) this.#byPair.set(pair, [this.#indexed]);
        else groups.push(this.#indexed);
      }
    }
  }

  /** Groups by each of so many of the rarest pairs that whoever has none of them lacks too many. */
  *#candidates({ counts, total }: Pairs): Generator<readonly number[]> {
    const pairs = [...counts].map(([pair, times]) => ({ times, groups: this.#byPair.get(pair) ?? [] }));
    pairs.sort((a, b) => a.groups.length - b.groups.length);
    const needed = fewestCommon(total, this.#least);
    let left = total;
    for (const { times, groups } of pairs) {
      if (left < needed) return;
      yield groups;
      left -= times;
    }
  }
}

/** Pairs in common with any text alike to it: 2 * common / (total + other) >= least, where other >= common. */
function fewestCommon(total: number, least: number): number {
  return (least * total) / (2 - least) - 1e-6;
}

/** The highest `alike` of any of these with any of those; what is too long or too short for it is not compared. */
export function closest(these: readonly Pairs[], those: readonly Pairs[]): number {
  let best = 0;
  for (const a of these) {
    for (const b of those) {
      if (mostAlike(a, b) > best) best = Math.max(best, alike(a, b));
    }
  }
  return best;
}
