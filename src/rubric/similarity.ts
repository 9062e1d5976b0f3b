/**
 * A normalised text as its character pairs, counted when they are first asked for. Digits count as
 * alike, so that order numbers and amounts do not make two equal texts different.
 */
export class Pairs {
  readonly text: string;
  /** How many pairs there are. */
  readonly total: number;
  readonly #characters: readonly string[];
  #pairs: Map<string, number> | null = null;

  constructor(text: string) {
    this.text = text;
    this.#characters = [...text.replace(/\d+/gu, "0")];
    this.total = Math.max(0, this.#characters.length - 1);
  }

  /** How often each pair occurs. */
  get counts(): ReadonlyMap<string, number> {
    if (this.#pairs !== null) return this.#pairs;
    this.#pairs = new Map();
    for (let index = 1; index < this.#characters.length; index += 1) {
      const pair = this.#characters[index - 1]! + this.#characters[index]!;
      this.#pairs.set(pair, (this.#pairs.get(pair) ?? 0) + 1);
    }
    return this.#pairs;
  }
}

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

/** Whether two texts are alike to at least this degree; what is too long or too short for it is not compared. */
export function isAlike(a: Pairs, b: Pairs, least: number): boolean {
  return mostAlike(a, b) >= least && alike(a, b) >= least;
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
