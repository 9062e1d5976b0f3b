import type { Kind, Message, Role } from "../../model/message.ts";
import { jsonAdapter, type RecordReader } from "../json/adapter.ts";
import { messagesOf } from "../json/conversation.ts";
import { objectOf, objectsOf, wordsOf } from "../json/fields.ts";
import { textOfHtml } from "../json/html.ts";
import { kindOfMedia } from "../json/media.ts";
import { type JsonObject, lineOf } from "../json/parser.ts";
import type { Draft, Reading } from "../reading.ts";

/** Zendesk Support: tickets with their comments, or the comments of one ticket; `users` may stand beside them. */
export const zendeskTickets = jsonAdapter({
  name: "zendesk-tickets",
  title: { zh: "Zendesk 工单评论（JSON）", en: "Zendesk ticket comments (JSON)" },
  lists: ["tickets"],
  why: { zh: "有 comments（author_id、public）", en: "comments (author_id, public)" },
  holds: (record) => {
    const [first] = commentsOf(record);
    return first !== undefined && "public" in first && "author_id" in first;
  },
  reader: (reading) => new TicketReader(reading),
});

function commentsOf(record: JsonObject): JsonObject[] {
  return objectsOf(record.comments ?? objectOf(record.ticket)?.comments);
}

interface Person {
  name: string | null;
  role: Role | null;
}

/** Roles of `users[]`; others are light agents and roles that the shop made itself. */
const roles: Readonly<Record<string, Role>> = { "end-user": "customer", agent: "agent", admin: "agent" };

class TicketReader implements RecordReader {
  readonly #reading: Reading;
  readonly #people = new Map<string, Person>();

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** People stand beside the tickets, mostly behind them. */
  survey(record: JsonObject): void {
    for (const user of objectsOf(record.users)) this.#learn(user);
  }

  read(record: JsonObject): Message[] {
    const ticket = objectOf(record.ticket) ?? record;
    const comments = commentsOf(record);
    for (const { author } of comments) this.#learn(objectOf(author));
    this.#learn(objectOf(ticket.requester));
    const requester = this.#requesterOf(ticket, comments);
    const common = {
      session: wordsOf(ticket.id) ?? wordsOf(comments[0]?.ticket_id),
      customer: requester === null ? null : this.#nameOf(requester),
      platform: "zendesk",
    };
    const drafts: Draft[] = [];
    for (const comment of comments) {
      this.#reading.rows++;
      const draft = this.#draft(comment, requester);
      if (draft !== null) drafts.push({ ...draft, ...common });
    }
    return messagesOf(drafts, this.#reading);
  }

  #learn(person: JsonObject | null): void {
    const id = wordsOf(person?.id);
    if (id === null) return;
    const role = roles[wordsOf(person!.role) ?? ""] ?? null;
    this.#people.set(id, { name: wordsOf(person!.name) ?? wordsOf(person!.email), role });
  }

  #nameOf(id: string): string {
    return this.#people.get(id)?.name ?? id;
  }

  /** Named by the ticket, or known as a customer; else, with a warning, whoever wrote first. */
  #requesterOf(ticket: JsonObject, comments: readonly JsonObject[]): string | null {
    const named = wordsOf(ticket.requester_id) ?? wordsOf(objectOf(ticket.requester)?.id);
    if (named !== null) return named;
    const authors = comments.map(({ author_id }) => wordsOf(author_id));
    const customer = authors.find((id) => id !== null && this.#people.get(id)?.role === "customer");
    if (customer != null) return customer;
    const first = authors[0] ?? null;
    if (first === null || this.#people.get(first)?.role != null || comments[0]!.public === false) return null;
    this.#reading.warn("customer-uncertain", lineOf(comments[0]!), first);
    return first;
  }

  #draft(comment: JsonObject, requester: string | null): Draft | null {
    const line = lineOf(comment);
    const content = contentOf(comment);
    if (comment.public === false) {
      this.#reading.note("internal", line, content.text);
      return null;
    }
    const author = wordsOf(comment.author_id);
    if (author === null) {
      this.#reading.reject("role-unknown", line, content.text);
      return null;
    }
    const isAutomatic = Number(author) < 0 || channelOf(comment) === "rule";
    const role = isAutomatic ? "agent" : this.#roleOf(author, comment, requester);
    const sender = Number(author) < 0 ? null : this.#nameOf(author);
    return {
      ...content,
      line,
      role,
      auto: isAutomatic,
      at: this.#reading.time(wordsOf(comment.created_at) ?? "", line),
      sender,
      agent: role === "agent" ? sender : null,
      id: wordsOf(comment.id),
    };
  }

  /** Without the export's word, whoever answers the requester is taken for an agent, with a warning. */
  #roleOf(author: string, comment: JsonObject, requester: string | null): Role {
    if (author === requester) return "customer";
    if (channelOf(comment)?.startsWith("answer_bot")) return "robot";
    const known = this.#people.get(author)?.role ?? null;
    if (known === null) this.#reading.warn("agent-assumed", lineOf(comment), this.#nameOf(author));
    return known ?? "agent";
  }
}

function channelOf(comment: JsonObject): string | null {
  return wordsOf(objectOf(comment.via)?.channel);
}

function contentOf(comment: JsonObject): { text: string; kind: Kind | null } {
  const html = wordsOf(comment.html_body);
  const text =
    wordsOf(comment.body) ?? wordsOf(comment.plain_body) ?? (html === null ? "" : textOfHtml(html));
  const attachment = objectsOf(comment.attachments)[0];
  if (comment.type === "VoiceComment") return { text, kind: "voice" };
  if (text.trim() !== "" || attachment === undefined) return { text, kind: null };
  return {
    text: wordsOf(attachment.content_url) ?? wordsOf(attachment.file_name) ?? "",
    kind: kindOfMedia(wordsOf(attachment.content_type)),
  };
}
