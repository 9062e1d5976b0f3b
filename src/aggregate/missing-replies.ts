import { type Diagnostics, sampleCap } from "../model/diagnostic.ts";
import type { ReadSession } from "../model/session.ts";
import { CappedGroups, type CappedState } from "./capped.ts";
import type { Sum } from "./sum.ts";

interface Place {
  line: number;
  words: string;
}

interface State {
  /** By file. */
  counts: ReadonlyMap<string, number>;
  places: CappedState<Place>;
}

/**
 * Turns that end in words which the export does not show (metric-decision 20): they are in no figure,
 * so the report says how many there are, and where.
 */
export class MissingReplies implements Sum<State> {
  readonly #counts = new Map<string, number>();
  readonly #places = new CappedGroups<Place>(sampleCap);

  add({ turns, messages }: Pick<ReadSession, "turns" | "messages">): void {
    for (const { outcome, reply } of turns) {
      if (outcome !== "unknown" || reply === null) continue;
      const { source, text } = messages[reply]!;
      this.#count(source.file, 1);
      const { file, line } = source;
      this.#places.offer({ row: file, about: "", order: [line, text], make: () => ({ line, words: text }) });
    }
  }

  state(): State {
    return { counts: this.#counts, places: this.#places.state() };
  }

  absorb({ counts, places }: State): void {
    for (const [file, count] of counts) this.#count(file, count);
    this.#places.absorb(places);
  }

  #count(file: string, count: number): void {
    this.#counts.set(file, (this.#counts.get(file) ?? 0) + count);
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
