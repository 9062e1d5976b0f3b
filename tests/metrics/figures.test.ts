import { describe, expect, it } from "vitest";
import { parseHours, WorkingTime } from "../../src/metrics/working-time.ts";
import { Zone } from "../../src/text/zone.ts";
import { auditChats, figuresOf, monday, seconds, share, testChats } from "../support/chats.ts";

/** Ten questions, answered after these seconds, in conversations of ten minutes each. */
const waits = (...answers: number[]) =>
  answers
    .map(
      (answer, index) =>
        `# 会话=${index} 顾客=顾客${index}\n客户 ${index * 600}s 有货吗\n客服 ${index * 600 + answer}s 有的`,
    )
    .join("\n");

describe("figures of a row", () => {
  testChats([
    {
      name: "decision 9 durations are the open stretches of a conversation, added up",
      chat: `
        客户 0s 在吗
        客服 30s 在的
        系统 100s 结束
        客户 1000s 还有个问题
        客服 1050s 您说`,
      rows: { 店铺: { durationSeconds: { n: 1, sum: 150, mean: 150, p50: 150, p90: 150, max: 150 } } },
    },
    {
      name: "decision 10 an automatic text before the customer is no agent who wrote first",
      chat: `
        自动 0s 欢迎光临
        客户 5s 在吗
        客服 15s 在的`,
      rows: { 店铺: { firstReplySeconds: seconds(10) } },
    },
    {
      name: "decision 22 over nothing a distribution is 0 and null, a share null",
      chat: "客服 0s 您好，您的包裹已签收",
      rows: {
        店铺: {
          firstReplySeconds: { n: 0, sum: 0, mean: null, p50: null, p90: null, max: null },
          withinSeconds: { "15": share(0, 0) },
          unanswered: share(0, 0),
          answerRatio: null,
          reasons: { answerRatio: "没有顾客消息" },
        },
      },
    },
    {
      name: "decision 22 figures without any time are null, each with its reason",
      chat: `
        客户 - 在吗
        客服 - 在的`,
      rows: {
        店铺: {
          firstReplySeconds: null,
          replySeconds: null,
          withinSeconds: null,
          slowTurns: null,
          durationSeconds: null,
          workingSeconds: {
            firstReplySeconds: null,
            replySeconds: null,
            withinSeconds: null,
            slowTurns: null,
          },
          replyRate: share(1, 1),
          unanswered: share(0, 1),
          reasons: Object.fromEntries(
            [
              "firstReplySeconds",
              "replySeconds",
              "withinSeconds",
              "slowTurns",
              "durationSeconds",
              "workingSeconds",
            ].map((figure) => [figure, "导出里没有可用的时间，无法计算"]),
          ),
        },
      },
    },
    {
      name: "decision 22 turns without a time are left out and told",
      chat: `
        # 会话=有 顾客=阿青
        客户 0s 在吗
        客服 10s 在的
        # 会话=无时 顾客=阿蓝
        客户 - 在吗
        客服 20s 在的`,
      rows: {
        店铺: {
          replySeconds: seconds(10),
          withinSeconds: { "60": share(1, 1) },
          reasons: { replySeconds: "另有 1 轮没有时间，未计入" },
        },
      },
    },
    {
      name: "decision 23 edge 52 percentiles are nearest-rank beside the mean",
      chat: waits(1, 2, 3, 4, 5, 6, 7, 8, 9, 600),
      rows: { 店铺: { replySeconds: { n: 10, sum: 645, mean: 64.5, p50: 5, p90: 9, max: 600 } } },
    },
    {
      name: "decision 23 the 90th of eleven is the tenth",
      chat: waits(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
      rows: { 店铺: { replySeconds: { p50: 6, p90: 10 } } },
    },
    {
      name: "edge 50 seconds are exact, to the millisecond",
      chat: `
        客户 10:00:00.250 在吗
        客服 10:00:15.251 在的`,
      rows: {
        店铺: { replySeconds: seconds(15.001), withinSeconds: { "15": share(0, 1), "30": share(1, 1) } },
      },
    },
    {
      name: "limits are inclusive: 15 s is within 15, 60 s is not slow",
      chat: waits(15, 60, 180),
      rows: {
        店铺: {
          withinSeconds: { "15": share(1, 3), "30": share(1, 3), "60": share(2, 3), "180": share(3, 3) },
          slowTurns: 1,
        },
      },
    },
    {
      name: "decision 24 the reply rate is of customers, in an agent's row by his own turns",
      chat: `
        # 会话=1 顾客=阿青
        客户 0s 有货吗
        客服(小满) 5s 有的
        # 会话=2 顾客=阿青
        系统 8000s 分配 小满
        客户 8001s 发了吗
        # 会话=3 顾客=阿蓝
        系统 0s 分配 小满
        客户 1s 有货吗
        # 会话=4 顾客=阿紫
        客户 0s 有货吗
        机器人 1s 有的
        # 会话=5 顾客=阿绿
        客户 0s 谢谢`,
      rows: { 店铺: { replyRate: share(1, 2) }, 小满: { replyRate: share(1, 2), unanswered: share(2, 3) } },
    },
    {
      name: "decision 25 only the last human turn of a conversation decides, and only for its owner",
      chat: `
        客户 0s 有货吗
        客服(小满) 5s 有的
        客户 60s 包邮吗
        系统 70s 转接 小林`,
      rows: {
        店铺: { unanswered: share(1, 1) },
        小满: { unanswered: share(0, 0) },
        小林: { unanswered: share(1, 1) },
      },
    },
    {
      name: "decision 25 robot turns and thanks after it are passed over",
      chat: `
        客户 0s 有货吗
        系统 60s 结束
        客户 3600s 几点下班
        机器人 3601s 24 小时在线
        客户 3700s 谢谢`,
      rows: { 店铺: { unanswered: share(1, 1) } },
    },
    {
      name: "answer ratio: agents' messages against customers'",
      chat: `
        客户 0s 有货吗
        客服 5s 有的
        客服 6s 今天发
        自动 7s 店铺公告`,
      rows: { 店铺: { answerRatio: 2, agentMessages: 2 } },
    },
    {
      name: "canned share: the same words in three conversations, names and numbers aside",
      chat: [1, 2, 3]
        .map(
          (index) => `
        # 会话=${index} 顾客=小雨点${index}
        客户 0s 发了吗
        客服 5s 小雨点${index}，您的单号尾号 880${index} 已发出
        客服 9s 第${["一", "二", "三"][index - 1]}次给您查的`,
        )
        .join("\n"),
      rows: { 店铺: { cannedShare: share(3, 6) } },
    },
    {
      name: "wording: emoticons, courtesies, 您 against 我",
      chat: `
        客户 0s 能便宜点吗
        客服 5s 您好，谢谢您的喜欢😊
        客服 9s 我申请一下，请稍等
        客服 20s 我们咱们一起努力`,
      rows: {
        店铺: {
          emoticonShare: share(1, 3),
          politePer100: { n: 3, hits: 3, value: 100 },
          youOverI: { n: 1, hits: 3, value: 3 },
        },
      },
    },
  ]);

  it("the canned share knows the customer where agents' lines do not name him", async () => {
    const chat = [1, 2, 3]
      .map(
        (index) =>
          `# 会话=${index} 顾客=小雨点${index}\n客户 0s 发了吗\n# 会话=${index} 顾客=无\n客服 5s 小雨点${"甲乙丙"[index - 1]}好`,
      )
      .join("\n")
      .replaceAll(/小雨点\d/gu, (nick) => `小雨点${"甲乙丙"[Number(nick.at(-1)) - 1]}`);
    expect(figuresOf(await auditChats(chat), "店铺").cannedShare).toEqual(share(3, 3));
  });

  it("decision 27 lists the twenty longest waits, counts all, and quotes the words that waited", async () => {
    const report = await auditChats(waits(...Array.from({ length: 25 }, (_, index) => 61 + index)));
    const [row] = report.agentWeeks;
    expect(row!.metrics.slowTurns).toBe(25);
    expect(row!.slowTurns.map(({ seconds: waited }) => waited)).toEqual(
      Array.from({ length: 20 }, (_, index) => 85 - index),
    );
    expect(row!.slowTurns[0]).toEqual({
      session: "24",
      start: `${monday}T14:00:00+08:00`,
      seconds: 85,
      quote: "有货吗",
    });
  });

  it("decision 20 tells how many replies are missing from the export, and where", async () => {
    const report = await auditChats(`
      客户 0s 这个怎么用
      客服 20s [缺失]`);
    const [missing] = report.diagnostics.filter(({ code }) => code === "reply-missing");
    expect(missing).toMatchObject({ count: 1, level: "warning", samples: [{ line: 2 }] });
  });
});

describe("shop hours", () => {
  testChats([
    {
      name: "edge 35 before opening: the wait counts from the first working minute",
      chat: `
        客户 08:30:00 在吗
        客服 09:00:40 在的`,
      rows: {
        店铺: {
          replySeconds: seconds(1840),
          slowTurns: 1,
          workingSeconds: {
            firstReplySeconds: { n: 1, sum: 40 },
            withinSeconds: { "30": { hits: 0 }, "60": { n: 1, hits: 1 } },
            slowTurns: 0,
          },
        },
      },
    },
    {
      name: "edge 36 over night only the minutes of both days inside hours count",
      chat: `
        客户 2026-11-16 21:59:00 在吗
        客服 2026-11-17 09:01:30 在的`,
      rows: { 店铺: { workingSeconds: { replySeconds: { n: 1, sum: 150 } } } },
    },
    {
      name: "waits stand in the hour and weekday in which they began, questions left alone beside them",
      chat: `
        客户 2026-11-16 09:59:50 在吗
        客服 2026-11-16 10:00:20 在的
        客户 2026-11-16 10:30:00 有货吗
        客服 2026-11-16 10:30:10 有的
        客户 2026-11-16 10:40:00 谢谢
        客户 2026-11-22 23:10:00 明天发吗`,
      rows: {
        店铺: {
          waitingByHour: [
            { weekday: 1, hour: 9, n: 1, sum: 30, unanswered: 0 },
            { weekday: 1, hour: 10, n: 1, sum: 10, unanswered: 0 },
            { weekday: 7, hour: 23, n: 0, sum: 0, unanswered: 1 },
          ],
        },
      },
    },
    {
      name: "edge 47 three conversations of an hour in one hour: elapsed time, and how they lay side by side",
      chat: [1, 2, 3]
        .map(
          (id) => `
        # 会话=${id} 顾客=顾客${id}
        客户 0s 有货吗
        客服 60s 有的
        客户 3600s 好的谢谢`,
        )
        .join("\n"),
      rows: {
        客服: {
          durationSeconds: { n: 3, sum: 10_800, mean: 3600 },
          concurrency: { max: 3, mean: 3, conversationSeconds: 10_800, busySeconds: 3600 },
        },
      },
    },
    {
      name: "conversations side by side: at most, and over the time with at least one",
      chat: `
        # 会话=1 顾客=阿青
        客户 0s 在吗
        客服 100s 在的
        # 会话=2 顾客=阿蓝
        客户 50s 有货吗
        客服 150s 有的
        # 会话=3 顾客=阿红
        客户 1000s 发什么快递
        客服 1050s 中通`,
      rows: {
        客服: { concurrency: { max: 2, mean: 1.25, conversationSeconds: 250, busySeconds: 200 } },
      },
    },
    {
      name: "a conversation that ends where the next begins is not beside it",
      chat: `
        # 会话=1 顾客=阿青
        客户 0s 在吗
        客服 100s 在的
        # 会话=2 顾客=阿蓝
        客户 100s 有货吗
        客服 150s 有的`,
      rows: { 店铺: { concurrency: { max: 1, mean: 1, conversationSeconds: 150, busySeconds: 150 } } },
    },
    {
      name: "after a transfer the conversation is the other agent's",
      chat: `
        客户 0s 在吗
        客服(小满) 10s 在的
        系统 60s 转接 小林
        客服(小林) 90s 您好
        客户 100s 好的`,
      rows: {
        小满: { concurrency: { max: 1, mean: 1, conversationSeconds: 60, busySeconds: 60 } },
        小林: { concurrency: { max: 1, mean: 1, conversationSeconds: 40, busySeconds: 40 } },
        店铺: { concurrency: { max: 1, mean: 1, conversationSeconds: 100, busySeconds: 100 } },
      },
    },
    {
      name: "edge 37 a lunch break is out",
      chat: `
        客户 11:59:00 在吗
        客服 13:00:30 在的`,
      options: { hours: "09:00-12:00,13:00-22:00" },
      rows: { 店铺: { workingSeconds: { replySeconds: { n: 1, sum: 90 } } } },
    },
    {
      name: "edge 38 a shift past midnight",
      chat: `
        客户 2026-11-17 01:59:00 在吗
        客服 2026-11-17 21:00:20 在的`,
      options: { hours: "21:00-02:00" },
      rows: { 店铺: { workingSeconds: { replySeconds: { n: 1, sum: 80 } } } },
    },
    {
      name: "edge 41 the shop's zone decides the week, not the machine's or UTC",
      chat: "客户 2026-11-23 00:30:00 在吗",
      options: { timezone: "Asia/Tokyo" },
      rows: { 店铺: { sessions: 1 } },
    },
    {
      name: "decision 26 hours without end are the whole day",
      chat: `
        客户 2026-11-16 23:00:00 在吗
        客服 2026-11-17 01:00:00 在的`,
      options: { hours: "00:00-24:00" },
      rows: { 店铺: { workingSeconds: { replySeconds: { n: 1, sum: 7200 } } } },
    },
  ]);

  const time = (zone: string, hours: string) => {
    const spans = parseHours(hours);
    return new WorkingTime(new Zone(zone), () => spans);
  };
  const at = (text: string) => Date.parse(text);

  it("edge 40 the day on which the clock goes back has one hour more", () => {
    const berlin = time("Europe/Berlin", "00:00-24:00");
    expect(berlin.overlap(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z"))).toBe(25 * 3_600_000);
  });

  it("edge 40 opening hours are by the clock on the wall on both sides of the change", () => {
    const berlin = time("Europe/Berlin", "09:00-18:00");
    expect(berlin.overlap(at("2026-10-24T07:00:00Z"), at("2026-10-24T08:00:00Z"))).toBe(3_600_000);
    expect(berlin.overlap(at("2026-10-25T07:00:00Z"), at("2026-10-25T09:00:00Z"))).toBe(3_600_000);
  });

  it("counts spans that overlap once", () => {
    const shop = time("Asia/Shanghai", "09:00-13:00,12:00-18:00");
    expect(shop.overlap(at("2026-11-16T11:00:00+08:00"), at("2026-11-16T14:00:00+08:00"))).toBe(
      3 * 3_600_000,
    );
  });

  it.each(["9-22", "09:00", "25:00-26:00", "09:00-22:60", ""])("refuses the hours “%s”", (hours) => {
    expect(() => parseHours(hours)).toThrow(/看不懂/u);
  });
});
