import { describe } from "vitest";
import { seconds, share, testChats } from "../support/chats.ts";

describe("when the clock starts, stops and starts again", () => {
  testChats([
    {
      name: "edge 11 several messages before the reply: from the first",
      chat: `
        客户 0s 在吗
        客户 4s 这条裙子
        客户 20s 有 L 码吗
        客服 61s 您好，有的`,
      rows: { 店铺: { replySeconds: seconds(61), slowTurns: 1, customerMessages: 3 } },
    },
    {
      name: "edge 12 a robot's answer ends the wait, a question two weeks later starts another",
      chat: `
        客户 2026-11-16 10:00:00 几天能到
        机器人 2026-11-16 10:00:02 一般三天左右
        客户 2026-11-30 16:00:00 转人工，还没到
        客服 2026-11-30 16:00:40 我帮您查`,
      rows: { 店铺: { firstReplySeconds: seconds(40), replySeconds: seconds(40) } },
    },
    {
      name: "edge 13 handed over after the robot's answer, without new words: from the hand-over",
      chat: `
        客户 0s 可以开发票吗
        机器人 3s 可以在订单页申请
        系统 30s 转接 客服
        客服 80s 我帮您开`,
      rows: { 店铺: { replySeconds: seconds(50) } },
    },
    {
      name: "edge 13 the customer wrote after the robot: from those words, not from the later hand-over",
      chat: `
        客户 0s 可以开发票吗
        机器人 3s 可以在订单页申请
        客户 20s 我没看到入口
        系统 30s 转接 客服
        客服 80s 我帮您开`,
      rows: { 店铺: { replySeconds: seconds(60) } },
    },
    {
      name: "edge 14 closed by the robot, opened again five days later, answered in ten minutes: ten minutes",
      chat: `
        客户 2026-11-16 10:00:00 怎么保养
        机器人 2026-11-16 10:00:01 温水手洗即可
        系统 2026-11-16 10:30:00 结束
        客户 2026-11-21 14:00:00 洗完起球了
        客服 2026-11-21 14:10:00 我看看您的照片`,
      rows: { 店铺: { firstReplySeconds: seconds(600), sessions: 1 } },
    },
    {
      name: "edge 15 words that reopen a closed conversation start their own wait",
      chat: `
        客户 2026-11-16 10:00:00 有优惠吗
        客服 2026-11-16 10:00:20 有满减
        系统 2026-11-16 10:40:00 结束
        客户 2026-11-19 09:30:00 现在还有吗
        客服 2026-11-19 09:30:15 还有的`,
      rows: { 店铺: { replySeconds: seconds(20, 15) } },
    },
    {
      name: "edge 16 the time with the robot is in no person's wait",
      chat: `
        客户 0s 查物流
        机器人 2s 请输入单号
        客户 60s 我不知道单号
        机器人 62s 请在订单详情里查看
        客户 200s 转人工
        客服 215s 我来帮您查`,
      rows: { 店铺: { firstReplySeconds: seconds(15), replySeconds: seconds(15) } },
    },
    {
      name: "edge 17 thanks after the answer: nothing unanswered, nothing reopened",
      chat: `
        客户 0s 几点发货
        客服 9s 下午四点前拍当天发
        客户 20s 好的，谢谢
        系统 600s 结束
        客户 700s 嗯嗯`,
      rows: {
        店铺: {
          replySeconds: seconds(9),
          unanswered: share(0, 1),
          customerMessages: 3,
          durationSeconds: { n: 1, sum: 600 },
        },
      },
    },
    {
      name: "edge 18 nobody replies: no time, and counted as unanswered",
      chat: `
        客户 0s 有人吗，想问下尺码
        客户 900s 算了`,
      rows: {
        店铺: {
          firstReplySeconds: { n: 0, sum: 0, mean: null, p50: null, p90: null, max: null },
          unanswered: share(1, 1),
          withinSeconds: { "15": share(0, 1), "180": share(0, 1) },
          slowTurns: 0,
        },
      },
    },
    {
      name: "edge 19 closed without a reply: unanswered, and the wait is over",
      chat: `
        客户 0s 可以改地址吗
        系统 60s 结束
        客户 4000s 那算了，退款吧
        客服 4010s 好的，为您处理`,
      rows: {
        店铺: {
          firstReplySeconds: seconds(),
          replySeconds: seconds(10),
          withinSeconds: { "60": share(1, 2) },
          unanswered: share(0, 1),
        },
      },
    },
    {
      name: "edge 20 a wait outside shop hours and a turn without a reply stay in the denominators",
      chat: `
        # 会话=夜里 顾客=阿青
        客户 2026-11-16 23:30:00 还能发货吗
        客服 2026-11-17 08:30:00 早上好，今天发
        # 会话=没人 顾客=阿蓝
        客户 2026-11-17 10:00:00 能开票吗`,
      rows: {
        店铺: {
          withinSeconds: { "180": share(0, 2) },
          workingSeconds: { replySeconds: { n: 1, sum: 0 } },
          replyRate: share(1, 2),
        },
      },
    },
    {
      name: "edge 21 a customer who writes again neither stops the clock nor starts it anew",
      chat: `
        客户 0s 能不能今天发
        客户 50s 在不在
        客户 100s 急
        客服 130s 可以，已加急`,
      rows: { 店铺: { replySeconds: seconds(130) } },
    },
    {
      name: "edge 22 a quick second reply does not replace the slow first one",
      chat: `
        客户 0s 在吗
        客服 200s 在的，抱歉久等
        客户 210s 有货吗
        客服 215s 有的`,
      rows: { 店铺: { firstReplySeconds: seconds(200), replySeconds: seconds(200, 5) } },
    },
    {
      name: "edge 23 without an id a silence of the gap begins a new conversation",
      chat: `
        # 会话=无
        客户 0s 在吗
        客服 10s 在的
        客户 1810s 还在吗
        客服 1830s 在的`,
      rows: { 店铺: { sessions: 2, firstReplySeconds: seconds(10, 20) } },
    },
    {
      name: "edge 23 one second less than the gap, and it is the same conversation",
      chat: `
        # 会话=无
        客户 0s 在吗
        客服 10s 在的
        客户 1809s 还在吗
        客服 1829s 在的`,
      rows: { 店铺: { sessions: 1, firstReplySeconds: seconds(10), replySeconds: seconds(10, 20) } },
    },
    {
      name: "edge 23 the gap is the shop's to set",
      chat: `
        # 会话=无
        客户 0s 在吗
        客服 10s 在的
        客户 700s 还在吗
        客服 715s 在的`,
      options: { sessionGapSeconds: 600 },
      rows: { 店铺: { sessions: 2, firstReplySeconds: seconds(10, 15) } },
    },
    {
      name: "decision 12 handed over with nothing asked: nothing waits",
      chat: `
        系统 0s 分配 客服
        客户 10s 你好，有货吗
        客服 25s 有的`,
      rows: { 店铺: { replySeconds: seconds(15) } },
    },
    {
      name: "decision 12 the robot had only been thanked: the turn that the hand-over opens needs no answer",
      chat: `
        客户 0s 谢谢
        机器人 1s 不客气
        系统 5s 分配 客服`,
      rows: { 店铺: { unanswered: share(0, 0), replyRate: share(0, 0) } },
    },
    {
      name: "decision 12 after the robot's answer the hand-over waits, and nobody coming is unanswered",
      chat: `
        客户 0s 衣服破了
        机器人 1s 请上传照片
        系统 5s 分配 客服`,
      rows: { 店铺: { unanswered: share(1, 1) }, 客服: { unanswered: share(1, 1), sessions: 0 } },
    },
    {
      name: "decision 12 closed after the robot's answer: a later hand-over waits for nothing",
      chat: `
        客户 0s 衣服破了
        机器人 1s 请上传照片
        系统 5s 结束
        系统 10s 分配 客服`,
      rows: { 店铺: { unanswered: share(0, 0), replyRate: share(0, 0) } },
    },
    {
      name: "decision 13 once a person was asked for, the robot no longer ends the wait",
      chat: `
        客户 0s 转人工
        机器人 1s 请问您想咨询什么
        客户 5s 转人工
        机器人 6s 人工客服繁忙
        客服 90s 您好`,
      rows: { 店铺: { replySeconds: seconds(90), slowTurns: 1 } },
    },
    {
      name: "decision 13 asking for a person does not move the start of the turn",
      chat: `
        客户 0s 羽绒服怎么洗
        客户 30s 转人工
        客服 50s 建议干洗`,
      rows: { 店铺: { replySeconds: seconds(50) } },
    },
    {
      name: "decision 14 closed without a reply, then reopened and answered: no first reply time",
      chat: `
        客户 0s 有货吗
        系统 100s 结束
        客户 200s 有没有货
        客服 220s 有的`,
      rows: { 店铺: { firstReplySeconds: seconds(), replySeconds: seconds(20) } },
    },
    {
      name: "decision 14 thanks after closing, and the answer to them, count as nothing",
      chat: `
        客户 0s 有货吗
        客服 10s 有的
        系统 100s 结束
        客户 110s 谢谢
        客服 300s 不客气`,
      rows: {
        店铺: { replySeconds: seconds(10), unanswered: share(0, 1), agentMessages: 2, customerMessages: 2 },
      },
    },
    {
      name: "decision 14 thanks after closing, even answered, do not hide that nobody replied",
      chat: `
        客户 0s 有货吗
        系统 100s 结束
        客户 110s 谢谢
        客服 300s 不客气`,
      rows: {
        店铺: { unanswered: share(1, 1), replyRate: share(0, 1), durationSeconds: { n: 1, sum: 100 } },
      },
    },
    {
      name: "decision 15 thanks that were answered are in no seconds, and count as answered",
      chat: `
        客户 0s 谢谢
        客服 100s 不客气哦`,
      rows: {
        店铺: {
          replySeconds: seconds(),
          withinSeconds: { "60": share(0, 0) },
          slowTurns: 0,
          replyRate: share(1, 1),
          unanswered: share(0, 1),
        },
      },
    },
    {
      name: "decision 15 thanks that nobody answered are left out everywhere",
      chat: `
        客户 0s 好的谢谢
        客户 5s [表情]`,
      rows: { 店铺: { replyRate: share(0, 0), unanswered: share(0, 0), customerMessages: 2 } },
    },
    {
      name: "decision 15 a question mark makes a question of it",
      chat: `
        客户 0s 好的？
        客服 20s 嗯，已经改好了`,
      rows: { 店铺: { replySeconds: seconds(20) } },
    },
    {
      name: "decision 15 thanks at the head of a turn do not start its clock",
      chat: `
        客户 0s 尺码合适吗
        客服 10s 正码
        客户 20s 好的
        客户 60s 那帮我改下地址
        客服 75s 改好了`,
      rows: { 店铺: { replySeconds: seconds(10, 15) } },
    },
    {
      name: "a log that ends while somebody waits leaves the customer unanswered",
      chat: `
        客户 0s 有货吗
        客服 10s 有的
        客户 40s 什么颜色`,
      rows: {
        店铺: { unanswered: share(1, 1), replyRate: share(1, 1), withinSeconds: { "15": share(1, 2) } },
      },
    },
  ]);
});
