import type { Kind, Message, Role } from "../../model/message.ts";
import { jsonAdapter } from "../json/adapter.ts";
import { messagesOf } from "../json/conversation.ts";
import { objectOf, objectsOf, wordsOf } from "../json/fields.ts";
import { kindOfMedia } from "../json/media.ts";
import { type JsonObject, lineOf } from "../json/parser.ts";
import type { Draft, Reading } from "../reading.ts";

/** Zendesk Chat: chats with their history, as its API and incremental export give them. */
export const zendeskChat = jsonAdapter({
  name: "zendesk-chat",
  title: { zh: "Zendesk Chat 聊天（JSON）", en: "Zendesk Chat chats (JSON)" },
  lists: ["chats"],
  why: {
    zh: "有 visitor 和 history（chat.msg）或 offline_msg",
    en: "visitor with history (chat.msg) or offline_msg",
  },
  holds: (record) =>
    objectOf(record.visitor) !== null && (Array.isArray(record.history) || record.type === "offline_msg"),
  reader: (reading) => ({ read: (record) => messages(record, reading) }),
});

type Common = Pick<Draft, "session" | "customer" | "platform">;

function messages(record: JsonObject, reading: Reading): Message[] {
  const visitor = objectOf(record.visitor) ?? {};
  const common: Common = {
    session: wordsOf(record.id),
    customer: wordsOf(visitor.name) ?? wordsOf(visitor.email) ?? wordsOf(visitor.id),
    platform: "zendesk",
  };
  if (!Array.isArray(record.history)) return [offlineMessage(record, common, reading)];
  const drafts: Draft[] = [];
  for (const entry of objectsOf(record.history)) {
    reading.rows++;
    const draft = draftOf(entry, common, reading);
    if (draft === null) reading.note("no-message", lineOf(entry), wordsOf(entry.type) ?? "-");
    else if (draft === "unknown") reading.reject("role-unknown", lineOf(entry), wordsOf(entry.nick) ?? "-");
    else drafts.push(draft);
  }
  if (drafts.length === 0) reading.note("conversation-empty", lineOf(record), common.session ?? "");
  return messagesOf(drafts, reading);
}

/** Left while nobody was there. */
function offlineMessage(record: JsonObject, common: Common, reading: Reading): Message {
  const line = lineOf(record);
  reading.rows++;
  reading.startPart();
  return reading.message({
    ...common,
    line,
    role: "customer",
    text: wordsOf(record.message) ?? "",
    at: reading.time(wordsOf(record.timestamp) ?? "", line),
    sender: common.customer ?? null,
  });
}

function draftOf(entry: JsonObject, common: Common, reading: Reading): Draft | "unknown" | null {
  const line = lineOf(entry);
  const type = wordsOf(entry.type) ?? "";
  const name = wordsOf(entry.name) ?? wordsOf(entry.display_name) ?? wordsOf(entry.agent_id);
  const side = sideOf(entry);
  const base = { ...common, line, at: null, id: wordsOf(entry.msg_id) };
  const at = () => reading.time(wordsOf(entry.timestamp) ?? "", line);
  const agent = side === "agent" ? name : null;
  switch (type) {
    case "chat.msg":
    case "chat.file":
      if (side === null) return "unknown";
      return { ...base, at: at(), ...spokenBy(side, name, common), ...contentOf(entry) };
    case "chat.memberjoin":
      return { ...base, at: at(), role: "system", event: "joined", text: "", sender: name, agent };
    case "chat.rating":
      return { ...base, at: at(), role: "system", event: "rated", text: wordsOf(entry.new_rating) ?? "" };
    case "chat.comment":
      return { ...base, at: at(), role: "system", text: wordsOf(entry.new_comment) ?? "", sender: name };
    default:
      return null;
  }
}

type Side = "customer" | "agent" | "trigger" | "robot";

const sides: Readonly<Record<string, Side>> = {
  visitor: "customer",
  customer: "customer",
  enduser: "customer",
  agent: "agent",
  trigger: "trigger",
  bot: "robot",
  answerbot: "robot",
};

/** `sender_type`, else the part of `nick` before its number: `visitor:1`, `agent:2`, `trigger:Greeting`. */
function sideOf(entry: JsonObject): Side | null {
  const word = wordsOf(entry.sender_type) ?? wordsOf(entry.nick)?.split(":")[0] ?? "";
  return sides[word.toLowerCase().replace(/[\s_-]/g, "")] ?? null;
}

/** A trigger writes in the shop's name by itself; its own name is no account. */
function spokenBy(
  side: Side,
  name: string | null,
  common: Common,
): Pick<Draft, "role" | "auto" | "sender" | "agent"> {
  const role: Role = side === "trigger" ? "agent" : side;
  return {
    role,
    auto: side === "trigger",
    sender: side === "customer" ? (common.customer ?? name) : name,
    agent: side === "agent" ? name : null,
  };
}

function contentOf(entry: JsonObject): { text: string; kind: Kind | null } {
  const file = objectOf(entry.attachment) ?? entry;
  const text = wordsOf(entry.msg) ?? "";
  if (entry.type === "chat.msg" && (text !== "" || entry.attachment == null)) return { text, kind: null };
  return {
    text: wordsOf(file.url) ?? wordsOf(file.name) ?? text,
    kind: kindOfMedia(wordsOf(file.mime_type) ?? wordsOf(file.type)),
  };
}
