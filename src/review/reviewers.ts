import { compareBy } from "../aggregate/capped.ts";
import { ruleKey } from "../aggregate/keys.ts";
import { alpha, type Kappa, kappa, type Scale } from "../statistics/agreement.ts";
import { groupBy } from "../statistics/groups.ts";
import { type Estimate, estimate } from "../statistics/share.ts";
import { type Judgement, questionKey, type Verdict } from "./judgements.ts";
import type { KnownRule } from "./manual.ts";

/** How reviewers agree on a question that only people can judge. */
export interface ManualAgreement {
  rubric: string;
  rule: string;
  title: string;
  answer: "verdict" | "score";
  /** Questions with an answer, and those that two or more people answered. */
  cases: number;
  shared: number;
  /** Krippendorff's α: nominal of verdicts, ordinal of scores. */
  alpha: number | null;
}

/** How two reviewers agree on what both judged. */
export interface ReviewerPair {
  one: string;
  other: string;
  agreement: Estimate;
  kappa: Kappa;
  /** The same of scores of 1 to 5, near misses counting in part; null where they share none. */
  scores: { linear: Kappa; quadratic: Kappa } | null;
}

/** A judgement with what was answered. */
export interface Answered {
  judgement: Judgement;
  verdict: Verdict | number;
}

/** Verdicts in the order in which `alpha` numbers them. */
export const categories: readonly Verdict[] = ["pass", "fail", "none"];

/** How reviewers agree on each question that only people can judge, by rule. */
export function manualAgreement(answers: readonly (Answered & { known: KnownRule })[]): ManualAgreement[] {
  const byRule = groupBy(answers, ({ known }) => ruleKey(known.rubric, known.info.id));
  return [...byRule.values()]
    .map((own): ManualAgreement => {
      const [{ known }] = own as [(typeof own)[number]];
      const { rubric, info } = known;
      const answer = info.answer ?? "verdict";
      const scale: Scale = answer === "score" ? "ordinal" : "nominal";
      const units = [...groupBy(own, ({ judgement }) => questionKey(judgement)).values()].map((unit) =>
        unit.flatMap(({ verdict }) => {
          if (typeof verdict === "number") return [verdict];
          return answer === "score" ? [] : [categories.indexOf(verdict)];
        }),
      );
      const shared = units.filter(({ length }) => length > 1).length;
      return {
        rubric,
        rule: info.id,
        title: info.title,
        answer,
        cases: units.length,
        shared,
        alpha: alpha(units, scale),
      };
    })
    .sort(
      compareBy(
        ({ rubric }) => rubric,
        ({ rule }) => rule,
      ),
    );
}

const scores = [1, 2, 3, 4, 5];

/** How each two reviewers agree who judged the same. */
export function pairsOf(judged: readonly Answered[]): ReviewerPair[] {
  const byReviewer = new Map(
    [...groupBy(judged, ({ judgement }) => judgement.reviewer)].map(([name, own]) => [
      name,
      new Map(own.map(({ judgement, verdict }) => [questionKey(judgement), verdict])),
    ]),
  );
  const reviewers = [...byReviewer.keys()].sort();
  return reviewers.flatMap((one, at) =>
    reviewers.slice(at + 1).flatMap((other): ReviewerPair[] => {
      const theirs = byReviewer.get(other)!;
      const both = [...byReviewer.get(one)!].flatMap(([key, verdict]) => {
        const second = theirs.get(key);
        return second === undefined ? [] : [[verdict, second] as const];
      });
      if (both.length === 0) return [];
      const verdicts = both.filter(isPairOf("string"));
      const scored = both.filter(isPairOf("number"));
      return [
        {
          one,
          other,
          agreement: estimate(both.filter(([a, b]) => a === b).length, both.length),
          kappa: kappa(verdicts as [Verdict, Verdict][], categories),
          scores:
            scored.length === 0
              ? null
              : {
                  linear: kappa(scored as [number, number][], scores, "linear"),
                  quadratic: kappa(scored as [number, number][], scores, "quadratic"),
                },
        },
      ];
    }),
  );
}

const isPairOf = (type: "string" | "number") => (pair: readonly [unknown, unknown]) =>
  pair.every((value) => typeof value === type);
