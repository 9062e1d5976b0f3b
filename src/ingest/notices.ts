import type { EventName, Kind } from "../model/message.ts";

/**
 * Texts that are nothing but these say what was sent (ingest-decision 4), or stand where the export shows
 * nothing (contract §1, `missing`).
 */
export const placeholders: ReadonlyMap<string, Kind> = new Map([
  ["", "missing"],
  ["[图片]", "image"],
  ["[语音]", "voice"],
  ["[视频]", "video"],
  ["[文件]", "file"],
  ["[动画表情]", "emoticon"],
  ["请在客户端查看原始聊天记录，网页版无法展示", "missing"],
  ["请在客户端查看原始聊天记录,网页版无法展示", "missing"],
  ["[不支持的消息类型]", "missing"],
  ["[暂不支持的消息类型]", "missing"],
  ["[未知消息]", "missing"],
  ["[未知消息类型]", "missing"],
]);

/** `X 撤回了一条消息`, alone. */
export const recallNotice = /^[“"「]?(.{1,60}?)[”"」]?\s?(?:已)?撤回了?一条消息$/;

/** Who took a message back, where the notice does not name the account. */
export const recallers: ReadonlyMap<string, "customer" | "agent"> = new Map([
  ["你", "agent"],
  ["您", "agent"],
  ["我", "agent"],
  ["客服", "agent"],
  ["商家", "agent"],
  ["卖家", "agent"],
  ["对方", "customer"],
  ["买家", "customer"],
  ["顾客", "customer"],
  ["客户", "customer"],
  ["用户", "customer"],
]);

/** Marks of a text that was sent by itself (ingest-decision 2). */
export const autoMark = /^(?:\[自动回复\]|自动回复[:：])/;

/** Marks of a reply that a robot prepared (ingest-decision 3). */
export const assistedMark = /此消息由机器人(?:自动回复|推荐)[)）\]】]?$/;

/** A reply that a robot offered and a person sent, whoever the export says wrote it (ingest-decision 3). */
export const recommendedMark = /此消息由机器人推荐[)）\]】]?$/;

/**
 * What a line of the system reports, first fit wins; `to` is the account that is in charge from then on.
 * A handing over by a person is `transferred`, one by the routing `assigned` (ingest-decision 18).
 */
export const eventNotices: readonly { event: EventName; pattern: RegExp }[] = [
  { event: "transferred", pattern: /由\s?.{1,60}?\s?转[交接](?:给|至|到|来)?\s?(?<to>[^\s，。,]{1,60})/ },
  {
    event: "transferred",
    pattern:
      /(?:将|把)?(?:会话|客户|买家|顾客|用户|咨询)?(?:已|被)?转[交接](?:给|至|到)(?:了)?\s?(?:客服|坐席)?\s?[“"「]?(?<to>[^\s，。,”"」]{1,60})/,
  },
  { event: "transferred", pattern: /\btransferred to (?<to>[^,.]{1,60})/i },
  { event: "transferred", pattern: /\bassigned to (?<to>[^,.]{1,60}?) by (?!system|automation)/i },
  {
    event: "assigned",
    pattern: /分配(?:给|至|到)(?:了)?\s?(?:人工)?(?:客服|坐席)?\s?[“"「]?(?<to>[^\s，。,”"」]{1,60})/,
  },
  {
    event: "assigned",
    pattern: /分配(?:了)?(?:人工)?(?:客服|坐席)\s?[:：“"「]?\s?(?<to>[^\s，。,”"」]{1,60})/,
  },
  { event: "assigned", pattern: /\bassigned to (?<to>[^,.]{1,60})/i },
  { event: "assigned", pattern: /(?:客服|坐席)\s?(?<to>[^\s，。,]{1,60})\s?为您服务/ },
  {
    event: "closed",
    pattern: /会话(?:已|被)?(?:超时)?(?:自动)?(?:结束|关闭)|(?:结束|关闭)了?(?:本次|当前)?会话|对话已结束/,
  },
  {
    event: "closed",
    pattern: /\b(?:conversation|chat|ticket|session) (?:was )?(?:closed|resolved|ended)\b/i,
  },
  { event: "rated", pattern: /(?:满意度|服务)评价[:：]|评价了(?:本次)?(?:服务|客服|会话)|\brated\b/i },
  { event: "joined", pattern: /(?:加入|进入|接入)了?(?:本次|当前)?(?:会话|对话|聊天)|\bjoined\b/i },
];
