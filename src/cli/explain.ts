import { explain } from "../index.ts";
import { auditOptions } from "./audit-options.ts";
import { loadConfig } from "./config.ts";
import { explanationText } from "./explanation-text.ts";
import { exits, type Io, write } from "./io.ts";
import type { AuditFlags } from "./options.ts";
import { wantsColor } from "./output.ts";

/** `zhijian explain`: one conversation with its acts, turns, rules and arithmetic. */
export async function runExplain(
  session: string,
  paths: readonly string[],
  flags: AuditFlags & { color: boolean },
  io: Io,
): Promise<number> {
  const options = auditOptions(flags, loadConfig(flags.config, io));
  const explanation = await explain(session, paths, { ...options, stdin: io.stdin });
  await write(io.stdout, explanationText(explanation, wantsColor(flags, io)));
  return exits.done;
}
