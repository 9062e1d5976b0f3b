import { loadActs } from "./acts/load.ts";
import type { ActMarker } from "./acts/marker.ts";
import { Baseline } from "./aggregate/baseline.ts";
import { Excuses } from "./aggregate/excuses.ts";
import {
  findingsOf,
  praisedAgents,
  praisesOf,
  type ShowOptions,
  showCase,
  showSessionId,
  showSlowTurn,
} from "./aggregate/findings.ts";
import { MissingReplies } from "./aggregate/missing-replies.ts";
import { type PraiseHit, praiseFinder } from "./aggregate/praise.ts";
import { toReport } from "./aggregate/report.ts";
import { type JudgedSession, Tally } from "./aggregate/tally.ts";
import { UserError, UserErrors } from "./errors.ts";
import { type Intake, readInputs } from "./ingest/read.ts";
import type { MetricsContext } from "./metrics/figure.ts";
import { type Contribution, contributions } from "./metrics/platforms/figures.ts";
import { loadProfiles, type Profile } from "./metrics/platforms/profile.ts";
import type { Diagnostic } from "./model/diagnostic.ts";
import type { InputSummary } from "./model/input.ts";
import type { KnownFinding, Report, Settings } from "./model/report.ts";
import type { ReadSession, Session } from "./model/session.ts";
import { readClaims } from "./reconcile/claims.ts";
import { Reconciler } from "./reconcile/reconcile.ts";
import { judge } from "./rubric/judge.ts";
import { loadRubrics } from "./rubric/load.ts";
import { inLocale } from "./rubric/local-text.ts";
import { type OccasionFinder, occasionFinder } from "./rubric/occasions.ts";
import type { Rubric } from "./rubric/schema.ts";
import type { JudgeContext } from "./rubric/view.ts";
import { type FactsFinder, factsFinder } from "./scenes.ts";
import { AutoTexts } from "./sessions/auto-texts.ts";
import { CannedTexts } from "./sessions/canned.ts";
import { type Gathered, gather } from "./sessions/gather.ts";
import { type History, historiesOf } from "./sessions/history.ts";
import { readingOf, readSession } from "./sessions/read.ts";
import { Survey } from "./sessions/survey.ts";
import { type AuditOptions, defaultSettings, type Resolved, readOptions, resolve } from "./settings.ts";
import { maskText } from "./text/mask.ts";
import { dayOfText, weekOf } from "./text/zone.ts";

export interface AuditResult {
  report: Report;
  /** Inputs that could not be read; the report is about the others. */
  errors: readonly UserError[];
  /** What the next baseline should record: these findings, and known ones of weeks and shops not audited. */
  baseline: readonly KnownFinding[];
}

/**
 * THE PIPELINE: read → sessions → acts and turns → rules and figures → sum → report. Throws UserErrors
 * for wrong options (exit 2), and where none of the inputs can be read (exit 3).
 */
export async function audit(paths: readonly string[], options: AuditOptions = {}): Promise<AuditResult> {
  const run = await openRun(paths, options);
  const baseline = options.baseline && new Baseline(options.baseline);
  try {
    const metrics: MetricsContext = {
      slowAfterMs: run.settings.slowAfterMs,
      zone: run.settings.zone,
      calendar: run.settings.calendar,
      isCanned: (message, customer) => run.canned.has(message, customer),
      showCase: (session, at, message) => showCase(session, at, message, run.show),
    };
    const reconciler = await reconcilerOf(run, metrics);
    const tally = new Tally({
      metrics,
      show: run.show,
      maxFindingsPerRule: run.settings.maxFindingsPerRule,
      showSlowTurn: (session, start, waitMs, message) =>
        showSlowTurn(session, start, waitMs, message, run.show),
      ...(baseline && { baseline }),
    });
    const missing = new MissingReplies();
    const excuses = new Excuses();
    const isLeftOut = leavingOut(run);
    for await (const sessions of run.gathered.customers()) {
      const judged = judgeCustomer(sessions, run).filter(({ session }) => !isLeftOut(session));
      for (const session of judged.filter(({ day }) => run.settings.includes(day))) {
        tally.add(session);
        missing.add(session.session);
        reconciler?.add(session.session, session.day);
        excuses.add(session.results);
        if (session.day !== null && !run.settings.calendar.knows(session.day))
          run.intake.diagnostics.add("holidays-unknown", "warning", { file: null });
      }
      for (const { shop, week, part } of platformParts(judged, run)) {
        tally.addPlatform(shop, week, part);
        reconciler?.addPlatform(part);
      }
    }
    missing.addTo(run.intake.diagnostics);
    noteGaps(run);
    excuses.addTo(run.intake.diagnostics, run.rubrics);
    const wasAudited = auditedIn(tally, run.settings);
    const report = toReport(tally, {
      settings: printedSettings(run),
      generatedAt: options.generatedAt ?? null,
      rubrics: run.rubrics,
      profiles: run.profiles,
      actTitles: actTitles(run),
      inputs: run.intake.inputs,
      diagnostics: shownDiagnostics(run),
      reconciliation: reconciler?.result() ?? [],
      ...(baseline && { baseline: { findings: baseline, wasAudited } }),
    });
    return { report, errors: run.intake.errors, baseline: baseline?.next(wasAudited) ?? [] };
  } finally {
    await run.gathered.close();
  }
}

