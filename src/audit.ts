import { suppressionTexts } from "./aggregate/excuses.ts";
import { toReport } from "./aggregate/report.ts";
import { rubricInfo } from "./aggregate/rubric-info.ts";
import type { States } from "./aggregate/sum.ts";
import type { Tally } from "./aggregate/tally.ts";
import { basisOf } from "./cache/basis.ts";
import { CacheFolder } from "./cache/folder.ts";
import type { InputUse } from "./cache/inputs.ts";
import { dropCrowd, type PackTable, packTable } from "./cache/packs.ts";
import type { UserError } from "./errors.ts";
import { AllFindings, ChunkFindings } from "./judging/all-findings.ts";
import { AuditSums } from "./judging/audit-sums.ts";
import { type JudgedCounts, KeptCustomers } from "./judging/kept-customers.ts";
import { partOf } from "./merge/of-run.ts";
import { packPart } from "./merge/part.ts";
import type { KnownFinding, Report, Settings } from "./model/report.ts";
import { judgeInThreads } from "./parallel/judge.ts";
import { type Claims, readClaims } from "./reconcile/claims.ts";
import { inLocale } from "./rubric/local-text.ts";
import { openRun, type Run, shownDiagnostics } from "./run.ts";
import { recognisedInOrder } from "./sessions/auto-texts.ts";
import { customersOf } from "./sessions/gather.ts";
import { type AuditOptions, type Resolved, readOptions } from "./settings.ts";
import { Compaction, compactHeap } from "./text/heap.ts";
import { maskText } from "./text/mask.ts";
import { Pauses } from "./text/pauses.ts";
import { dayOfText, weekOf } from "./text/zone.ts";

/** What of an audit was known from earlier ones. */
export interface CacheUse extends InputUse {
  conversations: JudgedCounts;
}

export interface AuditResult {
  /** Of a very long log some lists are read when they are asked for (`atHand`). */
  report: Report;
  /** Inputs that could not be read; the report is about the others. */
  errors: readonly UserError[];
  /** What the next baseline should record: these findings, and known ones of weeks and shops not audited. */
  baseline: readonly KnownFinding[];
  /** Inputs and conversations taken from the cache, and others; null without a cache. */
  cache: CacheUse | null;
}

/**
 * THE PIPELINE: read → sessions → acts and turns → rules and figures → sum → report. Throws UserErrors
 * for wrong options (exit 2), and where none of the inputs can be read (exit 3).
 */
export async function audit(paths: readonly string[], options: AuditOptions = {}): Promise<AuditResult> {
  const all =
    options.allFindings === undefined ? null : new AllFindings(options.allFindings, options.tempDir);
  try {
    return await audited(await openRun(paths, options), all);
  } finally {
    all?.remove();
  }
}

async function audited(run: Run, all: AllFindings | null): Promise<AuditResult> {
  try {
    const sums = await summed(run, all);
    tidyAfter(run);
    const { tally, baseline } = sums;
    sums.missing.addTo(run.intake.diagnostics);
    sums.notes.addTo(run.intake.diagnostics);
    sums.excuses.addTo(run.intake.diagnostics, suppressionTexts(run.rubrics));
    noteGaps(run);
    const titles = actTitles(run);
    const wasAudited = auditedIn(tally, run.settings);
    const report = toReport(tally, {
      settings: printedSettings(run),
      generatedAt: run.settings.options.generatedAt ?? null,
      rubrics: run.rubrics.map((rubric) => rubricInfo(rubric, run.show.locale)),
      profiles: run.profiles,
      actTitles: titles,
      inputs: run.intake.inputs,
      diagnostics: shownDiagnostics(run),
      reconciliation: sums.reconciler?.result() ?? [],
      ...(baseline && { baseline: { findings: baseline, wasAudited } }),
    });
    const cache = "use" in run.intake ? { ...run.intake.use, conversations: sums.judgedUse!.state() } : null;
    const part = partOf(run, sums, titles);
    if (part !== null) report.merge = packPart(part);
    tidyAfter(run);
    return { report, errors: run.intake.errors, baseline: baseline?.next(wasAudited) ?? [], cache };
  } finally {
    await run.gathered.close();
  }
}

/** Of a long log each step needs room that the one before has used. */
function tidyAfter({ gathered }: Run): void {
  if (gathered.files() !== null) compactHeap();
}

/** Sums up every session, judged now or, with a cache, before. */
async function summed(run: Run, all: AllFindings | null): Promise<AuditSums> {
  const { cache } = run.settings.options;
  if (cache === undefined) return summedBy(run, all, null);
  const table = packTable(cache, basisOf(run));
  const sums = await summedBy(run, all, table);
  // What is in the packs was not all written into one.
  if (sums.judgedUse?.state().failures.size === 0) dropCrowd(table);
  await new CacheFolder(cache).prune();
  return sums;
}

