import type { TextBlock } from "./decode.ts";

/** A physical line without its end. */
export interface Line {
  text: string;
  line: number;
}

/** The lines of a block. */
export function* linesIn(block: TextBlock): Generator<Line> {
  let { line } = block;
  let start = 0;
  const { text } = block;
  while (start < text.length) {
    const feed = text.indexOf("\n", start);
    const end = feed === -1 ? text.length : feed;
    yield { text: text.slice(start, text[end - 1] === "\r" ? end - 1 : end), line: line++ };
    start = end + 1;
  }
}
