import { describe, expect, it } from "vitest";
import { explanationText } from "../src/cli/explanation-text.ts";
import { type AuditOptions, explain } from "../src/index.ts";
import { folder, ndjson, records } from "./support/chats.ts";

const explained = (text: string, id = "会话1", options: AuditOptions = {}) =>
  explain(id, [folder({ "a.ndjson": ndjson(records(text)) })], options);

describe("what a platform makes of each turn", () => {
  it("taobao: a turn in its hours counts, capped; one at 23:00 does not", async () => {
    const explanation = await explained(`# 会话=会话1 平台=taobao 顾客=阿青
      客户 10:00:00 有货吗
      客服 10:15:00 有的
      客户 23:00:00 包邮吗
      客服 23:00:10 包的`);
    const [taobao] = explanation.platforms;
    expect(
      taobao!.turns.map(({ opened, figures }) => [
        opened,
        ...figures.map(({ out, seconds, inTime }) => out ?? seconds ?? inTime?.hits),
      ]),
    ).toEqual([
      [0, 600, 0],
      [2, "outside-hours", "outside-hours"],
    ]);
    const text = explanationText(explanation, false);
    expect(text).toContain("平台口径  淘宝/天猫  考核 08:00-23:00");
    expect(text).toContain("消息 1  客服 等了 900 秒  旺旺人工平响时长: 计 600 秒; 3 分钟人工响应率: 未达标");
    expect(text).toContain("不计，不在考核时段");
  });

  it("names the alternative description that was chosen", async () => {
    const late = "# 会话=会话1 平台=taobao 顾客=阿青\n客户 23:10:00 在吗\n客服 23:10:30 在的";
    const explanation = await explained(late, "会话1", { platformVariants: { taobao: "8-24" } });
    const text = explanationText(explanation, false);
    expect(text).toContain("平台口径  淘宝/天猫  8-24  考核 08:00-24:00");
    expect(text).toContain("3 分钟人工响应率: 达标");
  });

  it("jd: only the first turn is in the rate, an unanswered one not in the mean", async () => {
    const explanation = await explained(`# 会话=会话1 平台=jd 顾客=阿青
      客户 10:00:00 有货吗
      客服 10:00:20 有的
      客户 10:01:00 包邮吗`);
    const [, second] = explanation.platforms[0]!.turns;
    expect(second!.figures.map(({ figure, out }) => [figure, out])).toEqual([
      ["firstReply30sRate", "not-first"],
      ["averageReplySeconds", "unanswered"],
    ]);
  });

  it("douyin: messages count one by one", async () => {
    const explanation = await explained(`# 会话=会话1 平台=douyin 顾客=阿青
      客户 10:00:00 有货吗
      客户 10:03:00 在吗
      客服 10:04:00 有的`);
    expect(explanationText(explanation, false)).toContain("2 条消息中 1 条达标");
  });

  it("jd: a conversation that an agent began is out; no platform, no section", async () => {
    const opened = await explained(`# 会话=会话1 平台=jd 顾客=阿青
      客服 09:59:00 您的包裹到了
      客户 10:00:00 在哪里
      客服 10:00:20 门口`);
    expect(opened.platforms[0]!.turns[0]!.figures.every(({ out }) => out === "agent-opened")).toBe(true);
    const none = await explained("# 会话=会话1 顾客=阿青\n客户 10:00:00 在吗");
    expect(explanationText(none, false)).not.toContain("平台口径");
  });
});

describe("the timeline", () => {
  const linesOf = async (text: string) =>
    (await explained(text)).messages.map(({ inCharge, turn, clock, seconds, notCounted }) => [
      inCharge,
      turn,
      clock,
      seconds,
      notCounted,
    ]);

  it("automatic texts run on, a transfer starts the new agent's clock, thanks start none", async () => {
    expect(
      await linesOf(`# 会话=会话1 顾客=阿青
        系统 0s 分配 小满
        客户 5s 台灯坏了
        自动(小满) 10s 欢迎光临
        系统 120s 转接 小林
        客服(小林) 210s 给您换新
        客户 240s 好的谢谢
        客户 300s 要几天
        客服(小林) 320s 三天`),
    ).toEqual([
      ["小满", null, null, null, null],
      ["小满", 0, "starts", 0, null],
      ["小满", 0, "runs", 5, "auto"],
      ["小林", 0, "transferred", 115, null],
      ["小林", 0, "answered", 205, null],
      ["小林", 1, "thanks", null, null],
      ["小林", 1, "starts", 0, null],
      ["小林", 1, "answered", 20, null],
    ]);
  });

  it("a robot's answer and a hand-over: the person's clock starts with the hand-over", async () => {
    expect(
      await linesOf(`# 会话=会话1 顾客=阿青
        客户 0s 怎么开发票
        机器人 1s 请在订单页申请
        系统 60s 分配 小满
        机器人 61s 已为您转接
        客服(小满) 90s 您好`),
    ).toEqual([
      [null, 0, "starts", 0, null],
      [null, 0, "robot", 1, null],
      ["小满", 1, "handed-over", 0, null],
      ["小满", 1, "runs", 1, "robot-after-request"],
      ["小满", 1, "answered", 30, null],
    ]);
  });

  it("closed: thanks reopen nothing, words after it are no reply", async () => {
    expect(
      await linesOf(`# 会话=会话1 顾客=阿青
        客户 0s 有货吗
        系统 600s 结束
        客户 700s 谢谢
        客服(小满) 710s 不客气
        客户 900s 还有吗`),
    ).toEqual([
      [null, 0, "starts", 0, null],
      [null, 0, "closed", 600, null],
      [null, null, null, null, "thanks-after-closed"],
      ["小满", null, null, null, "after-closed"],
      ["小满", 1, "starts", 0, null],
    ]);
  });

  it("without times the clock has no seconds", async () => {
    expect(await linesOf("# 会话=会话1 顾客=阿青\n客户 - 在吗\n客服(小满) - 在的")).toEqual([
      [null, 0, "starts", null, null],
      ["小满", 0, "answered", null, null],
    ]);
  });

  it("a platform's turn that began in another conversation of the day says so", async () => {
    const explanation = await explained(`# 会话=上午 平台=pdd 顾客=阿青
      客户 10:00:00 有货吗
      # 会话=会话1 平台=pdd 顾客=阿青
      客户 12:00:00 有人吗
      客服(小满) 12:01:00 在的`);
    expect(explanation.platforms[0]!.turns).toMatchObject([
      { opened: 0, before: { session: "上午", time: "2026-11-16T10:00:00+08:00" }, seconds: 7260 },
    ]);
    expect(explanationText(explanation, false)).toContain("这一轮从会话 上午 11-16 10:00:00 开始");
  });
});
