import { type CachedIntake, readWithCache } from "./cache/inputs.ts";
import { UserError, UserErrors } from "./errors.ts";
import { type Intake, readInputs } from "./ingest/read.ts";
import { autoTextOptions, type Bench, benchOf, type InputTraits, markerFor } from "./judging/bench.ts";
import { CustomerSpans } from "./judging/customer-spans.ts";
import { loadProfiles, type Profile } from "./metrics/platforms/profile.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { InputSummary } from "./model/input.ts";
import { loadRubrics } from "./rubric/load.ts";
import { nearest } from "./rubric/nearest.ts";
import { AutoTextSurvey } from "./sessions/auto-texts.ts";
import { CannedSurvey, type RareTemplates } from "./sessions/canned.ts";
import { type Gathered, gather } from "./sessions/gather.ts";
import { robotsOf, Survey } from "./sessions/survey.ts";
import { type AuditOptions, defaultSettings, readOptions, resolve } from "./settings.ts";
import { maskText } from "./text/mask.ts";

/** Inputs that were read to the end, with the bench at which their sessions are judged. */
export interface Run extends Bench {
  intake: Intake | CachedIntake;
  gathered: Gathered;
  survey: Survey;
  traits: InputTraits;
  /** Names of all platform profiles that there are. */
  platforms: readonly string[];
  rareTemplates: RareTemplates;
  /** Where lines are that may belong to conversations of another input. */
  loose: CustomerSpans;
  autoTextCandidates: ReadonlyMap<string, number>;
}

/**
 * Reads the inputs to the end and brings their sessions together. Throws UserErrors for wrong options
 * (exit 2), and where none of the inputs can be read (exit 3).
 */
export async function openRun(paths: readonly string[], options: AuditOptions): Promise<Run> {
  const settings = resolve(options);
  const profiles = profilesFor(options);
  const marker = markerFor(options);
  const rubrics = await loadRubrics(options.rubrics ?? defaultSettings.rubrics, {
    locale: settings.locale,
    set: options.set ?? {},
  });
  const { cache } = options;
  const intake =
    cache === undefined
      ? await readInputs(paths, readOptions(settings))
      : await readWithCache(paths, readOptions(settings), cache);
  const survey = new Survey();
  const autoTexts = new AutoTextSurvey(
    autoTextOptions(options),
    (part) => survey.marksAuto(part) || trustsMarks(intake.inputs[intake.inputOfPart(part)]!),
  );
  const canned = new CannedSurvey();
  const loose = new CustomerSpans(settings.zone);
  const gathered = await gather(intake.messages, {
    sessionGapMs: settings.sessionGapMs,
    zone: settings.zone,
    memoryLimit: settings.memoryLimit,
    tempDir: options.tempDir,
    survey,
    onProgress: (messages) => options.onProgress?.({ stage: "read", messages, share: intake.share() }),
    onRepeat(message) {
      intake.inputs[intake.inputOfPart(message.part)]!.duplicates += 1;
    },
    onLoose: (lines) => loose.addLoose(lines),
    onSession(session) {
      autoTexts.see(session);
      canned.see(session);
    },
  });
  if (intake.errors.length > 0 && intake.inputs.every((input) => input.messages === 0)) {
    await gathered.close();
    throw new UserErrors(intake.errors);
  }
  const traits: InputTraits = {
    robots: robotsOf(survey.accounts()),
    autoTexts: autoTexts.traits(survey.parts),
    canned: canned.canned(),
  };
  const used = profiles.filter(({ name }) => name === options.platform || survey.hasPlatform(name));
  const bench = benchOf(settings, { marker, rubrics, profiles: used, traits });
  return {
    ...bench,
    intake,
    gathered,
    survey,
    traits,
    platforms: profiles.map(({ name }) => name),
    rareTemplates: canned.rare(),
    loose,
    autoTextCandidates: autoTexts.candidates(),
  };
}

/** The profiles there are. Throws UserError (exit 2) where the one asked for is not among them. */
function profilesFor({ platform, platformProfiles, platformVariants }: AuditOptions): Profile[] {
  const profiles = loadProfiles({ files: platformProfiles ?? [], variants: platformVariants ?? {} });
  const names = profiles.map(({ name }) => name);
  if (platform === undefined || names.includes(platform)) return profiles;
  const near = nearest(platform, names);
  throw new UserError(2, `没有“${platform}”的平台口径 / no such platform: ${platform}`, {
    hint: `${near === null ? "" : `是不是 ${near}？Did you mean ${near}? `}可用 / available: ${names.join(", ")}`,
  });
}

/**
 * Automatic texts are only sought where the export does not mark them: canonical records are taken at
 * their word, and times without seconds cannot tell 2 s from 50.
 */
function trustsMarks(input: InputSummary): boolean {
  return input.format === "ndjson" || input.resolutionSeconds !== 1;
}

/** Samples quote the input; personal data in them is masked like everywhere else. */
export function shownDiagnostics({ intake, settings, corrections }: Run): Diagnostic[] {
  const all = [...intake.diagnostics.list(), ...corrections.unused()];
  if (!settings.mask) return all;
  return all.map((diagnostic) => ({
    ...diagnostic,
    samples: diagnostic.samples.map((sample) => ({ ...sample, value: maskText(sample.value) })),
  }));
}
