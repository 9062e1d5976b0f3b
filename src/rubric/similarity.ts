/** A normalised text as its character pairs, counted once for many comparisons. */
export interface Pairs {
  text: string;
  pairs: ReadonlyMap<string, number>;
  total: number;
}

/** The pairs of a text; digits count as alike, so that order numbers and amounts do not make two equal texts different. */
export function pairsOf(text: string): Pairs {
  const characters = [...text.replace(/\d+/gu, "0")];
  const pairs = new Map<string, number>();
  for (let index = 1; index < characters.length; index += 1) {
    const pair = characters[index - 1]! + characters[index]!;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { text, pairs, total: Math.max(0, characters.length - 1) };
}

/** Dice coefficient of the character pairs of two normalised texts, 0–1. */
export function similarity(a: string, b: string): number {
  return alike(pairsOf(a), pairsOf(b));
}

/** `similarity` of two texts whose pairs are counted. */
export function alike(a: Pairs, b: Pairs): number {
  if (a.total === 0 || b.total === 0) return a.text === b.text ? 1 : 0;
  let common = 0;
  for (const [pair, times] of a.pairs) common += Math.min(times, b.pairs.get(pair) ?? 0);
  return (2 * common) / (a.total + b.total);
}

/** The highest `alike` of any of these with any of those; what is too long or too short for it is not compared. */
export function closest(these: readonly Pairs[], those: readonly Pairs[]): number {
  let best = 0;
  for (const a of these) {
    for (const b of those) {
      if (a.total > 0 && (2 * Math.min(a.total, b.total)) / (a.total + b.total) <= best) continue;
      best = Math.max(best, alike(a, b));
    }
  }
  return best;
}
