import type { UserError } from "./errors.ts";
import { readInputs } from "./ingest/read.ts";
import { toCanonical } from "./model/canonical.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { InputSummary } from "./model/input.ts";
import type { CanonicalMessage } from "./model/message.ts";
import type { Session } from "./model/session.ts";
import { gather } from "./sessions/gather.ts";
import { Survey } from "./sessions/survey.ts";
import { type AuditOptions, readOptions, resolve } from "./settings.ts";

/** What was read; complete when the conversations are drained. */
export interface Conversion {
  /** Whole conversations, each in time order, repeats dropped. */
  conversations: AsyncIterable<Conversation>;
  inputs: readonly InputSummary[];
  diagnostics: () => Diagnostic[];
  errors: readonly UserError[];
}

export interface Conversation {
  session: Session;
  messages: readonly CanonicalMessage[];
}

/** Reads any exports as canonical messages, conversation by conversation (contract §1, §6). */
export async function convert(paths: readonly string[], options: AuditOptions = {}): Promise<Conversion> {
  const settings = resolve(options);
  const { zone } = settings;
  const intake = await readInputs(paths, readOptions(settings));
  const gathered = await gather(intake.messages, {
    sessionGapMs: settings.sessionGapMs,
    zone,
    memoryLimit: settings.memoryLimit,
    tempDir: options.tempDir,
    survey: new Survey(),
    onRepeat(message) {
      intake.inputs[intake.inputOfPart(message.part)]!.duplicates += 1;
    },
  });
  return {
    conversations: conversations(),
    inputs: intake.inputs,
    diagnostics: () => intake.diagnostics.list(),
    errors: intake.errors,
  };

  async function* conversations(): AsyncGenerator<Conversation> {
    try {
      for await (const session of gathered.sessions()) {
        yield { session, messages: session.messages.map((message) => toCanonical(message, zone)) };
      }
    } finally {
      await gathered.close();
    }
  }
}
