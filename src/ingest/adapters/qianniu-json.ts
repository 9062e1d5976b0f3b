import type { Message, Role } from "../../model/message.ts";
import { decodeEntities } from "../entities.ts";
import { jsonAdapter } from "../json/adapter.ts";
import { messagesOf } from "../json/conversation.ts";
import { objectsOf, wordsOf } from "../json/fields.ts";
import { type JsonObject, lineOf } from "../json/parser.ts";
import type { Draft, Reading } from "../reading.ts";
import { plainNick, shopOf, systemSpeakers, systemText } from "../wangwang.ts";

/** 千牛网页版 聊天记录, one file per customer, usually in a ZIP. */
export const qianniuJson = jsonAdapter({
  name: "qianniu-json",
  title: { zh: "千牛网页版按客户导出（JSON）", en: "Qianniu web export per customer (JSON)" },
  lists: [],
  why: { zh: "有 user 和 chats", en: "user and chats" },
  holds: (record) => "user" in record && Array.isArray(record.chats),
  reader: (reading) => ({ read: (record) => messages(record, reading) }),
});

function messages(record: JsonObject, reading: Reading): Message[] {
  const customer = plainNick(wordsOf(record.user) ?? "") || null;
  const chats = objectsOf(record.chats);
  const promised = Number(record.count ?? chats.length);
  if (promised > chats.length) {
    reading.warn("count-differs", lineOf(record), `${customer ?? "-"}: ${chats.length} / ${promised}`);
  }
  const shop = chats.map((chat) => shopOf(wordsOf(chat.sender))).find((name) => name !== null) ?? null;
  const drafts: Draft[] = [];
  for (const chat of chats) {
    reading.rows++;
    const draft = draftOf(chat, customer, reading);
    if (draft !== null) drafts.push({ ...draft, shop });
  }
  return messagesOf(drafts, reading);
}

function draftOf(chat: JsonObject, customer: string | null, reading: Reading): Draft | null {
  const line = lineOf(chat);
  const sender = plainNick(wordsOf(chat.sender) ?? "") || null;
  const text = decodeEntities(wordsOf(chat.text) ?? "");
  const image = wordsOf(chat.imgUrl);
  if (sender === null) {
    reading.reject("role-unknown", line, text);
    return null;
  }
  const role = roleOf(sender, customer, text);
  if (role === "system" && !systemSpeakers.has(sender)) reading.note("system-text-of-agent", line, text);
  return {
    line,
    role,
    text: text === "" ? (image ?? "") : text,
    kind: text === "" && image !== null ? "image" : null,
    at: timeOf(chat, line, reading),
    sender,
    agent: role === "agent" ? sender : null,
    customer,
    platform: "taobao",
  };
}

function roleOf(sender: string, customer: string | null, text: string): Role {
  if (sender === customer) return "customer";
  return systemSpeakers.has(sender) || systemText.test(text) ? "system" : "agent";
}

/** The page shows the day apart from the time; where it is missing, the time is no time (ingest-decision 7). */
function timeOf(chat: JsonObject, line: number, reading: Reading): number | null {
  const time = wordsOf(chat.time) ?? "";
  const date = wordsOf(chat.date) ?? "";
  return reading.time(time.startsWith(date) ? time : `${date} ${time}`, line);
}
