import { compareBy } from "../aggregate/capped.ts";
import { ruleKey } from "../aggregate/keys.ts";
import type { Appeal, Report, RuleInfo } from "../model/report.ts";
import { alpha, type Kappa, kappa } from "../statistics/agreement.ts";
import { groupBy } from "../statistics/groups.ts";
import {
  type Estimate,
  estimate,
  recallEstimate,
  type Scope,
  weightedEstimate,
} from "../statistics/share.ts";
import type { Locale } from "../text/wording.ts";
import { version } from "../version.ts";
import { type Judgement, questionKey, type Verdict } from "./judgements.ts";
import { Machine, type MachineVerdict, type UnusedReason } from "./machine.ts";
import { answerOf, type KnownRule, ruleFinder } from "./manual.ts";
import {
  type Answered,
  categories,
  type ManualAgreement,
  manualAgreement,
  pairsOf,
  type ReviewerPair,
} from "./reviewers.ts";

/** How one rule agrees with people; positive = a fault. */
export interface RuleAgreement {
  rubric: string;
  rule: string;
  title: string;
  /** Cases that people (by majority) and the machine both decided. */
  cases: number;
  truePositives: number;
  /** People see no fault, or think that the rule does not apply. */
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
  agreement: Estimate;
  /** Faults that people confirm, among those that the machine found; weighted by the sampling where all cases are of a sample. */
  precision: Estimate;
  /** Faults that the machine found, among those of people; weighted in the same way. */
  recall: Estimate;
  kappa: Kappa;
  /** Agreement of the reviewers among themselves; null where fewer than two judged the same. */
  alpha: number | null;
  /** Cases in which no answer has a majority: nobody's error. */
  split: number;
  /** Share of faults in all conversations, by people, weighted by the sampling; null without probabilities. */
  faults: Estimate | null;
  /** Of the cases that the machine skipped and people were asked about, those to which the rule does apply. */
  wronglySkipped: Estimate;
  /** Cases that the machine passed and to which people say that the rule does not apply. */
  wronglyApplied: number;
  /** Objections of agents to findings of this rule. */
  appeals: { accepted: number; rejected: number; open: number };
  /** Precision over all findings of the report cannot be more: accepted appeals are certain errors. Null without appeals. */
  precisionAtMost: number | null;
  /** Precision is below the limit, on enough findings. */
  isProposed: boolean;
  /** Conversations in which people see no fault where the machine does. */
  disputed: readonly string[];
  /** Conversations in which the machine missed what people see. */
  missed: readonly string[];
  /** Conversations to which the rule applies and in which the machine skipped it. */
  skipped: readonly string[];
}

/** The result of `zhijian calibrate`. */
export interface Calibration {
  schemaVersion: 1;
  kind: "calibration";
  tool: { name: "zhijian"; version: string };
  settings: { locale: Locale; minPrecision: number; minFindings: number };
  weeks: readonly string[];
  rubrics: readonly { id: string; version: string; hash: string }[];
  reviewers: readonly string[];
  rules: readonly RuleAgreement[];
  all: Pick<RuleAgreement, keyof ReturnType<typeof agreementOf>>;
  manual: readonly ManualAgreement[];
  pairs: readonly ReviewerPair[];
  /** Judgements that could not be held against the report. */
  unused: readonly { rule: string; reason: UnusedReason; count: number }[];
}

export interface CalibrateOptions {
  /** Rules below it are proposed for review. */
  minPrecision: number;
  /** On fewer findings nothing is proposed. */
  minFindings: number;
}

/** One question on which people and the machine decided. */
interface Case {
  session: string;
  people: readonly Verdict[];
  /** The decision on an appeal, else the majority; null where there is none. */
  truth: Verdict | null;
  machine: MachineVerdict;
  probability: number | null;
}

interface Usable {
  judgement: Judgement;
  known: KnownRule;
  verdict: Verdict;
  machine: MachineVerdict;
}

