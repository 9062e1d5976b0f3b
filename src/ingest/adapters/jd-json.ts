import type { Kind, Message, Role } from "../../model/message.ts";
import { jsonAdapter, type RecordReader } from "../json/adapter.ts";
import { isSet, objectOf, objectsOf, wordsOf } from "../json/fields.ts";
import { type JsonObject, lineOf } from "../json/parser.ts";
import type { Draft, Reading } from "../reading.ts";

/**
 * 京东开放平台: chat logs (listDongdongSessionChatLogs), sessions (listDongdongSessions), or both
 * (listDongdongChatDetails). What a session tells beside its messages becomes its events.
 */
export const jdJson = jsonAdapter({
  name: "jd-json",
  title: { zh: "京东开放平台咚咚会话（JSON）", en: "JD open platform chat sessions (JSON)" },
  lists: ["data", "list", "dongdongChatLogList", "chatLogs", "sessions"],
  why: {
    zh: "有 waiterSend 的咚咚消息，或有 sid 的咚咚会话",
    en: "Dongdong messages with waiterSend, or conversations with sid",
  },
  holds: (record) =>
    isMessage(record) || isSession(record) || isDetail(record) || isDetail(objectOf(record.data)),
  reader: (reading) => new SessionReader(reading),
});

const isMessage = (record: JsonObject) => "waiterSend" in record;
const isSession = (record: JsonObject) =>
  "sid" in record && ("closeTime" in record || "waiterMsgNum" in record);
const isDetail = (record: JsonObject | null) =>
  record !== null && (isMessage(record) || "dongdongSession" in record || "dongdongChatLogList" in record);

class SessionReader implements RecordReader {
  readonly #reading: Reading;
  /** Session → the one that it goes on from: a transfer, or a robot's hand-over, begins a new `sid`. */
  readonly #goesOnFrom = new Map<string, string>();

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  survey(record: JsonObject): void {
    for (const session of unpacked(record).filter(isSession)) {
      const sid = wordsOf(session.sid)!;
      const next = wordsOf(session.toSid) ?? wordsOf(session.robotToImSid);
      const previous = wordsOf(session.fromRobotSid);
      if (next !== null && next !== sid) this.#goesOnFrom.set(next, sid);
      if (previous !== null && previous !== sid) this.#goesOnFrom.set(sid, previous);
    }
  }

  read(record: JsonObject): Message[] {
    return unpacked(record).flatMap((part) => {
      if (!isMessage(part)) return this.#events(part);
      this.#reading.rows++;
      return [this.#reading.message(this.#spoken(part))];
    });
  }

  /** The first of a chain of sessions: a transfer stays in the session (contract §2). */
  #sessionOf(record: JsonObject): string | null {
    let sid = wordsOf(record.sid);
    for (const seen = new Set<string>(); sid !== null && !seen.has(sid); ) {
      seen.add(sid);
      sid = this.#goesOnFrom.get(sid) ?? sid;
    }
    return sid;
  }

  #spoken(record: JsonObject): Draft {
    const line = lineOf(record);
    const waiter = wordsOf(record.waiter);
    const customer = customerOf(record);
    const isRobot = waiter?.startsWith("jimi_") === true;
    const role: Role = !isSet(record.waiterSend) ? "customer" : isRobot ? "robot" : "agent";
    const text = wordsOf(record.content) ?? "";
    return {
      line,
      role,
      text: text === "" ? (wordsOf(record.imgUrl) ?? "") : text,
      kind: isSet(record.revokeFlag) ? "recalled" : kindOf(record, text, this.#reading),
      at: this.#reading.time(wordsOf(record.createdTime) ?? "", line),
      session: this.#sessionOf(record),
      sender: role === "customer" ? customer : waiter,
      agent: isRobot ? null : waiter,
      customer,
      platform: "jd",
      assisted: isSet(record.msgAssistFlag),
      id: wordsOf(record.uuid),
    };
  }

  /** Hand-over, rating and end, as far as the session has them. */
  #events(record: JsonObject): Message[] {
    const line = lineOf(record);
    const facts: Pick<Draft, "event" | "at" | "text" | "to">[] = [];
    const at = (field: string) => this.#reading.time(wordsOf(record[field]) ?? "", line);
    if (isInstant(record, "transferTime")) {
      const text = wordsOf(record.transferReason) ?? "";
      facts.push({ event: "transferred", at: at("transferTime"), text, to: wordsOf(record.toWaiter) });
    }
    if (isInstant(record, "evaluationTime")) {
      facts.push({ event: "rated", at: at("evaluationTime"), text: wordsOf(record.degree) ?? "" });
    }
    // What goes on under another `sid` has not ended.
    const isLast = wordsOf(record.toSid) === null && wordsOf(record.robotToImSid) === null;
    if (isLast && isInstant(record, "closeTime"))
      facts.push({ event: "closed", at: at("closeTime"), text: "" });
    this.#reading.rows += Math.max(1, facts.length);
    if (facts.length === 0) this.#reading.note("no-message", line, wordsOf(record.sid) ?? "");
    const waiter = wordsOf(record.waiter);
    facts.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
    return facts.map((fact) =>
      this.#reading.message({
        ...fact,
        line,
        role: "system",
        session: this.#sessionOf(record),
        customer: customerOf(record),
        agent: waiter?.startsWith("jimi_") ? null : waiter,
        platform: "jd",
      }),
    );
  }
}

/** Messages and sessions in a record; a list of one is given as the object itself. */
function unpacked(record: JsonObject): JsonObject[] {
  if (isMessage(record) || isSession(record)) return [record];
  const detail = isDetail(record) ? record : objectOf(record.data);
  if (detail === null) return [];
  if (isMessage(detail)) return [detail];
  const session = objectOf(detail.dongdongSession);
  return [...objectsOf(detail.dongdongChatLogList), ...(session === null ? [] : [session])];
}

function customerOf(record: JsonObject): string | null {
  return wordsOf(record.customer) ?? wordsOf(record.xidBuyer);
}

/** Words for what was sent; the platform publishes no list. */
const kinds: Readonly<Record<string, Kind>> = {
  text: "text",
  txt: "text",
  image: "image",
  img: "image",
  pic: "image",
  voice: "voice",
  audio: "voice",
  video: "video",
  file: "file",
  emoji: "emoticon",
  emotion: "emoticon",
  card: "card",
  order: "card",
  sku: "card",
  product: "card",
  link: "card",
};

function kindOf(record: JsonObject, text: string, reading: Reading): Kind | null {
  const type = wordsOf(record.contentType)?.toLowerCase() ?? null;
  const known = type === null ? undefined : kinds[type];
  if (known === "text" || (known === undefined && (type === null || text !== ""))) {
    return text === "" && wordsOf(record.imgUrl) !== null ? "image" : null;
  }
  if (known === undefined) reading.note("kind-unknown", lineOf(record), type!);
  return known ?? "card";
}

/** Times that never came are 0, -1 or absent. */
function isInstant(record: JsonObject, field: string): boolean {
  const value = wordsOf(record[field]);
  return value !== null && !(Number(value) <= 0);
}
