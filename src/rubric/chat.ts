import { type EventName, eventNames, type Kind, type Role, type SessionMessage } from "../model/message.ts";
import type { LocalText } from "./local-text.ts";
import type { SessionFacts } from "./view.ts";

/** A conversation as rubrics write it, or the first line that cannot be read. */
export type Chat =
  | { messages: SessionMessage[]; facts: SessionFacts; fault: null }
  | { messages: null; fault: { line: number; detail: LocalText } };

const speakers: Record<string, { role: Role; auto: boolean; account: string | null }> = {
  客户: { role: "customer", auto: false, account: "顾客" },
  customer: { role: "customer", auto: false, account: "顾客" },
  客服: { role: "agent", auto: false, account: "客服" },
  agent: { role: "agent", auto: false, account: "客服" },
  自动: { role: "agent", auto: true, account: "客服" },
  auto: { role: "agent", auto: true, account: "客服" },
  机器人: { role: "robot", auto: false, account: "机器人" },
  robot: { role: "robot", auto: false, account: "机器人" },
  系统: { role: "system", auto: false, account: null },
  system: { role: "system", auto: false, account: null },
};

const events: Record<string, EventName> = {
  分配: "assigned",
  转接: "transferred",
  结束: "closed",
  评价: "rated",
  进入: "joined",
  ...Object.fromEntries(eventNames.map((name) => [name, name])),
};

const kinds: Record<string, Kind> = {
  "[图片]": "image",
  "[语音]": "voice",
  "[视频]": "video",
  "[文件]": "file",
  "[卡片]": "card",
  "[表情]": "emoticon",
  "[缺失]": "missing",
  "[撤回]": "recalled",
};

const linePattern =
  /^(?<speaker>[^\s(（]+)(?:[(（](?<account>[^)）]+)[)）])?\s+(?<seconds>-|\d+(?:\.\d+)?)s?\s+(?<text>.+)$/u;

/** Facts that a line `已知 customerType=returning proactiveInWeek=3` gives of the conversation. */
const facts: Record<string, (value: string) => SessionFacts> = {
  customerType: (value) => ({ customerType: value }),
  proactiveInWeek: (value) => ({ proactiveInWeek: Number(value) }),
  cannedShare: (value) => ({ cannedShare: Number(value) }),
};

const factsPattern = /^(?:已知|known)\s+(?<pairs>.+)$/u;

/** Second 0 of an example: noon of a working day, inside any usual shop hours. */
const noon = Date.UTC(2026, 0, 7, 4);

/**
 * Reads a conversation of one message a line: speaker, account in brackets where it matters, seconds
 * from the start (`-` = the export has no time), words. `系统 30s 转接 小林` is an event,
 * `已知 customerType=returning` a fact of the conversation.
 */
export function parseChat(text: string): Chat {
  const messages: SessionMessage[] = [];
  const known: SessionFacts = {};
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const pairs = factsPattern.exec(line)?.groups?.pairs;
    const read = pairs === undefined ? messageOf(line, index + 1, messages.length) : factsOf(pairs);
    if ("zh" in read) return { messages: null, fault: { line: index + 1, detail: read } };
    if ("seq" in read) messages.push(read);
    else Object.assign(known, read);
  }
  return { messages, facts: known, fault: null };
}

function factsOf(pairs: string): SessionFacts | { zh: string; en: string } {
  const read = pairs.split(/\s+/u).map((pair) => {
    const [name = "", value = ""] = pair.split("=");
    return value === "" ? undefined : facts[name]?.(value);
  });
  const names = Object.keys(facts).join(", ");
  if (read.includes(undefined)) {
    return { zh: `应写成“名=值”，可写 ${names}`, en: `write name=value; there are ${names}` };
  }
  return Object.assign({}, ...read) as SessionFacts;
}

function messageOf(line: string, number: number, seq: number): SessionMessage | { zh: string; en: string } {
  const match = linePattern.exec(line)?.groups;
  if (match === undefined) {
    return { zh: "应写成“客户 0s 在吗”", en: "write it as “客户 0s 在吗” or “customer 0s hello”" };
  }
  const speaker = speakers[match.speaker!];
  if (speaker === undefined) {
    const known = Object.keys(speakers);
    return { zh: `说话的人可以是 ${known.join("、")}`, en: `the speaker can be ${known.join(", ")}` };
  }
  const words = match.text!;
  const [word, to = null] = words.split(/\s+/u);
  const event = speaker.role === "system" ? (events[word!] ?? null) : null;
  const account = match.account ?? speaker.account;
  return {
    session: "示例",
    at: match.seconds === "-" ? null : noon + Number(match.seconds) * 1000,
    role: speaker.role,
    auto: speaker.auto,
    assisted: false,
    sender: account,
    agent: speaker.role === "agent" ? account : null,
    customer: "顾客",
    shop: null,
    platform: null,
    kind: event === null ? (kinds[words] ?? "text") : "event",
    event,
    to: event === null ? null : to,
    text: event === null ? words : "",
    source: { file: "示例", line: number },
    id: null,
    part: 0,
    seq,
  };
}
