import { isAscii, isUtf8, transcode } from "node:buffer";
import type { Limits } from "./limits.ts";

/** Whole lines of an input (the last may lack its line end), with the number of the first. */
export interface TextBlock {
  text: string;
  line: number;
}

/** What decoding learns and loses. */
export interface DecodeReport {
  encoding: "utf-8" | "gb18030" | "utf-16le" | "utf-16be";
  /** A line in another encoding than its file. */
  onMixed(line: number, text: string): void;
  /** A line with bytes that are text in no encoding; they came out as U+FFFD. */
  onBroken(line: number, text: string): void;
  /** A line longer than the limit was left out. */
  onTooLong(line: number): void;
}

/** Decoding for a look only: another reading of the same input tells what is lost. */
export function silentReport(): DecodeReport {
  return { encoding: "utf-8", onMixed() {}, onBroken() {}, onTooLong() {} };
}

/** No encoding but UTF-16 has these bytes inside a longer character, so that text may be cut behind them. */
const lineFeed = 0x0a;
const comma = 0x2c;
const gb18030 = new TextDecoder("gb18030", { fatal: true });
const gb18030Lossy = new TextDecoder("gb18030");

/**
 * Bytes → whole lines. BOM, else UTF-8 where the bytes are, else GB18030 (with GBK and GB2312 inside);
 * decided at the first bytes beyond ASCII, and again for each line where the file breaks.
 */
export function decode(
  chunks: AsyncIterable<Uint8Array>,
  report: DecodeReport,
  limits: Limits,
): AsyncGenerator<TextBlock> {
  return decodeUpTo([lineFeed], chunks, report, limits);
}

/** The same for text that may be one endless line, such as JSON: blocks end behind a line feed or a comma. */
export function decodePieces(
  chunks: AsyncIterable<Uint8Array>,
  report: DecodeReport,
  limits: Limits,
): AsyncGenerator<TextBlock> {
  return decodeUpTo([lineFeed, comma], chunks, report, limits);
}

async function* decodeUpTo(
  ends: readonly number[],
  chunks: AsyncIterable<Uint8Array>,
  report: DecodeReport,
  limits: Limits,
): AsyncGenerator<TextBlock> {
  const source = withHead(chunks, 3);
  const head = await source.next();
  if (head.done === true) return;
  const first = head.value;
  const utf16 =
    first[0] === 0xff && first[1] === 0xfe
      ? "utf-16le"
      : first[0] === 0xfe && first[1] === 0xff
        ? "utf-16be"
        : null;
  if (utf16 !== null) {
    report.encoding = utf16;
    yield* decodeUtf16(ends, first, source, utf16, report, limits);
    return;
  }
  const hasMark = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf;
  const decoder = new LineDecoder(report, hasMark);
  for await (const block of wholeBlocks(ends, hasMark ? first.subarray(3) : first, source, report, limits)) {
    const line = decoder.line;
    yield { text: decoder.decode(block), line };
  }
}

/** Joins chunks until the first holds `length` bytes. */
async function* withHead(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Buffer, undefined> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (head === null) {
      yield bytes;
      continue;
    }
    head = head.length === 0 ? bytes : Buffer.concat([head, bytes]);
    if (head.length < length) continue;
    yield head;
    head = null;
  }
  if (head !== null && head.length > 0) yield head;
}

