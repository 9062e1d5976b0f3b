import type { Diagnostics } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import type { EventName, Kind, Message, Role } from "../model/message.ts";
import type { SessionFact } from "../model/session-fact.ts";
import type { Zone } from "../text/zone.ts";
import type { DecodeReport } from "./decode.ts";
import { isEmoticonsOnly } from "./emoticons-only.ts";
import type { Limits } from "./limits.ts";
import { Names } from "./names.ts";
import {
  assistedMark,
  autoMark,
  eventNotices,
  placeholders,
  recallers,
  recallNotice,
  recommendedMark,
} from "./notices.ts";
import { type DayOrder, TimeReader } from "./times.ts";

/** What the user says about all inputs of a run. */
export interface ReadSettings {
  zone: Zone;
  /** Field → header, column number or letter. */
  map: Readonly<Record<string, string>>;
  shop: string | null;
  platform: string | null;
  dateFormat: DayOrder | null;
  limits: Limits;
}

/** What an adapter knows about a message; the rest is null, or follows from the text. */
export interface Draft {
  line: number;
  role: Role;
  text: string;
  at: number | null;
  sheet?: string;
  session?: string | null;
  sender?: string | null;
  agent?: string | null;
  owner?: string | null;
  customer?: string | null;
  shop?: string | null;
  platform?: string | null;
  auto?: boolean;
  assisted?: boolean;
  /** Only where the export says so. */
  kind?: Kind | null;
  event?: EventName | null;
  to?: string | null;
  id?: string | null;
  /** Place within the part where the export numbers its messages; else the order of reading. */
  order?: number | null;
}

/** Numbers sections over all inputs, and remembers where each belongs. */
export class Parts {
  /** Number of the input doubled, and 1 where the part runs backwards: an export may have a million sections. */
  readonly #parts: number[] = [];

  open(input: number, isBackwards: boolean): number {
    this.#parts.push(input * 2 + (isBackwards ? 1 : 0));
    return this.#parts.length - 1;
  }

  get(part: number): { input: number; isBackwards: boolean } {
    const known = this.#parts[part]!;
    return { input: known >> 1, isBackwards: (known & 1) === 1 };
  }
}

/** Messages of one part have numbers of their own; no export has more messages than this in a part. */
export const partSpan = 2 ** 31;

/** The reading of one input: exact accounts, and messages shaped by the rules that hold for every format. */
export class Reading {
  readonly file: string;
  readonly settings: ReadSettings;
  readonly diagnostics: Diagnostics;
  readonly times: TimeReader;
  readonly decodeReport: DecodeReport;
  readonly #input: number;
  readonly #parts: Parts;
  readonly #names = new Names();
  #before: Message | null = null;
  #part = -1;
  #numbersFall = false;
  #placeInPart = 0;
  rows = 0;
  messages = 0;
  rejected = 0;
  /** What tables about sessions say; no messages. */
  readonly facts: SessionFact[] = [];
  /** Set by formats whose bytes are no plain text. */
  encoding: string | null = null;

  constructor(file: string, input: number, settings: ReadSettings, diagnostics: Diagnostics, parts: Parts) {
    this.file = file;
    this.settings = settings;
    this.diagnostics = diagnostics;
    this.times = new TimeReader(settings.zone, settings.dateFormat);
    this.#input = input;
    this.#parts = parts;
    this.decodeReport = {
      encoding: "utf-8",
      onMixed: (line, text) => this.note("encoding-mixed", line, text),
      onBroken: (line, text) => this.#count("bytes-undecodable", "lost", line, text),
      onTooLong: (line) => {
        this.rows++;
        this.reject("line-too-long", line, "");
      },
    };
  }

  /**
   * Begins a section within which equal messages are no repeats (ingest-decision 10). `numbersFall`:
   * its messages are numbered against time, by the export or by their order.
   */
  startPart(isBackwards = false, numbersFall = isBackwards): void {
    this.#part = this.#parts.open(this.#input, isBackwards);
    this.#numbersFall = numbersFall;
    this.#placeInPart = 0;
  }

  /** A record that gives no message, and whose words are lost. Count it in `rows` first. */
  reject(code: string, line: number, value: string): void {
    this.rejected++;
    this.#count(code, "lost", line, value);
  }

  /** Something that the reader of the report should know; nothing is lost. */
  note(code: string, line: number, value: string): void {
    this.#count(code, "note", line, value);
  }

  /** Something that makes figures uncertain. */
  warn(code: string, line: number, value: string): void {
    this.#count(code, "warning", line, value);
  }

  /** Reads a time; one that cannot be read is null and counted (ingest-decision 7). */
  time(value: string, line: number): number | null {
    const at = this.times.read(value);
    if (at === null) this.warn("time-unreadable", line, value);
    return at;
  }

