import type { Message, Role } from "../../model/message.ts";
import type { Adapter, Fit, Sample } from "../adapter.ts";
import type { Content } from "../content.ts";
import { decode } from "../decode.ts";
import { decodeEntities } from "../entities.ts";
import { linesIn } from "../lines.ts";
import type { Draft, Reading } from "../reading.ts";
import { plainNick, systemSpeakers, systemText } from "../wangwang.ts";

/** `-----昵称-----`, 28 each in the originals. */
const sectionHead = /^-{10,60}([^-].{0,120}?)-{10,60}\s{0,20}$/;
const sectionEnd = /^={20,100}\s{0,20}$/;
const groupArea = /^\s*群聊\s*$/;
/** `昵称(2026-11-16 09:05:00):  内容` */
const messageHead = /^(.{0,200}?)\((\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{1,2}(?::\d{1,2})?)\)[:：]\s*(.*)$/;

/** 千牛/旺旺 PC 端 "导出消息记录": one account's chats, a section per customer. */
export const qianniuText: Adapter = {
  name: "qianniu-txt",
  title: { zh: "千牛/旺旺导出消息记录（TXT）", en: "Qianniu/Wangwang PC export (TXT)" },
  extensions: [".txt"],

  fits(sample: Sample): Fit | null {
    const hasSection = sample.lines.some((line) => sectionHead.test(line));
    const hasMessage = sample.lines.some((line) => messageHead.test(line));
    return hasSection && hasMessage
      ? {
          score: 0.97,
          why: {
            zh: "有“----昵称----”分段和“昵称(时间):  内容”",
            en: "sections ----nick---- and lines nick(time):  words",
          },
        }
      : null;
  },

  async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
    const reader = new SectionReader(reading);
    for await (const block of decode(content.stream(), reading.decodeReport, reading.settings.limits)) {
      for (const { text, line } of linesIn(block)) reader.read(text, line);
      const messages = reader.take();
      if (messages.length > 0) yield messages;
    }
    reader.endMessage();
    yield reader.take();
  },
};

class SectionReader {
  readonly #reading: Reading;
  #messages: Message[] = [];
  /** Line 1: `店铺:子账号`, or the shop's main account. */
  #owner: string | null = null;
  #shop: string | null = null;
  #customer: string | null = null;
  #isGroups = false;
  #open: (Draft & { lines: string[] }) | null = null;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  take(): Message[] {
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }

  read(text: string, line: number): void {
    if (this.#isGroups) this.#leaveOut(text, line);
    else if (sectionEnd.test(text)) {
      this.endMessage();
      this.#customer = null;
    } else if (this.#customer === null && groupArea.test(text)) this.#isGroups = true;
    else this.#readLine(text, line);
  }

  #readLine(text: string, line: number): void {
    const head = sectionHead.exec(text);
    if (head !== null) {
      this.endMessage();
      this.#customer = plainNick(head[1]!);
      this.#reading.startPart();
      return;
    }
    if (this.#customer === null) {
      if (this.#owner === null && text.trim() !== "") this.#setOwner(plainNick(text));
      else if (messageHead.test(text)) this.#rejectLine(text, line);
      return;
    }
    const found = messageHead.exec(text);
    if (found !== null) {
      this.endMessage();
      this.#reading.rows++;
      this.#open = this.#begin(found, line);
    } else if (this.#open !== null) this.#open.lines.push(text);
    else if (text.trim() !== "") this.#rejectLine(text, line);
  }

  /** Gives the message that was being read. */
  endMessage(): void {
    if (this.#open === null) return;
    const { lines, ...draft } = this.#open;
    this.#open = null;
    this.#messages.push(this.#reading.message({ ...draft, text: decodeEntities(lines.join("\n")) }));
  }

  #begin([, speaker, time, text]: RegExpExecArray, line: number): Draft & { lines: string[] } {
    const sender = plainNick(speaker!);
    const role = this.#roleOf(sender, text!, line);
    return {
      line,
      lines: [text!],
      text: "",
      at: this.#reading.time(time!, line),
      role,
      sender,
      agent: role === "agent" ? sender : null,
      owner: this.#owner,
      customer: this.#customer,
      shop: this.#shop,
      platform: "taobao",
    };
  }

  #roleOf(sender: string, text: string, line: number): Role {
    if (sender === this.#customer) return "customer";
    if (systemSpeakers.has(sender)) return "system";
    if (!systemText.test(text)) return "agent";
    this.#reading.note("system-text-of-agent", line, text);
    return "system";
  }

  #setOwner(account: string): void {
    this.#owner = account;
    this.#shop = account.split(/[:：]/)[0]!;
  }

  #rejectLine(text: string, line: number): void {
    this.#reading.rows++;
    this.#reading.reject("line-without-message", line, text);
  }

  #leaveOut(text: string, line: number): void {
    if (!messageHead.test(text)) return;
    this.#reading.rows++;
    this.#reading.note("group-chat", line, text);
  }
}
