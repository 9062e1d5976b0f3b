import { type ActOptions, loadActs } from "./acts/load.ts";
import { type Conversion, convert } from "./convert.ts";
import type { CanonicalMessage } from "./model/message.ts";
import type { Act } from "./model/session.ts";
import type { AuditOptions } from "./settings.ts";

/** A message with what it does (contract §6 `annotate`). */
export interface AnnotatedMessage extends CanonicalMessage {
  acts: readonly Act[];
}

/** Marks the acts of every message, conversation by conversation. */
export async function annotate(
  paths: readonly string[],
  options: AuditOptions = {},
): Promise<Omit<Conversion, "conversations"> & { messages: AsyncIterable<AnnotatedMessage> }> {
  const acts: ActOptions = {
    segmenter: options.segmenter ?? "auto",
    dictionaries: options.dictionaries ?? [],
  };
  const marker = loadActs(acts);
  const { conversations, ...conversion } = await convert(paths, options);
  return { ...conversion, messages: messages() };

  async function* messages(): AsyncGenerator<AnnotatedMessage> {
    for await (const { session, messages: lines } of conversations) {
      const marked = marker.mark(session.messages, session.platform);
      for (const [index, line] of lines.entries()) yield { ...line, acts: marked[index]! };
    }
  }
}
