import { describe, expect, it } from "vitest";
import { audit, type Report } from "../../src/index.ts";
import { auditChats, folder, ndjson, records } from "../support/chats.ts";

const curt = (session: string, customer: string, text = "衣服破了怎么办") => `
  # 会话=${session} 顾客=${customer}
  客户 0s 在吗
  客服 300s 说
  客户 320s ${text}`;
const kind = (session: string, customer: string) => `
  # 会话=${session} 顾客=${customer}
  客户 0s 你好，请问这件有货吗
  客服 5s 您好，我是客服小满，很高兴为您服务😊，有货的
  客户 20s 太好了，服务真好，谢谢
  客服 25s 不客气，感谢您的光临，祝您生活愉快，再见😊`;

const findingsIn = (report: Report, session: string) =>
  report.findings.filter((finding) => finding.session === session);

describe("example conversations", () => {
  it("hold the whole conversation with acts, waits and the points to improve that it shows", async () => {
    const report = await auditChats(curt("s1", "阿青"));
    const [talk] = report.conversations!;
    expect(talk!.session).toBe("s1");
    expect(talk!.messages.map(({ text }) => text)).toEqual(["在吗", "说", "衣服破了怎么办"]);
    expect(talk!.waits.map(({ from, outcome, reply, seconds }) => [from, outcome, reply, seconds])).toEqual([
      [0, "answered", 1, 300],
      [2, "unanswered", null, null],
    ]);
    const ids = findingsIn(report, "s1").map(({ id }) => id);
    expect(new Set(talk!.findings)).toEqual(new Set(ids));
    for (const { evidence } of report.findings) {
      for (const { message, start, end, quote } of evidence)
        expect(talk!.messages[message]!.text.slice(start, end)).toBe(quote);
    }
    for (const { acts, text } of talk!.messages) {
      for (const { id, end } of acts) {
        expect(report.acts![id]).toMatch(/\p{Script=Han}/u);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }
  });

  it("are those of what comes first, praise among them, and no more than asked for", async () => {
    const many = Array.from({ length: 9 }, (_, at) => curt(`坏${at}`, `顾客${at}`)).join("\n");
    const chats = `${many}\n${kind("好1", "阿青")}`;
    const report = await auditChats(chats, { maxConversations: 3 });
    const sessions = report.conversations!.map(({ session }) => session);
    expect(sessions).toHaveLength(3);
    expect(sessions).toContain("好1");
    expect(report.settings.maxConversations).toBe(3);
    expect((await auditChats(chats, { maxConversations: 0 })).conversations).toEqual([]);
  });

  it("are masked like everything else", async () => {
    const report = await auditChats(curt("s1", "爱吃橘子的猫", "我电话13912345678，叫爱吃橘子的猫，破了"));
    const text = JSON.stringify(report.conversations);
    expect(text).not.toContain("13912345678");
    expect(text).not.toContain("爱吃橘子的猫");
  });

  it("do not name the customer in notices about her", async () => {
    const joined = (sender: string) => ({ role: "system", kind: "event", event: "joined", sender, text: "" });
    const [first, ...others] = records(curt("s1", "爱吃橘子的猫"));
    const notices = ["爱吃橘子的猫", "小满"].map((sender) => ({ ...first!, ...joined(sender) }));
    const path = folder({ "a.ndjson": ndjson([...notices, first!, ...others]) });
    const { report } = await audit([path]);
    const senders = report.conversations![0]!.messages.map(({ sender }) => sender);
    expect(senders.slice(0, 2)).toEqual(["爱**猫", "小满"]);
    expect(JSON.stringify(report)).not.toContain("爱吃橘子的猫");
  });

  it("are the same whatever the order of the files", async () => {
    const texts = [curt("s1", "阿青"), curt("s2", "阿蓝"), kind("s3", "阿紫"), curt("s4", "阿红")];
    const reportOf = async (order: readonly number[]) => {
      const files = order.map((at, place) => [`${place}.ndjson`, ndjson(records(texts[at]!))]);
      const { report } = await audit([folder(Object.fromEntries(files))], { maxConversations: 2 });
      return JSON.stringify(report.conversations);
    };
    expect(await reportOf([3, 1, 2, 0])).toBe(await reportOf([0, 1, 2, 3]));
  });

  it("prefer one that can be read in a minute to an endless one, and cut that where there is no other", async () => {
    const endless = (session: string) =>
      `\n# 会话=${session} 顾客=阿长\n${Array.from({ length: 130 }, (_, at) => `客户 ${at * 600}s 在吗\n客服 ${at * 600 + 300}s 说`).join("\n")}`;
    const both = await auditChats(`${endless("长")}\n${curt("短", "阿青")}`, { maxConversations: 1 });
    expect(both.conversations!.map(({ session }) => session)).toEqual(["短"]);
    const [only] = (await auditChats(endless("长"))).conversations!;
    expect([only!.messages.length, only!.leftOut]).toEqual([200, 60]);
    for (const { from, reply } of only!.waits) expect(Math.max(from, reply ?? 0)).toBeLessThan(200);
  });
});
