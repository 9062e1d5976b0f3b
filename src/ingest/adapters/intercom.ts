import type { Kind, Message, Role } from "../../model/message.ts";
import { jsonAdapter } from "../json/adapter.ts";
import { messagesOf } from "../json/conversation.ts";
import { isSet, objectOf, objectsOf, wordsOf } from "../json/fields.ts";
import { pictureIn, textOfHtml } from "../json/html.ts";
import { kindOfMedia } from "../json/media.ts";
import { type JsonObject, lineOf } from "../json/parser.ts";
import type { Draft, Reading } from "../reading.ts";

/** Intercom: conversations, each with the message that began it (`source`) and its parts. */
export const intercom = jsonAdapter({
  name: "intercom",
  title: { zh: "Intercom 会话（JSON）", en: "Intercom conversations (JSON)" },
  lists: ["conversations", "data"],
  why: {
    zh: "有 conversation_parts，或 type 为 conversation 且有 source",
    en: "conversation_parts, or type conversation with a source",
  },
  holds: (record) =>
    "conversation_parts" in record || (record.type === "conversation" && openingOf(record) !== null),
  reader: (reading) => ({ read: (record) => new Conversation(record, reading).messages() }),
});

/** The first message; versions before 2.0 call it `conversation_message`. */
function openingOf(record: JsonObject): JsonObject | null {
  return objectOf(record.source) ?? objectOf(record.conversation_message);
}

function partsOf(record: JsonObject): JsonObject[] {
  const parts = record.conversation_parts;
  return objectsOf(Array.isArray(parts) ? parts : objectOf(parts)?.conversation_parts);
}

const sides: Readonly<Record<string, Role>> = {
  user: "customer",
  lead: "customer",
  contact: "customer",
  visitor: "customer",
  admin: "agent",
  bot: "robot",
  team: "agent",
};

const notesBegin = "note";
const assignments: ReadonlySet<string> = new Set([
  "assignment",
  "default_assignment",
  "away_mode_assignment",
  "assign_and_reopen",
  "assign_and_unsnooze",
]);

class Conversation {
  readonly #record: JsonObject;
  readonly #reading: Reading;
  readonly #names = new Map<string, string>();
  readonly #common: Pick<Draft, "session" | "customer" | "platform">;

  constructor(record: JsonObject, reading: Reading) {
    this.#record = record;
    this.#reading = reading;
    const opening = openingOf(record);
    const people = [opening, ...partsOf(record)].flatMap((part) => [
      objectOf(part?.author),
      objectOf(part?.assigned_to),
    ]);
    for (const person of people) {
      const id = wordsOf(person?.id);
      const name = wordsOf(person?.name) ?? wordsOf(person?.email);
      if (id !== null && name !== null) this.#names.set(id, name);
    }
    this.#common = { session: wordsOf(record.id), customer: this.#customer(people), platform: "intercom" };
  }

