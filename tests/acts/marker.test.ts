import { describe, expect, test } from "vitest";
import { loadActs } from "../../src/acts/load.ts";
import type { Kind, Role } from "../../src/model/message.ts";

const marker = loadActs();
const said = (role: Role, text: string, kind: Kind = "text") => ({ role, kind, text });
const marked = (text: string, role: Role = "agent") => marker.mark([said(role, text)], null)[0]!;
const ids = (text: string, role: Role = "agent") => marked(text, role).map(({ id }) => id);
const asksNothing = (text: string, kind: Kind = "text") =>
  marker.onlyThanks({ ...said("customer", text, kind), platform: null });

describe("quotes", () => {
  test.each(["亲，請　您　稍等！[微笑]", "謝\u200b謝您😊", "Ｈｅｌｌｏ，/:^_^您好", "不好意思\\n让您久等"])(
    "%j: the quoted words stand where the act says",
    (text) => {
      const acts = marked(text);
      expect(acts).not.toEqual([]);
      for (const { quote, start, end } of acts) expect(text.slice(start, end)).toBe(quote);
    },
  );

  test("a traditional text is quoted as written", () => {
    expect(marked("親，請問有什麼可以幫您")).toContainEqual(
      expect.objectContaining({ id: "offer-help", quote: expect.stringContaining("什麼可以幫") }),
    );
  });

  test("a number of an agent is quoted to its end", () => {
    expect(marked("您好，工号1087为您服务")).toContainEqual(
      expect.objectContaining({ id: "self-id", quote: "工号1087" }),
    );
  });

  test("an act said twice is marked twice, overlapping words once", () => {
    expect(marked("谢谢您，非常感谢").filter(({ id }) => id === "thanks")).toHaveLength(2);
    expect(marked("您太客气了")).toEqual([{ id: "welcome-reply", quote: "太客气", start: 1, end: 4 }]);
  });
});

describe("who and what is marked", () => {
  test("robots and automatic texts have the acts of the agent", () => {
    expect(ids("您好，有什么可以帮您", "robot")).toEqual(["greeting", "offer-help"]);
  });

  test("the system has none, nor has what is not text", () => {
    expect(marked("您好", "system")).toEqual([]);
    expect(marker.mark([said("agent", "您好.jpg", "image"), said("agent", "谢谢", "card")], null)).toEqual([
      [],
      [],
    ]);
  });

  test("a sent emoticon is one, even without text", () => {
    expect(marker.mark([said("agent", "", "emoticon")], null)).toEqual([
      [{ id: "emoticon", quote: "", start: 0, end: 0 }],
    ]);
  });

  test("a link asks nothing", () => {
    expect(ids("https://shop.example/item?id=1", "customer")).toEqual([]);
  });

  test("edge 63: words that are quoted are not done", () => {
    expect(ids("您说的“抱歉”我没看懂")).toEqual([]);
  });
});

describe("place and neighbours", () => {
  const help = "请问有什么可以帮您";

  test("the same question is offer-help at the start and anything-else later", () => {
    const talk = [help, "可以的", "已经登记了", "两天内回复", help].map((text) => said("agent", text));
    const acts = marker.mark(talk, null).map((list) => list.map(({ id }) => id));
    expect(acts[0]).toEqual(["offer-help"]);
    expect(acts[4]).toEqual(["anything-else"]);
  });

  test("没有 closes only as the answer to 还有其他吗", () => {
    const answer = (asked: string) =>
      marker.mark([said("agent", asked), said("customer", "没有")], null)[1]!.map(({ id }) => id);
    expect(answer("请问还有其他可以帮您的吗")).toEqual(["closing"]);
    expect(answer("赠品收到了吗")).toEqual([]);
  });

  test("a text marked before is marked the same again", () => {
    expect(marked("请稍等，正在为您查询")).toEqual(marked("请稍等，正在为您查询"));
  });
});

describe("messages that ask for no answer", () => {
  test.each([
    "谢谢",
    "好的",
    "嗯嗯",
    "OK",
    "收到",
    "好的谢谢亲",
    "明白了，麻烦你啦",
    "知道了~",
    "好滴好滴😊",
    "辛苦了[玫瑰]",
    "沒有了，謝謝",
    "哦哦 好的",
    "#E-s21",
    "😊😊",
    "太好了，谢谢你的耐心解答！",
    "您好，好的",
    "谢谢你好的",
    "亲好的",
  ])("edge 17: %s", (text) => {
    expect(asksNothing(text)).toBe(true);
  });

  test.each([
    "好的那什么时候发货",
    "好的?",
    "谢谢，另外帮我看下运费",
    "在吗",
    "是的",
    "没有",
    "对",
    "还没收到",
    "好看吗",
    "我要退货",
    "…",
    "哈哈",
    "",
    "一直没有回复",
    "你好",
    "您好",
    "您好呀😊",
    "客服好",
    "你好 亲",
    "你好在",
  ])("%j needs an answer", (text) => {
    expect(asksNothing(text)).toBe(false);
  });

  test("a sent emoticon asks nothing, an image may", () => {
    expect(asksNothing("", "emoticon")).toBe(true);
    expect(asksNothing("谢谢.jpg", "image")).toBe(false);
  });
});
