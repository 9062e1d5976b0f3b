import { loadActs } from "../acts/load.ts";
import type { ActMarker } from "../acts/marker.ts";
import type { ShowOptions } from "../aggregate/findings.ts";
import { type PraiseHit, praiseFinder } from "../aggregate/praise.ts";
import type { Profile } from "../metrics/platforms/profile.ts";
import type { ReadSession } from "../model/session.ts";
import { compile } from "../rubric/compile.ts";
import { type OccasionFinder, occasionFinder } from "../rubric/occasions.ts";
import type { Rubric } from "../rubric/schema.ts";
import type { JudgeContext } from "../rubric/view.ts";
import { type FactsFinder, factsFinder, SceneCorrections } from "../scenes.ts";
import { type AutoTextOptions, AutoTexts, type AutoTextTraits } from "../sessions/auto-texts.ts";
import { CannedTexts } from "../sessions/canned.ts";
import { type AuditOptions, defaultSettings, type Resolved } from "../settings.ts";

/** What only the whole input tells, as plain data: the same in every thread. */
export interface InputTraits {
  /** Accounts that are reception robots. */
  robots: readonly string[];
  autoTexts: AutoTextTraits;
  /** Hashes of texts that are canned, sorted. */
  canned: Float64Array;
}

/** What a bench is made of, besides the settings and the files that ship. */
export interface BenchParts {
  marker: ActMarker;
  rubrics: readonly Rubric[];
  /** Those of the platforms in the input. */
  profiles: readonly Profile[];
  traits: InputTraits;
}

/** Everything that is made ready once in a thread and used on every session. */
export interface Bench extends Omit<BenchParts, "traits"> {
  settings: Resolved;
  judging: JudgeContext;
  findFacts: FactsFinder;
  corrections: SceneCorrections;
  show: ShowOptions;
  isRobot: (account: string) => boolean;
  autoTexts: AutoTexts;
  canned: CannedTexts;
  findPraise: (session: ReadSession) => PraiseHit[];
  /** Null without a handbook. */
  findOccasions: OccasionFinder | null;
}

/** The lists of acts with the segmenter and the words of the shop. Throws UserErrors (exit 2). */
export function markerFor(options: AuditOptions): ActMarker {
  return loadActs({
    segmenter: options.segmenter ?? defaultSettings.segmenter,
    dictionaries: options.dictionaries ?? [],
  });
}

export function autoTextOptions({ autoTexts }: AuditOptions): AutoTextOptions {
  return { configured: autoTexts?.texts ?? [], refused: autoTexts?.notAutomatic ?? [] };
}

export function benchOf(settings: Resolved, { marker, rubrics, profiles, traits }: BenchParts): Bench {
  const { locale, zone, mask, options, handbook } = settings;
  const judging: JudgeContext = { locale, zone, agents: options.agents ?? {} };
  const show: ShowOptions = { zone, locale, mask };
  const canned = new CannedTexts(traits.canned);
  const corrections = new SceneCorrections(options.scenes ?? {}, show);
  const robots = new Set(traits.robots);
  // Before the first session is looked at: what is found in its words depends on all that is asked for.
  for (const rubric of rubrics) compile(rubric);
  return {
    settings,
    marker,
    rubrics,
    profiles,
    judging,
    findFacts: factsFinder({ judging, canned, corrections }),
    corrections,
    show,
    isRobot: (account) => robots.has(account),
    autoTexts: new AutoTexts(autoTextOptions(options), traits.autoTexts),
    canned,
    findPraise: praiseFinder(),
    findOccasions: handbook && occasionFinder(handbook, locale),
  };
}
