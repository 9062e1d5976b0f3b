import type { Diagnostic, Diagnostics } from "../model/diagnostic.ts";
import type { Sum } from "./sum.ts";

const levels = {
  "holidays-unknown": "warning",
  "shopper-left-out": "note",
} as const satisfies Record<string, Diagnostic["level"]>;
type Note = keyof typeof levels;

/** How many sessions there are of which the reader should know something. */
export class SessionNotes implements Sum<ReadonlyMap<Note, number>> {
  readonly #counts = new Map<Note, number>();

  add(note: Note, sessions = 1): void {
    this.#counts.set(note, (this.#counts.get(note) ?? 0) + sessions);
  }

  state(): ReadonlyMap<Note, number> {
    return this.#counts;
  }

  absorb(state: ReadonlyMap<Note, number>): void {
    for (const [note, sessions] of state) this.add(note, sessions);
  }

  addTo(diagnostics: Diagnostics): void {
    for (const [note, sessions] of this.#counts)
      diagnostics.add(note, levels[note], { file: null }, sessions);
  }
}
