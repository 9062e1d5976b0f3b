import { isByHand, type ReadSession } from "../model/session.ts";
import { formatDay } from "../text/zone.ts";
import { type CompiledRule, compile } from "./compile.ts";
import { fill, inLocale, type LocalText, type Values } from "./local-text.ts";
import { type Hit, nothing, type Outcome } from "./operator.ts";
import { type Case, type Cases, casesOf } from "./owners.ts";
import type { Owner, Rubric, Rule } from "./schema.ts";
import { suppressionOf } from "./suppress.ts";
import { accountOf, type JudgeContext, type View, viewOf } from "./view.ts";

/** What a rule says of one agent's part in a session. */
export interface RuleResult {
  /** Id of the rubric. */
  rubric: string;
  rule: Rule;
  /** Null where nobody was in charge (未分配) or no person took part. */
  agent: string | null;
  outcome: "pass" | "fail" | "skip";
  /** A sentence in the locale of the context where the rule failed or was skipped, else empty. */
  reason: string;
  /**
   * The words that show it. Where a fail is about what was never said: the words for which the rule was
   * asked, else the agent's last.
   */
  evidence: readonly Hit[];
  /** Index of the rubric's suppression that turned a fail into this skip. */
  suppression?: number;
}

/** What a rule is judged with besides its case. */
interface Judging {
  rubric: Rubric;
  whole: View;
  /** Local day of the session's first message, null without times; few rules ask for it. */
  day: () => string | null;
}

/** Judges a session by every rule that is not off: one result per rule and owner, or per case of a rule `per: hit`. */
export function judge(session: ReadSession, rubric: Rubric, context: JudgeContext): RuleResult[] {
  const rules = compile(rubric);
  const whole = viewOf(session, context);
  let known: string | null | undefined;
  const day = () => {
    if (known === undefined) known = dayOf(whole);
    return known;
  };
  const judging: Judging = { rubric, whole, day };
  const byOwner = new Map<Owner, Cases>();
  const results: RuleResult[] = [];
  for (const compiled of rules) {
    const { rule } = compiled;
    let found = byOwner.get(rule.owner);
    if (found === undefined) {
      found = casesOf(rule.owner, whole);
      byOwner.set(rule.owner, found);
    }
    if (found.cases.length === 0)
      results.push(resultOf(judging, rule, null, "skip", inLocale(found.nobody, context.locale)));
    for (const item of found.cases) addVerdicts(compiled, item, judging, results);
  }
  return results;
}

/** Local day of the session's first message, null without times. */
function dayOf({ session, context }: View): string | null {
  const first = session.messages.find(({ role, at }) => role !== "system" && at !== null)?.at ?? null;
  return first === null ? null : formatDay(context.zone.dayOf(first));
}

function addVerdicts(compiled: CompiledRule, item: Case, judging: Judging, results: RuleResult[]): void {
  const { rule, evaluate } = compiled;
  const { agent, view, share } = item;
  const open = unasked(compiled, view, judging);
  if (open !== null) {
    results.push(resultOf(judging, rule, agent, "skip", sentence(open, judging)));
    return;
  }
  const outcome = share(evaluate(view));
  const { value, hits, misses } = outcome;
  if (value === null || (rule.bonus === true && !value)) {
    const reason = value === null ? (outcome.reason ?? untold) : notEarned;
    results.push(resultOf(judging, rule, agent, "skip", sentence(reason, judging, outcome.values)));
  } else if (rule.per === "hit" && hits.length + misses.length > 0) {
    for (const hit of hits) results.push(resultOf(judging, rule, agent, "pass", "", [hit]));
    for (const miss of misses) results.push(failed(compiled, item, judging, outcome, [miss]));
  } else if (value) results.push(resultOf(judging, rule, agent, "pass", "", hits));
  else results.push(failed(compiled, item, judging, outcome, misses));
}

const untold: LocalText = { zh: "记录不足以判断", en: "the log does not tell" };
const notEarned: LocalText = { zh: "加分项未出现", en: "bonus not earned" };

/** A fail with the words that show it, else with those for which the rule was asked. */
function failed(
  compiled: CompiledRule,
  item: Case,
  judging: Judging,
  outcome: Outcome,
  misses: readonly Hit[],
): RuleResult {
  const { rule } = compiled;
  const evidence = misses.length > 0 ? misses : occasionOf(compiled, item);
  const reason = faultOf(rule, outcome, judging);
  return suppressed(resultOf(judging, rule, item.agent, "fail", reason, evidence), judging);
}

/** How many words show the occasion of a rule. */
const shownOccasions = 3;

function occasionOf({ applies }: CompiledRule, { agent, view }: Case): readonly Hit[] {
  for (const { when } of applies.toReversed()) {
    const { hits } = when(view);
    if (hits.length > 0) return hits.slice(0, shownOccasions);
  }
  const message = view.messages.findLastIndex((one) => isByHand(one) && accountOf(one) === agent);
  return message === -1 ? [] : [{ message, start: 0, end: view.messages[message]!.text.length }];
}

/** Why a rule is not asked of a case; null where it is. */
function unasked({ rule, applies }: CompiledRule, view: View, judging: Judging): LocalText | null {
  const premise = outsideEffect(rule, judging) ?? unmetPremise(applies, view);
  if (premise !== null || rule.ask === undefined) return premise;
  return { zh: "待人工判断", en: "for a person to judge" };
}

function faultOf(rule: Rule, { reason, values }: Outcome, judging: Judging): string {
  const fault = sentence(rule.fault, judging, values);
  if (reason === undefined) return fault;
  const separator = judging.whole.context.locale === "zh" ? "：" : ": ";
  return `${fault}${separator}${sentence(reason, judging, values)}`;
}

/** Most sentences hold no values: those are looked for only where there is a place for one. */
function sentence(text: LocalText, { rubric, whole }: Judging, values?: Values): string {
  const { locale } = whole.context;
  const words = inLocale(text, locale);
  return words.includes("{") ? fill(words, values ?? {}, locale, rubric.values) : words;
}

function resultOf(
  { rubric }: Judging,
  rule: Rule,
  agent: string | null,
  outcome: RuleResult["outcome"],
  reason: string,
  evidence: readonly Hit[] = nothing,
): RuleResult {
  return { rubric: rubric.id, rule, agent, outcome, reason, evidence };
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
function outsideEffect({ effective }: Rule, judging: Judging): LocalText | null {
  if (effective === undefined) return null;
  const day = judging.day();
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
function suppressed(result: RuleResult, { rubric: { suppressions }, whole, day }: Judging): RuleResult {
  if (suppressions.length === 0) return result;
  const suppression = suppressionOf(suppressions, result, whole, day());
  if (suppression === -1) return result;
  const why = suppressions[suppression]!.reason;
  const reason = inLocale({ zh: `已豁免：${why}`, en: `excused: ${why}` }, whole.context.locale);
  return { ...result, outcome: "skip", reason, suppression };
}

/** Points that a rule can cost or win: none while it only informs or is under review. */
export function pointsOf(rule: Rule): number {
  const counts = rule.severity !== "info" && (rule.status ?? "active") === "active";
  return counts ? rule.points : 0;
}
