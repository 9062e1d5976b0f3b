/** Declaration with which an XML document begins. */
export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Text in XML 1.0: escaped, and without the characters that it cannot hold. */
export function xmlText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (char) => escapes[char]!);
}

/** The same for an attribute, where line breaks would become blanks. */
export function xmlAttribute(text: string): string {
  return xmlText(text).replace(/[\t\r\n]/g, (char) => `&#${char.charCodeAt(0)};`);
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
