import { decodeEntities } from "../entities.ts";

const block = /<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr|\/blockquote)\b[^<>]{0,1000}>/gi;
const tag = /<\/?[a-z][^<>]{0,2000}>/gi;
const picture = /<img\b[^<>]{0,2000}?\bsrc\s*=\s*["']([^"'<>]{1,1000})["']/i;

/** Message bodies that are HTML: lines for paragraphs and breaks, the rest of the tags left out. */
export function textOfHtml(html: string): string {
  return decodeEntities(
    html
      .replace(/[\r\n\t]/g, " ")
      .replace(block, "\n")
      .replace(tag, "")
      .replace(/ {2,}/g, " ")
      .replace(/\n /g, "\n"),
  );
}

/** Address of the first picture of a body; null without one. */
export function pictureIn(html: string): string | null {
  const address = picture.exec(html)?.[1];
  return address === undefined ? null : decodeEntities(address);
}
