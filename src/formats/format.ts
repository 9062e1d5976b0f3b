import type { Report } from "../model/report.ts";
import { type Locale, type Wording, wordingOf } from "../text/wording.ts";

/** How a report is to be shown; what does not concern a format is ignored by it. */
export interface FormatOptions {
  locale: Locale;
  /** ANSI colours, terminal only. */
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Earlier reports, for trends and changes against the week before. */
  history?: readonly Report[];
  /** The report is one agent's own: its team rows are hers. */
  isPersonal?: boolean;
}

/** The words for a report. */
export function wordingFor({ locale, isPersonal = false }: FormatOptions): Wording {
  const wording = wordingOf(locale);
  return isPersonal ? { ...wording, team: wording.own } : wording;
}

/** A file that a format writes: UTF-8 where the content is text. */
export interface OutputFile {
  name: string;
  readonly content: string | Uint8Array;
  /** The content in pieces, of what may be too large to be held at once. */
  pieces?: () => Iterable<string>;
}

/** One way to show a report: a pure function, the same report gives the same bytes. */
export interface Format {
  id: string;
  /** One line for `--help`. */
  summary: Record<Locale, string>;
  /** The files, the most important first; `-o` with a file name takes that one. */
  render: (report: Report, options: FormatOptions) => [OutputFile, ...OutputFile[]];
}
