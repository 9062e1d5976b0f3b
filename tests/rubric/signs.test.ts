import { describe, expect, test } from "vitest";
import { newCompiler } from "../../src/rubric/compile.ts";
import type { Condition } from "../../src/rubric/operator.ts";
import { viewOf } from "../../src/rubric/view.ts";
import { context, conversation, evaluate } from "./conversation.ts";

// Outcomes of conditions of whose words nothing is in a conversation are worked out once for all of them.

const says = (phrase: string, by = "agent"): Condition => ({ says: { by, phrase } });
const promise = says("保证发货");
const why = says("没货了");

const chats = {
  without: "客户 0s 在吗\n客服 5s 在的亲",
  hidden: "客户 0s 在吗\n客服 5s [缺失]",
  "said by the customer": "客户 0s 保证发货吗\n客服 5s 亲在的",
  said: "客户 0s 几号发\n客服 5s 保证发货\n客户 9s 真的吗\n客服 20s 不好意思没货了",
};
type Chat = keyof typeof chats;

const expected: [name: string, condition: Condition, Record<Chat, boolean | null>][] = [
  ["says", promise, { without: false, hidden: null, "said by the customer": false, said: true }],
  ["none", { none: [promise] }, { without: true, hidden: null, "said by the customer": true, said: false }],
  [
    "near",
    { near: { find: promise, before: why, within: { messages: 5 } } },
    { without: false, hidden: null, "said by the customer": false, said: true },
  ],
  [
    "apart",
    { apart: { find: promise, before: why } },
    { without: false, hidden: null, "said by the customer": false, said: false },
  ],
  [
    "response",
    { response: { to: says("保证发货", "customer"), with: says("在的") } },
    { without: null, hidden: null, "said by the customer": true, said: null },
  ],
  [
    "ratio",
    { ratio: { of: promise, among: { any: [promise, why] }, atLeast: 0.5 } },
    { without: null, hidden: null, "said by the customer": null, said: true },
  ],
  [
    "count",
    { count: { of: { any: [promise, why] }, atMost: 1 } },
    { without: true, hidden: null, "said by the customer": true, said: false },
  ],
];

describe.each(expected)("%s", (_, condition, values) => {
  const names = Object.keys(chats) as Chat[];
  test.each([
    ["first to last", names],
    ["last to first", names.toReversed()],
    ["twice", [...names, ...names]],
  ])("says the same of a conversation whatever came before it: %s", (_order, order) => {
    const found = order.map((name) => [name, evaluate(condition, chats[name]).value]);
    expect(found).toEqual(order.map((name) => [name, values[name]]));
  });
});

test("a condition that is compiled while a conversation is looked at finds its words, there and elsewhere", () => {
  const compiler = newCompiler({});
  const view = viewOf(conversation("客户 0s 在吗\n客服 5s 在的，加急给您发"), context);
  expect(compiler.condition(says("在的"))(view).value).toBe(true);
  const hurries = says("加急给您发");
  expect(compiler.condition(hurries)(view).value).toBe(true);
  expect(evaluate(hurries, "客户 0s 在吗\n客服 5s 在的").value).toBe(false);
});
