import type { Message, Role } from "../../model/message.ts";
import { decodeEntities } from "../entities.ts";
import { jsonAdapter } from "../json/adapter.ts";
import { messagesOf } from "../json/conversation.ts";
import { objectOf, objectsOf, wordsOf } from "../json/fields.ts";
import { type JsonObject, type JsonValue, lineOf } from "../json/parser.ts";
import type { Draft, Reading } from "../reading.ts";
import { plainNick, shopOf } from "../wangwang.ts";

/** 生意参谋 旺旺咨询明细: a conversation per day, account and buyer, with its messages. */
export const sycmJson = jsonAdapter({
  name: "sycm-json",
  title: { zh: "生意参谋旺旺咨询明细（JSON）", en: "Sycm consultation details (JSON)" },
  lists: ["sessions", "data", "list"],
  why: { zh: "有 userNickFrom、userNickTo 的咨询明细", en: "inquiries with userNickFrom and userNickTo" },
  holds: (record) => "userNickFrom" in record || ("messages" in record && "dataId" in metaOf(record)),
  reader: (reading) => ({ read: (record) => messages(record, reading) }),
});

/** What a conversation says of itself; rows of messages carry it themselves. */
function metaOf(record: JsonObject): JsonObject {
  return objectOf(record.meta) ?? record;
}

function messages(record: JsonObject, reading: Reading): Message[] {
  const meta = metaOf(record);
  const rows = record.messages === undefined ? [record] : objectsOf(record.messages);
  if (rows.length === 0) reading.note("conversation-empty", lineOf(record), wordsOf(meta.dataId) ?? "");
  const drafts: Draft[] = [];
  for (const row of rows) {
    reading.rows++;
    const draft = draftOf(row, meta, reading);
    if (draft !== null) drafts.push(draft);
  }
  return messagesOf(drafts, reading);
}

function draftOf(row: JsonObject, meta: JsonObject, reading: Reading): Draft | null {
  const line = lineOf(row);
  const sender = nickOf(row.userNickFrom);
  const receiver = nickOf(row.userNickTo);
  const customer = nickOf(meta.buyerNick);
  const accounts = [nickOf(meta.psnNickName), nickOf(meta.accountNick)];
  const role = roleOf(sender, receiver, customer, accounts);
  if (role === null) {
    reading.reject("role-unknown", line, `${sender ?? "-"} → ${receiver ?? "-"}`);
    return null;
  }
  const agent = (role === "agent" ? sender : null) ?? accounts[0] ?? accounts[1] ?? null;
  return {
    line,
    role,
    text: decodeEntities(wordsOf(row.msg) ?? ""),
    at: reading.time(wordsOf(row.gmtCreated) ?? "", line),
    // Days are cut apart by the platform itself: date, seller, account, buyer.
    session: wordsOf(meta.dataId),
    sender,
    agent,
    customer: customer ?? (role === "customer" ? sender : receiver),
    shop: shopOf(agent),
    platform: "taobao",
    id: wordsOf(row.msgId),
  };
}

/** Buyers may be masked on one side (`小**`), so either end of the message tells. */
function roleOf(
  sender: string | null,
  receiver: string | null,
  customer: string | null,
  accounts: readonly (string | null)[],
): Role | null {
  if (sender === null) return null;
  if (sender === customer) return "customer";
  if (accounts.includes(sender) || receiver === customer) return "agent";
  if (accounts.includes(receiver)) return "customer";
  return shopOf(sender) !== null && shopOf(sender) === shopOf(accounts[0] ?? null) ? "agent" : null;
}

function nickOf(value: JsonValue | undefined): string | null {
  const nick = wordsOf(value);
  return nick === null ? null : plainNick(nick);
}
