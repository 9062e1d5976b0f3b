import type { Message, Role } from "../../model/message.ts";
import type { Adapter, Fit, Sample } from "../adapter.ts";
import { BorderIds } from "../borders.ts";
import type { Content } from "../content.ts";
import { decode, silentReport } from "../decode.ts";
import { type Line, linesIn } from "../lines.ts";
import type { Draft, Reading } from "../reading.ts";

const begin = /^\s*\/\*+\s*以下为一通会话/;
const end = /^\s*\/\*+\s*会话结束/;
const endTime = /会话结束_时间\s*[:：]\s*(\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}:\d{2})/;
/** The time at the end of `<发送者> 2026-10-07 10:00:00`. */
const headTime = /\s(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2})\s*$/;
const longestHead = 200;

/** 京东咚咚 聊天记录 (LOG or TXT): conversations with drawn borders. */
export const jdLog: Adapter = {
  name: "jd-log",
  title: { zh: "京东咚咚聊天记录（LOG / TXT）", en: "JD Dongdong chat log (LOG / TXT)" },
  extensions: [".log", ".txt"],

  fits(sample: Sample): Fit | null {
    const hasBorder = sample.lines.some((line) => begin.test(line));
    return hasBorder
      ? { score: 0.98, why: { zh: "有“以下为一通会话”", en: "borders 以下为一通会话" } }
      : null;
  },

  async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
    const speakers = await countSpeakers(content, reading);
    const reader = new ConversationReader(speakers, reading);
    reading.startPart();
    for await (const block of decode(content.stream(), reading.decodeReport, reading.settings.limits)) {
      for (const line of linesIn(block)) reader.read(line);
      const messages = reader.take();
      if (messages.length > 0) yield messages;
    }
    reader.endConversation(null);
    yield reader.take();
  },
};

interface Head {
  name: string;
  time: string;
}

/** Cut by hand: a pattern for the name would go over blank lines again and again (ingest-decision 14). */
function headOf(text: string): Head | null {
  if (text.length > longestHead) return null;
  const found = headTime.exec(text);
  if (found === null) return null;
  const name = text.slice(0, found.index).trim();
  return name === "" ? null : { name, time: found[1]!.replace("T", " ") };
}

interface Speaker {
  heads: number;
  conversations: number;
  lastConversation: number;
}

/** Who speaks how often and in how many conversations of the file. */
async function countSpeakers(content: Content, reading: Reading): Promise<Map<string, Speaker>> {
  const speakers = new Map<string, Speaker>();
  let conversation = 0;
  let above = "";
  for await (const block of decode(content.stream(), silentReport(), reading.settings.limits)) {
    for (const { text } of linesIn(block)) {
      if (begin.test(text)) {
        conversation++;
        above = "";
        continue;
      }
      const head = headOf(text);
      // Fixed width, so text order is time order.
      if (head === null || head.time < above) continue;
      above = head.time;
      const speaker = speakers.get(head.name) ?? { heads: 0, conversations: 0, lastConversation: -1 };
      speaker.heads++;
      if (speaker.lastConversation !== conversation) speaker.conversations++;
      speaker.lastConversation = conversation;
      speakers.set(head.name, speaker);
    }
  }
  return speakers;
}

interface Spoken extends Line {
  head: Head;
  lines: string[];
}

class ConversationReader {
  readonly #speakers: ReadonlyMap<string, Speaker>;
  readonly #reading: Reading;
  readonly #ids: BorderIds;
  #messages: Message[] = [];
  #spoken: Spoken[] = [];
  #isBordered = false;

  constructor(speakers: ReadonlyMap<string, Speaker>, reading: Reading) {
    this.#speakers = speakers;
    this.#reading = reading;
    this.#ids = new BorderIds(reading.settings.zone);
  }

  take(): Message[] {
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }

  read(line: Line): void {
    if (begin.test(line.text)) {
      this.endConversation(null);
      this.#isBordered = true;
      return;
    }
    if (end.test(line.text)) {
      this.endConversation(line);
      return;
    }
    const head = headOf(line.text);
    if (head !== null && this.#opensMessage(head, line)) {
      this.#reading.rows++;
      this.#spoken.push({ ...line, head, lines: [] });
      return;
    }
    const last = this.#spoken.at(-1);
    if (last !== undefined) last.lines.push(line.text);
    else if (line.text.trim() !== "") {
      this.#reading.rows++;
      this.#reading.reject("line-without-message", line.line, line.text);
    }
  }

  /** A line of the text above may look like a head: `付款时间 2026-11-11 20:14:40` (ingest-decision 14). */
  #opensMessage(head: Head, line: Line): boolean {
    const above = this.#spoken.at(-1);
    if (above === undefined) return true;
    const speaks = isPlatformName(head.name) || (this.#speakers.get(head.name)?.heads ?? 0) > 1;
    if (speaks && head.time >= above.head.time) return true;
    this.#reading.warn("head-like-text", line.line, line.text);
    return false;
  }

  /** Gives the messages of the conversation; `border` is its end line, which is a message too (ingest-decision 12). */
  endConversation(border: Line | null): void {
    const spoken = this.#spoken;
    this.#spoken = [];
    const customer = this.#customerOf(spoken);
    const isAny = spoken.length > 0 || border !== null;
    const session = this.#isBordered && isAny ? this.#sessionId(spoken, customer) : null;
    this.#isBordered = false;
    const common = { session, customer, platform: "jd" };
    for (const { head, line, lines } of spoken) {
      const role: Role =
        head.name === customer ? "customer" : head.name.startsWith("jimi_") ? "robot" : "agent";
      this.#messages.push(
        this.#reading.message({
          ...common,
          line,
          role,
          text: lines.join("\n"),
          at: this.#reading.time(head.time, line),
          sender: head.name,
          agent: role === "agent" ? head.name : null,
        }),
      );
    }
    if (border !== null) this.#messages.push(this.#closed(border, common));
  }

  #closed(border: Line, common: Pick<Draft, "session" | "customer" | "platform">): Message {
    this.#reading.rows++;
    const time = endTime.exec(border.text)?.[1];
    return this.#reading.message({
      ...common,
      line: border.line,
      role: "system",
      event: "closed",
      text: "",
      at: time === undefined ? null : this.#reading.time(time, border.line),
    });
  }

  /** The masked name, else `jd_…`, else who speaks in no other conversation (ingest-decision 13). */
  #customerOf(spoken: readonly Spoken[]): string | null {
    const names = [...new Set(spoken.map(({ head }) => head.name))].filter(
      (name) => !name.startsWith("jimi_"),
    );
    const known = names.find((name) => name.includes("**")) ?? names.find((name) => name.startsWith("jd_"));
    if (known !== undefined || names.length === 0) return known ?? null;
    const alone = names.filter((name) => this.#speakers.get(name)?.conversations === 1);
    if (alone.length !== 1) this.#reading.warn("customer-uncertain", spoken[0]!.line, names.join(" "));
    return alone[0] ?? null;
  }

  /** A drawn border is an id of its own (ingest-decision 9). */
  #sessionId(spoken: readonly Spoken[], customer: string | null): string {
    const at = spoken.map(({ head }) => this.#reading.times.read(head.time)).find((time) => time !== null);
    return this.#ids.next(at ?? null, customer);
  }
}

/** Masked customers, customers and robots by the platform's own naming. */
function isPlatformName(name: string): boolean {
  return /\*\*|^jd_|^jimi_/.test(name);
}
