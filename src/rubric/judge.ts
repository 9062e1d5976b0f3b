import type { ReadSession } from "../model/session.ts";
import { formatDay } from "../text/zone.ts";
import { type CompiledRule, compile } from "./compile.ts";
import { fill, inLocale, type LocalText, type Values } from "./local-text.ts";
import type { Hit } from "./operator.ts";
import { type Case, casesOf } from "./owners.ts";
import type { Rubric, Rule } from "./schema.ts";
import { type JudgeContext, View } from "./view.ts";

/** What a rule says of one agent's part in a session. */
export interface RuleResult {
  rule: Rule;
  /** Null where nobody was in charge (未分配) or no person took part. */
  agent: string | null;
  outcome: "pass" | "fail" | "skip";
  /** A sentence in the locale of the context where the rule failed or was skipped, else empty. */
  reason: string;
  /** The words that show it. Empty on a fail only where what is missing was never said. */
  evidence: readonly Hit[];
}

/** Judges a session by every rule that is not off: one result per rule and owner, or per case of a rule `per: hit`. */
export function judge(session: ReadSession, rubric: Rubric, context: JudgeContext): RuleResult[] {
  const compiled = compile(rubric);
  const whole = new View(session, context, { author: null, agent: null });
  return compiled.rules.flatMap((rule) => {
    const { cases, nobody } = casesOf(rule.rule.owner, whole);
    if (cases.length === 0) return [skipped(rule.rule, null, nobody, context)];
    return cases.flatMap((item) => judgeCase(rule, item, rubric.values, compiled.applies));
  });
}

function judgeCase(
  compiled: CompiledRule,
  { view, share }: Case,
  parameters: Values,
  applies: CompiledRule["applies"],
): RuleResult[] {
  const { rule } = compiled;
  const { context, scope } = view;
  const skip = (reason: LocalText, values: Values = {}) =>
    skipped(rule, scope.agent, fill(reason, { ...parameters, ...values }, context.locale), context);
  if (rule.ask !== undefined) return [skip({ zh: "待人工判断", en: "for a person to judge" })];
  const outside = outsideEffect(rule, view);
  if (outside !== null) return [skip(outside)];
  for (const { when, otherwise } of [...applies, ...compiled.applies]) {
    const { value, reason } = when(view);
    if (value !== true) return [skip(value === null ? (reason ?? otherwise) : otherwise)];
  }
  const outcome = share(compiled.evaluate(view));
  const values = { ...parameters, ...outcome.values };
  if (outcome.value === null) return [skip(outcome.reason ?? unknownReason, values)];
  if (rule.bonus === true && !outcome.value) return [skip(notEarned)];
  const fault = () =>
    [
      inLocale(rule.fault, context.locale),
      ...(outcome.reason === undefined ? [] : [inLocale(outcome.reason, context.locale)]),
    ]
      .map((sentence) => fill(sentence, values, context.locale))
      .join(context.locale === "zh" ? "：" : ": ");
  const result = (passes: boolean, evidence: readonly Hit[]): RuleResult => ({
    rule,
    agent: scope.agent,
    outcome: passes ? "pass" : "fail",
    reason: passes ? "" : fault(),
    evidence,
  });
  if (rule.per !== "hit") return [result(outcome.value, outcome.value ? outcome.hits : outcome.misses)];
  const single = [
    ...outcome.hits.map((hit) => result(true, [hit])),
    ...outcome.misses.map((miss) => result(false, [miss])),
  ];
  return single.length > 0 ? single : [result(outcome.value, [])];
}

const unknownReason: LocalText = { zh: "记录不足以判断", en: "the log does not tell" };
const notEarned: LocalText = { zh: "加分项未出现", en: "bonus not earned" };

function skipped(rule: Rule, agent: string | null, reason: LocalText, { locale }: JudgeContext): RuleResult {
  return { rule, agent, outcome: "skip", reason: inLocale(reason, locale), evidence: [] };
}

/** Why the session lies outside the days on which the rule holds; null where it does not. */
function outsideEffect({ effective }: Rule, { session, context }: View): LocalText | null {
  if (effective === undefined) return null;
  const first = session.messages.find(({ role, at }) => role !== "system" && at !== null)?.at ?? null;
  if (first === null)
    return {
      zh: "导出没有时间，不知规则是否已生效",
      en: "no times: not known whether the rule was in force",
    };
  const day = formatDay(context.zone.dayOf(first));
  const { from = day, to = day } = effective;
  return day < from || day > to
    ? { zh: "规则在当天不生效", en: "the rule was not in force on that day" }
    : null;
}

/** Points that a rule can cost or win: none while it only informs, is under review or asks a person. */
export function pointsOf(rule: Rule): number {
  const counts = rule.severity !== "info" && (rule.status ?? "active") === "active" && rule.ask === undefined;
  return counts ? rule.points : 0;
}
