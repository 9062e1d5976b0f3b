import { extname } from "node:path";
import type { States } from "../aggregate/sum.ts";
import type { PackTable } from "../cache/packs.ts";
import type { InputTraits } from "../judging/bench.ts";
import type { Profile } from "../metrics/platforms/profile.ts";
import type { Claims } from "../reconcile/claims.ts";
import type { Rubric } from "../rubric/schema.ts";
import type { Run } from "../run.ts";
import type { Partition } from "../sessions/store.ts";
import type { AuditOptions } from "../settings.ts";
import { inThreads } from "./threads.ts";

/** What a worker needs to judge like the main thread: plain data. */
export interface JudgingPlan {
  options: AuditOptions;
  rubrics: readonly Rubric[];
  profiles: readonly Profile[];
  traits: InputTraits;
  claims: Claims | null;
  /** Files of whole customers; the chunks of the work. */
  files: readonly Partition[];
  /** Where judged customers are kept; null without a cache. */
  table: PackTable | null;
  /** Where all findings are left; null where nobody asks for them. */
  findingsFolder: string | null;
}

/** Where the work of threads comes together. */
interface Here {
  /** Judges a chunk in this thread. */
  judge: (chunk: number) => void;
  /** Takes the sums of other threads. */
  absorb: (states: States) => void;
}

/** Judges the customers of files in threads, of which this is one. */
export function judgeInThreads(
  files: readonly Partition[],
  { settings, rubrics, profiles, traits, intake }: Run,
  { claims, table, findingsFolder }: Pick<JudgingPlan, "claims" | "table" | "findingsFolder">,
  { judge, absorb }: Here,
): Promise<void> {
  const { stdin: _stdin, onProgress, onWorkerDeath, ...options } = settings.options;
  const total = intake.inputs.reduce((sum, { messages }) => sum + messages, 0);
  const plan: JudgingPlan = { options, rubrics, profiles, traits, claims, files, table, findingsFolder };
  return inThreads({
    // In the form in which this file itself runs.
    module: new URL(`./worker${extname(import.meta.url)}`, import.meta.url),
    plan,
    chunks: files.length,
    threads: settings.threads - 1,
    here: judge,
    onState: absorb,
    onShare: (share) => onProgress?.({ stage: "judge", messages: Math.round(share * total), share }),
    onDeath: (chunk, cause) => onWorkerDeath?.(chunk === null ? null : chunk + 1, cause),
  });
}
