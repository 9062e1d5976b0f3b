import { describe, expect, test } from "vitest";
import { CustomerWords } from "../../src/aggregate/customer-words.ts";
import { Zone } from "../../src/text/zone.ts";
import { auditChats, conversation } from "../support/chats.ts";

const show = { zone: new Zone("Asia/Shanghai"), locale: "zh" as const, mask: true };

function wordsOf(...chats: string[]): CustomerWords {
  const words = new CustomerWords(show);
  for (const text of chats) words.add(conversation(text), "2026-W47", () => null);
  return words;
}

const parcel = "客户 0s 在吗\n客户 3s 我的快递到哪了，单号2001234567890";
const invoice = "客户 0s 可以开发票吗\n客服 9s 可以的亲，在订单里点申请发票，当天就能开好\n客户 30s 好的谢谢";
const invoiceToo = "客户 0s 请问能开票吗\n客服 9s 能\n客户 30s 哦";

describe("first sentences (W4)", () => {
  test("are grouped by what the customer wants, greetings passed over, numbers masked", () => {
    expect(wordsOf(parcel, invoice, invoiceToo, "客户 0s 在吗").firstSentences()).toMatchObject([
      { week: "2026-W47", shop: "小店", intent: "能开发票吗", count: 2 },
      { intent: "只打招呼", count: 1 },
      { intent: "快递到哪了", count: 1, examples: [expect.stringMatching(/^我的快递到哪了，单号.*\*/u)] },
    ]);
  });

  test("an agent who writes first hears no first sentence", () => {
    expect(wordsOf("客服 0s 您好，台灯还好用吗\n客户 9s 灯不亮了").firstSentences()).toEqual([]);
  });
});

describe("frequent questions (W5)", () => {
  test("come with the best answer so far: content before a bare word, thanked before ignored", () => {
    expect(wordsOf(invoice, invoiceToo, parcel).faq()).toEqual([
      {
        shop: "小店",
        question: "能开发票吗",
        count: 2,
        bestAnswer: "可以的亲，在订单里点申请发票，当天就能开好",
        session: "s1",
      },
    ]);
  });

  test("an answer after which the customer complains is no example", () => {
    const angry =
      "客户 0s 可以开发票吗\n客服 9s 在订单里点申请发票就可以的\n客户 30s 点了没反应，你们太敷衍了吧";
    expect(wordsOf(angry, invoiceToo).faq()).toMatchObject([{ count: 2, bestAnswer: null }]);
  });
});

test("bargainers are told apart (B1)", () => {
  const words = wordsOf(
    "客户 0s 别人家才卖99，便宜点吧",
    "客户 0s 我是学生，能便宜点吗",
    "客户 0s 太贵了，便宜一点",
    "客户 0s 能便宜点吗\n客户 9s 以后长期来买，便宜点",
  );
  const types = words.bargainers().map(({ type, count }) => [type, count]);
  expect(types.sort()).toEqual(
    [
      ["嫌贵型", 1],
      ["承诺型", 1],
      ["比价型", 1],
      ["求情型", 1],
      ["试探型", 1],
    ].sort(),
  );
});

test("parts come to the same whole in any order", () => {
  const chats = [parcel, invoice, invoiceToo, "客户 0s 太贵了，便宜一点"];
  const whole = wordsOf(...chats);
  for (const order of [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
  ]) {
    const sum = new CustomerWords(show);
    for (const index of order) sum.absorb(wordsOf(chats[index]!).state());
    expect(sum.firstSentences()).toEqual(whole.firstSentences());
    expect(sum.bargainers()).toEqual(whole.bargainers());
    expect(sum.faq()).toEqual(whole.faq());
  }
});

test("the report tells rules that never or always fired, and those that applied nowhere", async () => {
  const chats = Array.from(
    { length: 60 },
    (_, index) => `# 会话=s${index} 顾客=顾客${index}\n客户 0s 这款有货吗\n客服 5s 您好，有的`,
  );
  const { diagnostics } = await auditChats(chats.join("\n"), { rubrics: ["basics"] });
  const rules = (code: string) =>
    diagnostics
      .find((diagnostic) => diagnostic.code === code)
      ?.samples.map(({ value }) => value.split(" ")[0]);
  expect(rules("rule-never-fired")).toEqual(["O1", "R1", "R3", "R5", "E3"]);
  expect(rules("rule-always-fired")).toEqual(["O2", "O3", "D3", "E1"]);
  expect(rules("rule-skipped-everywhere")).toEqual(["O4"]);
});