/** Holds people's verdicts against a report, and against one another. */
export function calibrate(
  judgements: readonly Judgement[],
  report: Report,
  { minPrecision, minFindings }: CalibrateOptions,
): Calibration {
  const { usable, manual, unused } = sorted(judgements, report);
  const appeals = groupBy(report.appeals ?? [], ({ finding }) => ruleKey(finding.rubric, finding.rule));
  const byRule = groupBy(usable, ({ known }) => ruleKey(known.rubric, known.info.id));
  const decided = decisions(report.appeals ?? []);
  const rules = report.rubrics.flatMap(({ id: rubric, rules: infos }) =>
    infos.flatMap((info): RuleAgreement[] => {
      const own = byRule.get(ruleKey(rubric, info.id));
      const objections = appeals.get(ruleKey(rubric, info.id)) ?? [];
      if (own === undefined && objections.length === 0) return [];
      return [
        ruleAgreement(rubric, info, casesOf(own ?? [], decided), objections, report, {
          minPrecision,
          minFindings,
        }),
      ];
    }),
  );
  return {
    schemaVersion: 1,
    kind: "calibration",
    tool: { name: "zhijian", version },
    settings: { locale: report.settings.locale, minPrecision, minFindings },
    weeks: [...new Set(report.shopWeeks.map(({ week }) => week).filter((week) => week !== null))].sort(),
    rubrics: report.rubrics.map(({ id, version: number, hash }) => ({ id, version: number, hash })),
    reviewers: [...new Set(judgements.map(({ reviewer }) => reviewer))].sort(),
    rules: rules.sort(
      compareBy(
        ({ rubric }) => rubric,
        ({ rule }) => rule,
      ),
    ),
    all: agreementOf([...byRule.values()].flatMap((own) => casesOf(own, decided))),
    manual: manualAgreement(manual),
    pairs: pairsOf([...usable, ...manual]),
    unused,
  };
}

/** Judgements by what can be done with them. */
function sorted(judgements: readonly Judgement[], report: Report) {
  const machine = new Machine(report);
  const ruleOf = ruleFinder(report);
  const usable: Usable[] = [];
  const manual: (Answered & { known: KnownRule })[] = [];
  const unused = new Map<string, Calibration["unused"][number]>();
  for (const judgement of judgements) {
    const known = ruleOf(judgement);
    const answer = known === null ? null : answerOf(judgement, known.info);
    const found = known === null ? "unknown-rule" : machine.verdictOn(judgement, known);
    if (known?.info.ask !== undefined && answer !== null) manual.push({ judgement, known, verdict: answer });
    else if (typeof answer === "string" && typeof found === "object")
      usable.push({ judgement, known: known!, verdict: answer, machine: found.verdict });
    else {
      const { rule } = judgement;
      const reason = typeof found === "string" ? found : "other-answer";
      const key = `${reason} ${rule}`;
      unused.set(key, { rule, reason, count: (unused.get(key)?.count ?? 0) + 1 });
    }
  }
  return { usable, manual, unused: [...unused.values()].sort(compareBy(({ rule }) => rule)) };
}

function ruleAgreement(
  rubric: string,
  info: RuleInfo,
  cases: readonly Case[],
  objections: readonly Appeal[],
  report: Report,
  { minPrecision, minFindings }: CalibrateOptions,
): RuleAgreement {
  const figures = agreementOf(cases);
  const count = (status: Appeal["status"]) => objections.filter((one) => one.status === status).length;
  const accepted = count("accepted");
  const failed = report.shopWeeks
    .flatMap(({ rules }) => rules.filter((tally) => tally.rubric === rubric && tally.id === info.id))
    .reduce((sum, tally) => sum + tally.failed, accepted);
  const precisionAtMost = objections.length === 0 ? null : (failed - accepted) / failed;
  const { precision } = figures;
  return {
    rubric,
    rule: info.id,
    title: info.title,
    ...figures,
    faults: faultsOf(cases),
    appeals: { accepted, rejected: count("rejected"), open: count("open") },
    precisionAtMost,
    isProposed:
      (precision.n >= minFindings && precision.value! < minPrecision) ||
      (failed >= minFindings && precisionAtMost !== null && precisionAtMost < minPrecision),
    disputed: names([
      ...cases.filter((one) => one.machine === "fail" && one.truth !== null && one.truth !== "fail"),
      ...objections.filter(({ status }) => status === "accepted").map(({ finding }) => finding),
    ]),
    missed: names(cases.filter(({ machine, truth }) => machine === "pass" && truth === "fail")),
    skipped: names(cases.filter(({ machine, truth }) => machine === "skip" && isDecided(truth))),
  };
}

function names(found: readonly { session: string }[]): string[] {
  return [...new Set(found.map(({ session }) => session))].sort();
}

