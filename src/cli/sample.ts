import { type SamplePlan, sample, sampleOutputs, UserErrors } from "../index.ts";
import { inputAccount, isLossy } from "./account.ts";
import { auditOptions } from "./audit-options.ts";
import { loadConfig } from "./config.ts";
import { exits, type Io, printErrors } from "./io.ts";
import type { AuditFlags } from "./options.ts";
import type { OutputFlags } from "./output.ts";
import { deliverOutputs } from "./written.ts";

interface Flags extends AuditFlags, OutputFlags {
  plan: SamplePlan;
  size: number;
  seed: string;
  blind?: boolean;
  disputed?: string[];
  skipped: number;
}

/** `zhijian sample`: a review list for people. */
export async function runSample(paths: readonly string[], flags: Flags, io: Io): Promise<number> {
  const config = loadConfig(flags.config, io);
  const options = { ...auditOptions(flags, config), stdin: io.stdin };
  const { plan, size, seed, blind = false, disputed = [], skipped } = flags;
  const result = await sample(paths, { plan, size, seed, blind, disputed, skipped }, options);
  const written = await deliverOutputs(sampleOutputs(result.sample), flags, io);
  const locale = options.locale ?? "zh";
  if (flags.quiet !== true) {
    io.stderr.write(inputAccount(result.inputs, result.diagnostics, locale));
    for (const file of written) io.stderr.write(`${locale === "zh" ? "已写出" : "written"}: ${file}\n`);
  }
  printErrors(io, result.errors);
  if (result.errors.length > 0) return new UserErrors(result.errors).exit;
  const isStrict = (flags.strict ?? config.strict) === true;
  return isStrict && isLossy(result.diagnostics) ? exits.unreadable : exits.done;
}
