import { describe, expect, it } from "vitest";
import { audit } from "../../src/index.ts";
import {
  auditChats,
  figuresOf,
  folder,
  ndjson,
  records,
  seconds,
  share,
  testChats,
} from "../support/chats.ts";

// docs/metrics.md, 各家说法没有写到的地方; logs of nobody known and words taken back are in assemble and ownership.

describe("what sources say nothing about", () => {
  testChats([
    {
      name: "the customer of a conversation is whom the first line of a customer names",
      chat: `
        # 会话=1 顾客=阿青
        系统 0s 分配 小满
        # 会话=1 顾客=阿蓝
        客户 5s 在吗
        # 会话=2 顾客=阿蓝
        客户 9s 有货吗`,
      rows: { 店铺: { customers: 1, replyRate: share(0, 1) } },
    },
    {
      name: "in a file that runs backwards a close stands at its own time",
      chat: `
        客服 100s 欢迎再来
        系统 40s 结束
        客服 30s 有的
        客户 0s 有货吗`,
      rows: { 店铺: { durationSeconds: { n: 1, sum: 40 }, replySeconds: seconds(30) } },
    },
    {
      name: "conversations listed newest first, each written forwards, do not run backwards",
      chat: `
        # 会话=2 顾客=阿蓝
        客户 5000s 有货吗
        客服 5030s 有的
        系统 5010s 结束
        # 会话=1 顾客=阿青
        客户 0s 在吗
        客服 20s 在的`,
      rows: { 店铺: { durationSeconds: { n: 2, sum: 50 }, replySeconds: seconds(30, 20) } },
    },
    {
      name: "an account that answers as a robot and never by hand is nobody to hand over to",
      chat: `
        # 会话=1 顾客=阿青
        客户 0s 有货吗
        机器人(小智) 1s 有的
        # 会话=2 顾客=阿蓝
        系统 0s 分配 小智
        客户 5s 在吗`,
      rows: { 未分配: { unanswered: share(1, 1) } },
    },
    {
      name: "an account that also writes by hand, wherever in the input, is a person",
      chat: `
        # 会话=1 顾客=阿青
        客户 0s 有货吗
        机器人(小智) 1s 有的
        # 会话=2 顾客=阿蓝
        系统 0s 分配 小智
        客户 5s 在吗
        # 会话=3 顾客=阿紫
        客服(小智) 0s 您好`,
      rows: { 小智: { unanswered: share(1, 1) } },
    },
  ]);

  it.each([
    ["says who hands over", "小满", { n: 1, hits: 0 }],
    ["says nothing where it is the new account", "小林", undefined],
  ])("the agent of a transfer %s", async (_name, agent, charged) => {
    const lines = records(`
      # 会话=1 平台=taobao
      客户 0s 怎么退货
      系统 60s 转接 小林
      客服(小林) 90s 在订单里申请`).map((line) =>
      line.role === "customer" ? { ...line, agent: null } : line,
    );
    const handing = lines.map((line) => (line.event === "transferred" ? { ...line, agent } : line));
    const { report } = await audit([folder({ "a.ndjson": ndjson(handing) })]);
    const row = report.agentWeeks.find((one) => one.agent === "小满");
    if (charged === undefined) expect(row).toBeUndefined();
    else expect(row!.metrics.platform.taobao!.reply3MinRate).toMatchObject(charged);
    expect(figuresOf(report, "小林").platform.taobao!.reply3MinRate).toMatchObject({ n: 1, hits: 1 });
  });

  it.each([
    ["that has lines of the day carries who was in charge", "2026-11-17 08:30:00", "小满"],
    ["without lines of the day does not", "2026-11-18 08:30:00", "未分配"],
  ])("over midnight a conversation %s", async (_name, thanked, owner) => {
    const report = await auditChats(`
      # 会话=1 平台=pdd
      客户 2026-11-16 22:00:00 有货吗
      客服(小满) 2026-11-16 22:00:10 有的
      客户 ${thanked} 收到
      # 会话=2 平台=pdd
      客户 2026-11-17 09:00:00 在吗`);
    const late = (who: string) => {
      const { n, hits } = figuresOf(report, who).platform.pdd!.reply3MinRate as { n: number; hits: number };
      return n - hits;
    };
    expect(["小满", "未分配"].filter((who) => late(who) > 0)).toEqual([owner]);
  });
});
