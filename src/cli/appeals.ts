import { appealOutputs } from "../index.ts";
import { exits, type Io } from "./io.ts";
import type { OutputFlags } from "./output.ts";
import { loadReport } from "./reports.ts";
import { deliverOutputs } from "./written.ts";

/** `zhijian appeals`: the list of findings on which agents object and reviewers decide. */
export async function runAppeals(
  path: string,
  flags: OutputFlags & { agent?: string[] },
  io: Io,
): Promise<number> {
  const report = await loadReport(path, io);
  await deliverOutputs(appealOutputs(report, flags.agent ?? []), flags, io);
  return exits.done;
}
