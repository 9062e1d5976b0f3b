import { Parser } from "htmlparser2";

/** What is told about a page, in its order; what a reader of the page does not see is left out. */
export interface PageHandler {
  /** `line`: of the start tag. */
  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void;
  close(name: string): void;
  text(text: string, line: number): void;
}

/** Never shown (ingest-decision 33). */
const unseen: ReadonlySet<string> = new Set([
  "script",
  "style",
  "template",
  "noscript",
  "head",
  "title",
  "select",
]);
const hiddenStyle = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

/** No page is nested deeper; the parser's time grows with the square of the depth. */
const deepest = 1000;

/** Thrown where elements are nested too deep. */
export class TooDeep extends Error {}

/** Feeds a page through a handler, piece by piece. Throws TooDeep. */
export class PageFeed {
  readonly #parser: Parser;
  #depth = 0;
  /** Depth of the outermost element that is not shown. */
  #hiddenAt = 0;
  #lines = new LineCounter();

  constructor(handler: PageHandler) {
    this.#parser = new Parser({
      onopentag: (name, attributes) => {
        if (++this.#depth > deepest) throw new TooDeep();
        if (this.#hiddenAt === 0 && isHidden(name, attributes)) this.#hiddenAt = this.#depth;
        if (this.#hiddenAt === 0) handler.open(name, attributes, this.#lines.at(this.#parser.startIndex));
      },
      onclosetag: (name) => {
        if (this.#hiddenAt === 0) handler.close(name);
        if (this.#hiddenAt === this.#depth) this.#hiddenAt = 0;
        this.#depth--;
      },
      ontext: (text) => {
        if (this.#hiddenAt === 0) handler.text(text, this.#lines.at(this.#parser.startIndex));
      },
    });
  }

  write(text: string): void {
    this.#lines.add(text);
    this.#parser.write(text);
  }

  end(): void {
    this.#parser.end();
  }
}

function isHidden(name: string, attributes: Readonly<Record<string, string>>): boolean {
  return unseen.has(name) || "hidden" in attributes || hiddenStyle.test(attributes.style ?? "");
}

const lineFeed = 10;

/** Lines of places that only go forward; text behind the last place is forgotten. */
class LineCounter {
  #pending = "";
  #offset = 0;
  #line = 1;

  add(text: string): void {
    this.#pending += text;
  }

  at(index: number): number {
    const end = index - this.#offset;
    if (end > 0) {
      for (let at = 0; at < end; at++) if (this.#pending.charCodeAt(at) === lineFeed) this.#line++;
      this.#pending = this.#pending.slice(end);
      this.#offset = index;
    }
    return this.#line;
  }
}