/** Decisions on appeals, by what a question is about: they stand above what reviewers say. */
function decisions(appeals: readonly Appeal[]): ReadonlyMap<string, Verdict> {
  return new Map(
    appeals
      .filter(({ status }) => status !== "open")
      .map(({ finding, as }) => {
        const { rubric, rule, shop, session, agent } = finding;
        return [
          aboutKey(rubric, rule, shop, session, agent),
          as === null ? "fail" : as === "pass" ? "pass" : "none",
        ];
      }),
  );
}

function casesOf(usable: readonly Usable[], decided: ReadonlyMap<string, Verdict>): Case[] {
  return [...groupBy(usable, ({ judgement }) => questionKey(judgement)).values()].map((own): Case => {
    const people = own.map(({ verdict }) => verdict);
    const [{ judgement, known, machine }] = own as [Usable];
    const { session, shop, agent, probability } = judgement;
    const decision = decided.get(aboutKey(known.rubric, known.info.id, shop, session, agent));
    return { session, people, truth: decision ?? majority(people), machine, probability };
  });
}

function majority(people: readonly Verdict[]): Verdict | null {
  return people.find((one) => 2 * people.filter((other) => other === one).length > people.length) ?? null;
}

const isDecided = (truth: Verdict | null) => truth === "pass" || truth === "fail";

function agreementOf(all: readonly Case[]) {
  // A pass to which the rule does not apply is no fault found or missed, and told apart.
  const cases = all.filter(
    ({ machine, truth }) =>
      (machine === "fail" && truth !== null) || (machine === "pass" && isDecided(truth)),
  );
  const isFault = ({ truth }: Case) => truth === "fail";
  const isFound = ({ machine }: Case) => machine === "fail";
  const found = cases.filter(isFound);
  const faults = cases.filter(isFault);
  const truePositives = found.filter(isFault).length;
  const falsePositives = found.length - truePositives;
  const falseNegatives = faults.length - truePositives;
  const trueNegatives = cases.length - found.length - falseNegatives;
  const skips = all.filter(({ machine, truth }) => machine === "skip" && truth !== null);
  return {
    cases: cases.length,
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    agreement: estimate(truePositives + trueNegatives, cases.length),
    precision: shareOf(found, isFault),
    recall: recallOf(
      found,
      cases.filter((one) => !isFound(one)),
    ),
    kappa: kappa(
      cases.map((one) => [isFound(one), isFault(one)] as const),
      [false, true],
    ),
    alpha: alpha(
      all.map(({ people }) => people.map((verdict) => categories.indexOf(verdict))),
      "nominal",
    ),
    split: all.filter(({ truth }) => truth === null).length,
    wronglySkipped: shareOf(skips, ({ truth }) => isDecided(truth)),
    wronglyApplied: all.filter(({ machine, truth }) => machine === "pass" && truth === "none").length,
  };
}

/** Nothing where people looked at nothing that the machine had not found. */
function recallOf(found: readonly Case[], notFound: readonly Case[]): Estimate {
  const isWeighted = [...found, ...notFound].every(({ probability }) => probability !== null);
  const drawn = ({ truth, probability }: Case) => ({
    isHit: truth === "fail",
    probability: isWeighted ? probability! : 1,
  });
  return recallEstimate(found.map(drawn), notFound.map(drawn));
}

/** Weighted by the sampling where every case was drawn with a known probability. */
function shareOf(cases: readonly Case[], isHit: (one: Case) => boolean, scope: Scope = "process"): Estimate {
  const drawn = cases.flatMap((one) =>
    one.probability === null ? [] : [{ isHit: isHit(one), probability: one.probability }],
  );
  return drawn.length === cases.length
    ? weightedEstimate(drawn, scope)
    : estimate(cases.filter(isHit).length, cases.length);
}

function faultsOf(cases: readonly Case[]): Estimate | null {
  const drawn = cases.filter(
    ({ truth, machine, probability }) => isDecided(truth) && machine !== "skip" && probability !== null,
  );
  return drawn.length === 0 ? null : shareOf(drawn, ({ truth }) => truth === "fail", "whole");
}

function aboutKey(
  rubric: string,
  rule: string,
  shop: string | null,
  session: string,
  agent: string | null,
): string {
  return JSON.stringify([rubric, rule, shop, session, agent]);
}
