import { dataFolder, readData, wordLines } from "./data.ts";
import { Memo } from "./memo.ts";

/** A text made comparable, with the way back to the characters that it was made from. */
export interface Normalised {
  text: string;
  /** UTF-16 span of the original for the normalised span `[start, end)`, which must not be empty. */
  original(start: number, end: number): { start: number; end: number };
}

/** A part of the original that is not compared letter by letter; `as` stands in its place. */
export interface Replaced {
  start: number;
  end: number;
  as: string;
}

// Values of the folding table that are no characters.
const unknown = 0;
const complex = 0xffff;
const dropped = 0xfffe;
const space = 0x20;

const traditional = new Map<number, number>();
const folding = new Uint16Array(0x10000);

/** Escapes that platforms leave in exported text, and what they mean. */
const escapes: readonly (readonly [RegExp, string])[] = [
  [/\\T/y, ""],
  [/\\[nrt]/y, " "],
  [/<br ?\/?>/iy, " "],
  [/&nbsp;/iy, " "],
  [/&amp;/iy, "&"],
  [/&lt;/iy, "<"],
  [/&gt;/iy, ">"],
  [/&quot;/iy, '"'],
  [/&(?:apos|#39);/iy, "'"],
];
const cluster = /\P{M}\p{M}*|\p{M}+/uy;

function loadTraditional(): void {
  for (const line of wordLines(readData(`${dataFolder}dict/traditional.map`))) {
    for (const pair of line.split(" ")) traditional.set(pair.charCodeAt(0), pair.charCodeAt(1));
  }
}

function simplified(text: string): string {
  let result = "";
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    result += String.fromCharCode(traditional.get(unit) ?? unit);
  }
  return result;
}

const foldCluster = (text: string) => simplified(text.normalize("NFKC").toLowerCase());

/** What one UTF-16 unit becomes, worked out when it is first seen. */
function learn(unit: number): number {
  if (traditional.size === 0) loadTraditional();
  const char = String.fromCharCode(unit);
  let folded: number;
  if (/\p{Cf}|\p{Variation_Selector}/u.test(char)) folded = dropped;
  else if (/\s/.test(char)) folded = space;
  else if (/[\p{Cs}\p{M}\\&<]/u.test(char)) folded = complex;
  else {
    const text = foldCluster(char);
    // A character that a mark may follow (é) cannot be judged alone: the mark itself is complex.
    folded = text.length === 1 ? text.charCodeAt(0) : complex;
  }
  folding[unit] = folded === unknown ? dropped : folded;
  return folding[unit]!;
}

let units = new Uint16Array(1024);
let starts = new Uint32Array(1024);
let ends = new Uint32Array(1024);
let length = 0;

function put(unit: number, start: number, end: number): void {
  if (unit === space && (length === 0 || units[length - 1] === space)) return;
  if (length === units.length) grow();
  units[length] = unit;
  starts[length] = start;
  ends[length] = end;
  length += 1;
}

function grow(): void {
  const wider = <T extends Uint16Array | Uint32Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  units = wider(units, new Uint16Array(units.length * 2));
  starts = wider(starts, new Uint32Array(starts.length * 2));
  ends = wider(ends, new Uint32Array(ends.length * 2));
}

function putText(text: string, start: number, end: number): void {
  for (let i = 0; i < text.length; i += 1) put(text.charCodeAt(i), start, end);
}

/** Puts the escape, the emoji or the letter with its marks that begins at `at`; gives where it ends. */
function putComplex(text: string, at: number): number {
  for (const [form, meaning] of escapes) {
    form.lastIndex = at;
    if (form.test(text)) {
      putText(meaning, at, form.lastIndex);
      return form.lastIndex;
    }
  }
  cluster.lastIndex = at;
  const end = cluster.test(text) ? cluster.lastIndex : at + 1;
  putText(foldCluster(text.slice(at, end)), at, end);
  return end;
}

/** Whether a mark that belongs to the letter before stands at `at`. */
function marked(text: string, at: number): boolean {
  if (at >= text.length) return false;
  const unit = text.charCodeAt(at);
  return unit >= 0x300 && (folding[unit] || learn(unit)) === complex && /\p{M}/u.test(text[at]!);
}

function putRange(text: string, from: number, to: number): void {
  let at = from;
  while (at < to) {
    const unit = text.charCodeAt(at);
    const folded = folding[unit] || learn(unit);
    if (folded === complex || marked(text, at + 1)) at = putComplex(text, at);
    else {
      if (folded !== dropped) put(folded, at, at + 1);
      at += 1;
    }
  }
}

const stringChunk = 4096;

function stringOfUnits(): string {
  let text = "";
  for (let at = 0; at < length; at += stringChunk) {
    text += String.fromCharCode.apply(
      null,
      units.subarray(at, Math.min(at + stringChunk, length)) as unknown as number[],
    );
  }
  return text;
}

const identity = (start: number, end: number) => ({ start, end });

/**
 * The form of a text in which words are compared: NFKC, lower case, Simplified characters, runs of
 * whitespace as one space (none at the ends), no zero-width characters, platform escapes resolved.
 * `replaced` (sorted, not overlapping) are parts that stand for themselves, such as emoticons.
 */
export function normalise(text: string, replaced: readonly Replaced[] = []): Normalised {
  length = 0;
  let from = 0;
  for (const part of replaced) {
    putRange(text, from, part.start);
    putText(part.as, part.start, part.end);
    from = part.end;
  }
  putRange(text, from, text.length);
  if (length > 0 && units[length - 1] === space) length -= 1;
  const result = stringOfUnits();
  // Every unit gives at least nothing: as many out as in, none grown, means one for one.
  if (length === text.length && length > 0 && oneForOne()) return { text: result, original: identity };
  const keptStarts = starts.slice(0, length);
  const keptEnds = ends.slice(0, length);
  return {
    text: result,
    original: (start, end) => ({ start: keptStarts[start]!, end: keptEnds[end - 1]! }),
  };
}

const normals = new Memo<Normalised>(4096);

/** `normalise` of a whole text, kept for a while: several stages compare the same texts. */
export function normalOfText(text: string): Normalised {
  return normals.get(text, () => normalise(text));
}

function oneForOne(): boolean {
  for (let i = 0; i < length; i += 1) if (starts[i] !== i || ends[i] !== i + 1) return false;
  return true;
}
