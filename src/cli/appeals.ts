import { appealOutputs, type Report } from "../index.ts";
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
  const agents = flags.agent ?? [];
  await deliverOutputs(appealOutputs(report, agents), flags, io);
  io.stderr.write(leftOut(report, agents));
  return exits.done;
}

/** How many findings the report counts and does not keep; empty where it keeps all. */
function leftOut({ agentWeeks, findings, settings }: Report, agents: readonly string[]): string {
  const isAsked = (agent: string | null) => agents.length === 0 || agents.includes(agent ?? "");
  const all = agentWeeks
    .filter(({ agent }) => isAsked(agent))
    .flatMap(({ rules }) => rules)
    .reduce((sum, { failed }) => sum + failed, 0);
  const kept = findings.filter(({ agent }) => isAsked(agent)).length;
  if (kept >= all) return "";
  return settings.locale === "zh"
    ? `报告存了 ${all} 个改进点里的 ${kept} 个，表里只有这些；要全部列出，请加大 --max-findings 再审一次\n`
    : `the report keeps ${kept} of ${all} findings, and so does the list; audit again with a larger --max-findings for all\n`;
}
