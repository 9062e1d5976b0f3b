import { compareBy } from "../aggregate/capped.ts";
import { nobody } from "../aggregate/rows.ts";
import type { Report, RuleInfo } from "../model/report.ts";
import { alpha, type Kappa, kappa } from "../statistics/agreement.ts";
import { groupBy } from "../statistics/groups.ts";
import { type Estimate, estimate, weightedEstimate } from "../statistics/share.ts";
import type { Locale } from "../text/wording.ts";
import { version } from "../version.ts";
import type { Judgement } from "./judgements.ts";

/** How one rule agrees with people; positive = a fault. */
export interface RuleAgreement {
  rubric: string;
  rule: string;
  title: string;
  /** Cases that people (by majority) and the machine both decided. */
  cases: number;
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
  agreement: Estimate;
  /** Faults that people confirm, among those that the machine found. */
  precision: Estimate;
  /** Faults that the machine found, among those of people. */
  recall: Estimate;
  kappa: Kappa;
  /** Agreement of the reviewers among themselves; null where fewer than two judged the same. */
  alpha: number | null;
  /** Cases in which the reviewers are split evenly: nobody's error. */
  split: number;
  /** Share of faults in all conversations, by people, weighted by the sampling; null without probabilities. */
  faults: Estimate | null;
  /** Precision is below the limit, on enough findings. */
  isProposed: boolean;
  /** Conversations in which people see no fault where the machine does. */
  disputed: readonly string[];
  /** Conversations in which the machine missed what people see. */
  missed: readonly string[];
}

/** How two reviewers agree on what both judged. */
export interface ReviewerPair {
  one: string;
  other: string;
  agreement: Estimate;
  kappa: Kappa;
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
  all: Omit<RuleAgreement, "rubric" | "rule" | "title" | "isProposed" | "disputed" | "missed" | "faults">;
  pairs: readonly ReviewerPair[];
  /** Judgements on rules that the report does not have, or whose findings it keeps only in part. */
  unused: readonly { rule: string; reason: "unknown-rule" | "capped"; count: number }[];
}

export interface CalibrateOptions {
  /** Rules below it are proposed for review. */
  minPrecision: number;
  /** On fewer findings nothing is proposed. */
  minFindings: number;
}

type Verdict = "pass" | "fail";

/** One question on which people and the machine decided. */
interface Case {
  session: string;
  people: readonly Verdict[];
  /** Majority; null where split. */
  truth: Verdict | null;
  machine: Verdict;
  probability: number | null;
}

const verdicts: readonly Verdict[] = ["pass", "fail"];

/** Holds people's verdicts against a report, and against one another. */
export function calibrate(
  judgements: readonly Judgement[],
  report: Report,
  { minPrecision, minFindings }: CalibrateOptions,
): Calibration {
  const machine = new Machine(report);
  const unused = new Map<string, Calibration["unused"][number]>();
  const usable: { judgement: Judgement; rubric: string; verdict: Verdict }[] = [];
  for (const judgement of judgements) {
    const found = machine.verdictOn(judgement);
    if ("verdict" in found) usable.push({ judgement, ...found });
    else {
      const { reason } = found;
      const key = `${reason} ${judgement.rule}`;
      unused.set(key, { rule: judgement.rule, reason, count: (unused.get(key)?.count ?? 0) + 1 });
    }
  }
  const byRule = groupBy(usable, ({ rubric, judgement }) => JSON.stringify([rubric, judgement.rule]));
  const cases = new Map([...byRule].map(([key, own]) => [key, casesOf(own)]));
  const rules = [...cases].map(([key, own]): RuleAgreement => {
    const [rubric, rule] = JSON.parse(key) as [string, string];
    const figures = agreementOf(own);
    const { precision } = figures;
    return {
      rubric,
      rule,
      title: machine.info(rubric, rule)!.title,
      ...figures,
      faults: faultsOf(own),
      isProposed: precision.n >= minFindings && precision.value! < minPrecision,
      disputed: sessionsWhere(own, "fail", "pass"),
      missed: sessionsWhere(own, "pass", "fail"),
    };
  });
  return {
    schemaVersion: 1,
    kind: "calibration",
    tool: { name: "zhijian", version },
    settings: { locale: report.settings.locale, minPrecision, minFindings },
    weeks: [...new Set(report.shopWeeks.map(({ week }) => week).filter((week) => week !== null))].sort(),
    rubrics: report.rubrics.map(({ id, version: number, hash }) => ({ id, version: number, hash })),
    reviewers: [...new Set(judgements.map(nameOf))].sort(),
    rules: rules.sort(
      compareBy(
        ({ rubric }) => rubric,
        ({ rule }) => rule,
      ),
    ),
    all: agreementOf([...cases.values()].flat()),
    pairs: pairsOf(judgements),
    unused: [...unused.values()].sort(compareBy(({ rule }) => rule)),
  };
}

/** The machine's verdicts, as far as a report tells them. */
class Machine {
  readonly #rules = new Map<string, { rubric: string; info: RuleInfo }[]>();
  readonly #faults = new Set<string>();
  readonly #capped = new Set<string>();

