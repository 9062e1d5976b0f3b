import type { SessionMessage } from "../model/message.ts";
import type { ReadSession } from "../model/session.ts";
import { parseChat } from "./chat.ts";
import { judge, type RuleResult } from "./judge.ts";
import { fill, type LocalText } from "./local-text.ts";
import type { Example, Rubric, Rule } from "./schema.ts";
import type { JudgeContext } from "./view.ts";

/** What became of one example of a rule. */
export interface ExampleResult {
  rule: string;
  /** 0-based place among the rule's examples; null where the rule lacks one. */
  example: number | null;
  passed: boolean;
  /** What is wrong, a sentence in the locale; empty where the example passed. */
  reason: string;
}

type Expectation = RuleResult["outcome"];
const expectations: readonly Expectation[] = ["pass", "fail", "skip"];

/**
 * Runs the examples of every rule that judges. A rule without an example that passes, and without
 * one that fails (a bonus is never missed and needs none), is itself a failure.
 */
export function testRubric(
  rubric: Rubric,
  read: (messages: readonly SessionMessage[]) => ReadSession,
  context: JudgeContext,
): ExampleResult[] {
  return rubric.rules
    .filter(({ status, ask }) => status !== "off" && ask === undefined)
    .flatMap((rule) => {
      const alone: Rubric = { ...rubric, rules: [rule] };
      const examples = (rule.examples ?? []).map((example, index) => {
        const reason = faultOf(example, alone, read, context);
        return {
          rule: rule.id,
          example: index,
          passed: reason === null,
          reason: reason === null ? "" : fill(reason, {}, context.locale),
        };
      });
      return [...examples, ...lacking(rule, context)];
    });
}

function lacking(rule: Rule, { locale }: JudgeContext): ExampleResult[] {
  const needed: Expectation[] = rule.bonus === true ? ["pass"] : ["pass", "fail"];
  return needed
    .filter((kind) => !(rule.examples ?? []).some((example) => example[kind] !== undefined))
    .map((kind) => ({
      rule: rule.id,
      example: null,
      passed: false,
      reason: fill({ zh: "缺少一段 {kind} 示例", en: "no example for {kind}" }, { kind }, locale),
    }));
}

function faultOf(
  example: Example,
  rubric: Rubric,
  read: (messages: readonly SessionMessage[]) => ReadSession,
  context: JudgeContext,
): LocalText | null {
  const expected = expectations.find((kind) => example[kind] !== undefined)!;
  const chat = parseChat(example[expected]!);
  // The loader has refused conversations that cannot be read.
  const session = read(chat.messages ?? []);
  const facts = { ...context.factsOf?.(session), ...(chat.fault === null && chat.facts) };
  const results = judge(session, rubric, { ...context, factsOf: () => facts });
  const found = overall(results);
  if (found !== expected) {
    const because = results.map(({ reason }) => reason).find((reason) => reason !== "") ?? "";
    return {
      zh: `应为 ${expected}，得到 ${found}${because === "" ? "" : `（${because}）`}`,
      en: `expected ${expected}, found ${found}${because === "" ? "" : ` (${because})`}`,
    };
  }
  const quotes = results.flatMap(({ evidence }) =>
    evidence.map(({ message, start, end }) => session.messages[message]!.text.slice(start, end)),
  );
  const { quote } = example;
  if (quote === undefined || quotes.some((words) => words.includes(quote))) return null;
  return {
    zh: `没有引用“${quote}”，引用的是“${quotes.join("”“")}”`,
    en: `“${quote}” is not quoted, but “${quotes.join("”, “")}”`,
  };
}

/** One failure is a failure; skipped only where nothing else was said. */
function overall(results: readonly RuleResult[]): Expectation {
  const outcomes = results.map(({ outcome }) => outcome);
  return outcomes.includes("fail") ? "fail" : outcomes.includes("pass") ? "pass" : "skip";
}
