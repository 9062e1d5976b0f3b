import { inspect } from "../index.ts";
import { auditOptions } from "./audit-options.ts";
import { loadConfig } from "./config.ts";
import { inspectionText } from "./inspection-text.ts";
import { exits, type Io, printErrors, write } from "./io.ts";
import type { InputFlags } from "./options.ts";

/** `zhijian inspect`: what was recognised in one file. */
export async function runInspect(path: string, flags: InputFlags, io: Io): Promise<number> {
  const options = auditOptions(flags, loadConfig(flags.config, io));
  const inspection = await inspect(path, { ...options, stdin: io.stdin });
  await write(io.stdout, inspectionText(inspection, options.locale ?? "zh"));
  const errors = [inspection, ...inspection.members].flatMap((one) => one.errors);
  printErrors(io, errors);
  return errors.length > 0 ? exits.unreadable : exits.done;
}
