import type { Document } from "./document.ts";
import { writtenForms } from "./written.ts";

/** A file that a result can be written to; made when asked for. */
export interface Output {
  name: string;
  content: () => string | Uint8Array;
}

/** JSON and the written forms of a result, by the name that `--format` takes. */
export function outputsOf(name: string, value: unknown, document: Document): Record<string, Output> {
  return {
    terminal: { name: `${name}.txt`, content: () => writtenForms.terminal(document) },
    json: { name: `${name}.json`, content: () => `${JSON.stringify(value, null, 2)}\n` },
    markdown: { name: `${name}.md`, content: () => writtenForms.markdown(document) },
    html: { name: `${name}.html`, content: () => writtenForms.html(document) },
    xlsx: { name: `${name}.xlsx`, content: () => writtenForms.xlsx(document) },
  };
}
