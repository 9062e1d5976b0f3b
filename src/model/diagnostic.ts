import type { Static } from "typebox";
import type { diagnosticSchema } from "./report.ts";

/**
 * Something about the input that the reader of the report must know: exact count, capped samples.
 * `code` is a stable id such as `time-unreadable`; level `lost` means that words of the export are
 * not in the report, and makes `--strict` exit 3.
 */
export type Diagnostic = Static<typeof diagnosticSchema>;
type DiagnosticSample = Diagnostic["samples"][number];

/** How many samples of one code are kept per file. */
export const sampleCap = 5;

/** Collects diagnostics; exact counts, bounded memory. */
export class Diagnostics {
  readonly #byKey = new Map<
    string,
    {
      code: string;
      level: Diagnostic["level"];
      file: string | null;
      count: number;
      samples: DiagnosticSample[];
    }
  >();

  add(
    code: string,
    level: Diagnostic["level"],
    at: { file: string | null; line?: number | null; value?: string },
    count = 1,
  ): void {
    const key = `${code}\u0000${at.file ?? ""}`;
    let entry = this.#byKey.get(key);
    if (entry === undefined) {
      entry = { code, level, file: at.file, count: 0, samples: [] };
      this.#byKey.set(key, entry);
    }
    entry.count += count;
    if (at.file !== null && at.value !== undefined && entry.samples.length < sampleCap) {
      entry.samples.push({ file: at.file, line: at.line ?? null, value: excerpt(at.value) });
    }
  }

  /** Adds what another collection had. */
  absorb(diagnostics: readonly Diagnostic[]): void {
    for (const { code, level, file, count, samples } of diagnostics) {
      for (const { line, value } of samples) this.add(code, level, { file, line, value });
      this.add(code, level, { file }, count - samples.length);
    }
  }

  /** How many were added under a code, over all files. */
  count(code: string): number {
    let total = 0;
    for (const entry of this.#byKey.values()) if (entry.code === code) total += entry.count;
    return total;
  }

  /** Sorted by code, then file, by code unit. */
  list(): Diagnostic[] {
    return [...this.#byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => ({ ...entry }));
  }
}

/** Characters that move the cursor, colour a terminal or turn the direction of writing. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The beginning of a text of a user's file in one line, safe on a terminal: control characters as `\u{1b}`. */
export function excerpt(value: string, length = 120): string {
  const flat = value
    .slice(0, 8 * length)
    .replace(/\s+/g, " ")
    .replace(unprintable, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
  return flat.length > length || value.length > 8 * length ? `${flat.slice(0, length)}…` : flat;
}
