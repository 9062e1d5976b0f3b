import { type Inspection as InputInspection, inspectInput } from "./ingest/inspect.ts";
import { toCanonical } from "./model/canonical.ts";
import type { CanonicalMessage } from "./model/message.ts";
import { type AuditOptions, readOptions, resolve } from "./settings.ts";
import type { Zone } from "./text/zone.ts";

/** How one input was understood, its first messages in canonical form (without a session where the export has none). */
export interface Inspection extends Omit<InputInspection, "messages" | "members"> {
  messages: readonly CanonicalMessage[];
  /** What is in it, where it is an archive. */
  members: readonly Inspection[];
}

/** Reads one input wholly and tells how it was understood. Throws UserError (exit 3) where it cannot be opened. */
export async function inspect(path: string, options: AuditOptions = {}): Promise<Inspection> {
  const settings = resolve(options);
  return canonical(await inspectInput(path, readOptions(settings)), settings.zone);
}

function canonical(inspection: InputInspection, zone: Zone): Inspection {
  return {
    ...inspection,
    messages: inspection.messages.map((message) =>
      toCanonical({ ...message, session: message.session ?? "" }, zone),
    ),
    members: inspection.members.map((member) => canonical(member, zone)),
  };
}
