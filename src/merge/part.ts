import type { SuppressionTexts } from "../aggregate/excuses.ts";
import type { States } from "../aggregate/sum.ts";
import type { Whereabouts } from "../judging/customer-spans.ts";
import type { FigureList } from "../metrics/platforms/profile.ts";
import type { Report } from "../model/report.ts";
import { TextInPieces } from "../model/text-in-pieces.ts";
import type { RecognisedText } from "../sessions/auto-texts.ts";
import type { TemplateCounts } from "../sessions/canned.ts";
import type { Accounts } from "../sessions/survey.ts";
import { type KnownLists, packInPieces, unpack } from "../text/packing.ts";
import { tidyRecords } from "../text/records.ts";

/** Of this shape; another one is not read. */
const format = 5;

/** What rules ask of a session that lies outside of it. */
export interface Asked {
  /** Whether the customer had been there before. */
  returning: boolean;
  /** Share of texts that stand in other conversations. */
  canned: boolean;
}

export interface PartProfile extends FigureList {
  /** Of its definitions. */
  hash: string;
  /** Among all profiles that there are. */
  place: number;
}

/**
 * What a report carries beside its figures, so that it can be brought together with others: the sums that
 * the figures were computed from, and what tells whether the whole would have been judged otherwise.
 */
export interface PartState {
  /** Hash of the settings that change figures and are printed nowhere. */
  basis: string;
  sums: States;
  excuses: ReadonlyMap<string, ReadonlySet<number>>;
  suppressions: SuppressionTexts;
  notes: ReadonlyMap<string, number>;
  corrections: ReadonlySet<string>;
  profiles: readonly PartProfile[];
  actTitles: ReadonlyMap<string, string>;
  asked: Asked;
  whereabouts: Whereabouts;
  accounts: Accounts;
  /** In how many sessions texts came as fast as if sent by themselves, by digest. */
  autoTextCandidates: ReadonlyMap<string, number>;
  /** Texts that were recognised as sent by themselves, as shown, by digest. */
  autoTexts: ReadonlyMap<string, RecognisedText>;
  templates: TemplateCounts;
}

/** The state for the report: what its lists show is pointed at, not said again. */
export function packPart(state: PartState): TextInPieces {
  tidyRecords(state.whereabouts.sessions);
  return new TextInPieces(function* pieces() {
    yield `${format}:`;
    yield* packInPieces(state);
  });
}

/** The state that a saved report carries; null where it carries none of this shape. */
export function unpackPart(report: Report): PartState | null {
  const [version, packed] = report.merge?.toString().split(":") ?? [];
  if (version !== String(format) || packed === undefined) return null;
  try {
    return unpack(packed, shownIn(report)) as PartState;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What a report shows of the sums, by the names that the sums know (`Known`). */
const shownIn = ({ findings, praises, conversations = [] }: Report): KnownLists => ({
  findings,
  praises,
  conversations,
});