/** In threads where the input did not fit into memory, else here and now. */
async function summedBy(run: Run, all: AllFindings | null, table: PackTable | null): Promise<AuditSums> {
  const claims = await claimsOf(run);
  const findings = all && new ChunkFindings(all.folder);
  const kept = table && new KeptCustomers(table);
  const sums = new AuditSums(run, claims, {
    kept,
    onFinding: findings ? (finding) => findings.add(finding) : undefined,
  });
  const files = run.gathered.files();
  const compaction = new Compaction();
  const onChunk = (chunk: number) => {
    findings?.end(chunk);
    compaction.ifDue();
  };
  try {
    if (files !== null && run.settings.threads > 1) {
      const judge = (chunk: number) => {
        for (const sessions of customersOf(files[chunk]!)) sums.add(sessions);
        sums.settle();
        onChunk(chunk);
      };
      const absorb = (states: States) => sums.absorb(states);
      const findingsFolder = all?.folder ?? null;
      await judgeInThreads(files, run, { claims, table, findingsFolder }, { judge, absorb });
    } else await judgeHere(run, sums, onChunk);
    sums.keepJudged();
  } finally {
    kept?.drop();
  }
  await all?.write(files?.length ?? 1);
  return sums;
}

async function judgeHere(
  { gathered, intake, settings }: Run,
  sums: AuditSums,
  onChunk: (chunk: number) => void,
): Promise<void> {
  const total = intake.inputs.reduce((sum, { messages }) => sum + messages, 0);
  let messages = 0;
  const pauses = new Pauses();
  const chunks = gathered.files()?.map((file) => () => customersOf(file)) ?? [gathered.customers];
  for (const [chunk, customers] of chunks.entries()) {
    for await (const sessions of customers()) {
      sums.add(sessions);
      messages += sessions.reduce((sum, session) => sum + session.messages.length, 0);
      settings.options.onProgress?.({ stage: "judge", messages, share: messages / total });
      await pauses.ifDue();
    }
    sums.settle();
    onChunk(chunk);
  }
}

/** Figures of platforms to be held against ours; null where there are none. */
async function claimsOf({ settings, intake }: Run): Promise<Claims | null> {
  const { tables, facts } = await readClaims(settings.options.reconcile ?? [], readOptions(settings));
  const claims = { tables, facts: [...facts, ...intake.facts] };
  return claims.tables.length === 0 && claims.facts.length === 0 ? null : claims;
}

/** Of which known findings this run can tell: those of weeks and shops that it has, on days that it was asked for. */
function auditedIn(tally: Tally, { includes, weekStart }: Resolved): (entry: KnownFinding) => boolean {
  return ({ day: written, shop }) => {
    const day = written === null ? null : dayOfText(written);
    const week = day === null ? null : weekOf(day, weekStart);
    return includes(day) && tally.rows.has({ week, shop, agent: undefined });
  };
}

function printedSettings({ settings, marker, autoTexts, profiles }: Run): Settings {
  const { autoTexts: chosen } = settings.options;
  const shown = (text: string) => (settings.mask ? maskText(text) : text);
  return {
    ...settings.printed,
    platforms: profiles.map(({ name, title, variant, why, versions }) => ({
      name,
      title,
      variant,
      why,
      figures: Object.fromEntries(
        versions.flatMap(({ figures }) => Object.entries(figures).map(([id, figure]) => [id, figure.title])),
      ),
      versions: versions.map(({ effective, hoursText, method, sources }) => ({
        effective,
        hours: hoursText,
        method,
        sources,
      })),
    })),
    segmenter: `${marker.segmenter.name} ${marker.segmenter.version}`,
    autoTexts: {
      configured: [...(chosen?.texts ?? [])],
      recognised: recognisedInOrder(autoTexts.recognised(shown)),
      refused: [...(chosen?.notAutomatic ?? [])],
    },
    ...(settings.options.scenes && { scenes: settings.options.scenes }),
  };
}

/** Titles of all acts in the language of the report, by id. */
function actTitles({ marker, show }: Run): Map<string, string> {
  const all = [...marker.acts("agent"), ...marker.acts("customer")];
  return new Map(all.map(({ id, title }) => [id, inLocale(title, show.locale)]));
}

/** Tells what exports lack, and which figures suffer for it. */
function noteGaps({ intake, survey }: Run): void {
  const partsOf = intake.inputs.map((): number[] => []);
  for (const part of survey.parts) partsOf[intake.inputOfPart(part)]!.push(part);
  intake.inputs.forEach((input, index) => {
    for (const lack of survey.lacks(partsOf[index]!))
      intake.diagnostics.add(`no-${lack}`, "warning", { file: input.file });
    if (input.messages > 0 && input.resolutionSeconds === 60) {
      intake.diagnostics.add("times-to-minute", "warning", { file: input.file });
    }
  });
}
