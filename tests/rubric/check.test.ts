import { describe, expect, test } from "vitest";
import { checkRubric } from "../../src/rubric/check.ts";
import { testRubric } from "../../src/rubric/examples.ts";
import { patternFault } from "../../src/rubric/pattern.ts";
import { context, conversation, rubricOf, rubricYaml, ruleYaml } from "./conversation.ts";

const sides = new Map([
  ["greeting", new Set(["agent"] as const)],
  ["complaint", new Set(["customer"] as const)],
  ["thanks", new Set(["agent", "customer"] as const)],
]);

const warnings = (rules: string[], head = "") =>
  checkRubric(rubricOf(rubricYaml(rules, head)), sides, "zh").map(
    ({ rule, message }) => `${rule} ${message}`,
  );

describe("rubric check", () => {
  test.each([
    ["an act of the other side", "require: { says: { by: agent, act: complaint } }", "永远不成立"],
    [
      "an act of the other side, in a part",
      "require: { any: [{ says: { by: customer, act: greeting } }, { says: {} }] }",
      "永远不成立",
    ],
    ["limits the wrong way round", "require: { figure: { of: turns, atLeast: 5, atMost: 2 } }", "永远不成立"],
    ["limits that are none", "require: { count: { of: { says: {} } } }", "永远成立"],
    [
      "more than there is",
      "require: { some: { atLeast: 3, of: [{ says: {} }, { event: { is: closed } }] } }",
      "不可能有 3 个",
    ],
    [
      "steps that may all be left out",
      "require: { flow: { steps: [{ step: a, optional: true, find: { says: {} } }, { step: b, optional: true, find: { says: { act: thanks } } }] } }",
      "永远成立",
    ],
    [
      "a condition and its opposite",
      "require: { all: [{ says: { act: thanks } }, { none: [{ says: { act: thanks } }] }] }",
      "自相矛盾",
    ],
    [
      "bounds of one figure that exclude one another",
      "require: { all: [{ figure: { of: turns, atLeast: 9 } }, { figure: { of: turns, atMost: 3 } }] }",
      "自相矛盾",
    ],
    [
      "a premise against itself",
      "applies: [{ when: { says: {} }, otherwise: x }, { when: { none: [{ says: {} }] }, otherwise: y }]\nrequire: { says: { act: thanks } }",
      "永远跳过",
    ],
    [
      "a premise against the condition",
      "applies: [{ when: { says: { act: thanks } }, otherwise: x }]\nforbid: { says: { act: thanks } }",
      "永远不通过",
    ],
    [
      "a premise that is the condition",
      "applies: [{ when: { says: { act: thanks } }, otherwise: x }]\nrequire: { says: { act: thanks } }",
      "永远通过",
    ],
    ["a phrase inside another", "forbid: { says: { phrase: [不知道, 我不知道] } }", "是多余的"],
    ["edge 56: a single character", "forbid: { says: { phrase: 喂 } }", "单字“喂”"],
    ["points that only inform", "severity: info\nrequire: { says: { act: thanks } }", "points 不起作用"],
    ["no points", "points: 0\nrequire: { says: { act: thanks } }", "不影响得分"],
  ])("%s", (_, rule, expected) => {
    expect(warnings([ruleYaml("X1", rule)])).toEqual([expect.stringContaining(expected)]);
  });

  test("two rules that judge the same", () => {
    const same = "require: { says: { act: thanks } }";
    expect(warnings([ruleYaml("X1", same), ruleYaml("X2", same)])).toEqual([
      "X2 与规则 X1 的条件相同，会重复计分",
    ]);
  });

  test("a condition that no rule uses", () => {
    const head = "conditions:\n  a: { says: { act: thanks } }\n  b: { use: a }";
    expect(warnings([ruleYaml("X1", "require: { use: a }")], head)).toEqual(["null 条件“b”没有规则使用"]);
  });
});

describe("patterns", () => {
  test.each(["工号\\d{1,6}", "[加十+*]{1,3}微信", "(?:v信|薇|扣扣)", "^好的?$", "(?<=加)微{0,2}信", "a\\+b"])(
    "%s may be used",
    (pattern) => {
      expect(patternFault(pattern)).toBeNull();
    },
  );

  test.each(["a*", "(?:ab)+", "\\d{3,}", "(?:(?:a{0,40}){0,40}b)", "\\bqq\\b", "(a)\\1", "("])(
    "%s may not",
    (pattern) => {
      expect(patternFault(pattern)).not.toBeNull();
    },
  );
});

describe("rubric test", () => {
  const faults = (rule: string) =>
    testRubric(
      rubricOf(rubricYaml([ruleYaml("X1", rule)])),
      (messages) => conversation(written(messages)),
      context,
    )
      .filter(({ passed }) => !passed)
      .map(({ example, reason }) => `${example} ${reason}`);
  const written = (messages: readonly { role: string; text: string }[]) =>
    messages.map(({ role, text }, index) => `${role} ${index}s ${text}`).join("\n");
  const thanks = "require: { says: { phrase: 谢谢 } }";

  test("a rule without examples fails", () => {
    expect(faults(thanks)).toEqual(["null 缺少一段 pass 示例", "null 缺少一段 fail 示例"]);
  });

  test("a bonus needs none that fails", () => {
    expect(faults(`bonus: true\n${thanks}\nexamples: [{ pass: 客服 0s 谢谢您 }]`)).toEqual([]);
  });

  test("what came out otherwise, and what was not quoted", () => {
    const examples =
      "[{ pass: 客服 0s 好 }, { fail: 客服 0s 谢谢 }, { pass: 客服 0s 谢谢您, quote: 谢谢您 }]";
    expect(faults(`${thanks}\nexamples: ${examples}`)).toEqual([
      "0 应为 pass，得到 fail（没有做到）",
      "1 应为 fail，得到 pass",
      "2 没有引用“谢谢您”，引用的是“谢谢”",
    ]);
  });
});
