import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { audit, convert, type Report } from "../../src/index.ts";
import { gather } from "../../src/sessions/gather.ts";
import { Survey } from "../../src/sessions/survey.ts";
import { Zone } from "../../src/text/zone.ts";
import {
  auditChats,
  chat,
  figuresOf,
  folder,
  ndjson,
  records,
  seconds,
  share,
  testChats,
} from "../support/chats.ts";

describe("which messages are one conversation", () => {
  testChats([
    {
      name: "decision 2 system lines neither keep a conversation alive nor begin one",
      chat: `
        # 会话=无
        客户 0s 在吗
        客服 10s 在的
        系统 1000s 顾客正在浏览商品
        客户 1900s 这个有货吗
        客服 1920s 有的`,
      rows: { 店铺: { sessions: 2 } },
    },
    {
      name: "decision 2 a transfer stays in the conversation",
      chat: `
        # 会话=无
        客户 0s 在吗
        客服(小满) 10s 在的
        系统 20s 转接 小林
        客服(小林) 30s 您好`,
      rows: { 店铺: { sessions: 1 }, 小满: { sessions: 1 }, 小林: { sessions: 1 } },
    },
    {
      name: "decision 4 lines out of order are put in order",
      chat: `
        客服 61s 您好
        客户 0s 在吗
        客户 70s 有货吗
        客服 75s 有的`,
      rows: { 店铺: { replySeconds: seconds(61, 5) } },
    },
    {
      name: "decision 4 in the same second the order of the export holds",
      chat: `
        客户 0s 在吗
        客服 0s 在的
        客户 0s 有货吗`,
      rows: { 店铺: { replySeconds: seconds(0), unanswered: share(1, 1) } },
    },
    {
      name: "decision 4 a close that the export's slow clock dates too early stands after the words above it",
      chat: `
        客户 0s 在吗
        客服 30s 在的，您说
        系统 10s 结束`,
      rows: { 店铺: { replySeconds: seconds(30), durationSeconds: { n: 1, sum: 30 } } },
    },
    {
      name: "decision 4 a line without a time stays with the line before it",
      chat: `
        客户 0s 在吗
        客服 20s 在的
        客户 - 有红色吗
        客服 50s 有的`,
      rows: { 店铺: { replySeconds: seconds(20), unanswered: share(0, 1), replyRate: share(1, 1) } },
    },
    {
      name: "decision 4 a line without a time stays behind the line before it, though another export repeats that line",
      chat: [
        `
        客户 0s 在吗
        客服 20s 在的
        客户 4000s 有红色吗`,
        `
        客服 20s 在的
        客服 - 您请讲`,
      ],
      rows: { 店铺: { unanswered: share(1, 1), agentMessages: 2 } },
    },
    {
      name: "decision 4 a close without a time stands at the last words before it",
      chat: `
        客户 0s 在吗
        客服 20s 在的
        系统 500s 顾客已离开
        系统 - 结束`,
      rows: { 店铺: { durationSeconds: { n: 1, sum: 20 } } },
    },
    {
      name: "decision 7 lines of the system alone are no conversation",
      chat: `
        # 会话=空 顾客=阿青
        系统 0s 分配 小满
        系统 9s 结束
        # 会话=有 顾客=阿蓝
        客户 20s 在吗`,
      rows: { 店铺: { sessions: 1, customers: 1 } },
    },
    {
      name: "decision 8 edge 48 conversations and customers are counted apart, customers by platform",
      chat: `
        # 会话=1 顾客=阿青 平台=jd
        客户 0s 在吗
        # 会话=2 顾客=阿青 平台=jd
        客户 4000s 还在吗
        # 会话=3 顾客=阿青 平台=pdd
        客户 0s 在吗
        # 会话=4 顾客=无 平台=pdd
        客户 0s 在吗
        # 会话=5 顾客=无 平台=pdd
        客户 0s 在吗`,
      rows: { 店铺: { sessions: 5, customers: 4 } },
    },
  ]);

  it("decision 1 gives each shop its own row", async () => {
    const report = await auditChats(`
      # 会话=7 店铺=甲店
      客户 0s 在吗
      # 会话=7 店铺=乙店
      客服 10s 在的`);
    expect(report.shopWeeks.map(({ shop, sessions }) => [shop, sessions])).toEqual([
      ["乙店", 1],
      ["甲店", 1],
    ]);
  });
});

