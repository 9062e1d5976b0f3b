import {
  type EventName,
  eventNames,
  type Kind,
  kinds,
  type Message,
  type Role,
  roles,
  type Source,
} from "../../model/message.ts";
import type { Adapter, Fit, Sample } from "../adapter.ts";
import type { Content } from "../content.ts";
import { decode } from "../decode.ts";
import type { Draft, Reading } from "../reading.ts";

const linesLookedAt = 20;

/** Canonical messages (contract §1), one JSON object a line: what `convert` writes. */
export const ndjson: Adapter = {
  name: "ndjson",
  title: { zh: "标准 NDJSON", en: "canonical NDJSON" },
  extensions: [".ndjson", ".jsonl", ".json"],

  fits(sample: Sample): Fit | null {
    const isCanonical = sample.lines.slice(0, linesLookedAt).some((line) => {
      const record = parse(line);
      return record !== null && "role" in record && "text" in record;
    });
    return isCanonical
      ? {
          score: 0.95,
          why: {
            zh: "每行一个 JSON 对象，有 role 和 text",
            en: "every line is a JSON object with role and text",
          },
        }
      : null;
  },

  async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
    reading.startPart();
    for await (const block of decode(content.stream(), reading.decodeReport, reading.settings.limits)) {
      const messages: Message[] = [];
      let line = block.line;
      for (const text of block.text.split("\n")) {
        const message = readLine(text, line++, reading);
        if (message !== null) messages.push(message);
      }
      if (messages.length > 0) yield messages;
    }
  },
};

function readLine(text: string, line: number, reading: Reading): Message | null {
  if (text.trim() === "") return null;
  reading.rows++;
  const record = parse(text);
  if (record === null) {
    reading.reject("json-invalid", line, text);
    return null;
  }
  try {
    const { draft, source } = draftOf(record, line, reading);
    const message = reading.message(draft);
    // What the record says of itself stands above what its text looks like.
    if (draft.kind != null) {
      message.kind = draft.kind;
      message.event = draft.event ?? null;
      message.role = draft.role;
      message.sender = draft.sender ?? null;
    }
    if (record.auto != null) message.auto = draft.auto === true;
    if (record.assisted != null) message.assisted = draft.assisted === true;
    if (source !== null) message.source = source;
    return message;
  } catch (error) {
    if (!(error instanceof WrongField)) throw error;
    reading.reject("field-invalid", line, error.message);
    return null;
  }
}

/** A field whose value is outside the contract. */
class WrongField extends Error {
  constructor(field: string, value: unknown) {
    // Objects may be nested so deeply that nothing can print them.
    const shown = typeof value === "object" && value !== null ? "{…}" : (JSON.stringify(value) ?? "-");
    super(`${field}: ${shown}`);
  }
}

function draftOf(record: Record<string, unknown>, line: number, reading: Reading) {
  const event = oneOf<EventName>(record, "event", eventNames, null);
  const kind = oneOf<Kind>(record, "kind", kinds, null);
  const draft: Draft = {
    line,
    role: oneOf<Role>(record, "role", roles, undefined)!,
    text: string(record, "text", "") ?? "",
    at: instant(record, reading),
    session: string(record, "session", null),
    sender: string(record, "sender", null),
    agent: string(record, "agent", null),
    customer: string(record, "customer", null),
    shop: string(record, "shop", null),
    platform: string(record, "platform", null),
    auto: flag(record, "auto"),
    assisted: flag(record, "assisted"),
    kind,
    event,
    to: string(record, "to", null),
    id: string(record, "id", null),
  };
  return { draft, source: sourceOf(record) };
}

function parse(text: string): Record<string, unknown> | null {
  if (!/^\s*\{/.test(text) || isTooDeep(text)) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** No record nests deeper; the parser would need a hundred bytes for each bracket. */
const deepest = 1000;

function isTooDeep(text: string): boolean {
  if (text.length < 2 * deepest) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === "[" || character === "{") depth++;
    else if (character === "]" || character === "}") depth--;
    if (depth > deepest) return true;
  }
  return false;
}

/** Place of the closing quote; the end of the text where there is none. */
function endOfString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function oneOf<T extends string>(
  record: Record<string, unknown>,
  field: string,
  values: readonly T[],
  absent: T | null | undefined,
): T | null {
  const value = record[field];
  if (value == null && absent !== undefined) return absent;
  if (typeof value === "string" && (values as readonly string[]).includes(value)) return value as T;
  throw new WrongField(field, value);
}

function string(record: Record<string, unknown>, field: string, absent: string | null): string | null {
  const value = record[field];
  if (value == null) return absent;
  if (typeof value === "string") return value;
  throw new WrongField(field, value);
}

function flag(record: Record<string, unknown>, field: string): boolean {
  const value = record[field] ?? false;
  if (typeof value === "boolean") return value;
  throw new WrongField(field, value);
}

/** RFC 3339; a local time without offset is read in the shop's zone. */
function instant(record: Record<string, unknown>, reading: Reading): number | null {
  const value = string(record, "time", null);
  if (value === null) return null;
  const at = reading.times.read(value);
  if (at === null) throw new WrongField("time", value);
  return at;
}

function sourceOf(record: Record<string, unknown>): Source | null {
  const value = record.source as Partial<Source> | null | undefined;
  if (value == null) return null;
  const { file, line, sheet } = value;
  if (typeof file !== "string" || !Number.isSafeInteger(line)) throw new WrongField("source", value);
  return typeof sheet === "string" ? { file, line: line!, sheet } : { file, line: line! };
}
