import { compareBy } from "../aggregate/capped.ts";
import { type Document, type DocumentColumn, section } from "../formats/document/document.ts";
import { type Output, outputsOf } from "../formats/document/outputs.ts";
import type { Cell } from "../formats/xlsx/sheet.ts";
import type { Kappa } from "../statistics/agreement.ts";
import { type Estimate, estimate } from "../statistics/share.ts";
import type { Calibration, RuleAgreement } from "./calibrate.ts";
import type { History } from "./history.ts";
import type { ReadJudgements } from "./judgements.ts";
import type { ManualAgreement, ReviewerPair } from "./reviewers.ts";
import { type ReviewWords, reviewWords } from "./words.ts";

/** The files that a calibration can be written to, by format. */
export function calibrationOutputs(
  calibration: Calibration,
  { problems }: Pick<ReadJudgements, "problems">,
  history: History,
): Record<string, Output> {
  return outputsOf("calibration", calibration, documentOf(calibration, problems, history));
}

function documentOf(
  calibration: Calibration,
  problems: ReadJudgements["problems"],
  history: History,
): Document {
  const { settings, all, rules, manual, pairs, unused, reviewers } = calibration;
  const say: ReviewWords = reviewWords[settings.locale];
  const together: Row = {
    ...all,
    ...{ rubric: "", rule: say.together, title: "", faults: null, precisionAtMost: null, appeals: null },
  };
  const proposed = rules.filter(({ isProposed }) => isProposed);
  const wrong = rules.filter(
    ({ disputed, missed, skipped }) => disputed.length + missed.length + skipped.length > 0,
  );
  const sections = [
    section(say.byRule, [say.positive], ruleColumns(say), [...rules, together]),
    section(
      say.proposals,
      [say.proposal(settings.minPrecision, settings.minFindings)],
      [
        { head: say.rule, cell: ({ rule, title }) => text(`${rule} ${title}`) },
        ...shareColumns<RuleAgreement>(say.precision, ({ precision }) => precision, say),
        { head: say.atMost, cell: ({ precisionAtMost }) => share(precisionAtMost) },
        { head: say.disputed, cell: ({ disputed }) => wrapped(disputed.join("\n")) },
      ],
      proposed,
    ),
    section(
      [say.disputed, say.missed, say.skipped].join(" / "),
      [],
      [
        { head: say.rule, cell: ({ rule, title }) => text(`${rule} ${title}`) },
        { head: say.disputed, cell: ({ disputed }) => wrapped(disputed.join("\n")) },
        { head: say.missed, cell: ({ missed }) => wrapped(missed.join("\n")) },
        { head: say.skipped, cell: ({ skipped }) => wrapped(skipped.join("\n")) },
      ],
      wrong,
    ),
    section(say.manualTitle, [], manualColumns(say), manual),
    section(say.reviewers, [], pairColumns(say), pairs),
    section(say.history, [], historyColumns(say), history.toSorted(byRuleAndWeeks)),
    section(
      say.unusedTitle,
      [],
      [
        { head: say.rule, cell: ({ rule }) => text(rule) },
        { head: say.reason, cell: ({ reason }) => text(say.reasons[reason]) },
        { head: say.count, cell: ({ count }) => number(count) },
      ],
      unused,
    ),
    section(
      say.unreadable,
      [],
      [{ head: say.verdict, cell: ({ file, line, value }) => text(`${file}:${line}: ${value}`) }],
      problems,
    ),
  ];
  return {
    locale: settings.locale,
    title: say.agreementTitle,
    notes: [say.measured(all.cases, reviewers.length)],
    sections: sections.filter(({ rows }) => rows.length > 0),
  };
}

function text(value: string): Cell {
  return { value, style: "plain" };
}

function wrapped(value: string): Cell {
  return { value, style: "wrapped" };
}

function number(value: number): Cell {
  return { value, style: "count" };
}

function shareColumns<T>(
  head: string,
  of: (item: T) => Estimate | null,
  say: ReviewWords,
): DocumentColumn<T>[] {
  return [
    { head, cell: (item) => ({ value: of(item)?.value ?? null, style: "share" }) },
    { head: say.interval, cell: (item) => text(intervalText(of(item))) },
  ];
}