describe("repeats", () => {
  const morning = `
    客户 0s 在吗
    客服 10s 在的
    客户 20s [图片]
    客户 20s [图片]
    客户 20s [图片]`;
  const repeats = (report: Report) => report.inputs.map(({ duplicates }) => duplicates);

  it("decision 3 three equal pictures in one second of one export stay three", async () => {
    const report = await auditChats(morning);
    expect(figuresOf(report, "店铺").customerMessages).toBe(4);
    expect(repeats(report)).toEqual([0]);
  });

  it("decision 3 an export that overlaps adds only what is new, and the report says how much was dropped", async () => {
    const both = await auditChats([
      morning,
      `客户 20s [图片]
       客户 20s [图片]
       客服 40s 收到了，没问题`,
    ]);
    expect(figuresOf(both, "店铺")).toMatchObject({ customerMessages: 4, replySeconds: seconds(10, 20) });
    expect(repeats(both)).toEqual([0, 2]);
  });

  it("decision 3 the same words one second later, or by another, are not the same message", async () => {
    const report = await auditChats([
      `客户 0s 在吗
       客服(小满) 10s 在的`,
      `客户 1s 在吗
       客服(小林) 10s 在的`,
    ]);
    expect(repeats(report)).toEqual([0, 0]);
    expect(figuresOf(report, "店铺").agentMessages).toBe(2);
  });

  it("decision 3 events are the same only with the same event and the same account", async () => {
    const report = await auditChats([
      `客户 0s 在吗
       系统 5s 分配 小满`,
      `系统 5s 分配 小林
       系统 5s 进入 小满`,
    ]);
    expect(repeats(report)).toEqual([0, 0]);
  });

  const nobody = "# 会话=无 顾客=无";

  it("decision 3 logs of nobody known that overlap are one, given twice or in pieces", async () => {
    const whole = `${nobody}
      客户 0s 在吗
      客服 10s 在的
      客户 20s 包邮吗
      客服 50s 包的`;
    const pieces = [
      `${nobody}
        客户 0s 在吗
        客服 10s 在的
        客户 20s 包邮吗`,
      `${nobody}
        客户 20s 包邮吗
        客服 50s 包的`,
    ];
    for (const exports of [[whole, whole], pieces, pieces.toReversed()]) {
      const report = await auditChats(exports);
      expect(figuresOf(report, "店铺")).toMatchObject({ customers: 1, replySeconds: seconds(10, 30) });
      expect(figuresOf(report, "店铺").sessions).toBe(1);
    }
  });

  it("decision 3 logs of nobody known stay apart, though they have a greeting of the same second", async () => {
    const report = await auditChats([
      `${nobody}
        客户 0s 在吗
        客服 30s 亲，您好
        客户 40s 有货吗
        客服 60s 有的`,
      `${nobody}
        客户 20s 您好
        客服 30s 亲，您好
        客户 35s 发什么快递
        客服 55s 发顺丰`,
    ]);
    expect(repeats(report)).toEqual([0, 0]);
    expect(figuresOf(report, "店铺")).toMatchObject({ customers: 2, replySeconds: seconds(30, 20, 10, 20) });
  });

  it("decision 3 a message without a time is never a repeat", async () => {
    const report = await auditChats(["客户 - 在吗", "客户 - 在吗"]);
    expect(figuresOf(report, "店铺").customerMessages).toBe(2);
  });
});

