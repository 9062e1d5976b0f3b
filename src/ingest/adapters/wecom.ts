import type { Kind, Message, Role } from "../../model/message.ts";
import { jsonAdapter, type RecordReader } from "../json/adapter.ts";
import { nestedObject, objectOf, objectsOf, wordsOf } from "../json/fields.ts";
import { type JsonObject, lineOf } from "../json/parser.ts";
import type { Draft, Reading } from "../reading.ts";

/** 企业微信 会话内容存档, decrypted: a message a line, or a list. */
export const wecom = jsonAdapter({
  name: "wecom",
  title: { zh: "企业微信会话内容存档（NDJSON / JSON）", en: "WeCom message archive (NDJSON / JSON)" },
  lists: ["chatdata", "data", "list", "messages"],
  why: {
    zh: "有 msgid 和 action，或加密的 encrypt_chat_msg",
    en: "msgid and action, or an encrypted encrypt_chat_msg",
  },
  holds: (record) => {
    const message = messageOf(record);
    return "msgid" in message && ("action" in message || "encrypt_chat_msg" in message);
  },
  reader: (reading) => new ArchiveReader(reading),
});

/** Tools that pull the archive put the decrypted message into one of their own. */
function messageOf(record: JsonObject): JsonObject {
  return objectOf(record.msg) ?? record;
}

/** What is sent, and which of its fields is read as its text. */
interface Type {
  kind: Kind | null;
  text?: readonly string[];
}

/** Types of the archive (document 91774); `body` names the member that holds them where it is not the type itself. */
const types: Readonly<Record<string, Type & { body?: string }>> = {
  text: { kind: null, text: ["content"] },
  markdown: { kind: "card", body: "info", text: ["content"] },
  image: { kind: "image" },
  voice: { kind: "voice" },
  meeting_voice_call: { kind: "card" },
  video: { kind: "video" },
  file: { kind: "file", text: ["filename"] },
  emotion: { kind: "emoticon" },
  card: { kind: "card", text: ["corpname"] },
  location: { kind: "card", text: ["title", "address"] },
  link: { kind: "card", text: ["title", "link_url"] },
  weapp: { kind: "card", text: ["title", "displayname"] },
  chatrecord: { kind: "card", text: ["title"] },
  todo: { kind: "card", text: ["title"] },
  vote: { kind: "card", text: ["votetitle"] },
  collect: { kind: "card", text: ["title"] },
  redpacket: { kind: "card", text: ["wish"] },
  external_redpacket: { kind: "card", body: "redpacket", text: ["wish"] },
  meeting: { kind: "card", text: ["topic"] },
  docmsg: { kind: "card", body: "doc", text: ["title"] },
  news: { kind: "card", body: "info" },
  calendar: { kind: "card", text: ["title"] },
  voip_doc_share: { kind: "card", text: ["filename"] },
  sphfeed: { kind: "card", text: ["feed_desc"] },
  voiptext: { kind: "card" },
  qydiskfile: { kind: "file", body: "info", text: ["filename"] },
};

/** Records that are no messages: consent to the archive, and accounts that change (ingest-decision 22). */
const noMessages: ReadonlySet<string> = new Set(["agree", "disagree", "switch"]);

const isCustomer = (id: string) => /^w[mo]/.test(id);
const isRobot = (id: string) => id.startsWith("wb");

class ArchiveReader implements RecordReader {
  readonly #reading: Reading;
  /** Ids that a recall names, and those of them that the archive holds. */
  readonly #recalled = new Set<string>();
  readonly #held = new Set<string>();
  readonly #recalls: JsonObject[] = [];
  /** Who wrote last in a room, of the customers. */
  readonly #lastInRoom = new Map<string, string>();

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  survey(record: JsonObject): void {
    const id = recalledBy(messageOf(record));
    if (id !== null) this.#recalled.add(id);
  }

  read(record: JsonObject): Message[] {
    const message = messageOf(record);
    const line = lineOf(record);
    this.#reading.rows++;
    const type = wordsOf(message.msgtype) ?? wordsOf(message.action) ?? "";
    if ("encrypt_chat_msg" in message) this.#reading.reject("record-encrypted", line, "encrypt_chat_msg");
    else if (noMessages.has(type)) this.#reading.note("no-message", line, type);
    else if (recalledBy(message) !== null) this.#recalls.push(record);
    else return this.#spoken(message, line);
    return [];
  }

