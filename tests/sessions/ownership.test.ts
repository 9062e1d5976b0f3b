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

const transfer = `
  客户 0s 鞋子开胶了
  客服(小满) 20s 您好，麻烦拍张照片
  客户 60s 拍好了
  系统 90s 转接 小林
  客服(小林) 130s 您好，给您换一双`;

describe("who gets it", () => {
  testChats([
    {
      name: "edge 24 whoever replies gets the reply, not whom it was assigned to",
      chat: `
        系统 0s 分配 小满
        客户 1s 有货吗
        客服(小林) 31s 有的`,
      rows: { 小林: { firstReplySeconds: seconds(30), sessions: 1 } },
    },
    {
      name: "edge 25 the first reply belongs to the first who replied, not to the last agent",
      chat: transfer,
      rows: { 小满: { firstReplySeconds: seconds(20) }, 小林: { firstReplySeconds: seconds() } },
    },
    {
      name: "edge 26 answered by a colleague is answered",
      chat: `
        系统 0s 分配 小满
        客户 1s 有货吗
        客服(小林) 31s 有的`,
      rows: { 店铺: { unanswered: share(0, 1) } },
    },
    {
      name: "edge 27 who was never assigned and replied has a row of his own",
      chat: `
        系统 0s 分配 小满
        客户 5s 在吗
        客服(小林) 15s 在的`,
      rows: { 小林: { sessions: 1, firstReplySeconds: seconds(10) } },
    },
    {
      name: "edge 28 assigned and never replied: in no average, listed as missed",
      chat: `
        系统 0s 分配 小满
        客户 5s 在吗`,
      rows: {
        小满: { sessions: 0, replySeconds: seconds(), unanswered: share(1, 1), replyRate: share(0, 1) },
      },
    },
    {
      name: "a transfer without a time: the new agent's own wait is unknown, the shop's is not",
      chat: `
        系统 0s 分配 小满
        客户 10s 鞋子开胶了
        系统 - 转接 小林
        客服(小林) 130s 给您换一双`,
      rows: {
        店铺: { replySeconds: seconds(120) },
        小林: { replySeconds: null, withinSeconds: null, replyRate: share(1, 1) },
      },
    },
    {
      name: "edge 29 decision 16 after a transfer the new agent's clock starts at the transfer, the shop's runs on",
      chat: transfer,
      rows: {
        店铺: { replySeconds: seconds(20, 70), slowTurns: 1 },
        小满: { replySeconds: seconds(20), unanswered: share(0, 0) },
        小林: {
          replySeconds: seconds(40),
          slowTurns: 0,
          workingSeconds: { replySeconds: { n: 1, sum: 40 } },
        },
      },
    },
    {
      name: "decision 16 nobody comes after the transfer: the new agent's, not the one's who handed over",
      chat: `
        客户 0s 鞋子开胶了
        客服(小满) 20s 麻烦拍张照片
        客户 60s 拍好了
        系统 90s 转接 小林`,
      rows: { 小满: { unanswered: share(0, 0) }, 小林: { unanswered: share(1, 1), sessions: 0 } },
    },
    {
      name: "decision 16 thanks at the head of the turn: from the later of transfer and first real words",
      chat: `
        客户 0s 有货吗
        客服(小满) 5s 有的
        客户 20s 好的
        系统 30s 转接 小林
        客户 50s 那什么时候发货
        客服(小林) 65s 今天`,
      rows: { 店铺: { replySeconds: seconds(5, 15) }, 小林: { replySeconds: seconds(15) } },
    },
    {
      name: "decision 16 a transfer without a word by the first agent",
      chat: `
        系统 0s 分配 小满
        客户 10s 发票抬头写错了
        系统 100s 转接 小林
        客服(小林) 120s 给您重开`,
      rows: { 店铺: { firstReplySeconds: seconds(110) }, 小林: { firstReplySeconds: seconds(20) } },
    },
    {
      name: "decision 17 nobody wrote or was assigned: the account that the lines name",
      chat: `
        客服(小满) 0s 您好，您的快递到了
        客户 30s 放驿站可以吗`,
      rows: { 小满: { unanswered: share(1, 1), customerMessages: 1 } },
    },
    {
      name: "decision 17 decision 21 nobody is known: the turn stands under 未分配, without sessions",
      chat: `
        客户 0s 有人吗，想退货`,
      rows: { 未分配: { unanswered: share(1, 1), sessions: 0, customers: 0, customerMessages: 1 } },
    },
    {
      name: "decision 17 a transfer that names nobody changes nothing",
      chat: `
        客服(小满) 0s 您好
        客户 10s 我想换货
        系统 20s 转接`,
      rows: { 小满: { unanswered: share(1, 1) } },
    },
    {
      name: "decision 8 edge 30 each of the customer's messages counts for one agent, and they add up to the shop",
      chat: `${transfer}
        客户 150s 谢谢
        系统 200s 结束
        客户 210s 谢谢啦`,
      rows: {
        店铺: { customerMessages: 4, agentMessages: 2 },
        小满: { customerMessages: 1, agentMessages: 1 },
        小林: { customerMessages: 3, agentMessages: 1 },
      },
    },
    {
      name: "decision 8 what a robot answered goes to whoever is in charge, else to 未分配",
      chat: `
        客户 0s 几天到
        机器人 1s 三天
        客户 60s 转人工
        客服(小满) 80s 您好`,
      rows: { 未分配: { customerMessages: 1 }, 小满: { customerMessages: 1 }, 店铺: { customerMessages: 2 } },
    },
    {
      name: "decision 6 an agent whose only words send themselves has not spoken",
      chat: `
        客户 0s 在吗
        自动(小满) 1s 您好，欢迎光临
        客服(小林) 30s 在的`,
      rows: { 店铺: { agentMessages: 1 }, 小林: { sessions: 1 } },
    },
  ]);

  it("decision 6 has no row for an agent whose only words send themselves", async () => {
    const report = await auditChats(`
      客户 0s 在吗
      自动(小满) 1s 您好，欢迎光临
      客服(小林) 30s 在的`);
    expect(report.agentWeeks.map(({ agent }) => agent)).toEqual(["小林"]);
  });

  it("decision 6 decision 17 who only took back what he wrote has not spoken: the account that his line names is in charge", async () => {
    const lines = records(`
      客户 0s 在吗
      客服(小林) 20s [撤回]
      客户 40s 有人吗`);
    const owned = lines.map((line) => (line.role === "agent" ? { ...line, agent: "小满" } : line));
    const { report } = await audit([folder({ "a.ndjson": ndjson(owned) })]);
    expect(figuresOf(report, "小满")).toMatchObject({ unanswered: share(1, 1), customerMessages: 2 });
  });

  it("edge 31 what a rule finds stands with the agent who answers for it", async () => {
    const report = await auditChats(`
      客户 0s 有货吗
      客服(小满) 5s 亲，您好😊 我是小满，很高兴为您服务，请问想看哪款
      客户 60s 黑色那款
      系统 70s 转接 小林
      客服(小林) 400s 有`);
    const slow = report.findings.filter(({ standards }) => standards.includes("R3"));
    expect(slow.map(({ agent }) => agent)).toEqual(["小林"]);
  });

  it("edge 32 the greeting is asked of the first agent, or of each, as the shop sets it", async () => {
    const chat = `
      客户 0s 有货吗
      客服(小满) 5s 亲，您好，有的
      客户 60s 帮我改地址
      系统 70s 转接 小林
      客服(小林) 80s 改好了`;
    const missed = async (set?: Record<string, string>) =>
      (await auditChats(chat, set && { set })).findings
        .filter(({ rule }) => rule === "O1")
        .map(({ agent }) => agent);
    expect(await missed()).toEqual([]);
    expect(await missed({ greetingOwner: "each" })).toEqual(["小林"]);
  });
});
