import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { Condition } from "../../src/rubric/operator.ts";
import { operators } from "../../src/rubric/operators/index.ts";
import { fileSchema } from "../../src/rubric/schema.ts";
import type { SessionFacts } from "../../src/rubric/view.ts";
import { evaluate } from "./conversation.ts";

const said = (phrase: string, by = "agent") => ({ says: { by, phrase } });

type Case = [title: string, condition: Condition, chat: string, value: boolean | null, quotes?: string[]];

const opening = `
  客户 0s 在吗
  自动 1s {greeting:欢迎光临}
  客服 5s {greeting:您好}，在的
  客服 9s 想看哪款
  客户 20s 这款有货吗
  客服 30s 有的，{greeting:您好}`;

const cases: Record<string, Case[]> = {
  says: [
    [
      "an act in the first turn",
      { says: { act: "greeting", place: { first: 1, of: "turns" } } },
      opening,
      true,
      ["您好"],
    ],
    [
      "turns run over several messages",
      { says: { phrase: "哪款", place: { first: 1, of: "turns" } } },
      opening,
      true,
      ["哪款"],
    ],
    ["not beyond the place", { says: { phrase: "有的", place: { first: 1, of: "turns" } } }, opening, false],
    [
      "automatic texts count where they are named",
      { says: { by: ["agent", "auto"], act: "greeting", place: { first: 1, of: "turns" } } },
      opening,
      true,
      ["欢迎光临", "您好"],
    ],
    [
      "last messages",
      { says: { phrase: "有的", place: { last: 1, of: "messages" } } },
      opening,
      true,
      ["有的"],
    ],
    [
      "after the customer's last message",
      { says: { phrase: "哪款", place: { since: "last-customer-message" } } },
      opening,
      false,
    ],
    [
      "from the last question",
      { says: { phrase: "有的", place: { since: "last-question" } } },
      "客户 0s 有吗\n客服 2s 有的\n客户 3s {thanks:谢谢}",
      true,
      ["有的"],
    ],
    [
      "a pattern over the normalised text",
      { says: { pattern: "工号\\d{1,6}" } },
      "客服 0s 您好，工号１０２４",
      true,
      ["工号１０２４"],
    ],
    ["Traditional script is compared as Simplified", said("没有货"), "客服 0s 沒有貨了", true, ["沒有貨"]],
    [
      "edge 63: words inside an exception do not count",
      { says: { phrase: "不知道", except: { phrase: "您说的不知道" } } },
      "客服 0s 您说的不知道是指哪一项",
      false,
    ],
    [
      "wording like the shop's own",
      { says: { like: { texts: ["亲，您的订单1024已发出，请留意查收"], similarity: 0.8 } } },
      "客服 0s 亲，您的订单77已经发出，请留意查收",
      true,
    ],
    ["a happy emoticon", { says: { emoticon: ["smile"] } }, "客服 0s 好的😊", true, ["😊"]],
    ["an angry one is no smile", { says: { emoticon: ["smile", "positive"] } }, "客服 0s 好的😡", false],
    [
      "edge 10: a picture is no greeting",
      { says: { act: "greeting" } },
      "客户 0s 在吗\n客服 3s [图片]",
      false,
    ],
    [
      "words missing from the export are not held against anybody",
      { says: { act: "greeting" } },
      "客服 3s [缺失]",
      null,
    ],
    ["what was recalled does not count", said("您好"), "客服 3s [撤回]", false],
  ],
  selfId: [
    [
      "a name, where the account has nothing to compare",
      { selfId: {} },
      "客服(青山店:售前03) 0s 我是{self-id:客服小美}",
      true,
      ["客服小美"],
    ],
    ["the number of the account", { selfId: {} }, "客服(青山店:1024) 0s {self-id:工号1024}", true],
    ["another number", { selfId: {} }, "客服(青山店:1024) 0s {self-id:工号1087}", false],
    ["a masked number that fits", { selfId: {} }, "客服(京东客服4021) 0s 京东客服{self-id:4**1号}", true],
    [
      "a name of her own choice beside another account",
      { selfId: {} },
      "客服(青山店:小雨) 0s 我是{self-id:客服阿林}",
      true,
    ],
    ["words missing from the export", { selfId: {} }, "客服 0s [缺失]", null],
    ["nobody named", { selfId: {} }, "客服 0s 您好", false],
  ],
  event: [
    ["a transfer", { event: { is: "transferred" } }, "客户 0s 开票\n系统 5s 转接 小周", true],
    ["none", { event: { is: "closed" } }, "客户 0s 开票\n系统 5s 转接 小周", false],
  ],
  fact: [["not known", { fact: { of: "platform", in: ["taobao"] } }, "客户 0s 在吗", null]],
  figure: [
    ["messages of agents", { figure: { of: "agentMessages", atLeast: 3 } }, opening, true],
    ["open turns", { figure: { of: "unansweredTurns", atMost: 0 } }, "客户 0s 有货吗", false],
    ["without times", { figure: { of: "durationSeconds", atMost: 60 } }, "客户 - 在吗\n客服 - 在", null],
  ],
  replies: [
    [
      "in time to the second",
      { replies: { within: 60 } },
      "客户 0s 有货吗\n客户 30s 急\n客服 60s 有的",
      true,
      ["有货吗"],
    ],
    [
      "a second late",
      { replies: { within: 60 } },
      "客户 0s 有货吗\n客户 30s 急\n客服 61s 有的",
      false,
      ["有货吗"],
    ],
    ["robots answer no person's turn", { replies: { within: 60 } }, "客户 0s 有货吗\n机器人 1s 有的", null],
    [
      "a share of slow turns is allowed",
      { replies: { within: 10, share: 0.5 } },
      "客户 0s a\n客服 5s b\n客户 20s c\n客服 90s d",
      true,
    ],
    [
      "edge 66: more time after a word to wait",
      { replies: { within: 60, extended: { by: said("稍等"), within: 900 } } },
      "客户 0s 到哪了\n客服 5s 请稍等\n客户 9s 好了吗\n客服 700s 到杭州了",
      true,
    ],
    [
      "edge 8: who wrote first has no first reply",
      { replies: { turns: "first", within: 60 } },
      "客服 0s 您好\n客户 5s 嗯？\n客服 500s 到货了",
      null,
    ],
    ["without times", { replies: { within: 60 } }, "客户 - 有货吗\n客服 - 有", null],
    [
      "the new agent's clock runs from the transfer",
      { replies: { within: 60 } },
      "客户 0s 有货吗\n客服(甲) 5s 有\n客户 10s 开票\n系统 300s 转接 乙\n客服(乙) 320s 您好",
      true,
    ],
  ],
  answered: [
    [
      "the last question",
      { answered: { turns: "last" } },
      "客户 0s 有货吗\n客服 5s 有\n客户 9s 包邮吗",
      false,
      ["包邮吗"],
    ],
    [
      "edge 17: thanks need no answer",
      { answered: { turns: "last" } },
      "客户 0s 有货吗\n客服 5s 有\n客户 9s {thanks:谢谢}",
      true,
    ],
    ["nothing asked of a person", { answered: { turns: "all" } }, "客户 0s 有货吗\n机器人 1s 有", null],
  ],
  all: [
    ["one false", { all: [said("在"), said("无")] }, "客服 0s 在", false],
    [
      "unknown beside true",
      { all: [said("在"), { fact: { of: "scene", in: ["presale"] } }] },
      "客服 0s 在",
      null,
    ],
    [
      "unknown beside false",
      { all: [said("无"), { fact: { of: "scene", in: ["presale"] } }] },
      "客服 0s 在",
      false,
    ],
  ],
  any: [
    [
      "one true",
      { any: [said("在"), { fact: { of: "scene", in: ["presale"] } }] },
      "客服 0s 在",
      true,
      ["在"],
    ],
    [
      "unknown beside false",
      { any: [said("无"), { fact: { of: "scene", in: ["presale"] } }] },
      "客服 0s 在",
      null,
    ],
  ],
  none: [
    ["what made it false is quoted", { none: [said("喂")] }, "客服 0s 喂，什么事", false, ["喂"]],
    ["nothing said", { none: [said("喂")] }, "客服 0s 您好", true],
  ],
  some: [
    [
      "two of three",
      { some: { atLeast: 2, of: [said("a"), said("b"), said("c")] } },
      "客服 0s ab",
      true,
      ["a", "b"],
    ],
    ["too few", { some: { atLeast: 2, of: [said("a"), said("b"), said("c")] } }, "客服 0s a", false],
    [
      "may still be",
      { some: { atLeast: 2, of: [said("a"), { fact: { of: "scene", in: ["x"] } }] } },
      "客服 0s a",
      null,
    ],
  ],
  count: [
    [
      "within bounds",
      { count: { of: said("请"), atMost: 2 } },
      "客服 0s 请看\n客服 1s 请稍等",
      true,
      ["请", "请"],
    ],
    ["above", { count: { of: said("请"), atMost: 1 } }, "客服 0s 请看\n客服 1s 请稍等", false, ["请", "请"]],
  ],
  ratio: [
    [
      "a share of messages",
      { ratio: { of: said("哦"), among: { says: {} }, atMost: 0.5 } },
      "客服 0s 好哦\n客服 1s 好",
      true,
    ],
    [
      "too many",
      { ratio: { of: said("哦"), among: { says: {} }, atMost: 0.4 } },
      "客服 0s 好哦\n客服 1s 好",
      false,
      ["哦"],
    ],
    ["over nothing", { ratio: { of: said("哦"), among: { says: {} }, atMost: 0.4 } }, "客户 0s 在吗", null],
  ],
  near: [
    [
      "within messages",
      { near: { find: said("抱歉"), after: said("坏了", "customer"), within: { messages: 2 } } },
      "客户 0s 坏了\n客服 5s 您好\n客服 9s 抱歉",
      true,
      ["抱歉"],
    ],
    [
      "too far",
      { near: { find: said("抱歉"), after: said("坏了", "customer"), within: { messages: 1 } } },
      "客户 0s 坏了\n客服 5s 您好\n客服 9s 抱歉",
      false,
    ],
    [
      "within the next turn",
      { near: { find: said("抱歉"), after: said("坏了", "customer"), within: { turns: 1 } } },
      "客户 0s 坏了\n客服 5s 您好\n客服 9s 抱歉",
      true,
    ],
    [
      "not in the turn after that",
      { near: { find: said("抱歉"), after: said("坏了", "customer"), within: { turns: 1 } } },
      "客户 0s 坏了\n客服 5s 哦\n客户 6s ？\n客服 9s 抱歉",
      false,
    ],
    [
      "within seconds",
      { near: { find: said("抱歉"), after: said("坏了", "customer"), within: { seconds: 5 } } },
      "客户 0s 坏了\n客服 6s 抱歉",
      false,
    ],
    [
      "seconds without times",
      { near: { find: said("抱歉"), after: said("坏了", "customer"), within: { seconds: 5 } } },
      "客户 - 坏了\n客服 - 抱歉",
      null,
    ],
    [
      "before",
      { near: { find: said("稍等"), before: said("查到"), within: { messages: 1 } } },
      "客服 0s 稍等\n客服 9s 查到了",
      true,
    ],
  ],
  apart: [
    [
      "nothing near it",
      { apart: { find: said("不行"), around: said("因为"), within: { messages: 1 } } },
      "客服 0s 不行\n客户 3s 为什么\n客服 9s 因为断码",
      true,
      ["不行"],
    ],
    [
      "something near it",
      { apart: { find: said("不行"), around: said("因为"), within: { messages: 2 } } },
      "客服 0s 不行\n客户 3s 为什么\n客服 9s 因为断码",
      false,
    ],
  ],
  response: [
    [
      "every case answered",
      { response: { to: said("坏了", "customer"), with: said("抱歉"), within: { turns: 1 } } },
      "客户 0s 坏了\n客服 5s 抱歉",
      true,
      ["坏了"],
    ],
    [
      "one case missed",
      { response: { to: said("坏了", "customer"), with: said("抱歉"), within: { turns: 1 } } },
      "客户 0s 坏了\n客服 5s 抱歉\n客户 9s 又坏了\n客服 11s 哦",
      false,
      ["坏了"],
    ],
    [
      "no case",
      { response: { to: said("坏了", "customer"), with: said("抱歉") } },
      "客户 0s 在吗\n客服 5s 在",
      null,
    ],
    [
      "an exception",
      { response: { to: said("坏了", "customer"), with: said("抱歉"), unless: said("修好", "customer") } },
      "客户 0s 之前坏了，已经修好了\n客服 5s 好的",
      null,
    ],
    [
      "silence is for another rule",
      { response: { to: said("坏了", "customer"), with: said("抱歉") } },
      "客户 0s 坏了",
      null,
    ],
    [
      "unless the rule says so",
      { response: { to: said("坏了", "customer"), with: said("抱歉"), silence: "fail" } },
      "客户 0s 坏了",
      false,
      ["坏了"],
    ],
    [
      "more time",
      {
        response: {
          to: said("到哪", "customer"),
          with: said("杭州"),
          within: { turns: 1 },
          extended: { by: said("稍等"), within: { turns: 2 } },
        },
      },
      "客户 0s 到哪了\n客服 5s 稍等\n客户 9s 嗯\n客服 11s 杭州",
      true,
    ],
  ],
  flow: [
    [
      "in order",
      {
        flow: {
          steps: [
            { step: "安抚", find: said("理解") },
            { step: "致歉", find: said("抱歉") },
          ],
        },
      },
      "客服 0s 理解您，抱歉",
      true,
      ["理解", "抱歉"],
    ],
    [
      "the wrong way round",
      {
        flow: {
          steps: [
            { step: "安抚", find: said("理解") },
            { step: "致歉", find: said("抱歉") },
          ],
        },
      },
      "客服 0s 抱歉\n客服 3s 理解",
      false,
      ["抱歉"],
    ],
    [
      "a step missing",
      {
        flow: {
          steps: [
            { step: "安抚", find: said("理解") },
            { step: "致歉", find: said("抱歉") },
          ],
        },
      },
      "客服 0s 抱歉",
      false,
    ],
    [
      "an optional step left out",
      {
        flow: {
          steps: [
            { step: "安抚", find: said("理解") },
            { step: "赠券", find: said("券"), optional: true },
            { step: "致歉", find: said("抱歉") },
          ],
        },
      },
      "客服 0s 理解\n客服 3s 抱歉",
      true,
    ],
  ],
  repeat: [
    [
      "the same but for the number",
      { repeat: { times: 2, similarity: 0.9, minCharacters: 6 } },
      "客服 0s 您的订单12已登记催促\n客服 9s 您的订单345已登记催促",
      true,
    ],
    [
      "short courtesies may recur",
      { repeat: { times: 2, similarity: 0.9, minCharacters: 6 } },
      "客服 0s 好的亲\n客服 9s 好的亲",
      false,
    ],
  ],
  use: [["the named condition", { use: "polite" }, "客服 0s 请看", true, ["请"]]],
};