  message(draft: Draft): Message {
    const text = this.#words(draft.text, draft.line);
    const content = contentOf(draft, text);
    const isRecommended = draft.role === "robot" && (draft.assisted === true || recommendedMark.test(text));
    const role = content.role ?? (isRecommended ? "agent" : draft.role);
    const auto = role === "agent" && (draft.auto === true || autoMark.test(text));
    this.messages++;
    const source: Message["source"] = { file: this.file, line: draft.line };
    if (draft.sheet !== undefined) source.sheet = draft.sheet;
    const before = this.#before;
    const own = (name: string | null | undefined, last: string | null | undefined) =>
      this.#names.own(name ?? null, last ?? null);
    const agent = own(draft.agent, before?.agent);
    const message: Message = {
      session: own(draft.session, before?.session),
      at: draft.at,
      role,
      auto,
      assisted: role === "agent" && !auto && (draft.assisted === true || assistedMark.test(text)),
      sender: own(content.sender ?? (isRecommended ? draft.agent : null) ?? draft.sender, agent),
      agent,
      customer: own(draft.customer, before?.customer),
      shop: own(draft.shop ?? this.settings.shop, before?.shop),
      platform: own(draft.platform ?? this.settings.platform, before?.platform),
      kind: content.kind,
      event: content.event,
      to: content.to,
      text,
      source,
      id: draft.id ?? null,
      part: this.#part,
      seq: this.#nextSeq(draft.order ?? null),
      owner: own(draft.owner, before?.owner),
    };
    this.#before = message;
    return message;
  }

  summary(format: string): InputSummary {
    const { total, minuteOnly } = this.times;
    return {
      file: this.file,
      format,
      encoding: this.encoding ?? this.decodeReport.encoding,
      rows: this.rows,
      messages: this.messages,
      rejected: this.rejected,
      duplicates: 0,
      // A workbook shows whole minutes without seconds, so a few such times prove nothing.
      resolutionSeconds: total === 0 ? null : minuteOnly * 10 > total ? 60 : 1,
    };
  }

  #nextSeq(order: number | null): number {
    const place = order ?? this.#placeInPart++;
    return this.#part * 2 * partSpan + partSpan + (this.#numbersFall ? -place : place);
  }

  /** Layout at the edges goes, characters that are none are marked; nothing else changes (ingest-decisions 25, 26, 47). */
  #words(raw: string, line: number): string {
    let text = raw;
    if (layout.test(text)) text = withoutLayout(text);
    if (!text.isWellFormed()) {
      text = text.toWellFormed();
      this.warn("lone-surrogate", line, text);
    } else if (text.includes("\ufffd")) {
      this.warn("replacement-character", line, text);
    }
    return text;
  }

  #count(code: string, level: "note" | "warning" | "lost", line: number, value: string): void {
    this.diagnostics.add(code, level, { file: this.file, line, value });
  }
}

const layout = /[\r\n]|[ \t]$|_x000D_|\\T/;

function withoutLayout(text: string): string {
  return (
    text
      .replaceAll("_x000D_", "\r")
      .replace(/\\T(\/:\S+?)\\T/g, "$1")
      .replace(/\r\n?/g, "\n")
      // Looking back keeps long runs of blanks and of line breaks from being tried at each of their places.
      .replace(/(?<![ \t])[ \t]+(?=\n|$)/g, "")
      .replace(/^\n+|(?<!\n)\n+$/g, "")
  );
}

interface ContentOf {
  kind: Kind;
  event: EventName | null;
  to: string | null;
  role?: Role;
  sender?: string | null;
}

/** What was sent, where the export does not say, by the text alone. */
function contentOf(draft: Draft, text: string): ContentOf {
  const { role, kind = null, event: told = null, to = null } = draft;
  const isTextual = kind === null || kind === "text";
  if (role === "system" || told !== null) {
    const noticed = eventOf(text);
    const event = told ?? (isTextual ? noticed?.event : null) ?? null;
    if (event !== null)
      return { kind: "event", event, to: to ?? (noticed?.event === event ? noticed.to : null) };
  }
  const recall = role === "system" ? recallBySystem(draft, text) : null;
  if (recall !== null) return recall;
  return { kind: isTextual ? kindOf(draft, text) : kind, event: null, to };
}

function kindOf(draft: Draft, text: string): Kind {
  if (draft.role === "system") return "text";
  const placeholder = text.length <= longestPlaceholder ? placeholders.get(text) : undefined;
  if (placeholder !== undefined) return placeholder;
  if (text.endsWith("消息") && takesBackOwn(draft, text)) return "recalled";
  return isEmoticonsOnly(text, draft.platform ?? null) ? "emoticon" : "text";
}

const longestPlaceholder = Math.max(...[...placeholders.keys()].map((text) => text.length));

/** No notice is longer. */
const longestNotice = 500;

/** The event that a line of the system reports; null where it is none of the five. */
function eventOf(text: string): { event: EventName; to: string | null } | null {
  if (text.length > longestNotice) return null;
  for (const { event, pattern } of eventNotices) {
    const found = pattern.exec(text);
    if (found !== null) return { event, to: found.groups?.to?.trim() ?? null };
  }
  return null;
}

/** A recall notice on the line of whoever took back; a text that only mentions a recall is text. */
function takesBackOwn(draft: Draft, text: string): boolean {
  const name = recallNotice.exec(text)?.[1]?.trim();
  if (name === undefined) return false;
  return name === draft.sender || recallers.get(name) === draft.role;
}

/** `X 撤回了一条消息` is a message of X (ingest-decision 5). */
function recallBySystem(draft: Draft, text: string): ContentOf | null {
  const name = recallNotice.exec(text)?.[1]?.trim();
  if (name === undefined) return null;
  const side = recallers.get(name) ?? (name === draft.customer ? "customer" : "agent");
  const unnamed = side === "customer" ? draft.customer : draft.agent;
  return {
    kind: "recalled",
    event: null,
    to: null,
    role: side,
    sender: (recallers.has(name) ? unnamed : name) ?? null,
  };
}