describe("the week", () => {
  const weeksOf = async (text: string, weekStart: "monday" | "sunday" = "monday") =>
    (await auditChats(text, { weekStart })).shopWeeks.map(({ week, sessions }) => [week, sessions]);
  const around = (...times: string[]) =>
    times.map((time, index) => `# 会话=${index} 顾客=顾客${index}\n客户 ${time} 在吗`).join("\n");

  it("decision 5 is that of the first words, wherever the conversation ends", async () => {
    const text = `
      客户 2026-11-22 23:59:59.999 在吗
      客服 2026-11-23 00:00:30 在的`;
    expect(await weeksOf(text)).toEqual([["2026-W47", 1]]);
  });

  it("decision 5 goes by words, not by lines of the system before them", async () => {
    const text = `
      系统 2026-11-22 23:59:50 分配 小满
      客户 2026-11-23 00:00:00 在吗`;
    expect(await weeksOf(text)).toEqual([["2026-W48", 1]]);
  });

  it("decision 5 is null without any time", async () => {
    expect(await weeksOf("客户 - 在吗")).toEqual([[null, 1]]);
  });

  it("edge 44 begins on Monday at midnight of the shop's zone", async () => {
    expect(await weeksOf(around("2026-11-22 23:59:59", "2026-11-23 00:00:00"))).toEqual([
      ["2026-W47", 1],
      ["2026-W48", 1],
    ]);
  });

  it("decision 11 a week from Sunday carries the label of its Monday", async () => {
    expect(
      await weeksOf(around("2026-11-21 23:59:59", "2026-11-22 00:00:00", "2026-11-23 12:00:00"), "sunday"),
    ).toEqual([
      ["2026-W47", 1],
      ["2026-W48", 2],
    ]);
  });

  it("ends of years: week 53 of 2026 runs into January, week 1 of 2026 began in December", async () => {
    expect(
      await weeksOf(
        around(
          "2025-12-28 12:00:00",
          "2025-12-29 00:00:00",
          "2026-12-31 12:00:00",
          "2027-01-03 23:59:59",
          "2027-01-04 00:00:00",
        ),
      ),
    ).toEqual([
      ["2025-W52", 1],
      ["2026-W01", 1],
      ["2026-W53", 2],
      ["2027-W01", 1],
    ]);
  });

  it("edge 44 is printed in the report", async () => {
    expect((await auditChats("客户 0s 在吗", { weekStart: "sunday" })).settings.weekStart).toBe("sunday");
  });

  it("--week, --from and --to choose conversations by their first day", async () => {
    const text = around("2026-11-22 23:59:59", "2026-11-23 00:00:00", "2026-11-25 09:00:00");
    const chosen = async (options: { week?: string; from?: string; to?: string }) =>
      (await auditChats(text, options)).shopWeeks.map(({ week, sessions }) => [week, sessions]);
    expect(await chosen({ week: "2026-W48" })).toEqual([["2026-W48", 2]]);
    expect(await chosen({ from: "2026-11-22", to: "2026-11-23" })).toEqual([
      ["2026-W47", 1],
      ["2026-W48", 1],
    ]);
    expect(await chosen({ from: "2026-11-24" })).toEqual([["2026-W48", 1]]);
  });
});

describe("conversations that memory cannot hold", () => {
  const customers = Array.from(
    { length: 120 },
    (_, index) => `
    # 会话=${index % 3 === 0 ? "无" : `s${index}`} 顾客=顾客${index % 40}
    客户 2026-11-${16 + (index % 9)} 10:${String(index % 60).padStart(2, "0")}:00 有${index}码吗
    机器人 2026-11-${16 + (index % 9)} 10:${String(index % 60).padStart(2, "0")}:01 请看尺码表
    客户 2026-11-${16 + (index % 9)} 10:${String(index % 60).padStart(2, "0")}:20 看不懂
    客服(小${index % 4}) 2026-11-${16 + (index % 9)} 10:${String(index % 60).padStart(2, "0")}:${20 + (index % 30)} 亲，您好`,
  ).join("\n");

  it("give the same bytes from temporary files as from memory, and leave no file", async () => {
    const input = folder({ "a.ndjson": ndjson(records(customers)) });
    const tempDir = folder();
    const held = await audit([input], { platform: "taobao" });
    const spilled = await audit([input], { platform: "taobao", memoryLimit: 1000, tempDir });
    expect(JSON.stringify(spilled.report)).toBe(JSON.stringify(held.report));
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it("leave no file behind when reading fails", async () => {
    const tempDir = folder();
    async function* failing() {
      yield chat("客户 0s 在吗\n客服 9s 在的");
      throw new Error("disk");
    }
    const gathering = gather(failing(), {
      sessionGapMs: 1,
      zone: new Zone("Asia/Shanghai"),
      memoryLimit: 1,
      tempDir,
      survey: new Survey(),
      onRepeat: () => {},
    });
    await expect(gathering).rejects.toThrow("disk");
    expect(readdirSync(tempDir)).toEqual([]);
  });
});

describe("ids that are made where the export has none", () => {
  it("name the first time, the customer (or a digest of the words) and a number", async () => {
    const input = folder({
      "a.ndjson": ndjson(
        records(`
          # 会话=无 顾客=阿青
          客户 0s 在吗
          客户 4000s 还在吗
          # 会话=无 顾客=无
          客户 - 有货吗`),
      ),
      "b.ndjson": ndjson(
        records(`
          # 会话=无 顾客=无
          客户 - 发什么快递`),
      ),
    });
    const { conversations } = await convert([input]);
    const ids: string[] = [];
    for await (const { session } of conversations) ids.push(session.id);
    expect(ids.slice(0, 2)).toEqual(["2026-11-16T10:00:00+08:00|阿青|1", "2026-11-16T11:06:40+08:00|阿青|1"]);
    // Of nobody known and at no time: their words tell them apart.
    expect(ids.slice(2)).toEqual([
      expect.stringMatching(/^-\|-.{12}\|1$/),
      expect.stringMatching(/^-\|-.{12}\|1$/),
    ]);
    expect(new Set(ids).size).toBe(4);
  });
});
