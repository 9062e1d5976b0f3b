import { describe, expect, it } from "vitest";
import { explanationText } from "../src/cli/explanation-text.ts";
import { explain } from "../src/index.ts";
import { folder, ndjson, records } from "./support/chats.ts";

const explained = (text: string, id = "会话1") =>
  explain(id, [folder({ "a.ndjson": ndjson(records(text)) })], {});

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
    expect(text).toContain("消息 1  客服  旺旺人工平响时长: 计 600 秒; 3 分钟人工响应率: 未达标");
    expect(text).toContain("不计，不在考核时段");
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
