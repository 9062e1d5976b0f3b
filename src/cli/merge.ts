import { mergeReports } from "../index.ts";
import { exits, type Io } from "./io.ts";
import { deliver, type OutputFlags } from "./output.ts";
import { loadReport } from "./reports.ts";

/** `zhijian merge`: parts of an audit that ran elsewhere, as one report. */
export async function runMerge(paths: readonly string[], flags: OutputFlags, io: Io): Promise<number> {
  const parts = [];
  for (const name of paths) parts.push({ name, report: await loadReport(name, io) });
  await deliver(mergeReports(parts), flags, io);
  return exits.done;
}
