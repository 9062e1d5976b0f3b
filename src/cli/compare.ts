import { compareReports, joinReports, writeComparison } from "../index.ts";
import { exits, type Io, write } from "./io.ts";
import { loadReports } from "./reports.ts";

/** `zhijian compare`: what changed from one saved report, or folder of reports, to another, per agent and rule. */
export async function runCompare(
  before: string,
  after: string,
  flags: { locale?: "zh" | "en"; format: "markdown" | "json"; by: "week" | "month" },
  io: Io,
): Promise<number> {
  const old = joinReports(await loadReports(before, io), flags.by);
  const now = joinReports(await loadReports(after, io), flags.by);
  const comparison = compareReports(old, now);
  const locale = flags.locale ?? now.settings.locale;
  await write(
    io.stdout,
    flags.format === "json"
      ? `${JSON.stringify(comparison, null, 2)}\n`
      : writeComparison(comparison, now, { locale }),
  );
  return exits.done;
}
