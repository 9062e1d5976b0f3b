import { resolve } from "node:path";
import {
  type AuditOptions,
  type AuditResult,
  atHand,
  audit,
  type Report,
  shopper,
  UserError,
  UserErrors,
} from "../index.ts";
import { inputAccount, isLossy } from "./account.ts";
import { auditOptions, judgingFlags } from "./audit-options.ts";
import { type BaselineFlags, readBaseline, writeBaseline } from "./baseline.ts";
import { type Config, loadConfig } from "./config.ts";
import { type CorrectionFlags, correctedBy } from "./corrections.ts";
import { gateFaults } from "./gate.ts";
import { exits, type Io, printErrors } from "./io.ts";
import { parseLimit } from "./limits.ts";
import type { AuditFlags } from "./options.ts";
import { deliver, type OutputFlags, writesJson } from "./output.ts";
import { printConfig } from "./print-config.ts";
import { progress } from "./progress.ts";
import { readTemplate } from "./shopper.ts";
import { checkWritable } from "./write-whole.ts";
import { namedFile } from "./written.ts";

interface Flags extends AuditFlags, OutputFlags, BaselineFlags, CorrectionFlags {
  failOn?: "fatal" | "major" | "minor" | "never";
  minScore?: number;
  printConfig?: boolean;
  excludeShoppers?: string[];
  shopperTemplate?: string;
}

/** `zhijian audit`: the weekly audit. */
export async function runAudit(paths: readonly string[], flags: Flags, io: Io): Promise<number> {
  if (flags.printConfig === true) return printConfig(flags, io);
  const config = loadConfig(flags.config, io);
  const mergeData = writesJson(flags);
  const baselineFlags = { ...flags, baseline: flags.baseline ?? config.baseline };
  const baseline = readBaseline(baselineFlags, io);
  const options = auditOptions(flags, config);
  const { allFindings } = options;
  if (flags.out !== undefined) checkWritable(resolve(io.cwd(), flags.out));
  const leaveOut = await shopperSessions(paths, flags, options, io);
  const bar = progress(io, flags.progress && flags.quiet !== true, options.locale ?? "zh");
  const {
    report: ofMachine,
    errors,
    ...found
  } = await audit(paths, {
    ...options,
    ...(!mergeData && { mergeData }),
    ...(leaveOut && { leaveOut }),
    ...(baseline && { baseline }),
    ...(options.cache !== undefined && { cache: resolve(io.cwd(), options.cache) }),
    ...(allFindings !== undefined && { allFindings: resolve(io.cwd(), allFindings) }),
    stdin: io.stdin,
    onProgress: bar.report,
    onWorkerDeath: (chunk, cause) => io.stderr.write(deathNote(chunk, cause)),
  }).finally(bar.done);
  for (const failure of cacheFailures(found.cache))
    io.stderr.write(unkeptNote(failure, ofMachine.settings.locale));
  const report = await correctedBy(ofMachine, flags, io);
  const written = await deliver(report, flags, io);
  if (allFindings !== undefined) written.push(allFindings);
  // What could not be read is not gone.
  if (flags.writeBaseline === true && errors.length === 0)
    written.push(await writeBaseline(baselineFlags, found.baseline, io));
  if (flags.quiet !== true) {
    if (found.cache !== null) io.stderr.write(cacheNote(found.cache, report.settings.locale));
    io.stderr.write(inputAccount(report.inputs, report.diagnostics, report.settings.locale));
    for (const file of written)
      io.stderr.write(`${report.settings.locale === "zh" ? "已写出" : "written"}: ${file}\n`);
  }
  printErrors(io, errors);
  if (errors.length > 0) return new UserErrors(errors).exit;
  if ((flags.strict ?? config.strict) === true && isLossy(report.diagnostics)) return exits.unreadable;
  return gate(report, paths, flags, config, io);
}

function cacheNote(
  { reused, read, conversations: { kept, judged } }: NonNullable<AuditResult["cache"]>,
  locale: "zh" | "en",
): string {
  return locale === "zh"
    ? `缓存：${reused} 份沿用，${read} 份新读；会话 ${kept} 个沿用，${judged} 个新判\n`
    : `cache: ${reused} inputs taken from it, ${read} read; ${kept} conversations taken from it, ${judged} judged\n`;
}

function cacheFailures(use: AuditResult["cache"]): Set<string> {
  return new Set(use === null ? [] : [...use.failures, ...use.conversations.failures]);
}

function unkeptNote(failure: string, locale: "zh" | "en"): string {
  return locale === "zh"
    ? `缓存写不进去，这次新读新判的没有都留下，报告不受影响：${failure}\n`
    : `the cache could not be written; not all that was read and judged anew is kept, the report is not affected: ${failure}\n`;
}

function deathNote(chunk: number | null, { message }: Error): string {
  const where = chunk === null ? "" : `（第 ${chunk} 块会话）`;
  return `一个线程中途退出${where}，它做过的正在重算 / a thread ended early, its work is done again: ${message}\n`;
}

/** Conversations that mystery shoppers' forms are of; undefined where no forms are named. */
async function shopperSessions(paths: readonly string[], flags: Flags, options: AuditOptions, io: Io) {
  if (flags.excludeShoppers === undefined) {
    if (flags.shopperTemplate === undefined) return undefined;
    throw new UserError(2, "--shopper-template 要和 --exclude-shoppers 一起用 / needs --exclude-shoppers");
  }
  if (paths.includes("-"))
    throw new UserError(2, "--exclude-shoppers 要读两遍，不能用标准输入 / cannot read standard input twice");
  const forms = flags.excludeShoppers.map((path) => namedFile(path, io));
  const template = readTemplate(flags.shopperTemplate, io);
  return (await shopper(forms, paths, template, options)).sessions;
}

function gate(report: Report, paths: readonly string[], flags: Flags, config: Config, io: Io): number {
  // Findings that were just recorded are accepted.
  const failOn = flags.writeBaseline === true ? "never" : (flags.failOn ?? config.failOn ?? "never");
  const minScore = flags.minScore ?? config.minScore ?? null;
  const limits = (config.gate ?? []).map(parseLimit);
  if (failOn === "never" && minScore === null && limits.length === 0) return exits.done;
  const again = [...paths, ...judgingFlags(flags)];
  const faults = gateFaults(atHand(report), { failOn, minScore, limits, again });
  for (const fault of faults) io.stderr.write(`${fault}\n`);
  return faults.length === 0 ? exits.done : exits.gateFell;
}
