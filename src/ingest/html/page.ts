import type { TextBlock } from "../decode.ts";
import type { Row, Table } from "../table/row.ts";
import { type Bubble, type Loose, PageBubbles } from "./bubbles.ts";
import { PageFeed } from "./feed.ts";
import { PageTables } from "./tables.ts";

/** What a page shows: tables, and messages drawn as bubbles with the text between them. */
export class Page {
  readonly #tables = new PageTables();
  readonly #bubbles = new PageBubbles();
  readonly #feed: PageFeed;

  constructor() {
    const [tables, bubbles] = [this.#tables, this.#bubbles];
    this.#feed = new PageFeed({
      open(name, attributes, line) {
        tables.open(name, attributes, line);
        bubbles.open(name, attributes, line, tables.depth > 0);
      },
      close(name) {
        bubbles.close(name);
        tables.close(name);
      },
      text(text, line) {
        tables.text(text);
        bubbles.text(text, line);
      },
    });
  }

  /** Reads a page that is in memory. */
  static of(text: string): Page {
    const page = new Page();
    page.#feed.write(text);
    page.end();
    return page;
  }

  write({ text }: TextBlock): void {
    this.#feed.write(text);
  }

  end(): void {
    this.#feed.end();
    this.#bubbles.end();
  }

  get tables(): Table[] {
    return this.#tables.tables.map((rows) => ({
      sheet: null,
      delimiter: null,
      async *rows() {
        yield rows;
      },
    }));
  }

  get rows(): readonly (readonly Row[])[] {
    return this.#tables.tables;
  }

  get chat(): readonly (Bubble | Loose)[] {
    return this.#bubbles.found;
  }
}
