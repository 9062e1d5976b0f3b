import { compareReports, writeComparison } from "../index.ts";
import { exits, type Io, write } from "./io.ts";
import { loadReport } from "./reports.ts";

/** `zhijian compare`: what changed from one saved report to another, per agent and rule. */
export async function runCompare(
  before: string,
  after: string,
  flags: { locale?: "zh" | "en"; format: "markdown" | "json" },
  io: Io,
): Promise<number> {
  const old = await loadReport(before, io);
  const now = await loadReport(after, io);
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