/** Tells the conversations of mystery shoppers, and the report that they are not in it. */
function leavingOut({ settings, intake, show }: Run): (session: ReadSession) => boolean {
  const named = new Set(settings.options.leaveOut?.map(({ shop, id }) => JSON.stringify([shop, id])));
  return (session) => {
    if (!named.has(JSON.stringify([session.shop, session.id]))) return false;
    const value = showSessionId(session, show);
    intake.diagnostics.add("shopper-left-out", "note", { file: null, value });
    return true;
  };
}

/** Of which known findings this run can tell: those of weeks and shops that it has, on days that it was asked for. */
function auditedIn(tally: Tally, { includes, weekStart }: Resolved): (entry: KnownFinding) => boolean {
  return ({ day: written, shop }) => {
    const day = written === null ? null : dayOfText(written);
    const week = day === null ? null : weekOf(day, weekStart);
    return includes(day) && tally.rows.has({ week, shop, agent: undefined });
  };
}

/** Everything that is made ready once and used on every session. */
export interface Run {
  settings: Resolved;
  marker: ActMarker;
  rubrics: readonly Rubric[];
  profiles: readonly Profile[];
  judging: JudgeContext;
  facts: FactsFinder;
  show: ShowOptions;
  intake: Intake;
  gathered: Gathered;
  survey: Survey;
  autoTexts: AutoTexts;
  canned: CannedTexts;
  findPraise: (session: ReadSession) => PraiseHit[];
  /** Null without a handbook. */
  findOccasions: OccasionFinder | null;
}

/** Reads the inputs to the end and brings their sessions together. */
export async function openRun(paths: readonly string[], options: AuditOptions): Promise<Run> {
  const settings = resolve(options);
  const { locale, zone, mask } = settings;
  const profiles = profilesFor(options);
  const marker = loadActs({
    segmenter: options.segmenter ?? defaultSettings.segmenter,
    dictionaries: options.dictionaries ?? [],
  });
  const rubrics = await loadRubrics(options.rubrics ?? defaultSettings.rubrics, {
    locale,
    set: options.set ?? {},
  });
  const intake = await readInputs(paths, readOptions(settings));
  const survey = new Survey();
  const autoTexts = new AutoTexts({
    configured: options.autoTexts?.texts ?? [],
    refused: options.autoTexts?.notAutomatic ?? [],
    trustsMarks: (part) => survey.marksAuto(part) || trustsMarks(intake.inputs[intake.inputOfPart(part)]!),
  });
  const canned = new CannedTexts();
  const gathered = await gather(intake.messages, {
    sessionGapMs: settings.sessionGapMs,
    zone,
    memoryLimit: settings.memoryLimit,
    tempDir: options.tempDir,
    survey,
    onProgress: options.onProgress,
    onRepeat(message) {
      intake.inputs[intake.inputOfPart(message.part)]!.duplicates += 1;
    },
    onSession(session) {
      autoTexts.survey(session);
      canned.survey(session);
    },
  });
  if (intake.errors.length > 0 && intake.inputs.every((input) => input.messages === 0)) {
    await gathered.close();
    throw new UserErrors(intake.errors);
  }
  const judging: JudgeContext = { locale, zone, agents: options.agents ?? {} };
  const show: ShowOptions = { zone, locale, mask };
  return {
    settings,
    marker,
    rubrics,
    profiles: profiles.filter(({ name }) => name === options.platform || survey.hasPlatform(name)),
    judging,
    facts: factsFinder({ judging, canned, show, corrections: options.scenes ?? {} }),
    show,
    intake,
    gathered,
    survey,
    autoTexts,
    canned,
    findPraise: praiseFinder(),
    findOccasions: settings.handbook && occasionFinder(settings.handbook, locale),
  };
}

/** The profiles there are. Throws UserError (exit 2) where the one asked for is not among them. */
function profilesFor({ platform, platformProfiles, platformVariants }: AuditOptions): Profile[] {
  const profiles = loadProfiles({ files: platformProfiles ?? [], variants: platformVariants ?? {} });
  const names = profiles.map(({ name }) => name);
  if (platform === undefined || names.includes(platform)) return profiles;
  throw new UserError(2, `没有“${platform}”的平台口径 / no such platform: ${platform}`, {
    hint: `可用 / available: ${names.join(", ")}`,
  });
}