describe.each(Object.entries(cases))("%s", (_, list) => {
  test.each(list)("%s", (_title, condition, chat, value, quotes) => {
    const outcome = evaluate(condition, chat);
    expect(outcome.value).toBe(value);
    if (quotes !== undefined) expect(value === true ? outcome.hits : outcome.misses).toEqual(quotes);
    if (value === null)
      expect(outcome.reason).toMatchObject({ zh: expect.any(String), en: expect.any(String) });
  });
});

test("a name is compared where the shop has entered the agent's names", () => {
  const agents = { "青山店:售前03": { names: ["小美"], group: "售前" } };
  const selfId = (words: string) =>
    evaluate({ selfId: {} }, `客服(青山店:售前03) 0s 我是${words}`, { agents });
  expect(selfId("{self-id:客服小美}").value).toBe(true);
  expect(selfId("{self-id:客服阿林}")).toMatchObject({ value: false, misses: ["客服阿林"] });
});

test("facts of the session and of the agent's group", () => {
  const given = {
    agents: { 客服: { group: "售前" } },
    factsOf: (): SessionFacts => ({ scenes: ["presale", "bargain"] }),
  };
  const fact = (of: string, value: string) =>
    evaluate({ fact: { of, in: [value] } }, "客服 0s 在", given).value;
  expect(fact("scene", "bargain")).toBe(true);
  expect(fact("scene", "dispute")).toBe(false);
  expect(fact("group", "售前")).toBe(true);
  expect(fact("customerType", "vip")).toBeNull();
});

describe("every operator", () => {
  const checked = new Ajv({ strict: false }).compile({
    $defs: (fileSchema as { $defs?: unknown }).$defs,
    $ref: "#/$defs/condition",
  });

  test("has cases, and its cases have the shape that its schema asks for", () => {
    expect(Object.keys(cases).sort()).toEqual(operators.map(({ name }) => name).sort());
    for (const [, condition] of Object.values(cases).flat()) {
      expect(checked(condition), JSON.stringify(checked.errors)).toBe(true);
    }
  });

  test.each(operators.map((operator) => [operator.name, operator] as const))(
    "%s explains itself",
    (_, operator) => {
      expect(operator.title.zh).not.toBe("");
      expect(operator.title.en).not.toBe("");
    },
  );
});
