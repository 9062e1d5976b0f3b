import type { EventName, Kind, Message, Role } from "../../model/message.ts";
import { jsonAdapter, type RecordReader } from "../json/adapter.ts";
import { messagesOf } from "../json/conversation.ts";
import { isSet, objectOf, objectsOf, wordsOf } from "../json/fields.ts";
import { type JsonObject, type JsonValue, lineOf } from "../json/parser.ts";
import type { Draft, Reading } from "../reading.ts";

/** Chatwoot: conversations with their messages, or the messages of conversations, as its API gives them. */
export const chatwoot = jsonAdapter({
  name: "chatwoot",
  title: { zh: "Chatwoot 会话（JSON）", en: "Chatwoot conversations (JSON)" },
  lists: ["payload", "conversations"],
  why: {
    zh: "消息有 message_type 和 private / content_attributes",
    en: "messages with message_type and private / content_attributes",
  },
  holds: (record) => isMessage(record) || isConversation(record),
  reader: (reading) => new ConversationReader(reading),
});

function isMessage(record: JsonObject): boolean {
  return (
    "message_type" in record &&
    ("private" in record || "content_attributes" in record || "conversation_id" in record)
  );
}

function isConversation(record: JsonObject): boolean {
  if (!Array.isArray(record.messages)) return false;
  const first = objectsOf(record.messages)[0];
  return first === undefined ? "inbox_id" in record : isMessage(first);
}

type Type = "incoming" | "outgoing" | "activity" | "template";
const types: Readonly<Record<string, Type>> = {
  0: "incoming",
  1: "outgoing",
  2: "activity",
  3: "template",
  incoming: "incoming",
  outgoing: "outgoing",
  activity: "activity",
  template: "template",
};

/** What activity lines of Chatwoot's languages report beyond the common notices. */
const activities: readonly { event: EventName; pattern: RegExp }[] = [
  { event: "closed", pattern: /^Conversation was (?:marked )?resolved by |标记(?:由 .{1,80} 解决|为已解决)/ },
  {
    event: "assigned",
    pattern: /^(?<to>.{1,80}) self-assigned this conversation$|^(?<self>.{1,80}) 自行分配这次会话$/,
  },
  { event: "transferred", pattern: /^Assigned to (?<to>.{1,80}?) via .{1,80} by (?!system\b|automation)/i },
  // The translation names them the other way round than it reads: assignee first.
  { event: "transferred", pattern: /^由 (?<to>.{1,80}) 分配给 .{1,80}$/ },
];

const attachmentKinds: Readonly<Record<string, Kind>> = {
  image: "image",
  audio: "voice",
  video: "video",
  file: "file",
};

const contentKinds: Readonly<Record<string, Kind>> = { sticker: "emoticon", cards: "card", article: "card" };

class ConversationReader implements RecordReader {
  readonly #reading: Reading;
  /** Name of the customer by conversation, for messages that come without theirs. */
  readonly #customers = new Map<string, string>();

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  survey(record: JsonObject): void {
    const conversation = wordsOf(record.conversation_id);
    if (conversation === null || types[String(record.message_type)] !== "incoming") return;
    const name = nameOf(record.sender);
    if (name !== null) this.#customers.set(conversation, name);
  }

  read(record: JsonObject): Message[] {
    if (isMessage(record)) {
      const draft = this.#draft(record, wordsOf(record.conversation_id), null);
      return draft === null ? [] : [this.#reading.message(draft)];
    }
    const id = wordsOf(record.id);
    const customer = nameOf(objectOf(record.meta)?.sender) ?? nameOf(record.contact);
    const drafts = objectsOf(record.messages).map((message) => this.#draft(message, id, customer));
    if (drafts.length === 0) this.#reading.note("conversation-empty", lineOf(record), id ?? "");
    return messagesOf(
      drafts.filter((draft) => draft !== null),
      this.#reading,
    );
  }

  #draft(message: JsonObject, session: string | null, contact: string | null): Draft | null {
    const line = lineOf(message);
    this.#reading.rows++;
    const type = types[String(message.message_type)];
    const text = wordsOf(message.content) ?? "";
    if (type === undefined) {
      this.#reading.reject("role-unknown", line, wordsOf(message.message_type) ?? "-");
      return null;
    }
    if (isSet(message.private)) {
      this.#reading.note("internal", line, text);
      return null;
    }
    if (message.status === "failed" && type !== "incoming") {
      this.#reading.note("not-delivered", line, text);
      return null;
    }
    const role = roleOf(type, message);
    const sender = nameOf(message.sender) ?? wordsOf(message.sender_id);
    const customer = contact ?? this.#customers.get(session ?? "") ?? (role === "customer" ? sender : null);
    return {
      line,
      role,
      auto: role === "agent" && (type === "template" || isAutomation(message)),
      ...contentOf(message, text),
      ...(type === "activity" && activityOf(text)),
      at: this.#reading.time(wordsOf(message.created_at) ?? "", line),
      session,
      sender: role === "customer" ? (sender ?? customer) : sender,
      agent: role === "agent" ? sender : null,
      customer,
      platform: "chatwoot",
      id: wordsOf(message.id),
    };
  }
}

/** Outgoing messages without a person behind them are a bot's (Chatwoot shows them so). */
function roleOf(type: Type, message: JsonObject): Role {
  if (type === "incoming") return "customer";
  if (type === "activity") return "system";
  if (type === "template" || isAutomation(message)) return "agent";
  const person = objectOf(message.sender);
  const kind = wordsOf(person?.type) ?? wordsOf(message.sender_type) ?? (person === null ? "" : "user");
  return kind.toLowerCase() === "user" ? "agent" : "robot";
}

/** Rules and campaigns write by themselves. */
function isAutomation(message: JsonObject): boolean {
  const { automation_rule_id } = objectOf(message.content_attributes) ?? {};
  const { campaign_id } = objectOf(message.additional_attributes) ?? {};
  return wordsOf(automation_rule_id) !== null || wordsOf(campaign_id) !== null;
}

function contentOf(message: JsonObject, text: string): { kind: Kind | null; text: string } {
  if (isSet(objectOf(message.content_attributes)?.deleted)) return { kind: "recalled", text };
  const kind = contentKinds[wordsOf(message.content_type) ?? ""] ?? null;
  const attachment = objectsOf(message.attachments)[0];
  if (text !== "" || attachment === undefined) return { kind, text };
  return {
    kind: attachmentKinds[wordsOf(attachment.file_type) ?? ""] ?? "card",
    text: wordsOf(attachment.data_url) ?? wordsOf(attachment.fallback_title) ?? "",
  };
}

function activityOf(text: string): { event: EventName; to: string | null } | null {
  for (const { event, pattern } of activities) {
    const found = pattern.exec(text);
    if (found !== null) return { event, to: found.groups?.to ?? found.groups?.self ?? null };
  }
  return null;
}

function nameOf(value: JsonValue | undefined): string | null {
  const person = objectOf(value);
  if (person === null) return null;
  const names = [
    person.name,
    person.available_name,
    person.identifier,
    person.email,
    person.phone_number,
    person.id,
  ];
  return names.map(wordsOf).find((name) => name !== null) ?? null;
}
