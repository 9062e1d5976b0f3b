import { groupBy } from "../statistics/groups.ts";
import type { Locale } from "../text/wording.ts";
import type { Bounds } from "./bounds.ts";
import { conditionsOfRule, type PlacedCondition, usedNames, within } from "./conditions.ts";
import { canonicalJson } from "./hash.ts";
import { fill, type LocalText } from "./local-text.ts";
import type { Condition } from "./operator.ts";
import { operatorNamed } from "./operators/index.ts";
import { type SaysOptions, speakersOf } from "./operators/says.ts";
import type { Rubric, Rule } from "./schema.ts";
import { asList } from "./wording.ts";

/** Something that a rubric's author should look at: the file is valid, but a rule cannot work as meant. */
export interface Warning {
  /** Null where it is about the rubric as a whole. */
  rule: string | null;
  message: string;
}

/** Which side's messages carry an act. */
export type ActSides = ReadonlyMap<string, ReadonlySet<"agent" | "customer">>;

/** Finds rules that can never or must always fire, rules that count twice, and wording that misleads. */
export function checkRubric(rubric: Rubric, sides: ActSides, locale: Locale): Warning[] {
  const found: { rule: string | null; text: LocalText }[] = [];
  const named = Object.entries(rubric.conditions).flatMap(([name, item]) => within(item, [name]));
  for (const text of named.flatMap((condition) => conditionFaults(condition, sides)))
    found.push({ rule: null, text });
  for (const rule of rubric.rules) {
    const faults = conditionsOfRule(rule, []).flatMap((condition) => conditionFaults(condition, sides));
    for (const text of [...faults, ...ruleFaults(rule, rubric)]) found.push({ rule: rule.id, text });
  }
  for (const text of unusedParts(rubric)) found.push({ rule: null, text });
  return found.map(({ rule, text }) => ({ rule, message: fill(text, {}, locale) }));
}

function conditionFaults({ name, options }: PlacedCondition, sides: ActSides): LocalText[] {
  const contradiction = operatorNamed(name)?.contradiction?.(options) ?? null;
  return [
    ...(contradiction === null ? [] : [contradiction]),
    ...(name === "says" ? sayingFaults(options, sides) : []),
  ];
}

function sayingFaults(options: unknown, sides: ActSides): LocalText[] {
  const { by, act, phrase } = options as SaysOptions;
  const speakers = speakersOf(by);
  const side = (["agent", "auto", "robot"] as const).some((speaker) => speakers.has(speaker))
    ? "agent"
    : null;
  const silent = asList(act).filter((id) => {
    const speaking = sides.get(id);
    if (speaking === undefined) return false;
    return !(side !== null && speaking.has(side)) && !(speakers.has("customer") && speaking.has("customer"));
  });
  const phrases = asList(phrase);
  return [
    ...silent.map((id) => ({
      zh: `行为“${id}”不会出现在这一方的话里，永远不成立`,
      en: `the act “${id}” is not one of this side: it never holds`,
    })),
    ...phrases.flatMap((words) => {
      const longer = phrases.find((other) => other !== words && other.includes(words));
      return longer === undefined
        ? []
        : [{ zh: `“${longer}”已经包含在“${words}”里，是多余的`, en: `“${longer}” is covered by “${words}”` }];
    }),
    ...phrases
      .filter((words) => /^\p{Script=Han}$/u.test(words))
      .map((words) => ({
        zh: `单字“${words}”会命中许多别的词，请写完整的词或用行为`,
        en: `the single character “${words}” stands in many other words; write a whole word or use an act`,
      })),
  ];
}