  messages(): Message[] {
    const opening = openingOf(this.#record);
    const drafts: Draft[] = [];
    if (opening !== null) drafts.push(...this.#opening(opening));
    for (const part of partsOf(this.#record)) drafts.push(...this.#part(part));
    const rating = objectOf(this.#record.conversation_rating);
    if (rating !== null && wordsOf(rating.rating) !== null) drafts.push(this.#rating(rating));
    if (drafts.length === 0)
      this.#reading.note("conversation-empty", lineOf(this.#record), this.#common.session ?? "");
    return messagesOf(drafts, this.#reading);
  }

  #customer(people: readonly (JsonObject | null)[]): string | null {
    const contacts = [
      ...people.filter((person) => sides[wordsOf(person?.type) ?? ""] === "customer"),
      objectsOf(objectOf(this.#record.contacts)?.contacts)[0] ?? null,
      objectOf(this.#record.user),
    ];
    const contact = contacts.find((person) => person !== null) ?? null;
    return contact === null ? null : this.#nameOf(contact);
  }

  #nameOf(person: JsonObject | null): string | null {
    const id = wordsOf(person?.id);
    return wordsOf(person?.name) ?? this.#names.get(id ?? "") ?? wordsOf(person?.email) ?? id;
  }

  #at(record: JsonObject, line: number): number | null {
    return this.#reading.time(wordsOf(record.created_at) ?? "", line);
  }

  #opening(opening: JsonObject): Draft[] {
    if (!hasContent(opening)) return [];
    const line = lineOf(opening);
    const isAutomatic = opening.delivered_as === "automated";
    return this.#spoken(
      opening,
      this.#at("created_at" in opening ? opening : this.#record, line),
      isAutomatic,
    );
  }

  /** A part may say something and do something: close with words gives both. */
  #part(part: JsonObject): Draft[] {
    const line = lineOf(part);
    const type = wordsOf(part.part_type) ?? "comment";
    if (type.startsWith(notesBegin)) {
      this.#reading.rows++;
      this.#reading.note("internal", line, contentOf(part).text);
      return [];
    }
    const at = this.#at(part, line);
    const said = hasContent(part) ? this.#spoken(part, at, false) : [];
    const event = this.#event(type, part, at);
    if (event !== null) this.#reading.rows++;
    if (said.length > 0 || event !== null) return event === null ? said : [...said, event];
    this.#reading.rows++;
    this.#reading.note("no-message", line, type);
    return [];
  }

  #spoken(part: JsonObject, at: number | null, isAutomatic: boolean): Draft[] {
    this.#reading.rows++;
    const line = lineOf(part);
    const author = objectOf(part.author);
    const side = sides[wordsOf(author?.type) ?? ""];
    if (side === undefined) {
      this.#reading.reject("role-unknown", line, wordsOf(author?.type) ?? "-");
      return [];
    }
    // The AI agent may write under a teammate's name.
    const role = side === "agent" && isSet(author?.from_ai_agent) ? "robot" : side;
    const sender = this.#nameOf(author);
    const content = contentOf(part);
    return [
      {
        ...this.#common,
        ...content,
        ...(isSet(part.redacted) && { kind: "recalled" as const }),
        line,
        at,
        role,
        auto: role === "agent" && isAutomatic,
        sender,
        agent: role === "agent" ? sender : null,
        id: wordsOf(part.id),
      },
    ];
  }

  #event(type: string, part: JsonObject, at: number | null): Draft | null {
    const line = lineOf(part);
    const base = { ...this.#common, line, at, role: "system" as const, text: "" };
    if (type === "close") return { ...base, event: "closed", sender: this.#nameOf(objectOf(part.author)) };
    const account = objectOf(part.assigned_to);
    if (!assignments.has(type) || account === null) return null;
    const author = objectOf(part.author);
    // Another person hands over; the routing, or oneself, assigns (ingest-decision 18).
    const isHandOver = author?.type === "admin" && wordsOf(author.id) !== wordsOf(account.id);
    return {
      ...base,
      event: isHandOver ? "transferred" : "assigned",
      to: this.#nameOf(account),
      sender: this.#nameOf(author),
    };
  }

  #rating(rating: JsonObject): Draft {
    const line = lineOf(rating);
    this.#reading.rows++;
    return {
      ...this.#common,
      line,
      at: this.#at(rating, line),
      role: "system",
      event: "rated",
      text: wordsOf(rating.rating)!,
    };
  }
}

function hasContent(part: JsonObject): boolean {
  return wordsOf(part.body) !== null || objectsOf(part.attachments).length > 0;
}

function contentOf(part: JsonObject): { text: string; kind: Kind | null } {
  const html = wordsOf(part.body) ?? "";
  const text = textOfHtml(html);
  if (text.trim() !== "") return { text, kind: null };
  const picture = pictureIn(html);
  if (picture !== null) return { text: picture, kind: "image" };
  const attachment = objectsOf(part.attachments)[0];
  return {
    text: wordsOf(attachment?.url) ?? wordsOf(attachment?.name) ?? "",
    kind: attachment === undefined ? null : kindOfMedia(wordsOf(attachment.content_type)),
  };
}
