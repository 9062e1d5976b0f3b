import { type Inspection as InputInspection, inspectInput } from "./ingest/inspect.ts";
import { toCanonical } from "./model/canonical.ts";
import type { CanonicalMessage } from "./model/message.ts";
import { type AuditOptions, readOptions, resolve } from "./settings.ts";

/** How one input was understood, its first messages in canonical form (without a session where the export has none). */
export interface Inspection extends Omit<InputInspection, "messages"> {
  messages: readonly CanonicalMessage[];
}

/** Reads one input wholly and tells how it was understood. Throws UserError (exit 3) where it cannot be opened. */
export async function inspect(path: string, options: AuditOptions = {}): Promise<Inspection> {
  const settings = resolve(options);
  const inspection = await inspectInput(path, readOptions(settings));
  return {
    ...inspection,
    messages: inspection.messages.map((message) =>
      toCanonical({ ...message, session: message.session ?? "" }, settings.zone),
    ),
  };
}
