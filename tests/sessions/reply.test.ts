import { describe } from "vitest";
import { seconds, share, testChats } from "../support/chats.ts";

describe("what is a reply", () => {
  testChats([
    {
      name: "edge 1 a robot answers first and a person later: the first reply is the person's",
      chat: `
        客户 0s 这件有货吗
        机器人 1s 您好，有什么可以帮您
        客户 20s 转人工
        客服 50s 您好，有货的`,
      rows: { 店铺: { firstReplySeconds: seconds(30), replySeconds: seconds(30) } },
    },
    {
      name: "edge 2 a robot hands over: the clock starts at the hand-over, not at the robot's receipt",
      chat: `
        客户 0s 怎么退货
        机器人 2s 正在为您转接人工
        系统 5s 分配 客服
        客服 45s 您好，我来帮您办`,
      rows: { 店铺: { firstReplySeconds: seconds(40) } },
    },
    {
      name: "edge 3 somebody joins: no reply",
      chat: `
        客户 0s 在吗
        系统 3s 进入 客服
        客服 90s 您好`,
      rows: { 店铺: { firstReplySeconds: seconds(90), slowTurns: 1 } },
    },
    {
      name: "edge 4 an advertisement before the customer wrote: no first reply, and no answer to what comes later",
      chat: `
        自动 0s 店庆满 200 减 30
        客户 600s 还有活动吗
        客服 640s 有的，到月底`,
      rows: { 店铺: { firstReplySeconds: seconds(40) } },
    },
    {
      name: "edge 5 an internal note: no reply",
      chat: `
        客户 0s 什么时候发货
        系统 10s 备注：老顾客，催过一次
        客服 70s 今天下午发`,
      rows: { 店铺: { firstReplySeconds: seconds(70), agentMessages: 1 } },
    },
    {
      name: "edge 6 a welcome that sends itself is no reply, a reply that a robot prepared is one",
      chat: `
        客户 0s 你好，我要退款
        自动 1s 欢迎光临小店，客服正在赶来
        辅助 30s 您好，请说一下订单号`,
      rows: {
        店铺: { firstReplySeconds: seconds(30), agentMessages: 1, withinSeconds: { "30": share(1, 1) } },
      },
    },
    {
      name: "edge 7 words after the customer's conversation was closed answer nothing and give no time",
      chat: `
        客户 0s 能便宜点吗
        系统 300s 结束
        系统 301s 客服已离开
        客服 310s 不好意思刚看到`,
      rows: {
        店铺: {
          firstReplySeconds: seconds(),
          replySeconds: seconds(),
          unanswered: share(1, 1),
          replyRate: share(0, 1),
        },
      },
    },
    {
      name: "edge 8 an agent speaks first: no first reply time, later turns are measured",
      chat: `
        客服 0s 您好，您拍的杯子缺货了
        客户 30s 那换个颜色吧
        客服 50s 好的，给您换蓝色`,
      rows: { 店铺: { firstReplySeconds: seconds(), replySeconds: seconds(20) } },
    },
    {
      name: "edge 9 whoever got a reply has a figure",
      chat: `
        客户 0s 在吗
        客户 5s 有人吗
        自动 6s 您好，稍后回复您
        机器人 7s 猜您想问：发货时间
        客户 9s 我要人工
        客服 400s 您好`,
      rows: { 店铺: { firstReplySeconds: seconds(391), replyRate: share(1, 1) } },
    },
    ...["[图片]", "[语音]", "[视频]", "[文件]", "[卡片]", "[表情]"].map((kind) => ({
      name: `edge 10 ${kind} alone is a reply`,
      chat: `
        客户 0s 尺码表有吗
        客服 12s ${kind}`,
      rows: { 店铺: { firstReplySeconds: seconds(12), agentMessages: 1 } },
    })),
    {
      name: "decision 18 words of an agent without a running clock are no reply and give no time",
      chat: `
        客户 0s 有货吗
        客服 10s 有的
        客服 40s 今天就能发`,
      rows: { 店铺: { replySeconds: seconds(10), agentMessages: 2 } },
    },
    {
      name: "decision 19 the mark “assisted” holds only for what a person sends by hand",
      chat: `
        客户 0s 有货吗
        机器人 1s 您可以看看商品页
        客户 8s 转人工
        辅助 20s 有的，请放心拍`,
      rows: { 店铺: { replySeconds: seconds(12) } },
    },
    {
      name: "decision 20 a turn that ends in words missing from the export is neither answered nor unanswered",
      chat: `
        客户 0s 这个怎么用
        客服 20s [缺失]
        客户 60s 明白了，那会褪色吗
        客服 65s 不会的`,
      rows: {
        店铺: {
          firstReplySeconds: seconds(),
          replySeconds: seconds(5),
          withinSeconds: { "60": share(1, 1) },
          agentMessages: 2,
        },
      },
    },
    {
      name: "edge 70 what was taken back is no reply and no question",
      chat: `
        客户 0s 在吗
        客服 5s [撤回]
        客户 6s [撤回]
        客服 30s 在的，您说`,
      rows: { 店铺: { replySeconds: seconds(30), agentMessages: 1, customerMessages: 1 } },
    },
  ]);
});
