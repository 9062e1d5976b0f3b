import { UserError } from "../errors.ts";
import { type Diagnostic, Diagnostics, excerpt } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import type { Message } from "../model/message.ts";
import type { Adapter, TableShape } from "./adapter.ts";
import { type MemberTrouble, type Opened, opened } from "./containers.ts";
import { type Content, endingEarly } from "./content.ts";
import { type InputError, inLocale } from "./input-error.ts";
import { forcedAdapter, openInput, type ReadOptions, settingsOf } from "./read.ts";
import { Parts, Reading, type ReadSettings } from "./reading.ts";
import { candidatesFor, isDocument, notRecognised } from "./recognise.ts";

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
  /** What is in it, where it is an archive. */
  members: Inspection[];
}

/** Reads one input wholly and tells how it was understood. Throws UserError where it cannot be opened. */
export async function inspectInput(path: string, options: ReadOptions): Promise<Inspection> {
  const settings = settingsOf(options);
  const forced = forcedAdapter(options);
  const locale = options.locale ?? "zh";
  let content: Content | null = null;
  try {
    content = await openInput({ path, isNamed: true }, options, settings.limits);
    return await inspectContent(content, settings, forced, locale);
  } catch (error) {
    throw error instanceof UserError ? inLocale(error, locale) : error;
  } finally {
    await content?.close();
  }
}

async function inspectContent(
  content: Content,
  settings: ReadSettings,
  forced: Adapter | null,
  locale: "zh" | "en",
): Promise<Inspection> {
  const archive = nothingYet(content.file);
  const diagnostics = new Diagnostics();
  const trouble: MemberTrouble = {
    refused: (code, file) => diagnostics.add(code, "lost", { file, value: "" }),
    failed: (error) => archive.errors.push(inLocale(error, locale)),
  };
  for await (const one of opened(content, settings, isDocument, trouble)) {
    const inspection = await inspectOne(one, settings, forced, locale);
    if (!one.isMember) return inspection;
    archive.members.push(inspection);
  }
  return { ...archive, format: "zip", diagnostics: diagnostics.list() };
}

function nothingYet(file: string): Inspection {
  return {
    file,
    format: null,
    candidates: [],
    firstLines: [],
    tables: [],
    summary: null,
    messages: [],
    diagnostics: [],
    errors: [],
    members: [],
  };
}

async function inspectOne(
  { content, sample, isMember }: Opened,
  settings: ReadSettings,
  forced: Adapter | null,
  locale: "zh" | "en",
): Promise<Inspection> {
  const fitting = candidatesFor(sample);
  const adapter = forced ?? fitting[0]?.adapter;
  const inspection: Inspection = {
    ...nothingYet(content.file),
    format: adapter?.name ?? null,
    candidates: fitting.map(({ adapter: { name }, fit }) => ({
      format: name,
      ...fit,
      why: fit.why[locale],
    })),
    firstLines: sample.lines.slice(0, shownLines).map((line) => excerpt(line)),
  };
  if (adapter === undefined) notChat(inspection, notRecognised(sample).in(locale), isMember);
  else await readInto(inspection, adapter, content, settings, locale);
  return inspection;
}

/** What an archive holds besides chats is no fault. */
function notChat(inspection: Inspection, error: UserError, isMember: boolean): void {
  if (!isMember) {
    inspection.errors.push(error);
    return;
  }
  const diagnostics = new Diagnostics();
  diagnostics.add("file-not-chat", "warning", { file: inspection.file, value: error.message });
  inspection.diagnostics = diagnostics.list();
}

async function readInto(
  inspection: Inspection,
  adapter: Adapter,
  content: Content,
  settings: ReadSettings,
  locale: "zh" | "en",
): Promise<void> {
  const diagnostics = new Diagnostics();
  const reading = new Reading(content.file, 0, settings, diagnostics, new Parts());
  let broken: InputError | null = null;
  const bytes = endingEarly(content, (error) => {
    broken = error;
  });
  try {
    inspection.tables = (await adapter.shapes?.(bytes, reading)) ?? [];
    for await (const batch of adapter.read(bytes, reading)) {
      const room = shownMessages - inspection.messages.length;
      if (room > 0) inspection.messages.push(...batch.slice(0, room));
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    inspection.errors.push(inLocale(error, locale));
  }
  if (broken !== null) inspection.errors.push(inLocale(broken, locale));
  inspection.summary = reading.summary(adapter.name);
  inspection.diagnostics = diagnostics.list();
}
