import { describe, expect, test } from "vitest";
import { judge, pointsOf } from "../../src/rubric/judge.ts";
import type { JudgeContext } from "../../src/rubric/view.ts";
import { context, conversation, rubricOf, rubricYaml, ruleYaml } from "./conversation.ts";

function verdicts(rule: string, chat: string, given: Partial<JudgeContext> = {}, head = "") {
  const session = conversation(chat);
  const rubric = rubricOf(rubricYaml([ruleYaml("X1", rule)], head));
  return judge(session, rubric, { ...context, ...given }).map(({ agent, outcome, reason, evidence }) => ({
    agent,
    outcome,
    reason,
    quotes: evidence.map(({ message, start, end }) => session.messages[message]!.text.slice(start, end)),
  }));
}

const twoAgents = `
  客户 0s 有货吗
  客服(小雨) 5s {greeting:您好}，有的
  客户 20s 坏了怎么办
  系统 25s 转接 阿林
  客服(阿林) 60s 喂，自己看说明
  客户 90s 你们什么态度`;

const greets = "require: { says: { act: greeting, place: { first: 1, of: turns } } }";
const owned = (owner: string, verdict: string) =>
  verdicts(`owner: ${owner}\n${verdict}`, twoAgents).map(({ agent, outcome }) => [agent, outcome]);

describe("what shows a fault of which nothing was said", () => {
  const chat = "客户 0s 坏了\n客服(小雨) 5s 哦\n客服(小雨) 9s 那退吧";
  const sorry = "owner: last\nrequire: { says: { act: apology } }";

  test("the words for which the rule was asked, three at most", () => {
    const of = (phrases: string) => `
applies:
  - when: { says: { by: customer, phrase: [${phrases}] } }
    otherwise: { zh: 没坏, en: not broken }
  - when: { figure: { of: agents, atMost: 1 } }
    otherwise: { zh: 多人, en: several }`;
    expect(verdicts(sorry + of("坏了"), chat)[0]).toMatchObject({ outcome: "fail", quotes: ["坏了"] });
    const often = "客户 0s 坏了坏了坏了坏了\n客服(小雨) 5s 哦";
    expect(verdicts(sorry + of("坏了"), often)[0]!.quotes).toEqual(["坏了", "坏了", "坏了"]);
  });

  test("else the agent's last words", () => {
    expect(verdicts(sorry, chat)[0]!.quotes).toEqual(["那退吧"]);
    expect(verdicts(sorry, `${chat}\n客服(阿林) 20s 嗯`)[0]!.quotes).toEqual(["嗯"]);
  });

  test("nothing where she wrote nothing", () => {
    const silent = verdicts(
      "owner: in-charge\nrequire: { says: { act: apology } }",
      "客户 0s 坏了\n机器人 5s 您好\n系统 9s 分配 小雨",
    );
    expect(silent[0]!.quotes).toEqual([]);
  });
});

describe("who a result belongs to", () => {
  test("first and last agent", () => {
    expect(owned("first", greets)).toEqual([["小雨", "pass"]]);
    expect(owned("last", greets)).toEqual([["阿林", "pass"]]);
  });

  test("edge 32: whether the second agent has to greet is up to the rule", () => {
    expect(owned("each", greets)).toEqual([
      ["小雨", "pass"],
      ["阿林", "fail"],
    ]);
  });

  test("edge 31: words are charged to who wrote them", () => {
    expect(owned("author", "forbid: { says: { phrase: 喂 } }")).toEqual([
      ["小雨", "pass"],
      ["阿林", "fail"],
    ]);
  });

  test("without words nobody is charged, and nobody is praised", () => {
    expect(owned("author", "require: { figure: { of: agents, atMost: 1 } }")).toEqual([
      ["小雨", "skip"],
      ["阿林", "skip"],
    ]);
  });

  test("turns are charged to who they count for", () => {
    expect(owned("in-charge", "require: { replies: { within: 30 } }")).toEqual([
      ["小雨", "pass"],
      ["阿林", "fail"],
    ]);
    expect(owned("first-turn", "require: { replies: { within: 30, turns: first } }")).toEqual([
      ["小雨", "pass"],
    ]);
    expect(owned("last-turn", "require: { answered: { turns: last } }")).toEqual([["阿林", "fail"]]);
  });

  test("nobody in charge", () => {
    const result = verdicts("owner: last-turn\nrequire: { answered: { turns: last } }", "客户 0s 有人吗");
    expect(result).toMatchObject([{ agent: null, outcome: "fail", quotes: ["有人吗"] }]);
  });

  test("edge 64: where no person wrote, nobody is judged by her words", () => {
    for (const owner of ["first", "last", "each", "author"]) {
      const result = verdicts(`owner: ${owner}\n${greets}`, "客户 0s 有货吗\n机器人 1s 有");
      expect(result).toMatchObject([{ agent: null, outcome: "skip", reason: "没有人工客服发言" }]);
    }
  });
});

