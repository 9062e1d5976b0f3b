import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { auditChats, type ChatCase, figuresOf, folder, share, testChats } from "../support/chats.ts";

/** A chat on one platform, and its figures by row. */
const on = (platform: string, name: string, chat: string, rows: Record<string, object>): ChatCase => ({
  name,
  chat: `# 平台=${platform}\n${chat}`,
  rows: Object.fromEntries(
    Object.entries(rows).map(([who, figures]) => [who, { platform: { [platform]: figures } }]),
  ),
});
const mean = (sum: number, n: number) => ({ n, sum, mean: n === 0 ? null : sum / n });

describe("taobao: the three official examples", () => {
  testChats([
    on(
      "taobao",
      "1: two questions, one late reply: 0 of 1 turns, timed from the first question",
      `
      客户 10:10:15 这款有现货吗
      客户 10:15:20 在吗
      客服 10:18:10 有的`,
      { 店铺: { reply3MinRate: share(0, 1), averageReplySeconds: mean(475, 1) } },
    ),
    on(
      "taobao",
      "2: then another question, answered in half a minute: 1 of 2",
      `
      客户 10:10:15 这款有现货吗
      客户 10:15:20 在吗
      客服 10:18:10 有的
      客户 10:18:30 今天能发吗
      客服 10:19:00 能的`,
      { 店铺: { reply3MinRate: share(1, 2), averageReplySeconds: mean(505, 2) } },
    ),
    on(
      "taobao",
      "3: ten questions in three minutes, nobody replies that day: 0 of 1, 600 seconds",
      Array.from(
        { length: 10 },
        (_, index) =>
          `客户 10:1${Math.floor((index * 18) / 60)}:${String((index * 18) % 60).padStart(2, "0")} 问题${index + 1}`,
      ).join("\n"),
      { 店铺: { reply3MinRate: share(0, 1), averageReplySeconds: mean(600, 1) } },
    ),
  ]);
});

