import type { Kind, Message, Role } from "../../model/message.ts";
import { jsonAdapter, type RecordReader } from "../json/adapter.ts";
import { isSet, nestedObject, objectOf, objectsOf, wordsOf } from "../json/fields.ts";
import { type JsonObject, lineOf } from "../json/parser.ts";
import type { Draft, Reading } from "../reading.ts";

/** 拼多多 商家后台 `plateau/chat/list`: answers with lists of messages, newest first. */
export const pddJson = jsonAdapter({
  name: "pdd-json",
  title: { zh: "拼多多聊天记录（JSON）", en: "Pinduoduo chat list (JSON)" },
  lists: ["messages"],
  why: {
    zh: "消息有 from.role（user / mall_cs）和 ts",
    en: "messages with from.role (user / mall_cs) and ts",
  },
  holds: (record) => messagesIn(record).some(isMessage),
  reader: (reading) => new ChatReader(reading),
});

/** Seconds in the year 2100; what is beyond is no time of a chat. */
const endOfTime = 4_102_444_800;
const robotTakesOver = 31;
const questionMenu = 56;
/** A welcome comes so soon after the day's first message, ms (ingest-decision 1). */
const welcomeMs = 2000;
const kinds: Readonly<Record<number, Kind | null>> = {
  0: null,
  1: "image",
  [robotTakesOver]: null,
  [questionMenu]: "card",
};

function isMessage(record: JsonObject): boolean {
  return "ts" in record && objectOf(record.from) !== null;
}

/** The record itself, or the messages of an answer within a list of answers. */
function messagesIn(record: JsonObject): JsonObject[] {
  if (isMessage(record)) return [record];
  return objectsOf(objectOf(record.result)?.messages ?? record.messages);
}

/** What is known of a customer's day before its messages are read. */
interface Day {
  first: number;
  hasRobot: boolean;
}

class ChatReader implements RecordReader {
  readonly #reading: Reading;
  readonly #days = new Map<string, Day>();
  /** At most two: whether it is one decides whose messages are that name nobody. */
  readonly #customers = new Set<string>();
  #falls = 0;
  #last: number | null = null;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  survey(record: JsonObject): void {
    for (const message of messagesIn(record)) {
      const at = instantOf(message);
      if (at === null) continue;
      if (this.#last !== null) this.#falls += Math.sign(this.#last - at);
      this.#last = at;
      const customer = customerOf(message);
      const key = this.#dayOf(at, customer);
      const day = this.#days.get(key) ?? { first: at, hasRobot: false };
      day.first = Math.min(day.first, at);
      if (isOfRobot(message)) day.hasRobot = true;
      this.#days.set(key, day);
      if (customer !== null && this.#customers.size < 2) this.#customers.add(customer);
    }
  }

  isBackwards(): boolean {
    return this.#falls >= 0;
  }

  read(record: JsonObject): Message[] {
    const messages: Message[] = [];
    for (const message of messagesIn(record)) {
      this.#reading.rows++;
      const draft = this.#draft(message);
      if (draft === null) {
        this.#reading.reject("role-unknown", lineOf(message), wordsOf(objectOf(message.from)?.role) ?? "-");
      } else messages.push(this.#reading.message(draft));
    }
    return messages;
  }

  #draft(message: JsonObject): Draft | null {
    const line = lineOf(message);
    const from = objectOf(message.from) ?? {};
    const to = objectOf(message.to) ?? {};
    const sides = { role: this.#roleOf(message, from), auto: this.#isAuto(message, from) };
    if (sides.role === null) return null;
    const shopSide = from.role === "user" ? to : from;
    const account = wordsOf(shopSide.csid);
    const customer = customerOf(message) ?? this.#onlyCustomer();
    const kind = this.#kindOf(message, line);
    return {
      line,
      role: sides.role,
      auto: sides.role === "agent" && sides.auto,
      text: textOf(message, kind),
      kind,
      at: this.#reading.time(wordsOf(message.ts) ?? "", line),
      sender: sides.role === "customer" ? customer : sides.role === "system" ? null : account,
      agent: account,
      customer,
      shop: wordsOf(from.mall_id) ?? wordsOf(to.mall_id),
      platform: "pdd",
      id: wordsOf(message.msg_id),
    };
  }

  #roleOf(message: JsonObject, from: JsonObject): Role | null {
    if (typeOf(message) === robotTakesOver) return "system";
    if (from.role === "user") return "customer";
    if (from.role !== "mall_cs") return null;
    return this.#isAuto(message, from) && this.#isRobot(message) ? "robot" : "agent";
  }

  /** A menu of questions always sends itself. */
  #isAuto(message: JsonObject, from: JsonObject): boolean {
    if (from.role !== "mall_cs" || isSet(message.manual_reply)) return false;
    return isSet(message.is_aut) || typeOf(message) === questionMenu;
  }

  #isRobot(message: JsonObject): boolean {
    const at = instantOf(message);
    if (at === null) return false;
    const only = this.#onlyCustomer();
    const customers = only === null ? [customerOf(message)] : [only, null];
    const days = customers.flatMap((customer) => this.#days.get(this.#dayOf(at, customer)) ?? []);
    return (
      days.some(({ hasRobot }) => hasRobot) && at - Math.min(...days.map(({ first }) => first)) > welcomeMs
    );
  }

  #onlyCustomer(): string | null {
    const [only, other] = this.#customers;
    return other === undefined ? (only ?? null) : null;
  }

  #kindOf(message: JsonObject, line: number): Kind | null {
    const type = typeOf(message);
    const kind = kinds[type];
    if (kind === undefined) this.#reading.note("kind-unknown", line, String(type));
    return kind === undefined ? "card" : kind;
  }

  #dayOf(at: number, customer: string | null): string {
    return `${this.#reading.settings.zone.format(at).slice(0, 10)}|${customer ?? ""}`;
  }
}

function typeOf(message: JsonObject): number {
  return Number(wordsOf(message.type) ?? 0);
}

function isOfRobot(message: JsonObject): boolean {
  return [robotTakesOver, questionMenu].includes(typeOf(message));
}

function customerOf(message: JsonObject): string | null {
  const from = objectOf(message.from) ?? {};
  return wordsOf(from.role === "user" ? from.uid : objectOf(message.to)?.uid);
}

/** Seconds since 1970, as a string. */
function instantOf(message: JsonObject): number | null {
  const seconds = Number(wordsOf(message.ts) ?? Number.NaN);
  return seconds > 0 && seconds < endOfTime ? seconds * 1000 : null;
}

/** Cards carry JSON, of which the title is what the customer reads. */
function textOf(message: JsonObject, kind: Kind | null): string {
  const text = wordsOf(message.content) ?? "";
  if (kind !== "card") return text;
  const card = nestedObject(message.content);
  return card === null ? text : (wordsOf(card.title) ?? "");
}