function intervalText(shown: Estimate | null): string {
  if (shown === null || shown.low === null || shown.high === null) return "";
  return `${(100 * shown.low).toFixed(0)}–${(100 * shown.high).toFixed(0)}%`;
}

function decimal(value: number | null): Cell {
  return { value, style: "decimal" };
}

function share(value: number | null): Cell {
  return { value, style: "share" };
}

/** A rule, or all together. */
type Row = Omit<RuleAgreement, "isProposed" | "disputed" | "missed" | "skipped" | "appeals"> & {
  appeals: RuleAgreement["appeals"] | null;
};

function ruleColumns(say: ReviewWords): DocumentColumn<Row>[] {
  return [
    { head: say.rule, cell: ({ rule, title }) => text(`${rule} ${title}`.trim()) },
    { head: say.cases, cell: ({ cases }) => number(cases) },
    { head: say.found, cell: ({ precision }) => number(precision.n) },
    ...shareColumns<Row>(say.agreement, ({ agreement }) => agreement, say),
    ...shareColumns<Row>(say.precision, ({ precision }) => precision, say),
    ...shareColumns<Row>(say.recall, ({ recall }) => recall, say),
    { head: "κ", cell: ({ kappa }) => decimal(kappa.value) },
    { head: say.alpha, cell: ({ alpha }) => decimal(alpha) },
    { head: say.split, cell: ({ split }) => number(split) },
    {
      head: say.wronglySkipped,
      cell: ({ wronglySkipped: { hits, n } }) => text(n === 0 ? "" : `${hits}/${n}`),
    },
    { head: say.wronglyApplied, cell: ({ wronglyApplied }) => number(wronglyApplied) },
    {
      head: say.appealed,
      cell: ({ appeals }) =>
        text(appeals === null ? "" : `${appeals.accepted}/${appeals.rejected}/${appeals.open}`),
    },
    { head: say.atMost, cell: ({ precisionAtMost }) => share(precisionAtMost) },
    ...shareColumns<Row>(say.faults, ({ faults }) => faults, say),
  ];
}

function manualColumns(say: ReviewWords): DocumentColumn<ManualAgreement>[] {
  return [
    { head: say.rule, cell: ({ rule, title }) => text(`${rule} ${title}`) },
    { head: say.cases, cell: ({ cases }) => number(cases) },
    { head: say.shared, cell: ({ shared }) => number(shared) },
    { head: say.alpha, cell: ({ alpha }) => decimal(alpha) },
  ];
}

function pairColumns(say: ReviewWords): DocumentColumn<ReviewerPair>[] {
  return [
    { head: say.one, cell: ({ one }) => text(one) },
    { head: say.other, cell: ({ other }) => text(other) },
    { head: say.cases, cell: ({ agreement }) => number(agreement.n) },
    ...shareColumns<ReviewerPair>(say.agreement, ({ agreement }) => agreement, say),
    { head: "κ", cell: ({ kappa }) => decimal(kappa.value) },
    {
      head: say.scoreKappas,
      cell: ({ scores }) =>
        text(scores === null ? "" : [scores.linear, scores.quadratic].map(kappaText).join(" / ")),
    },
  ];
}

function kappaText({ value }: Kappa): string {
  return value === null ? "—" : value.toFixed(2);
}

function historyColumns(say: ReviewWords): DocumentColumn<History[number]>[] {
  return [
    { head: say.rule, cell: ({ rule }) => text(rule) },
    { head: say.weeks, cell: ({ weeks }) => text(weeks.join(" ")) },
    { head: say.rubric, cell: ({ rubric, hash }) => text(`${rubric} ${hash.slice(0, 8)}`) },
    { head: say.found, cell: ({ found }) => number(found) },
    ...shareColumns<History[number]>(
      say.precision,
      ({ confirmed, found }) => estimate(confirmed, found),
      say,
    ),
  ];
}

const byRuleAndWeeks = compareBy<History[number]>(
  ({ rubric }) => rubric,
  ({ rule }) => rule,
  ({ weeks }) => weeks.join(" "),
  ({ hash }) => hash,
);
