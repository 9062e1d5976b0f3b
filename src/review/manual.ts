import { compareBy } from "../aggregate/capped.ts";
import { type Place, UserError, UserErrors } from "../errors.ts";
import type { ManualAnswer, Report, RuleInfo } from "../model/report.ts";
import { groupBy } from "../statistics/groups.ts";
import { type Judgement, questionKey, type Verdict } from "./judgements.ts";
import { type Sealed, unseal } from "./seal.ts";

/** A rule of a report with the rubric that it is of. */
export interface KnownRule {
  rubric: string;
  hash: string;
  info: RuleInfo;
}

/** The rule that a judgement is about; null where the report has none, or several and the form does not say which. */
export function ruleFinder({ rubrics }: Pick<Report, "rubrics">): (judgement: Judgement) => KnownRule | null {
  const rules = groupBy(
    rubrics.flatMap(({ id, hash, rules: infos }) => infos.map((info) => ({ rubric: id, hash, info }))),
    ({ info }) => info.id,
  );
  return ({ rubric, rule }) => {
    const known = (rules.get(rule) ?? []).filter((one) => rubric === null || one.rubric === rubric);
    return known.length === 1 ? known[0]! : null;
  };
}

/** What was answered, in the kind of answer that the rule asks for; null where it is of another kind. */
export function answerOf({ verdict }: Judgement, { answer }: RuleInfo): Verdict | number | null {
  if (answer === "score") return typeof verdict === "number" || verdict === "none" ? verdict : null;
  if (typeof verdict === "string") return verdict;
  // 1 is what many write for yes.
  return verdict === 1 ? "pass" : null;
}

/** An answer with what the machine knew of its session. */
export interface SealedAnswer {
  place: Place;
  answer: ManualAnswer;
  info: RuleInfo;
  sealed: Sealed;
}

/** From this mean of 1 to 5 on a scored question counts as passed; the points follow the mean itself. */
const passedFrom = 4;

/**
 * What people say to the questions that only they can judge: the majority, or the mean of scores.
 * Throws UserErrors (exit 2) where a form asks about a rule that the report lacks, was drawn under another
 * rubric, or lost its codes.
 */
export function manualAnswers(judgements: readonly Judgement[], report: Report): SealedAnswer[] {
  const ruleOf = ruleFinder(report);
  const errors: UserError[] = [];
  const asked = judgements.flatMap((judgement) => {
    const known = ruleOf(judgement);
    if (known === null) errors.push(unknownRule(judgement));
    return known?.info.ask === undefined ? [] : [{ judgement, known }];
  });
  const answers = [...groupBy(asked, ({ judgement }) => questionKey(judgement)).values()].flatMap((own) => {
    const [{ judgement, known }] = own as [(typeof own)[number]];
    const place = { file: judgement.file, line: judgement.line };
    const { rubric, hash, info } = known;
    const question = { ...judgement, rubric };
    const sealed = judgement.seal === null ? null : unseal(judgement.seal, question, hash);
    if (sealed === null) {
      errors.push(unsealed(judgement, place));
      return [];
    }
    const { week, shop, agent, session } = judgement;
    const about = { rubric, rule: info.id, week, shop, agent, session };
    const verdict = together(
      own.map((one) => one.judgement),
      info,
    );
    const reviewers = own.map((one) => one.judgement.reviewer).sort();
    return [{ place, info, sealed, answer: { ...about, reviewers, ...verdict } }];
  });
  if (errors.length > 0) throw new UserErrors(errors);
  // In one order, whatever that of the forms: fractions add up alike.
  return answers.sort(byQuestion);
}

const byQuestion = compareBy<SealedAnswer>(
  ({ answer }) => answer.rubric,
  ({ answer }) => answer.rule,
  ({ answer }) => answer.shop,
  ({ answer }) => answer.week,
  ({ answer }) => answer.session,
  ({ answer }) => answer.agent,
);

function unknownRule({ rubric, rule, file, line }: Judgement): UserError {
  const name = rubric === null ? rule : `${rubric}/${rule}`;
  return new UserError(
    2,
    `报告里没有规则“${name}”，或者不止一个 / no such rule in the report, or several: ${name}`,
    {
      place: { file, line },
      hint: "请用抽取这份复核表时的评分标准重新审一次，规则和评分标准的编号别改。Audit with the rubric that the form was drawn under, and leave the ids as they are.",
    },
  );
}

function unsealed({ rule, session, seal }: Judgement, place: Place): UserError {
  const zh = seal === null ? "没有核对码，不能计入得分" : "核对码对不上这份报告的评分标准";
  const en =
    seal === null ? "has no seal, so it cannot count" : "was drawn under another rubric than the report's";
  return new UserError(2, `${session} 的 ${rule} ${zh} / ${en}`, {
    place,
    hint: "请用 zhijian sample 以同样的设置重新抽取。Draw the form again with zhijian sample under the same settings.",
  });
}

type Together = Pick<ManualAnswer, "outcome" | "score" | "passed" | "applicable">;

const open: Together = { outcome: "open", score: null, passed: 0, applicable: 0 };

function together(judgements: readonly Judgement[], info: RuleInfo): Together {
  const verdicts = judgements.map((judgement) => answerOf(judgement, info));
  const isMost = (count: number) => 2 * count > verdicts.length;
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  if (isMost(count("none"))) return { ...open, outcome: "skip" };
  if (info.answer === "score") {
    const scores = verdicts.filter((verdict) => typeof verdict === "number");
    if (!isMost(scores.length)) return open;
    const score = scores.reduce((sum, one) => sum + one, 0) / scores.length;
    return { ...counted(score >= passedFrom, (score - 1) / 4, info), score };
  }
  if (isMost(count("pass"))) return counted(true, 1, info);
  return isMost(count("fail")) ? counted(false, 0, info) : open;
}

/** A bonus adds and is never missed. */
function counted(passes: boolean, share: number, { points, bonus }: RuleInfo): Together {
  if (bonus && !passes) return { ...open, outcome: "skip" };
  return {
    outcome: passes ? "pass" : "fail",
    score: null,
    passed: share * points,
    applicable: bonus ? 0 : points,
  };
}
