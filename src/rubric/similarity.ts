/**
 * Dice coefficient of the character pairs of two normalised texts, 0–1; digits count as alike, so
 * that order numbers and amounts do not make two equal texts different.
 */
export function similarity(a: string, b: string): number {
  const [left, right] = [pairsOf(a), pairsOf(b)];
  if (left.total === 0 || right.total === 0) return a === b ? 1 : 0;
  let common = 0;
  for (const [pair, times] of left.pairs) common += Math.min(times, right.pairs.get(pair) ?? 0);
  return (2 * common) / (left.total + right.total);
}

function pairsOf(text: string): { pairs: Map<string, number>; total: number } {
  const characters = [...text.replace(/\d+/gu, "0")];
  const pairs = new Map<string, number>();
  for (let index = 1; index < characters.length; index += 1) {
    const pair = characters[index - 1]! + characters[index]!;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return { pairs, total: Math.max(0, characters.length - 1) };
}
