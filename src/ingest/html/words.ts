/** Elements that stand on lines of their own. */
const blocks: ReadonlySet<string> = new Set(
  "address article aside blockquote dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul".split(
    " ",
  ),
);
const emoticonClass = /emo(?:ji|tion|ticon)|smiley|face|expression|biaoqing/i;
const emoticonAlt = /^(?:\/:\S{1,8}|\[[^[\]]{1,10}\])$/;

/** What an element shows, as text: blanks run together, breaks where the page has them. */
export class ShownWords {
  #text = "";
  #preformatted = 0;
  /** Address of the first picture that is no emoticon. */
  image: string | null = null;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "br") this.#text += "\n";
    else if (name === "img") this.#addImage(attributes);
    else if (blocks.has(name)) this.#breakLine();
    if (name === "pre") this.#preformatted++;
  }

  close(name: string): void {
    if (blocks.has(name)) this.#breakLine();
    if (name === "pre") this.#preformatted--;
  }

  add(text: string): void {
    if (this.#preformatted > 0) {
      this.#text += text;
      return;
    }
    const flat = text.replace(/[ \t\r\n\f]+/g, " ");
    this.#text += this.#text === "" || /[ \n]$/.test(this.#text) ? flat.replace(/^ /, "") : flat;
  }

  get text(): string {
    return this.#text.replace(/ *\n */g, "\n").trim();
  }

  #breakLine(): void {
    if (this.#text !== "" && !this.#text.endsWith("\n")) this.#text += "\n";
  }

  /** The `alt` of an emoticon is text (ingest-decision 33). */
  #addImage({ alt = "", src = "", class: classes = "" }: Readonly<Record<string, string>>): void {
    if (emoticonAlt.test(alt) || emoticonClass.test(`${classes} ${src}`)) this.#text += alt || "[动画表情]";
    else this.image ??= src || "[图片]";
  }
}