  /** A recall whose message is missing stands for it (ingest-decision 5). */
  end(): Message[] {
    return this.#recalls.flatMap((record) => {
      const message = messageOf(record);
      const id = recalledBy(message)!;
      if (!this.#held.has(id)) return this.#spoken(message, lineOf(record));
      this.#reading.note("no-message", lineOf(record), "revoke");
      return [];
    });
  }

  #spoken(message: JsonObject, line: number): Message[] {
    const sides = this.#sidesOf(message, line);
    if (sides === null) return [];
    const id = wordsOf(message.msgid);
    const isRecalled = recalledBy(message) !== null || (id !== null && this.#recalled.has(id));
    if (isRecalled && id !== null) this.#held.add(id);
    const content = this.#contentOf(message, line);
    return [
      this.#reading.message({
        ...sides,
        ...content,
        ...(isRecalled && { kind: "recalled" as const }),
        line,
        at: this.#reading.time(wordsOf(message.msgtime) ?? "", line),
        platform: "wecom",
        id,
      }),
    ];
  }

  /** Who wrote to whom; null where no customer takes part (ingest-decision 15). */
  #sidesOf(message: JsonObject, line: number): Pick<Draft, "role" | "sender" | "agent" | "customer"> | null {
    const sender = wordsOf(message.from);
    if (sender === null) {
      this.#reading.reject("role-unknown", line, wordsOf(message.msgid) ?? "-");
      return null;
    }
    const receivers = receiversOf(message);
    const room = wordsOf(message.roomid);
    const customers = [sender, ...receivers].filter(isCustomer);
    if (customers.length === 0) {
      this.#reading.note(room === null ? "internal" : "group-chat", line, sender);
      return null;
    }
    const role: Role = isCustomer(sender) ? "customer" : isRobot(sender) ? "robot" : "agent";
    if (room !== null && role === "customer") this.#lastInRoom.set(room, sender);
    const staff = receivers.filter((id) => !isCustomer(id) && !isRobot(id));
    return {
      role,
      sender,
      agent: role === "agent" ? sender : staff.length === 1 ? staff[0]! : null,
      customer: room === null ? customers[0]! : (this.#lastInRoom.get(room) ?? soleOf(customers)),
    };
  }

  #contentOf(message: JsonObject, line: number): { kind: Kind | null; text: string } {
    const type = wordsOf(message.msgtype) ?? "";
    if (type === "mixed") return mixedOf(message);
    const known = types[type];
    if (known === undefined && type !== "revoke") this.#reading.note("kind-unknown", line, type);
    const { kind, body = type, text = ["title"] } = known ?? { kind: "card" as const };
    const content = objectOf(message[body]) ?? {};
    const item = objectsOf(content.item)[0];
    const words = text.map((field) => wordsOf(content[field])).find((value) => value !== null);
    return { kind, text: words ?? wordsOf(item?.title) ?? "" };
  }
}

function recalledBy(message: JsonObject): string | null {
  return message.action === "recall" || message.msgtype === "revoke"
    ? (wordsOf(objectOf(message.revoke)?.pre_msgid) ?? "")
    : null;
}

function receiversOf(message: JsonObject): string[] {
  const { tolist } = message;
  const names = Array.isArray(tolist) ? tolist : (wordsOf(tolist)?.split(",") ?? []);
  return names.filter((name): name is string => typeof name === "string");
}

function soleOf(customers: readonly string[]): string | null {
  return customers.length === 1 ? customers[0]! : null;
}

/** Text parts joined by line breaks; a picture where there are none (ingest-decision 23). */
function mixedOf(message: JsonObject): { kind: Kind; text: string } {
  const items = objectsOf(objectOf(message.mixed)?.item);
  const texts = items
    .filter((item) => item.type === "text")
    .map((item) => wordsOf(nestedObject(item.content)?.content) ?? wordsOf(item.content) ?? "");
  return texts.length === 0
    ? { kind: "image", text: "" }
    : { kind: "text", text: texts.map((text) => text.replace(/\n+$/, "")).join("\n") };
}
