import { type Answer, answerCap, bestAnswers } from "../aggregate/answers.ts";
import { Excuses } from "../aggregate/excuses.ts";
import { cutCodes, toReport } from "../aggregate/report.ts";
import type { RowSums } from "../aggregate/row-sums.ts";
import { remarkCodes } from "../aggregate/rule-remarks.ts";
import { SessionNotes } from "../aggregate/session-notes.ts";
import { TallySums } from "../aggregate/tally-sums.ts";
import { UserError, UserErrors } from "../errors.ts";
import { joinedSpans } from "../judging/customer-spans.ts";
import { Diagnostics } from "../model/diagnostic.ts";
import type { Report, Settings } from "../model/report.ts";
import { SceneCorrections } from "../scenes.ts";
import { recognisedInOrder } from "../sessions/auto-texts.ts";
import { cannedSessions, type TemplateCounts } from "../sessions/canned.ts";
import {
  columnsOf,
  distinct,
  mergeRecords,
  noRecords,
  type Records,
  recordsOf,
  setColumns,
} from "../text/records.ts";
import { Zone } from "../text/zone.ts";
import { type PartState, packPart, unpackPart } from "./part.ts";
import { obstacles, type Part } from "./together.ts";

/**
 * One report of several: the same as an audit of all their inputs at once. Throws UserErrors (exit 2 or 3)
 * where a report carries no data for this, or where that audit would have come to other results.
 */
export function mergeReports(given: readonly { name: string; report: Report }[]): Report {
  const parts = given.map(readPart).sort((a, b) => (a.name < b.name ? -1 : 1));
  const counts = templateCounts(parts);
  const flips = new Set([...counts].filter(([, { canned, rare }]) => canned && rare).map(([hash]) => hash));
  const problems = obstacles(parts, flips);
  if (problems.length > 0) throw new UserErrors(problems);
  for (const { state } of parts) recount(state, flips);
  return reportOf(parts, flips);
}

function readPart({ name, report }: { name: string; report: Report }): Part {
  const state = isCorrected(report) ? null : unpackPart(report);
  if (state !== null) return { name, report, state };
  throw new UserError(3, "这份报告不能合并 / a report that cannot be merged", {
    place: { file: name },
    hint: "请用这一版 zhijian audit -f json 再出一份，不带 --no-merge-data、--baseline 和 --reconcile，也不带申诉的更正。Make it again with this version, without --no-merge-data, --baseline, --reconcile and corrections.",
  });
}

/** What people corrected is in the report and not in its sums. */
function isCorrected({ appeals, answers }: Report): boolean {
  return appeals !== undefined || answers !== undefined;
}

/** For every text whether it is canned in all parts together, and whether it is not in one of them. */
function templateCounts(
  parts: readonly Part[],
): Map<number, { sessions: number; canned: boolean; rare: boolean }> {
  const counts = new Map<number, { sessions: number; canned: boolean; rare: boolean }>();
  const add = (hashes: Records, sessions: number) => {
    for (const hash of distinct(hashes)) {
      const known = counts.get(hash) ?? { sessions: 0, canned: false, rare: false };
      counts.set(hash, known);
      known.sessions += sessions;
      known.canned ||= known.sessions >= cannedSessions;
      known.rare ||= sessions < cannedSessions;
    }
  };
  for (const { state } of parts) {
    add(state.templates.once, 1);
    add(state.templates.twice, 2);
    add(state.templates.often, cannedSessions);
  }
  return counts;
}

/** Counts texts that turn out to be canned. Throws UserError (exit 2) where it cannot tell the best answer any more. */
function recount({ sums }: PartState, flips: ReadonlySet<number>): void {
  if (flips.size === 0) return;
  const rows = sums.rows as RowSums[];
  for (const row of rows) {
    const { wording } = row.metrics;
    const [hashes] = columnsOf(wording.rare) as [Float64Array];
    const rare = hashes.filter((hash) => !flips.has(hash));
    const canned = hashes.length - rare.length;
    setColumns(wording.rare, [rare]);
    wording.canned += canned;
    const shop = rows.find(
      (one) => one.agent === undefined && one.week === row.week && one.shop === row.shop,
    );
    shop!.metrics.wording.canned += canned;
  }
  const { questions } = sums.words as { questions: ReadonlyMap<string, { answers: readonly Answer[] }> };
  for (const question of questions.values()) question.answers = reconsidered(question.answers, flips);
}

function reconsidered(answers: readonly Answer[], flips: ReadonlySet<number>): readonly Answer[] {
  const now = answers.map((answer) => {
    const rare = answer.rare.filter((hash) => !flips.has(hash));
    return { ...answer, rare, canned: answer.canned || rare.length < answer.rare.length };
  });
  const wereOwn = answers.every(({ canned }) => !canned);
  if (answers.length === answerCap && wereOwn && now.every(({ canned }) => canned))
    throw new UserError(
      2,
      "常见问题的最佳回答要重新挑选 / the best answer to a question has to be found anew",
      {
        hint: "请把它们的导出放在一起审一次。Audit their exports together.",
      },
    );
  return bestAnswers(now);
}