/** Cuts behind the ends; what is longer than the limit is left out, its line feed kept so that numbers stay right. */
async function* wholeBlocks(
  ends: readonly number[],
  first: Buffer,
  rest: AsyncIterable<Buffer>,
  report: DecodeReport,
  limits: Limits,
): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let size = 0;
  let line = 1;
  let isTooLong = false;
  for await (const chunk of chain(first, rest)) {
    const end = Math.max(...ends.map((byte) => chunk.lastIndexOf(byte))) + 1;
    if (end > 0) {
      let block = chunk.subarray(0, end);
      if (isTooLong) block = block.subarray(Math.max(0, block.indexOf(lineFeed)));
      else if (size > 0) block = Buffer.concat([...pieces, block]);
      yield block;
      line += countLines(block);
      pieces = [];
      size = 0;
      isTooLong = false;
    }
    if (isTooLong || end === chunk.length) continue;
    pieces.push(chunk.subarray(end));
    size += chunk.length - end;
    if (size > limits.lineBytes) {
      report.onTooLong(line);
      isTooLong = true;
      pieces = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(pieces);
}

async function* chain(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

class LineDecoder {
  readonly #report: DecodeReport;
  /** Nothing beyond ASCII seen yet, so the encoding is still open. */
  #isOpen: boolean;
  line = 1;

  constructor(report: DecodeReport, isUtf8Marked: boolean) {
    this.#report = report;
    this.#isOpen = !isUtf8Marked;
  }

  decode(block: Buffer): string {
    const firstLine = this.line;
    this.line += countLines(block);
    if (isAscii(block)) return withLineFeeds(block.toString("latin1"));
    if (this.#isOpen) {
      this.#isOpen = false;
      this.#report.encoding = speaksUtf8(block) ? "utf-8" : "gb18030";
    }
    if (this.#report.encoding === "utf-8" && isUtf8(block)) return withLineFeeds(decodeUtf8(block));
    if (this.#report.encoding === "gb18030" && !linesOf(block).some(isClearlyUtf8)) {
      const text = decodeStrictly(block);
      if (text !== null) return withLineFeeds(text);
    }
    let line = firstLine;
    return withLineFeeds(
      linesOf(block)
        .map((bytes) => this.#decodeLine(bytes, line++))
        .join(""),
    );
  }

  #decodeLine(bytes: Buffer, line: number): string {
    const isFileUtf8 = this.#report.encoding === "utf-8";
    if (isUtf8(bytes) && (isFileUtf8 || isAscii(bytes))) return bytes.toString("utf8");
    if (!isFileUtf8 && isClearlyUtf8(bytes)) return this.#mixed(bytes.toString("utf8"), line);
    const text = decodeStrictly(bytes);
    if (!isFileUtf8 && text !== null) return text;
    const lossy = isFileUtf8 ? bytes.toString("utf8") : gb18030Lossy.decode(bytes);
    // A UTF-8 line with a cut character often passes as GB18030; what most of it says decides.
    if (isFileUtf8 && text !== null && count(lossy, "\ufffd") > countBeyondAscii(lossy) / 2) {
      return this.#mixed(text, line);
    }
    this.#report.onBroken(line, lossy);
    return lossy;
  }

  #mixed(text: string, line: number): string {
    this.#report.onMixed(line, text);
    return text;
  }
}

/** Valid UTF-8 as text: over UTF-16, the form of strings, in a third of the time. */
function decodeUtf8(block: Buffer): string {
  return transcode(block, "utf8", "utf16le").toString("utf16le");
}

/** Whether most lines beyond ASCII are UTF-8. */
function speaksUtf8(block: Buffer): boolean {
  if (isUtf8(block)) return true;
  let votes = 0;
  for (const line of linesOf(block)) {
    if (!isAscii(line)) votes += isUtf8(line) || looksUtf8(line) ? 1 : -1;
  }
  return votes > 0;
}

/** Mostly UTF-8, a few bytes broken. */
function looksUtf8(line: Buffer): boolean {
  const text = line.toString("utf8");
  return count(text, "\ufffd") <= (countBeyondAscii(text) - 1) / 4;
}

/** Two three-byte characters and nothing else beyond ASCII: no GBK text of any length looks like that by chance. */
function isClearlyUtf8(line: Buffer): boolean {
  return (
    !isAscii(line) && isUtf8(line) && (line.toString("utf8").match(/[\u0800-\uffff]/g)?.length ?? 0) >= 2
  );
}

function decodeStrictly(bytes: Buffer): string | null {
  try {
    return gb18030.decode(bytes);
  } catch {
    return null;
  }
}

async function* decodeUtf16(
  ends: readonly number[],
  first: Buffer,
  rest: AsyncIterable<Buffer>,
  encoding: "utf-16le" | "utf-16be",
  report: DecodeReport,
  limits: Limits,
): AsyncGenerator<TextBlock> {
  const decoder = new TextDecoder(encoding);
  let carry = "";
  let line = 1;
  let isTooLong = false;
  const emit = (text: string): TextBlock => {
    const block = { text: withLineFeeds(text), line };
    text.split("\n").forEach((one, index) => {
      if (one.includes("\ufffd")) report.onBroken(line + index, one);
    });
    line += count(text, "\n");
    return block;
  };
  for await (const chunk of chain(first, rest)) {
    carry += decoder.decode(chunk, { stream: true });
    const end = Math.max(...ends.map((byte) => carry.lastIndexOf(String.fromCharCode(byte)))) + 1;
    if (end > 0) {
      yield emit(carry.slice(isTooLong ? Math.max(0, carry.indexOf("\n")) : 0, end));
      carry = carry.slice(end);
      isTooLong = false;
    } else if (isTooLong) carry = "";
    else if (carry.length > limits.lineBytes) {
      report.onTooLong(line);
      isTooLong = true;
      carry = "";
    }
  }
  if (isTooLong) return;
  carry += decoder.decode();
  if (carry !== "") yield emit(carry);
}

/** Text whose only line ends are lone carriage returns gets line feeds. */
function withLineFeeds(text: string): string {
  return text.includes("\n") || !text.includes("\r") ? text : text.replaceAll("\r", "\n");
}

function linesOf(block: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  while (start < block.length) {
    const end = block.indexOf(lineFeed, start);
    const next = end === -1 ? block.length : end + 1;
    lines.push(block.subarray(start, next));
    start = next;
  }
  return lines;
}

function countLines(block: Buffer): number {
  let lines = 0;
  for (let at = block.indexOf(lineFeed); at !== -1; at = block.indexOf(lineFeed, at + 1)) lines++;
  return lines;
}

function count(text: string, what: string): number {
  let hits = 0;
  for (let at = text.indexOf(what); at !== -1; at = text.indexOf(what, at + 1)) hits++;
  return hits;
}

function countBeyondAscii(text: string): number {
  let hits = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) hits++;
  return hits;
}