describe("definitions of the platforms", () => {
  testChats([
    on(
      "taobao",
      "decision 31 edge 28 a transfer without a reply is an unanswered turn of who handed over, the new account starts at the event",
      `
      系统 0s 分配 小满
      客户 1s 要换货
      系统 61s 转接 小林
      客服(小林) 81s 给您换`,
      {
        店铺: { reply3MinRate: share(1, 2), averageReplySeconds: mean(620, 2) },
        小满: { reply3MinRate: share(0, 1), averageReplySeconds: mean(600, 1) },
        小林: { reply3MinRate: share(1, 1), averageReplySeconds: mean(20, 1) },
      },
    ),
    on(
      "taobao",
      "decision 31 a wait counts 600 s at most",
      `
      客户 0s 在吗
      客服 3600s 在的`,
      { 店铺: { averageReplySeconds: mean(600, 1) } },
    ),
    on(
      "taobao",
      "edge 42 decision 31 hours are half-open: 08:00:00 and 22:59:59.999 count, 07:59:59.999 and 23:00:00 do not",
      `
      # 会话=1 顾客=阿青
      客户 07:59:59.999 在吗
      客服 08:00:01 在的
      # 会话=2 顾客=阿蓝
      客户 08:00:00 在吗
      客服 08:00:02 在的
      # 会话=3 顾客=阿紫
      客户 22:59:59.999 在吗
      客服 23:00:03.999 在的
      # 会话=4 顾客=阿绿
      客户 23:00:00 在吗
      客服 23:00:08 在的`,
      { 店铺: { reply3MinRate: share(2, 2), averageReplySeconds: mean(6, 2) } },
    ),
    on(
      "taobao",
      "edge 42 decision 30 turns end with the day of their start",
      `
      客户 2026-11-16 22:50:00 在吗
      客服 2026-11-17 00:00:10 在的`,
      { 店铺: { reply3MinRate: share(0, 1), averageReplySeconds: mean(600, 1) } },
    ),
    on(
      "taobao",
      "decision 30 the conversations of a customer's day are joined, the gap does not cut",
      `
      # 会话=1
      客户 10:00:00 在吗
      # 会话=2
      客户 12:00:00 有人吗
      客服 12:00:05 在的`,
      { 店铺: { reply3MinRate: share(0, 1), averageReplySeconds: mean(600, 1) } },
    ),
    on(
      "taobao",
      "decision 15 thanks are in no platform's figures",
      `
      客户 0s 谢谢
      客服 300s 不客气`,
      { 店铺: { reply3MinRate: share(0, 0), averageReplySeconds: mean(0, 0) } },
    ),
    on(
      "taobao",
      "edge 6 an assisted reply counts, a robot's does not and is not held against anybody",
      `
      # 会话=1 顾客=阿青
      客户 0s 在吗
      辅助 20s 在的
      # 会话=2 顾客=阿蓝
      客户 0s 在吗
      机器人 1s 您好`,
      { 店铺: { reply3MinRate: share(1, 1) } },
    ),
    on(
      "jd",
      "decision 33 edge 23 more than ten minutes after closing begins a new session",
      `
      客户 10:00:00 在吗
      客服 10:00:10 在的
      系统 10:05:00 结束
      客户 10:15:00.001 还有货吗
      客服 10:15:40.001 有的`,
      { 店铺: { firstReply30sRate: share(1, 2), averageReplySeconds: mean(50, 2) } },
    ),
    on(
      "jd",
      "decision 33 edge 23 ten minutes and no more is the same session",
      `
      客户 10:00:00 在吗
      客服 10:00:10 在的
      系统 10:05:00 结束
      客户 10:15:00 还有货吗
      客服 10:15:40 有的`,
      { 店铺: { firstReply30sRate: share(1, 1), averageReplySeconds: mean(50, 2) } },
    ),
    on(
      "jd",
      "decision 33 the session's start decides the hours, not the turn's",
      `
      # 会话=1 顾客=阿青
      客户 22:59:59 在吗
      客服 23:00:09 在的
      客户 23:10:00 有货吗
      客服 23:10:30 有的
      # 会话=2 顾客=阿蓝
      客户 23:00:00 在吗
      客服 23:00:01 在的
      # 会话=3 顾客=阿紫
      客户 08:59:59 在吗
      客服 09:30:00 在的`,
      { 店铺: { firstReply30sRate: share(1, 1), averageReplySeconds: mean(40, 2) } },
    ),
    on(
      "jd",
      "decision 33 edge 8 sessions that an agent opened are out",
      `
      客服 0s 您的订单缺货
      客户 20s 那退吧
      客服 30s 好的`,
      { 店铺: { firstReply30sRate: share(0, 0), averageReplySeconds: mean(0, 0) } },
    ),
    on(
      "jd",
      "decision 16 the wait runs on over a transfer, for the new agent from it",
      `
      系统 0s 分配 小满
      客户 1s 要换货
      系统 61s 转接 小林
      客服(小林) 81s 给您换`,
      {
        店铺: { averageReplySeconds: mean(80, 1), firstReply30sRate: share(0, 1) },
        小林: { averageReplySeconds: mean(20, 1), firstReply30sRate: share(1, 1) },
      },
    ),
    on(
      "pdd",
      "decision 32 one late turn, and the customer's day is lost; each agent has only his own turns",
      `
      客户 0s 在吗
      客服(小满) 10s 在的
      客户 100s 有货吗
      客服(小林) 281s 有的`,
      {
        店铺: { reply3MinRate: share(0, 1), averageReplySeconds: mean(191, 2), reply30sRate: share(1, 2) },
        小满: { reply3MinRate: share(1, 1) },
        小林: { reply3MinRate: share(0, 1) },
      },
    ),
    on(
      "pdd",
      "decision 32 the next day is another case; a customer whom the robot served is none",
      `
      # 会话=1 顾客=阿青
      客户 2026-11-16 10:00:00 在吗
      客服 2026-11-16 10:03:00 在的
      # 会话=2 顾客=阿青
      客户 2026-11-17 10:00:00 在吗
      # 会话=3 顾客=阿蓝
      客户 2026-11-17 10:00:00 几天到
      机器人 2026-11-17 10:00:01 三天`,
      { 店铺: { reply3MinRate: share(1, 2), reply30sRate: share(0, 2) } },
    ),
    on(
      "kuaishou",
      "decision 32 by customer and day",
      `
      客户 0s 在吗
      客服 181s 在的
      客户 300s 有货吗
      客服 310s 有的`,
      { 店铺: { reply3MinRate: share(0, 1) } },
    ),
    on(
      "douyin",
      "decision 34 a session is a hit when its turns waited three minutes or less on average; messages have their own time",
      `
      客户 0s 在吗
      客户 200s 有人吗
      客服 300s 在的
      客户 400s 有货吗
      客服 460s 有的`,
      { 店铺: { reply3MinSessionRate: share(1, 1), reply3MinMessageRate: share(2, 3) } },
    ),
    on(
      "douyin",
      "decision 34 one unanswered turn, and the session is none",
      `
      客户 0s 在吗
      客服 5s 在的
      客户 20s 有货吗`,
      { 店铺: { reply3MinSessionRate: share(0, 1), reply3MinMessageRate: share(1, 2) } },
    ),
    on(
      "douyin",
      "decision 34 a turn that a hand-over opens without new words is none",
      `
      客户 0s 有货吗
      机器人 1s 有的
      系统 5s 分配 小满`,
      { 店铺: { reply3MinSessionRate: share(0, 0), reply3MinMessageRate: share(0, 0) } },
    ),
    on(
      "douyin",
      "decision 34 hours end at 23:00:00",
      `
      # 会话=1 顾客=阿青
      客户 22:59:59.999 在吗
      # 会话=2 顾客=阿蓝
      客户 23:00:00 在吗`,
      { 店铺: { reply3MinSessionRate: share(0, 1), reply3MinMessageRate: share(0, 1) } },
    ),
    on(
      "xiaohongshu",
      "decision 35 only the first turn counts, unanswered is late, sessions of agents are out",
      `
      # 会话=1 顾客=阿青
      客户 10:00:00 在吗
      客服 10:03:00 在的
      客户 10:10:00 有货吗
      # 会话=2 顾客=阿蓝
      客户 10:00:00 在吗
      # 会话=3 顾客=阿紫
      客服 10:00:00 您好
      客户 10:01:00 在
      # 会话=4 顾客=阿绿
      客户 08:59:59.999 在吗
      客服 09:00:00 在的`,
      { 店铺: { reply3MinRate: share(1, 2) } },
    ),
  ]);

  it("decision 29 a profile takes the sessions of its platform, with --platform all", async () => {
    const chat = `
      # 会话=1 顾客=阿青 平台=jd
      客户 0s 在吗
      客服 10s 在的
      # 会话=2 顾客=阿蓝 平台=pdd
      客户 0s 在吗
      客服 40s 在的`;
    const usual = figuresOf(await auditChats(chat), "店铺").platform;
    expect(Object.keys(usual).sort()).toEqual(["jd", "pdd"]);
    expect(usual.jd).toMatchObject({ firstReply30sRate: share(1, 1) });
    const all = figuresOf(await auditChats(chat, { platform: "jd" }), "店铺").platform;
    expect(all.jd).toMatchObject({ firstReply30sRate: share(1, 2) });
  });

  it("decision 5 platform figures stand in the week of the turn, sessions in that of their beginning", async () => {
    const report = await auditChats(`
      # 平台=douyin
      客户 2026-11-22 22:59:00 在吗
      客服 2026-11-22 22:59:10 在的
      客户 2026-11-23 09:00:00 到货了吗
      客户 2026-11-23 09:00:05 急`);
    expect(figuresOf(report, "店铺", "2026-W47")).toMatchObject({
      sessions: 1,
      platform: { douyin: { reply3MinSessionRate: share(1, 1), reply3MinMessageRate: share(1, 1) } },
    });
    expect(figuresOf(report, "店铺", "2026-W48")).toMatchObject({
      sessions: 0,
      platform: { douyin: { reply3MinSessionRate: share(0, 1), reply3MinMessageRate: share(0, 2) } },
    });
  });

  it("jd: closed at a time that nobody knows begins no new session", async () => {
    const report = await auditChats(`
      # 平台=jd
      客服 - 您的包裹到了
      系统 - 结束
      客户 10:00:00 在哪里
      客服 10:00:10 门口`);
    expect(figuresOf(report, "店铺").platform.jd).toMatchObject({ firstReply30sRate: share(0, 0) });
  });

  it("decision 22 a platform's figure without times is null with its reason", async () => {
    const report = await auditChats(`
      # 平台=jd
      客户 - 在吗
      客服 - 在的`);
    const { platform, reasons } = figuresOf(report, "店铺");
    expect(platform.jd).toEqual({ firstReply30sRate: null, averageReplySeconds: null });
    expect(reasons["platform.jd.firstReply30sRate"]).toBe("导出里没有可用的时间，无法计算");
  });
});

