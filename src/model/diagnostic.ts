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
      entry.samples.push({ file: at.file, line: at.line ?? null, value: clip(at.value) });
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

const clipLength = 120;

function clip(value: string): string {
  const flat = value.replace(/\s+/g, " ");
  return flat.length > clipLength ? `${flat.slice(0, clipLength)}…` : flat;
}
