import { fileURLToPath } from "node:url";
import { runAudit } from "./audit.ts";
import type { Io } from "./io.ts";
import type { AuditFlags } from "./options.ts";
import type { OutputFlags } from "./output.ts";

const exportsFolder = fileURLToPath(new URL("../../fixtures/demo/exports/", import.meta.url));

/** `zhijian demo`: the whole thing on the bundled week. */
export function runDemo(flags: AuditFlags & OutputFlags, io: Io): Promise<number> {
  return runAudit([exportsFolder], { ...flags, out: flags.out ?? "zhijian-report" }, io);
}