  constructor({ rubrics, findings, agentWeeks }: Report) {
    for (const { id, rules } of rubrics) {
      for (const info of rules) {
        this.#rules.set(info.id, [...(this.#rules.get(info.id) ?? []), { rubric: id, info }]);
      }
    }
    const stored = new Map<string, number>();
    for (const { rubric, rule, session, agent, shop, week } of findings) {
      // A form may leave out the shop.
      for (const place of [shop, null])
        this.#faults.add(JSON.stringify([rubric, rule, place, session, agent]));
      const row = JSON.stringify([rubric, rule, shop, agent, week]);
      stored.set(row, (stored.get(row) ?? 0) + 1);
    }
    for (const { shop, agent: name, week, rules } of agentWeeks) {
      const agent = name === nobody ? null : name;
      for (const { rubric, id, failed } of rules) {
        if (failed > (stored.get(JSON.stringify([rubric, id, shop, agent, week])) ?? 0))
          this.#capped.add(JSON.stringify([rubric, id, agent]));
      }
    }
  }

  info(rubric: string, rule: string): RuleInfo | undefined {
    return this.#rules.get(rule)?.find((one) => one.rubric === rubric)?.info;
  }

  /** A question is only asked where the rule applied; no finding then means that it was kept. */
  verdictOn({
    rubric,
    rule,
    shop,
    session,
    agent,
  }: Judgement): { rubric: string; verdict: Verdict } | { reason: "unknown-rule" | "capped" } {
    const known = (this.#rules.get(rule) ?? []).filter((one) => rubric === null || one.rubric === rubric);
    if (known.length !== 1) return { reason: "unknown-rule" };
    const id = known[0]!.rubric;
    if (this.#faults.has(JSON.stringify([id, rule, shop, session, agent])))
      return { rubric: id, verdict: "fail" };
    if (this.#capped.has(JSON.stringify([id, rule, agent]))) return { reason: "capped" };
    return { rubric: id, verdict: "pass" };
  }
}

function casesOf(usable: readonly { judgement: Judgement; verdict: Verdict }[]): Case[] {
  const questions = groupBy(usable, ({ judgement }) => questionOf(judgement));
  return [...questions.values()].map((own) => {
    const people = own.map(({ judgement }) => judgement.verdict);
    const faults = people.filter((verdict) => verdict === "fail").length;
    const [{ judgement, verdict: machine }] = own as [(typeof own)[number]];
    return {
      session: judgement.session,
      people,
      truth: 2 * faults === people.length ? null : 2 * faults > people.length ? "fail" : "pass",
      machine,
      probability: judgement.probability,
    };
  });
}

function agreementOf(all: readonly Case[]) {
  const cases = all.flatMap(({ truth, machine }) => (truth === null ? [] : [{ truth, machine }]));
  const count = (machine: Verdict, truth: Verdict) =>
    cases.filter((one) => one.machine === machine && one.truth === truth).length;
  const truePositives = count("fail", "fail");
  const falsePositives = count("fail", "pass");
  const falseNegatives = count("pass", "fail");
  const trueNegatives = count("pass", "pass");
  return {
    cases: cases.length,
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    agreement: estimate(truePositives + trueNegatives, cases.length),
    precision: estimate(truePositives, truePositives + falsePositives),
    recall: estimate(truePositives, truePositives + falseNegatives),
    kappa: kappa(
      cases.map(({ machine, truth }) => [machine, truth] as const),
      verdicts,
    ),
    alpha: alpha(
      all.map(({ people }) => people.map((verdict) => (verdict === "fail" ? 1 : 0))),
      "nominal",
    ),
    split: all.length - cases.length,
  };
}

function faultsOf(cases: readonly Case[]): Estimate | null {
  const drawn = cases.flatMap(({ truth, probability }) =>
    truth === null || probability === null ? [] : [{ isHit: truth === "fail", probability }],
  );
  return drawn.length === 0 ? null : weightedEstimate(drawn);
}

function sessionsWhere(cases: readonly Case[], machine: Verdict, truth: Verdict): string[] {
  const found = cases.filter((one) => one.machine === machine && one.truth === truth);
  return [...new Set(found.map(({ session }) => session))].sort();
}

function pairsOf(judgements: readonly Judgement[]): ReviewerPair[] {
  const byReviewer = new Map(
    [...groupBy(judgements, nameOf)].map(([name, own]) => [
      name,
      new Map(own.map((judgement) => [`${judgement.rubric} ${questionOf(judgement)}`, judgement.verdict])),
    ]),
  );
  const names = [...byReviewer.keys()].sort();
  return names.flatMap((one, at) =>
    names.slice(at + 1).flatMap((other) => {
      const theirs = byReviewer.get(other)!;
      const both = [...byReviewer.get(one)!].flatMap(([key, verdict]) => {
        const second = theirs.get(key);
        return second === undefined ? [] : [[verdict, second] as const];
      });
      if (both.length === 0) return [];
      const same = both.filter(([a, b]) => a === b).length;
      return [{ one, other, agreement: estimate(same, both.length), kappa: kappa(both, verdicts) }];
    }),
  );
}

function questionOf({ shop, session, rule, agent }: Judgement): string {
  return JSON.stringify([shop, session, rule, agent]);
}

function nameOf({ reviewer }: Judgement): string {
  return reviewer ?? "?";
}