describe("results", () => {
  test("a fail gives its reason with figures, in the locale", () => {
    const rule = `require: { replies: { within: 30 } }
fault: { zh: "慢了，{seconds} 秒", en: "slow, {seconds} s" }`;
    const chat = "客户 0s 有货吗\n客服 45.5s 有";
    expect(verdicts(rule, chat)).toMatchObject([
      { outcome: "fail", reason: "慢了，45.5 秒", quotes: ["有货吗"] },
    ]);
    expect(verdicts(rule, chat, { locale: "en" })).toMatchObject([{ reason: "slow, 45.5 s" }]);
  });

  test("what the log does not tell is skipped with a reason", () => {
    const result = verdicts("require: { replies: { within: 30 } }", "客户 - 有货吗\n客服 - 有");
    expect(result).toMatchObject([{ outcome: "skip", reason: "导出没有时间" }]);
  });

  test("applies that does not hold skips with its own words", () => {
    const rule = `applies: [{ when: { says: { by: customer, phrase: 坏 } }, otherwise: { zh: 没有报修, en: no fault } }]\n${greets}`;
    expect(verdicts(rule, "客户 0s 在吗\n客服 1s 在")).toMatchObject([
      { outcome: "skip", reason: "没有报修" },
    ]);
  });

  test("several words of complaint in one message are one case", () => {
    const rule = `owner: author
fault: { zh: "{cases} 次里 {missed} 次", en: "{missed} of {cases}" }
require: { response: { to: { says: { by: customer, phrase: [慢, 贵] } }, with: { says: { act: apology } }, within: { turns: 1 } } }`;
    const chat = "客户 0s 又慢又贵\n客服 1s 哦\n客户 9s 真慢\n客服 12s {apology:抱歉}";
    expect(verdicts(rule, chat)[0]!.reason).toBe("2 次里 1 次");
  });

  test("a bonus is never missed", () => {
    const rule = "bonus: true\nrequire: { says: { act: thanks } }";
    expect(verdicts(rule, "客户 0s 好\n客服 1s {thanks:谢谢您}")).toMatchObject([
      { outcome: "pass", quotes: ["谢谢您"] },
    ]);
    expect(verdicts(rule, "客户 0s 好\n客服 1s 嗯")).toMatchObject([{ outcome: "skip" }]);
  });

  test("per hit, every case is a result", () => {
    const rule = `per: hit
require: { response: { to: { says: { by: customer, phrase: 坏 } }, with: { says: { act: apology } }, within: { turns: 1 } } }`;
    const result = verdicts(rule, "客户 0s 坏了\n客服 1s {apology:抱歉}\n客户 9s 又坏了\n客服 12s 哦");
    expect(result.map(({ outcome }) => outcome)).toEqual(["pass", "fail"]);
  });

  test("effective dates are days of the shop, both inclusive", () => {
    // Second 0 of an example is noon of 2026-01-07 in Shanghai.
    const on = (days: string) =>
      verdicts(`effective: { ${days} }\n${greets}`, "客户 0s 在\n客服 1s 在")[0]!.outcome;
    expect(on("from: 2026-01-07, to: 2026-01-07")).toBe("fail");
    expect(on("from: 2026-01-08")).toBe("skip");
    expect(on("to: 2026-01-06")).toBe("skip");
  });

  test("edge 75: a rule under review is shown and costs nothing, one that is off is not judged", () => {
    const { rules } = rubricOf(rubricYaml([ruleYaml("X1", `status: review\n${greets}`)]));
    expect(pointsOf(rules[0]!)).toBe(0);
    expect(verdicts(`status: review\n${greets}`, "客户 0s 在\n客服 1s 在")).toMatchObject([
      { outcome: "fail" },
    ]);
    expect(verdicts(`status: off\n${greets}`, "客户 0s 在\n客服 1s 在")).toEqual([]);
  });

  test("a question for a person waits for her answer", () => {
    const result = verdicts("ask: { zh: 答得对吗, en: was it right }", "客户 0s 在\n客服 1s 在");
    expect(result).toMatchObject([{ outcome: "skip", reason: "待人工判断" }]);
  });

  test("shop hours: the night is charged to nobody", () => {
    const closed = { overlap: () => 0, includes: () => false };
    const night = "客户 0s 有货吗\n客服 900s 有\n客户 950s 几天到";
    expect(
      verdicts("owner: in-charge\nrequire: { replies: { within: 30 } }", night, { hours: closed }),
    ).toMatchObject([{ outcome: "pass" }]);
    expect(
      verdicts("owner: last-turn\nrequire: { answered: { turns: last } }", night, { hours: closed }),
    ).toMatchObject([{ outcome: "skip", reason: "是在营业时间以外问的" }]);
  });
});

describe("edge 74: suppressions", () => {
  const chat = "客户 0s 在吗\n客服(阿林) 1s 喂，什么事";
  const judged = (suppression: string) => {
    const rubric = rubricOf(
      rubricYaml(
        [ruleYaml("X1", "owner: author\nforbid: { says: { phrase: 喂 } }")],
        `suppressions: [{ rule: X1, reason: 店里约定, ${suppression} }]`,
      ),
    );
    const results = judge(conversation(chat), rubric, context);
    const used = new Set(results.flatMap(({ suppression: index }) => index ?? []));
    const unused = rubric.suppressions.filter((_, index) => !used.has(index));
    return {
      outcome: results[0]!.outcome,
      reason: results[0]!.reason,
      unused: unused.length,
    };
  };

  test("a matching one excuses, with its reason", () => {
    const { outcome, reason, unused } = judged("agent: 阿林, quote: 喂, expires: 2026-01-07");
    expect([outcome, reason, unused]).toEqual(["skip", "已豁免：店里约定", 0]);
  });

  test.each([
    ["another agent", "agent: 小雨, expires: 2026-12-31"],
    ["other words", "quote: 哎, expires: 2026-12-31"],
    ["another conversation", "session: 别的, expires: 2026-12-31"],
    ["an expired one", "expires: 2026-01-06"],
  ])("%s does not, and is reported as unused", (_, suppression) => {
    expect(judged(suppression)).toMatchObject({ outcome: "fail", unused: 1 });
  });
});
