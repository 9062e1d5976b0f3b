import { beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/index.ts";
import type { RuleInfo } from "../../src/model/report.ts";
import { calibrate, type RuleAgreement } from "../../src/review/calibrate.ts";
import type { Judgement, Verdict } from "../../src/review/judgements.ts";
import { choose, type SamplePlan, samplePlans } from "../../src/review/plan.ts";
import { seal } from "../../src/review/seal.ts";
import { chance } from "../../src/statistics/draw.ts";
import type { Estimate } from "../../src/statistics/share.ts";
import { buildReport } from "../formats/build-report.ts";

/** A week of known truth: 600 conversations of three agents, a fault in each with its probability. */
interface Conversation {
  name: string;
  stratum: string;
  risk: number;
  truth: Verdict;
  machine: "pass" | "fail" | "skip";
}

const rates = { fault: 0.25, recall: 0.85, falseAlarm: 0.04, appliesNot: 0.2, wronglySkipped: 0.1 };

function weekOf(seed: number): Conversation[] {
  const random = mulberry(seed);
  return Array.from({ length: 600 }, (_, at) => {
    const applies = random() >= rates.appliesNot;
    const truth: Verdict = applies ? (random() < rates.fault ? "fail" : "pass") : "none";
    const found = random() < (truth === "fail" ? rates.recall : rates.falseAlarm);
    const isSkipped = random() < (applies ? rates.wronglySkipped : 0.9);
    const machine = isSkipped ? "skip" : found ? "fail" : "pass";
    const stratum = `客服${at % 3} · ${at % 5 === 0 ? "aftersale" : "presale"}`;
    return { name: `s${at}`, stratum, risk: machine === "fail" ? 5 : 1, truth, machine };
  });
}

const rule: RuleInfo = {
  ...{ id: "O1", title: "开场先问好", standards: ["O1"], severity: "minor", points: 10, bonus: false },
  ...{ why: "礼貌", better: "您好" },
};
const hash = "simulated";
const report: Report = {
  ...buildReport(),
  rubrics: [{ id: "basics", version: "1.0.0", title: "基础", hash, rules: [rule] }],
};

/** What `calibrate` says of the forms of reviewers who look at a sample of the week and err at a rate. */
function reviewed(
  week: readonly Conversation[],
  plan: SamplePlan,
  seed: string,
  { reviewers = ["甲"], error = 0, size = 200 } = {},
): RuleAgreement {
  const judgements = choose(week, plan, size, seed).flatMap(({ item, probability }) =>
    reviewers.map((reviewer): Judgement => {
      const about = { rubric: "basics", rule: "O1", shop: "小店", session: item.name, agent: "客服" };
      const isWrong = chance(`${seed} ${reviewer}`, item.name) < error;
      return {
        ...{ file: "f.csv", line: 2, week: "2026-W47", note: null, reviewer, probability },
        ...about,
        verdict: isWrong ? (item.truth === "fail" ? "pass" : "fail") : item.truth,
        seal: seal(about, { outcome: item.machine, agent: [0, 0, 0], shop: [0, 0, 0] }, hash),
      };
    }),
  );
  return calibrate(judgements, report, { minPrecision: 0.8, minFindings: 5 }).rules[0]!;
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const share = <T>(items: readonly T[], isHit: (item: T) => boolean) =>
  items.filter(isHit).length / items.length;
const holds = ({ low, high }: Estimate, truth: number) => low! <= truth && truth <= high!;

/** The rates of the machine, as the numbers above make them. */
const applied = (1 - rates.appliesNot) * (1 - rates.wronglySkipped);
const faults = applied * rates.fault;
const others = applied * (1 - rates.fault) + rates.appliesNot * 0.1;
const precision = (faults * rates.recall) / (faults * rates.recall + others * rates.falseAlarm);
const skips = (1 - rates.appliesNot) * rates.wronglySkipped;
const wronglySkipped = skips / (skips + rates.appliesNot * 0.9);

interface Run {
  week: readonly Conversation[];
  rule: RuleAgreement;
  /** Share of faults in the whole week, of what the machine judged. */
  truth: number;
}

describe("reviewers who make no error", () => {
  const runs = 90;
  const byPlan = new Map<SamplePlan, readonly Run[]>();
  beforeAll(() => {
    for (const [at, plan] of samplePlans.entries()) {
      const all = Array.from({ length: runs }, (_, run): Run => {
        const week = weekOf(1000 * at + run);
        const asked = week.filter(({ machine, truth }) => machine !== "skip" && truth !== "none");
        const truth = share(asked, (one) => one.truth === "fail");
        return { week, rule: reviewed(week, plan, String(run)), truth };
      });
      byPlan.set(plan, all);
    }
  }, 120_000);

  it.each([
    ["precision", (run: Run) => holds(run.rule.precision, precision)],
    ["recall", (run: Run) => holds(run.rule.recall, rates.recall)],
    ["the share of rules wrongly skipped", (run: Run) => holds(run.rule.wronglySkipped, wronglySkipped)],
    ["the share of faults in the whole week", (run: Run) => holds(run.rule.faults!, run.truth)],
  ])("find %s: its 95 %% interval holds the truth in 93 %% of the weeks and more", (_, isInside) => {
    expect(share([...byPlan.values()].flat(), isInside)).toBeGreaterThanOrEqual(0.93);
    for (const all of byPlan.values()) expect(share(all, isInside)).toBeGreaterThanOrEqual(0.9);
  });

  it.each(samplePlans)("%s: estimates for the whole week are not biased", (plan) => {
    const all = byPlan.get(plan)!;
    const isUnbiased = (errors: readonly number[]) => {
      const bias = errors.reduce((sum, error) => sum + error, 0) / runs;
      const spread = Math.sqrt(
        errors.reduce((sum, error) => sum + (error - bias) ** 2, 0) / (runs - 1) / runs,
      );
      expect(Math.abs(bias)).toBeLessThan(3 * spread);
    };
    isUnbiased(all.map(({ rule, truth }) => rule.faults!.value! - truth));
    isUnbiased(all.map(({ rule }) => rule.precision.value! - precision));
    isUnbiased(all.map(({ rule }) => rule.recall.value! - rates.recall));
  });

  it("see in a risk sample that the machine found more of what was drawn than of what was there", () => {
    const unweighted = byPlan
      .get("risk")!
      .map(({ rule }) => rule.truePositives / (rule.truePositives + rule.falseNegatives));
    expect(unweighted.reduce((sum, one) => sum + one, 0) / runs).toBeGreaterThan(rates.recall + 0.05);
  });
});

describe("reviewers who err", () => {
  const runs = 40;

  it("agree with one another as far as their error rates say", () => {
    // Two who err at 10 % agree on 82 % of the questions.
    const inside = Array.from({ length: runs }, (_, run) => {
      const week = weekOf(run).filter(({ truth }) => truth !== "none");
      const { alpha, split } = reviewed(week, "random", String(run), { reviewers: ["甲", "乙"], error: 0.1 });
      // Chance agreement of two whose faults are 0.25 · 0.9 + 0.75 · 0.1 = 30 %.
      const expected = (0.82 - (0.3 ** 2 + 0.7 ** 2)) / (1 - (0.3 ** 2 + 0.7 ** 2));
      return { alpha: alpha! - expected, split: split / 200 };
    });
    const mean = (of: (one: (typeof inside)[number]) => number) =>
      inside.reduce((sum, one) => sum + of(one), 0) / runs;
    expect(mean(({ alpha }) => alpha)).toBeCloseTo(0, 1.5);
    expect(mean(({ split }) => split)).toBeCloseTo(0.18, 1.5);
  });

  it("are outvoted: of five, the majority finds nearly the machine's own rates again", () => {
    const means = Array.from({ length: runs }, (_, run) => {
      const week = weekOf(run).filter(({ truth }) => truth !== "none");
      const five = reviewed(week, "random", String(run), {
        reviewers: ["甲", "乙", "丙", "丁", "戊"],
        error: 0.1,
      });
      const one = reviewed(week, "random", String(run), { error: 0.1 });
      return { five: five.recall.value!, one: one.recall.value! };
    });
    const mean = (of: "five" | "one") => means.reduce((sum, one) => sum + one[of], 0) / runs;
    expect(Math.abs(mean("five") - rates.recall)).toBeLessThan(0.05);
    expect(mean("one")).toBeLessThan(rates.recall - 0.1);
  });
});
