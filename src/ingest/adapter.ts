import type { Message } from "../model/message.ts";
import type { Content } from "./content.ts";
import type { Sentence } from "./input-error.ts";
import type { Reading, ReadSettings } from "./reading.ts";

/** The beginning of an input, from which its format is recognised. */
export interface Sample {
  file: string;
  extension: string;
  /** At most `sampleBytes` from the start. */
  bytes: Buffer;
  /** The same as text; '' where the bytes are no text. */
  text: string;
  lines: readonly string[];
  /** True where `text` is the whole input. */
  isWhole: boolean;
  /** Names of the members, where the input is a ZIP archive. */
  members: readonly string[] | null;
  settings: ReadSettings;
}

/** How well a format fits: 0–1, content only. 1 = nothing else can be meant. */
export interface Fit {
  score: number;
  /** What was seen, for `inspect`. */
  why: Sentence;
}

/** What `inspect` shows of a table. */
export interface TableShape {
  sheet: string | null;
  /** Physical line of the header; null where columns were given by number. */
  headerLine: number | null;
  delimiter: string | null;
  /** In the order of the columns: header and the field that it was taken for. */
  columns: { header: string; field: string | null }[];
  /** Distinct words of the role column and what they were taken for, among the first rows. */
  roleWords: Record<string, string>;
}

/** One export format. A new one is a file in `adapters/`, a line in `registry.ts`, and a fixture folder. */
export interface Adapter {
  /** Value of `--from`, and `format` in reports. */
  readonly name: string;
  readonly title: { zh: string; en: string };
  /** Break ties between formats that fit equally well. */
  readonly extensions: readonly string[];
  fits(sample: Sample): Fit | null;
  /** Batches of messages in the order of the export. Throws UserError (exit 3) where the input breaks. */
  read(content: Content, reading: Reading): AsyncGenerator<Message[]>;
  /** How the columns of a table are understood; formats without columns have none. */
  shapes?(content: Content, reading: Reading): Promise<TableShape[]>;
}