function reportOf(parts: readonly Part[], flips: ReadonlySet<number>): Report {
  const [{ report: first }] = parts as [Part];
  const { timezone, locale, masked, maxFindingsPerRule } = first.settings;
  const show = { zone: new Zone(timezone), locale, mask: masked };
  const tally = new TallySums({ show, maxFindingsPerRule });
  const excuses = new Excuses();
  const notes = new SessionNotes();
  const corrections = new SceneCorrections(first.settings.scenes ?? {}, show);
  for (const { state } of parts) {
    tally.absorb(state.sums);
    excuses.absorb(state.excuses);
    notes.absorb(state.notes as ReturnType<SessionNotes["state"]>);
    corrections.absorb(state.corrections);
  }
  const profiles = joined(parts, ({ state }) => state.profiles.map((profile) => [profile.name, profile]));
  const used = [...profiles.values()].sort((a, b) => a.place - b.place);
  const state: PartState = {
    ...unionOf(parts, flips),
    sums: tally.state(),
    excuses: excuses.state(),
    notes: notes.state(),
    corrections: corrections.state(),
    profiles: used,
  };
  const diagnostics = diagnosticsOf(parts);
  notes.addTo(diagnostics);
  excuses.addTo(diagnostics, state.suppressions);
  const report = toReport(tally, {
    settings: settingsOf(parts, state),
    generatedAt: parts.every(({ report }) => report.generatedAt === first.generatedAt)
      ? first.generatedAt
      : null,
    rubrics: first.rubrics,
    profiles: used,
    actTitles: state.actTitles,
    inputs: parts.flatMap(({ report }) => report.inputs),
    diagnostics: [...diagnostics.list(), ...corrections.unused()],
    reconciliation: [],
  });
  return { ...report, merge: packPart(state) };
}

/** What the parts know of the whole. */
function unionOf(parts: readonly Part[], flips: ReadonlySet<number>) {
  const [{ state: first }] = parts as [Part];
  const all = <T>(read: (state: PartState) => Iterable<T>) => parts.flatMap(({ state }) => [...read(state)]);
  return {
    basis: first.basis,
    suppressions: first.suppressions,
    actTitles: joined(parts, ({ state }) => state.actTitles),
    asked: first.asked,
    whereabouts: {
      customers: joinedSpans(together(parts, (state) => state.whereabouts.customers)),
      sessions: together(parts, (state) => state.whereabouts.sessions),
    },
    accounts: {
      robots: new Set(all((state) => state.accounts.robots)),
      people: new Set(all((state) => state.accounts.people)),
      inCharge: new Set(all((state) => state.accounts.inCharge)),
    },
    autoTextCandidates: added(all((state) => state.autoTextCandidates)),
    autoTexts: recognisedIn(parts),
    templates: templatesOf(parts, flips),
  };
}

function together(parts: readonly Part[], read: (state: PartState) => Records): Records {
  const [first] = parts as [Part];
  const all = noRecords(read(first.state).width);
  for (const { state } of parts) mergeRecords(all, read(state));
  return all;
}

function joined<T>(
  parts: readonly Part[],
  read: (part: Part) => Iterable<readonly [string, T]>,
): Map<string, T> {
  return new Map(parts.flatMap((part) => [...read(part)]));
}

function added(entries: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [key, count] of entries) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}

function recognisedIn(parts: readonly Part[]): PartState["autoTexts"] {
  const sums = new Map<string, { text: string; messages: number; sessions: number }>();
  for (const { state } of parts) {
    for (const [digest, { text, messages, sessions }] of state.autoTexts) {
      const known = sums.get(digest) ?? { text, messages: 0, sessions: 0 };
      sums.set(digest, {
        text,
        messages: known.messages + messages,
        sessions: known.sessions + sessions,
      });
    }
  }
  return sums;
}

function templatesOf(parts: readonly Part[], flips: ReadonlySet<number>): TemplateCounts {
  const once = new Set<number>();
  const twice = new Set<number>();
  const often = new Set([...parts.flatMap(({ state }) => [...distinct(state.templates.often)]), ...flips]);
  for (const { state } of parts) {
    for (const hash of distinct(state.templates.twice)) if (!often.has(hash)) twice.add(hash);
    for (const hash of distinct(state.templates.once)) {
      if (often.has(hash) || twice.has(hash)) continue;
      if (once.delete(hash)) twice.add(hash);
      else once.add(hash);
    }
  }
  return { once: recordsOf(once), twice: recordsOf(twice), often: recordsOf(often) };
}

function settingsOf(parts: readonly Part[], { profiles, autoTexts }: PartState): Settings {
  const [{ report }] = parts as [Part];
  const printed = joined(parts, ({ report: { settings } }) =>
    settings.platforms.map((platform) => [platform.name, platform]),
  );
  return {
    ...report.settings,
    platforms: profiles.map(({ name }) => printed.get(name)!),
    autoTexts: { ...report.settings.autoTexts, recognised: recognisedInOrder(autoTexts) },
  };
}

/** Told anew of the whole. */
const ofTheWhole = new Set<string>([
  ...remarkCodes,
  ...cutCodes,
  "suppression-unused",
  "scene-correction-unused",
  "holidays-unknown",
  "shopper-left-out",
]);

/** What the parts say of their inputs. */
function diagnosticsOf(parts: readonly Part[]): Diagnostics {
  const diagnostics = new Diagnostics();
  for (const { report } of parts)
    diagnostics.absorb(report.diagnostics.filter(({ code }) => !ofTheWhole.has(code)));
  return diagnostics;
}
