import { describe, expect, it } from "vitest";
import { auditChats, figuresOf } from "../support/chats.ts";

const queueOf = async (text: string, who = "小满") => {
  const { queuePosition, newCustomersFirst, reasons } = figuresOf(await auditChats(text), who);
  return { place: queuePosition?.sum, n: queuePosition?.n, first: newCustomersFirst?.hits, reasons };
};

describe("queue of new customers (R6)", () => {
  it("other new customers in front move the place, only follow-ups break the priority", async () => {
    const text = `# 会话=1 顾客=阿青
      客户 0s 有货吗
      # 会话=2 顾客=阿蓝
      客户 5s 在吗
      # 会话=1 顾客=阿青
      客服(小满) 10s 有的
      # 会话=2 顾客=阿蓝
      客服(小满) 20s 在的`;
    expect(await queueOf(text)).toMatchObject({ n: 2, place: 3, first: 2 });
  });

  it("each account has its own line; the shop adds them up", async () => {
    const text = `# 会话=1 顾客=阿青
      客户 0s 有货吗
      # 会话=2 顾客=阿蓝
      客户 0s 在吗
      # 会话=1 顾客=阿青
      客服(小林) 10s 有的
      # 会话=2 顾客=阿蓝
      客服(小满) 20s 在的`;
    expect(await queueOf(text, "店铺")).toMatchObject({ n: 2, place: 2, first: 2 });
  });

  it("who is handed over stands in the new line from then on", async () => {
    const text = `# 会话=1 顾客=阿青
      系统 0s 分配 小林
      客户 1s 有货吗
      # 会话=2 顾客=阿蓝
      客户 2s 在吗
      客服(小满) 10s 在的
      客户 11s 包邮吗
      客服(小满) 12s 包的
      # 会话=1 顾客=阿青
      系统 20s 转接 小满
      客服(小满) 30s 有的`;
    expect(await queueOf(text)).toMatchObject({ n: 2, place: 2, first: 2 });
  });

  it("replies of the same instant come before nobody", async () => {
    const text = `# 会话=1 顾客=阿青
      客户 0s 有货吗
      客服(小满) 1s 有的
      客户 2s 包邮吗
      客服(小满) 10s 包的
      # 会话=2 顾客=阿蓝
      客户 1s 在吗
      客服(小满) 10s 在的`;
    expect(await queueOf(text)).toMatchObject({ n: 2, place: 2, first: 2 });
  });

  it("without times there is no queue", async () => {
    const { queuePosition, newCustomersFirst, reasons } = figuresOf(
      await auditChats("客户 - 在吗\n客服(小满) - 在的"),
      "小满",
    );
    expect([queuePosition, newCustomersFirst]).toEqual([null, null]);
    expect(reasons.queuePosition).toBe("导出里没有可用的时间或客服账号，无法计算");
  });
});

describe("conversations behind the figures", () => {
  const text = `# 会话=单号-阿青青 顾客=阿青青
    客户 0s 有货吗
    # 会话=2 顾客=阿青青
    客户 4000s 人呢，电话 13812345678
    # 会话=3 顾客=阿蓝蓝
    客户 100s 在吗
    客服(小满) 110s 在的
    客户 120s 包邮吗
    # 会话=4 顾客=阿紫紫
    客户 23:30:00 在吗`;

  it("replyRate: a customer once, by the first question that waits; masked, with the words", async () => {
    const [shop] = (await auditChats(text)).shopWeeks;
    const { n, hits } = shop!.metrics.replyRate;
    expect(shop!.evidence.replyRate.count).toBe(n - hits);
    expect(shop!.evidence.replyRate.sessions).toEqual([
      { session: "单号-阿**青", customer: "阿**青", time: "2026-11-16T10:00:00+08:00", quote: "有货吗" },
      { session: "4", customer: "阿**紫", time: "2026-11-16T23:30:00+08:00", quote: "在吗" },
    ]);
  });

  it("unanswered and unattended: their hits, in order of time", async () => {
    const [shop] = (await auditChats(text, { mask: false })).shopWeeks;
    const { unanswered, unattended } = shop!.evidence;
    expect(unanswered.count).toBe(shop!.metrics.unanswered.hits);
    expect(unanswered.sessions.map(({ session, quote }) => [session, quote])).toEqual([
      ["单号-阿青青", "有货吗"],
      ["3", "包邮吗"],
      ["2", "人呢，电话 13812345678"],
      ["4", "在吗"],
    ]);
    expect(unattended.sessions.map(({ session }) => session)).toEqual(["单号-阿青青", "2"]);
  });

  it("the count is exact where more are not listed", async () => {
    const many = Array.from({ length: 45 }, (_, at) => `# 会话=${at} 顾客=顾客${at}\n客户 ${100 - at}s 在吗`);
    const [shop] = (await auditChats(many.join("\n"))).shopWeeks;
    expect(shop!.evidence.unanswered.count).toBe(45);
    expect(shop!.evidence.unanswered.sessions.map(({ session }) => session)).toEqual(
      Array.from({ length: 20 }, (_, at) => String(44 - at)),
    );
  });
});
