import type { ReadSession } from "../model/session.ts";
import type { Locale } from "../text/wording.ts";
import { formatDay } from "../text/zone.ts";
import { type CompiledRule, compile } from "./compile.ts";
import { fill, inLocale, type LocalText, type Values } from "./local-text.ts";
import type { Hit, Outcome } from "./operator.ts";
import { type Case, type Cases, casesOf } from "./owners.ts";
import type { Owner, Rubric, Rule } from "./schema.ts";
import { suppressionOf } from "./suppress.ts";
import { type JudgeContext, type View, viewOf } from "./view.ts";

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
  /** Index of the rubric's suppression that turned a fail into this skip. */
  suppression?: number;
}

/** Judges a session by every rule that is not off: one result per rule and owner, or per case of a rule `per: hit`. */
export function judge(session: ReadSession, rubric: Rubric, context: JudgeContext): RuleResult[] {
  const whole = viewOf(session, context);
  const day = dayOf(whole);
  const byOwner = new Map<Owner, Cases>();
  const results: RuleResult[] = [];
  for (const compiled of compile(rubric)) {
    const { rule } = compiled;
    let found = byOwner.get(rule.owner);
    if (found === undefined) {
      found = casesOf(rule.owner, whole);
      byOwner.set(rule.owner, found);
    }
    if (found.cases.length === 0) results.push(skipped(rule, null, inLocale(found.nobody, context.locale)));
    for (const item of found.cases) {
      for (const result of judgeCase(compiled, item, rubric.values, day)) {
        results.push(suppressed(result, rubric.suppressions, whole, day));
      }
    }
  }
  return results;
}

/** Local day of the session's first message, null without times. */
function dayOf({ session, context }: View): string | null {
  const first = session.messages.find(({ role, at }) => role !== "system" && at !== null)?.at ?? null;
  return first === null ? null : formatDay(context.zone.dayOf(first));
}

function judgeCase(
  { rule, applies, evaluate }: CompiledRule,
  { agent, view, share }: Case,
  parameters: Values,
  day: string | null,
): RuleResult[] {
  const { locale } = view.context;
  const skip = (reason: LocalText, values: Values = {}) => [
    skipped(rule, agent, sentence(reason, parameters, values, locale)),
  ];
  const premise = outsideEffect(rule, day) ?? unmetPremise(applies, view);
  if (premise !== null) return skip(premise);
  if (rule.ask !== undefined) return skip({ zh: "待人工判断", en: "for a person to judge" });
  const outcome = share(evaluate(view));
  if (outcome.value === null) {
    return skip(outcome.reason ?? { zh: "记录不足以判断", en: "the log does not tell" }, outcome.values);
  }
  if (rule.bonus === true && !outcome.value) return skip({ zh: "加分项未出现", en: "bonus not earned" });
  return verdicts(rule, outcome).map(({ passes, evidence }) => ({
    rule,
    agent,
    outcome: passes ? "pass" : "fail",
    reason: passes ? "" : faultOf(rule, outcome, parameters, locale),
    evidence,
  }));
}

function verdicts(
  { per }: Rule,
  { value, hits, misses }: Outcome,
): { passes: boolean; evidence: readonly Hit[] }[] {
  const passes = value === true;
  const whole = { passes, evidence: passes ? hits : misses };
  if (per !== "hit" || hits.length + misses.length === 0) return [whole];
  return [
    ...hits.map((hit) => ({ passes: true, evidence: [hit] })),
    ...misses.map((miss) => ({ passes: false, evidence: [miss] })),
  ];
}

function faultOf(rule: Rule, { reason, values }: Outcome, parameters: Values, locale: Locale): string {
  return [rule.fault, ...(reason === undefined ? [] : [reason])]
    .map((text) => sentence(text, parameters, values, locale))
    .join(locale === "zh" ? "：" : ": ");
}

/** Most sentences hold no values: those are brought together only where there is a place for one. */
function sentence(text: LocalText, parameters: Values, values: Values | undefined, locale: Locale): string {
  const words = inLocale(text, locale);
  return words.includes("{") ? fill(words, { ...parameters, ...values }, locale) : words;
}

function skipped(rule: Rule, agent: string | null, reason: string): RuleResult {
  return { rule, agent, outcome: "skip", reason, evidence: [] };
}

/** What has to hold before a rule is asked, and does not. */
function unmetPremise(applies: CompiledRule["applies"], view: View): LocalText | null {
  for (const { when, otherwise } of applies) {
    const { value, reason } = when(view);
    if (value !== true) return value === null ? (reason ?? otherwise) : otherwise;
  }
  return null;
}

/** Why the session lies outside the days on which the rule holds; null where it does not. */
function outsideEffect({ effective }: Rule, day: string | null): LocalText | null {
  if (effective === undefined) return null;
  if (day === null) {
    return {
      zh: "导出没有时间，不知规则是否已生效",
      en: "no times: not known whether the rule was in force",
    };
  }
  const { from = day, to = day } = effective;
  if (day >= from && day <= to) return null;
  return { zh: "规则在当天不生效", en: "the rule was not in force on that day" };
}

/** A fault that the shop has excused is skipped, and keeps its evidence. */
function suppressed(
  result: RuleResult,
  suppressions: Rubric["suppressions"],
  view: View,
  day: string | null,
): RuleResult {
  if (result.outcome !== "fail" || suppressions.length === 0) return result;
  const suppression = suppressionOf(suppressions, result, view, day);
  if (suppression === -1) return result;
  const why = suppressions[suppression]!.reason;
  const reason = inLocale({ zh: `已豁免：${why}`, en: `excused: ${why}` }, view.context.locale);
  return { ...result, outcome: "skip", reason, suppression };
}

/** Points that a rule can cost or win: none while it only informs or is under review. */
export function pointsOf(rule: Rule): number {
  const counts = rule.severity !== "info" && (rule.status ?? "active") === "active";
  return counts ? rule.points : 0;
}