function printedSettings({ settings, marker, autoTexts, profiles }: Run): Settings {
  const { autoTexts: chosen } = settings.options;
  const shown = (text: string) => (settings.mask ? maskText(text) : text);
  return {
    ...settings.printed,
    platforms: profiles.map(({ name, title, variant, versions }) => ({
      name,
      title,
      variant,
      versions: versions.map(({ effective, hoursText }) => ({ effective, hours: hoursText })),
    })),
    segmenter: `${marker.segmenter.name} ${marker.segmenter.version}`,
    autoTexts: {
      configured: [...(chosen?.texts ?? [])],
      recognised: autoTexts.recognised().map((found) => ({ ...found, text: shown(found.text) })),
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

/** Samples quote the input; personal data in them is masked like everywhere else. */
export function shownDiagnostics({ intake, settings, facts }: Run): Diagnostic[] {
  const all = [...intake.diagnostics.list(), ...facts.unused()];
  if (!settings.mask) return all;
  return all.map((diagnostic) => ({
    ...diagnostic,
    samples: diagnostic.samples.map((sample) => ({ ...sample, value: maskText(sample.value) })),
  }));
}

/** Holds tables of platforms against our figures; null where there are none. */
async function reconcilerOf(run: Run, metrics: MetricsContext): Promise<Reconciler | null> {
  const { reconcile = [] } = run.settings.options;
  const { tables, facts } = await readClaims(reconcile, readOptions(run.settings));
  const claims = { tables, facts: [...facts, ...run.intake.facts] };
  if (claims.tables.length === 0 && claims.facts.length === 0) return null;
  const { locale, zone } = run.show;
  const showId = (session: ReadSession) => showSessionId(session, run.show);
  return new Reconciler(claims, { metrics, profiles: run.profiles, locale, zone, showId });
}

/** What one customer's sessions add to the platforms' figures; they go by the day of each turn. */
function platformParts(
  judged: readonly JudgedSession[],
  { settings, profiles, marker, survey }: Run,
): { shop: string | null; week: string | null; part: Contribution }[] {
  const sessions = judged.map(({ session }) => session);
  const parts = contributions(sessions, {
    profiles,
    zone: settings.zone,
    platform: settings.options.platform ?? null,
    weekKey: (day) => weekOf(day, settings.weekStart),
    readingOf: (session) =>
      readingOf(session.messages, session.acts, marker, (account) => survey.isRobot(account)),
  });
  return parts
    .filter(({ day }) => settings.includes(day))
    .map((part) => ({
      shop: sessions[0]!.shop,
      week: part.day === null ? null : weekOf(part.day, settings.weekStart),
      part,
    }));
}

/** The sessions of one customer, without those in which nobody wrote. */
export function judgeCustomer(sessions: readonly Session[], run: Run): JudgedSession[] {
  const histories = historiesOf(sessions, run.settings.zone);
  return sessions
    .map((session, index) => judgeSession(session, histories[index]!, run))
    .filter((session) => session !== null);
}

/** Acts, turns, scenes and rules of one session; null where nobody wrote. */
function judgeSession(session: Session, history: History, run: Run): JudgedSession | null {
  if (session.messages.every((message) => message.role === "system")) return null;
  const day = startDay(session, run.settings);
  const week = day === null ? null : weekOf(day, run.settings.weekStart);
  const read = readSession(run.autoTexts.apply(session), run.marker, (account) =>
    run.survey.isRobot(account),
  );
  const { scenes, facts } = run.facts.find(read, history);
  const hours = run.settings.calendar.hours({ shop: session.shop });
  const context = { ...run.judging, hours, factsOf: () => facts };
  const results = run.rubrics.flatMap((rubric) =>
    judge(read, rubric, context).map((result) => ({ rubric: rubric.id, ...result })),
  );
  const customerPraise = run.findPraise(read);
  return {
    session: read,
    day,
    week,
    scenes,
    results,
    findings: findingsOf(read, week, results, run.show),
    praises: praisesOf(read, week, results, customerPraise, run.show),
    praised: praisedAgents(read, customerPraise),
    occasions: run.findOccasions?.(read, context) ?? [],
  };
}

/** Local day of the first known time of a customer, agent or robot message (metric-decision 5). */
function startDay(session: Session, { zone }: Resolved): number | null {
  const at = session.messages.find((message) => message.role !== "system" && message.at !== null)?.at ?? null;
  return at === null ? null : zone.dayOf(at);
}

/**
 * Automatic texts are only sought where the export does not mark them: canonical records are taken at
 * their word, and times without seconds cannot tell 2 s from 50.
 */
function trustsMarks(input: InputSummary): boolean {
  return input.format === "ndjson" || input.resolutionSeconds !== 1;
}