describe("turns without times", () => {
  it("decision 4 decision 5 are of the day of the line before, a close that a slow clock dates too early aside", async () => {
    const report = await auditChats(`
      # 平台=douyin
      客户 2026-11-23 10:00:00 好的
      系统 2026-11-20 10:00:00 结束
      客户 - 什么时候发货`);
    expect(figuresOf(report, "店铺", "2026-W48").platform.douyin!.reply3MinSessionRate).toBeNull();
    expect(report.shopWeeks.map(({ week }) => week)).toEqual(["2026-W48"]);
  });

  it("taobao decision 22 decision 31 who hands a customer over has a turn that cannot be timed, not none", async () => {
    const report = await auditChats(`
      # 会话=1 平台=taobao
      系统 - 分配 小满
      客户 - 什么时候发货
      系统 - 转接 小林
      客服(小林) - 今天发
      # 会话=2 平台=jd 顾客=阿蓝
      客户 - 在吗
      客服(小满) - 在的`);
    const { platform, reasons } = figuresOf(report, "小满");
    expect(platform.taobao).toEqual({ reply3MinRate: null, averageReplySeconds: null });
    expect(reasons["platform.taobao.reply3MinRate"]).toBe("导出里没有可用的时间，无法计算");
  });
});

describe("other descriptions of the same figures", () => {
  const late = "# 平台=taobao\n客户 23:10:00 在吗\n客服 23:10:30 在的";

  it("taobao 8–24 counts the last hour of the day, and the report says so", async () => {
    const usual = await auditChats(late);
    const other = await auditChats(late, { platformVariants: { taobao: "8-24" } });
    expect(figuresOf(usual, "店铺").platform.taobao!.reply3MinRate).toMatchObject({ n: 0 });
    expect(figuresOf(other, "店铺").platform.taobao!.reply3MinRate).toMatchObject({ n: 1, hits: 1 });
    expect(usual.settings.platforms).toMatchObject([{ name: "taobao", variant: null }]);
    expect(other.settings.platforms).toMatchObject([
      {
        name: "taobao",
        variant: "8-24",
        why: { zh: expect.stringContaining("8:00–24:00") },
        figures: { averageReplySeconds: { zh: "旺旺人工平响时长" } },
        versions: [
          {
            hours: "08:00-24:00",
            method: { zh: expect.stringContaining("按对话轮次") },
            sources: [expect.stringContaining("dingjiuxi")],
          },
        ],
      },
    ]);
  });

  it("xiaohongshu by enquiries fails a customer with any late turn", async () => {
    const text = "# 平台=xiaohongshu\n客户 0s 在吗\n客服 10s 在的\n客户 20s 有货吗\n客服 300s 有的";
    const other = await auditChats(text, { platformVariants: { xiaohongshu: "by-enquiries" } });
    expect(figuresOf(await auditChats(text), "店铺").platform.xiaohongshu!.reply3MinRate).toMatchObject({
      hits: 1,
    });
    expect(figuresOf(other, "店铺").platform.xiaohongshu!.reply3MinRate).toMatchObject({ n: 1, hits: 0 });
  });

  const shopOf = async (text: string, platform: string, variant: string) => {
    const report = await auditChats(text, { platformVariants: { [platform]: variant } });
    expect(report.settings.platforms).toMatchObject([{ name: platform, variant }]);
    const usual = figuresOf(await auditChats(text), "店铺").platform[platform]!;
    return { usual, other: figuresOf(report, "店铺").platform[platform]! };
  };

  it("taobao late-questions: what was asked outside the hours counts by a reply inside, on the next day too", async () => {
    const { usual, other } = await shopOf(
      `# 会话=1 平台=taobao 顾客=阿青
      客户 07:58:00 在吗
      客服 08:00:30 在的
      # 会话=2 平台=taobao 顾客=阿蓝
      客户 23:10:00 在吗
      客服 2026-11-17 08:00:10 在的
      # 会话=3 平台=taobao 顾客=阿紫
      客户 23:10:00 在吗
      客服 23:10:20 在的
      # 会话=4 平台=taobao 顾客=阿橙
      客户 23:20:00 在吗
      系统 23:40:00 结束
      客服 2026-11-17 08:00:10 在的`,
      "taobao",
      "late-questions",
    );
    expect(usual).toMatchObject({ reply3MinRate: share(0, 0), averageReplySeconds: { n: 0 } });
    expect(other).toMatchObject({ reply3MinRate: share(1, 2), averageReplySeconds: { n: 2, sum: 750 } });
  });

  it("jd every-turn: the rate looks at all turns", async () => {
    const { usual, other } = await shopOf(
      "# 平台=jd\n客户 0s 在吗\n客服 10s 在的\n客户 60s 有货吗\n客服 100s 有的\n客户 200s 包邮吗",
      "jd",
      "every-turn",
    );
    expect(usual).toMatchObject({ firstReply30sRate: share(1, 1) });
    expect(other).toMatchObject({ reply30sRate: share(1, 3), averageReplySeconds: { n: 2, sum: 50 } });
  });

  it("jd 8-24: what begins at eight counts", async () => {
    const { usual, other } = await shopOf("# 平台=jd\n客户 08:00:00 在吗\n客服 08:00:10 在的", "jd", "8-24");
    expect([usual.firstReply30sRate, other.firstReply30sRate]).toMatchObject([{ n: 0 }, { n: 1, hits: 1 }]);
  });

  it("pdd 5-minutes: the first reply of a day within five minutes, a robot's too", async () => {
    const { usual, other } = await shopOf(
      `# 会话=1 平台=pdd 顾客=阿青
      客户 0s 在吗
      客服 300s 在的
      # 会话=2 平台=pdd 顾客=阿蓝
      客户 0s 在吗
      机器人 1s 请看详情页
      # 会话=3 平台=pdd 顾客=阿紫
      客户 0s 在吗
      客服 300.001s 在的`,
      "pdd",
      "5-minutes",
    );
    expect(usual.reply3MinRate).toEqual(share(0, 2));
    expect(other.reply5MinRate).toEqual(share(2, 3));
    expect(other.averageReplySeconds).toMatchObject({ n: 2, sum: 600.001 });
  });

  it("pdd all-enquiries: customers served by the robot alone are counted", async () => {
    const { usual, other } = await shopOf(
      `# 会话=1 平台=pdd 顾客=阿青
      客户 0s 在吗
      机器人 1s 请看详情页
      # 会话=2 平台=pdd 顾客=阿蓝
      客户 0s 在吗`,
      "pdd",
      "all-enquiries",
    );
    expect([usual.reply3MinRate, other.reply3MinRate]).toEqual([share(0, 1), share(1, 2)]);
  });

  it("kuaishou 8-24: the last hour and the robot count", async () => {
    const { usual, other } = await shopOf(
      `# 会话=1 平台=kuaishou 顾客=阿青
      客户 23:30:00 在吗
      机器人 23:30:01 请看详情页
      # 会话=2 平台=kuaishou 顾客=阿蓝
      客户 22:00:00 在吗`,
      "kuaishou",
      "8-24",
    );
    expect([usual.reply3MinRate, other.reply3MinRate]).toEqual([share(0, 1), share(1, 2)]);
  });

  it("douyin 9-23: what begins before nine does not count", async () => {
    const { usual, other } = await shopOf("# 平台=douyin\n客户 08:30:00 在吗", "douyin", "9-23");
    expect([usual.reply3MinSessionRate, other.reply3MinSessionRate]).toEqual([share(0, 1), share(0, 0)]);
  });

  it("one that is not there is refused with those that are", async () => {
    await expect(auditChats(late, { platformVariants: { taobao: "9-5" } })).rejects.toThrow(/没有“9-5”/u);
    await expect(auditChats(late, { platformVariants: { amazon: "9-5" } })).rejects.toThrow(/没有“amazon”/u);
  });

  /** The figures of a profile of the shop's own, which differs from the generic one in one place. */
  const ours = async (text: string, [from, to]: [string, string], who: string) => {
    const own = readFileSync("rubrics/platforms/generic.yaml", "utf8").replace("name: generic", "name: ours");
    const file = join(folder({ "ours.yaml": own.replace(from, to) }), "ours.yaml");
    const report = await auditChats(text, { platform: "ours", platformProfiles: [file] });
    return figuresOf(report, who).platform.ours!;
  };

  it("a shop's own profile is used by its name", async () => {
    const chat = "客户 0s 在吗\n客服 30s 在的";
    const figures = await ours(chat, ["withinSeconds: 180", "withinSeconds: 10"], "店铺");
    expect(figures.reply3MinRate).toMatchObject({ n: 1, hits: 0 });
  });

  it("versions stand side by side: each turn counts by the one of its day, and the report names them all", async () => {
    const version = (effective: string, hours: string, limit: number) => `
  - effective: "${effective}"
    turns: session
    transfer: runs-on
    hours: ${hours}
    hoursOf: turn
    agentOpened: counted
    figures:
      quickRate: { title: { zh: 快回率, en: Quick replies }, share: turns, withinSeconds: ${limit} }
    method: { zh: ${limit} 秒内回复, en: Replies within ${limit} s }
    sources: [客服部规定]`;
    const versions = `${version("2026-11-18", "09:00-22:00", 30)}${version("2026-01-01", "00:00-24:00", 60)}`;
    const own = `name: ours\ntitle: { zh: 本店口径, en: Ours }\nversions:${versions}\n`;
    const report = await auditChats(
      `客户 2026-11-17 23:30:00 在吗
       客服 2026-11-17 23:30:45 在的
       客户 2026-11-18 23:30:00 有货吗
       客服 2026-11-18 23:30:45 有的
       客户 2026-11-19 10:00:00 包邮吗
       客服 2026-11-19 10:00:45 包的`,
      { platform: "ours", platformProfiles: [join(folder({ "ours.yaml": own }), "ours.yaml")] },
    );
    expect(figuresOf(report, "店铺").platform.ours!.quickRate).toMatchObject({ n: 2, hits: 1 });
    expect(report.settings.platforms[0]).toMatchObject({
      figures: { quickRate: { zh: "快回率" } },
      versions: [
        { effective: "2026-01-01", hours: "00:00-24:00", method: { zh: "60 秒内回复" } },
        { effective: "2026-11-18", hours: "09:00-22:00", method: { zh: "30 秒内回复" } },
      ],
    });
  });

  it("a shop's own profile by sessions may charge whoever hands an open turn over", async () => {
    const chat = "系统 0s 分配 小满\n客户 0s 在吗\n系统 20s 转接 小林\n客服(小林) 30s 在的";
    const figures = await ours(chat, ["transfer: runs-on", "transfer: ends-turn"], "小满");
    expect(figures.reply3MinRate).toMatchObject({ n: 1, hits: 0 });
  });
});
