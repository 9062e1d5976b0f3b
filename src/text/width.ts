/**
 * How many terminal columns a text takes. Han, kana, hangul, full-width forms and emoji take two,
 * combining marks and controls none (Unicode UAX 11; ambiguous characters count as one, as terminals
 * outside old CJK code pages show them).
 */
export function displayWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/**
 * The text cut to at most `width` columns, with `…` in place of what was cut. Controls and marks of
 * writing direction are left out: words of the input cannot steer the terminal.
 */
export function truncate(words: string, width: number): string {
  const text = words.replace(steering, "");
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = graphemeWidth(segment);
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return width < 1 ? "" : `${kept}…`;
}

/** The text brought to exactly `width` columns: cut where longer, filled with spaces where shorter. */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const cut = truncate(text, width);
  const fill = " ".repeat(Math.max(0, width - displayWidth(cut)));
  return align === "left" ? cut + fill : fill + cut;
}

const graphemes = new Intl.Segmenter("zh", { granularity: "grapheme" });
const narrow = /^[\x20-\x7e]*$/;
const steering = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const zeroWidth = /^[\p{Cc}\p{Cf}\p{M}]+$/u;
const emoji = /\p{Emoji_Presentation}|\ufe0f/u;

/** First and last code points of East Asian Wide and Fullwidth (UAX 11); emoji have their own test. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x1b2ff],
  [0x1f200, 0x1f2ff],
  [0x20000, 0x3fffd],
];

function graphemeWidth(grapheme: string): number {
  if (zeroWidth.test(grapheme)) return 0;
  if (emoji.test(grapheme)) return 2;
  const code = grapheme.codePointAt(0)!;
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