function ruleFaults(rule: Rule, rubric: Rubric): LocalText[] {
  const faults: LocalText[] = [];
  const premises = (rule.applies ?? []).map(({ when }) => when);
  const verdict = rule.require ?? rule.forbid;
  if (verdict !== undefined) {
    const asked: Condition = rule.require ?? { none: [verdict] };
    if (contradict(premises)) {
      faults.push({
        zh: "applies 互相矛盾，规则永远跳过",
        en: "`applies` contradicts itself: always skipped",
      });
    } else if (contradict([asked])) {
      faults.push({
        zh: "条件自相矛盾，规则永远不通过",
        en: "the condition contradicts itself: it never passes",
      });
    } else if (contradict([...premises, asked])) {
      faults.push({
        zh: "条件与 applies 矛盾，规则永远不通过",
        en: "the condition contradicts `applies`: it never passes",
      });
    } else if (clausesOf([asked]).every((clause) => clausesOf(premises).includes(clause))) {
      faults.push({
        zh: "条件与 applies 相同，规则永远通过",
        en: "the condition repeats `applies`: it always passes",
      });
    }
    const twin = rubric.rules.find((other) => other.id < rule.id && judgesAlike(other, rule));
    if (twin !== undefined) {
      faults.push({
        zh: `与规则 ${twin.id} 的条件相同，会重复计分`,
        en: `judges the same as rule ${twin.id} and counts twice`,
      });
    }
  }
  if (rule.severity === "info" && rule.points > 0) {
    faults.push({
      zh: "severity 是 info，points 不起作用",
      en: "`points` have no effect with severity info",
    });
  }
  if (rule.severity !== "info" && rule.points === 0 && rule.severity !== "fatal") {
    faults.push({
      zh: "points 是 0，这条规则不影响得分",
      en: "with 0 points the rule has no effect on the score",
    });
  }
  return faults;
}

function judgesAlike(a: Rule, b: Rule): boolean {
  const judged = ({ require, forbid, applies, owner }: Rule) =>
    canonicalJson({ require, forbid, owner, applies: applies?.map(({ when }) => when) });
  return (a.require ?? a.forbid) !== undefined && judged(a) === judged(b);
}

/** Whether conditions that must all hold contain one together with its opposite, or bounds that exclude one another. */
function contradict(conditions: readonly Condition[]): boolean {
  const clauses = clausesOf(conditions);
  return clauses.some((clause) => clauses.includes(opposite(clause))) || boundsApart(clauses);
}

/** Whether two of these want the same figure above one limit and below a lower one. */
function boundsApart(clauses: readonly string[]): boolean {
  const bounded = clauses.flatMap((clause) => {
    if (clause.startsWith("!")) return [];
    const [[name, options] = []] = Object.entries(JSON.parse(clause) as Condition);
    if (options === null || typeof options !== "object") return [];
    const { atLeast, atMost, ...of } = options as Bounds;
    return [{ of: canonicalJson({ name, of }), atLeast, atMost }];
  });
  return [...groupBy(bounded, ({ of }) => of).values()].some((alike) => {
    const lowest = Math.max(...alike.map(({ atLeast = Number.NEGATIVE_INFINITY }) => atLeast));
    const highest = Math.min(...alike.map(({ atMost = Number.POSITIVE_INFINITY }) => atMost));
    return alike.length > 1 && lowest > highest;
  });
}

/** Conditions that must hold one by one, as text; `!` marks those that must not. */
function clausesOf(conditions: readonly Condition[]): string[] {
  return conditions.flatMap((condition) => {
    if (Array.isArray(condition.all)) return clausesOf(condition.all as Condition[]);
    if (!Array.isArray(condition.none)) return [canonicalJson(condition)];
    return (condition.none as Condition[]).map((item) => opposite(canonicalJson(item)));
  });
}

function opposite(clause: string): string {
  return clause.startsWith("!") ? clause.slice(1) : `!${clause}`;
}

function unusedParts({ conditions, rules }: Rubric): LocalText[] {
  const roots = rules.flatMap((rule) =>
    [rule.require, rule.forbid, ...(rule.applies ?? []).map(({ when }) => when)].filter(
      (item) => item !== undefined,
    ),
  );
  const used = new Set<string>();
  const visit = (condition: Condition): void => {
    for (const name of usedNames(condition)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(conditions[name]!);
    }
  };
  roots.forEach(visit);
  return Object.keys(conditions)
    .filter((name) => !used.has(name))
    .map((name) => ({ zh: `条件“${name}”没有规则使用`, en: `no rule uses the condition “${name}”` }));
}
