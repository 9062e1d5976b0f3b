import { UserError } from "../errors.ts";
import { type Diagnostic, Diagnostics } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import type { Message } from "../model/message.ts";
import type { Adapter, TableShape } from "./adapter.ts";
import type { Content } from "./content.ts";
import { openInput, type ReadOptions, settingsOf } from "./read.ts";
import { Parts, Reading } from "./reading.ts";
import { adapterNamed, candidatesFor, notRecognised, sampleOf } from "./recognise.ts";

/** Messages that `inspect` shows. */
const shownMessages = 5;
/** Lines of the input that `inspect` shows as they stand. */
const shownLines = 5;

/** How one input was understood; plain data. */
export interface Inspection {
  file: string;
  /** Null where no format fits. */
  format: string | null;
  /** All formats that fit, the chosen one first, with what was seen. */
  candidates: { format: string; why: string; score: number }[];
  /** First lines as they stand; none of binary formats. */
  firstLines: string[];
  tables: TableShape[];
  summary: InputSummary | null;
  messages: Message[];
  diagnostics: Diagnostic[];
  errors: UserError[];
}

/** Reads one input wholly and tells how it was understood. Throws UserError where it cannot be opened. */
export async function inspectInput(path: string, options: ReadOptions): Promise<Inspection> {
  const settings = settingsOf(options);
  const content = await openInput({ path, isNamed: true }, options.stdin);
  try {
    const sample = await sampleOf(content, settings);
    const fitting = candidatesFor(sample);
    const adapter = options.from === undefined ? fitting[0]?.adapter : adapterNamed(options.from);
    const diagnostics = new Diagnostics();
    const reading = new Reading(content.file, 0, settings, diagnostics, new Parts());
    const inspection: Inspection = {
      file: content.file,
      format: adapter?.name ?? null,
      candidates: fitting.map(({ adapter: { name }, fit }) => ({ format: name, ...fit })),
      firstLines: sample.lines.slice(0, shownLines),
      tables: [],
      summary: null,
      messages: [],
      diagnostics: [],
      errors: [],
    };
    if (adapter === undefined) inspection.errors.push(notRecognised(sample));
    else await readInto(inspection, adapter, content, reading);
    inspection.diagnostics = diagnostics.list();
    return inspection;
  } finally {
    await content.close();
  }
}

async function readInto(
  inspection: Inspection,
  adapter: Adapter,
  content: Content,
  reading: Reading,
): Promise<void> {
  try {
    inspection.tables = (await adapter.shapes?.(content, reading)) ?? [];
    for await (const batch of adapter.read(content, reading)) {
      const room = shownMessages - inspection.messages.length;
      if (room > 0) inspection.messages.push(...batch.slice(0, room));
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    inspection.errors.push(error);
  }
  inspection.summary = reading.summary(adapter.name);
}
