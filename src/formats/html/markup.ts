/** A piece of HTML that is safe to insert as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, markup is not, lists are joined, null is nothing. */
export type Part = string | number | null | Markup | readonly Part[];

/** HTML in which everything put in is text unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  let text = strings[0]!;
  for (const [at, part] of parts.entries()) text += write(part) + strings[at + 1]!;
  return new Markup(text);
}

/** Data for the page's script: no character that could end the element or begin a comment in it. */
export function jsonScript(id: string, data: unknown): Markup {
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return new Markup(`<script type="application/json" id="${id}">${json}</script>`);
}

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function write(part: Part): string {
  if (part === null) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(write).join("");
  return String(part)
    .replace(/[&<>"']/g, (char) => escapes[char]!)
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "");
}
