import { suppressionTexts } from "../aggregate/excuses.ts";
import type { AuditSums } from "../judging/audit-sums.ts";
import { joinedSpans } from "../judging/customer-spans.ts";
import { contentHash } from "../rubric/hash.ts";
import type { Rubric } from "../rubric/schema.ts";
import type { Run } from "../run.ts";
import { readNamed } from "../text/data.ts";
import { digestOf } from "../text/hash.ts";
import { maskText } from "../text/mask.ts";
import { sortedRecords } from "../text/records.ts";
import type { Asked, PartState } from "./part.ts";

/** The part of an audit that a run is; null where it cannot be merged. */
export function partOf(run: Run, sums: AuditSums, actTitles: ReadonlyMap<string, string>): PartState | null {
  // Figures of platforms came with the exports.
  if (sums.spans === null || sums.reconciler !== null) return null;
  const { settings, rubrics, profiles } = run;
  sums.spans.absorb(run.loose.state());
  const words = sums.spans.state();
  const { agents = {}, dictionaries = [] } = settings.options;
  return {
    basis: contentHash({ agents, dictionaries: dictionaries.map(readNamed) }),
    sums: sums.tally.state(),
    excuses: sums.excuses.state(),
    suppressions: suppressionTexts(rubrics),
    notes: sums.notes.state(),
    corrections: sums.corrections.state(),
    profiles: profiles.map(({ name, versions }) => ({
      name,
      hash: contentHash(versions),
      place: run.platforms.indexOf(name),
      versions: versions.map(({ figures }) => ({ figures })),
    })),
    actTitles,
    asked: askedBy(rubrics),
    whereabouts: {
      customers: joinedSpans(words.customers),
      sessions: words.sessions,
    },
    accounts: run.survey.accounts(),
    autoTextCandidates: new Map(
      [...run.autoTextCandidates].map(([text, sessions]) => [digestOf(text), sessions]),
    ),
    autoTexts: sums.autoTexts.recognised((text) => (settings.mask ? maskText(text) : text)),
    templates: { ...run.rareTemplates, often: sortedRecords([run.traits.canned]) },
  };
}

/** Whether rules or their premises name facts that other parts of an audit may change. */
function askedBy(rubrics: readonly Rubric[]): Asked {
  const names = new Set(rubrics.flatMap(({ rules, conditions }) => askedIn([rules, conditions])));
  return { returning: names.has("customerType"), canned: names.has("cannedShare") };
}

/** What conditions anywhere in a value are `of`. */
function askedIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "of" && typeof inner === "string" ? [inner] : askedIn(inner),
  );
}
