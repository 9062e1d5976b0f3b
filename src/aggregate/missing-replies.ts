import { type Diagnostics, sampleCap } from "../model/diagnostic.ts";
import type { ReadSession } from "../model/session.ts";
import { CappedGroups } from "./capped.ts";

interface Place {
  line: number;
  words: string;
}

/**
 * Turns that end in words which the export does not show (metric-decision 20): they are in no figure,
 * so the report says how many there are, and where.
 */
export class MissingReplies {
  readonly #counts = new Map<string, number>();
  readonly #places = new CappedGroups<Place>(sampleCap);

  add({ turns, messages }: Pick<ReadSession, "turns" | "messages">): void {
    for (const { outcome, reply } of turns) {
      if (outcome !== "unknown" || reply === null) continue;
      const { source, text } = messages[reply]!;
      this.#counts.set(source.file, (this.#counts.get(source.file) ?? 0) + 1);
      const { file, line } = source;
      this.#places.offer({ group: file, order: [line, text], make: () => ({ line, words: text }) });
    }
  }

  addTo(diagnostics: Diagnostics): void {
    for (const [file, count] of this.#counts) {
      const places = this.#places.group(file);
      for (const { line, words } of places) {
        diagnostics.add("reply-missing", "warning", { file, line, value: words });
      }
      diagnostics.add("reply-missing", "warning", { file }, count - places.length);
    }
  }
}
