import { fileURLToPath } from "node:url";
import { runAudit } from "./audit.ts";
import type { Io } from "./io.ts";
import type { AuditFlags } from "./options.ts";
import type { OutputFlags } from "./output.ts";

const exportsFolder = fileURLToPath(new URL("../../fixtures/demo/exports/", import.meta.url));

/** The 京东 log of the sample names no shop, as such logs do not. */
const shop = "青禾数码旗舰店";

/** `zhijian demo`: the whole thing on the bundled week. */
export function runDemo(flags: AuditFlags & OutputFlags, io: Io): Promise<number> {
  return runAudit(
    [exportsFolder],
    { ...flags, shop: flags.shop ?? shop, out: flags.out ?? "zhijian-report" },
    io,
  );
}
