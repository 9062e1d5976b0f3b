import type { Message } from "../../model/message.ts";
import type { Adapter, Fit, Sample } from "../adapter.ts";
import { BorderIds } from "../borders.ts";
import { isName, timeKey } from "../chat-lines.ts";
import type { Content } from "../content.ts";
import { decode, silentReport } from "../decode.ts";
import { Dialogue } from "../dialogue.ts";
import { decodeEntities } from "../entities.ts";
import { type Line, linesIn } from "../lines.ts";
import type { Reading } from "../reading.ts";
import { Speakers } from "../speakers.ts";
import { endOfSpeaker, plainNick } from "../wangwang.ts";

/** `2026-11-16 09:05:00 发言者: 内容` */
const messageLine = /^(\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}:\d{2}) {1,4}(\S.*)$/;
/** Above the first message stand titles; a line that begins with a time is no title. */
const beginsWithTime = /^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}/;
/** Between conversations. */
const border = /^\d{4}-\d{1,2}-\d{1,2}\s{0,20}$/;
const title = "即时消息";
/** The title stands in one of the first lines. */
const titleWithin = 10;

/** 旺旺/千牛 "即时消息": messages of an account with a date line between conversations (platforms B2). */
export const wangwangText: Adapter = {
  name: "wangwang-txt",
  title: { zh: "旺旺/千牛即时消息（TXT）", en: "Wangwang instant messages (TXT)" },
  extensions: [".txt"],

  fits(sample: Sample): Fit | null {
    const heads = sample.lines.map(headOf).filter((head) => head !== null);
    if (heads.length === 0) return null;
    if (sample.lines.slice(0, titleWithin).some((line) => line.includes(title)))
      return {
        score: 0.97,
        why: {
          zh: `开头有“${title}”，消息形如“时间 发言者: 内容”`,
          en: `begins with ${title}, lines of time, speaker: words`,
        },
      };
    const speakers = new Speakers();
    const accounts = heads.filter(({ name }) => speakers.isAccount(name));
    return accounts.length > 0
      ? { score: 0.75, why: { zh: "消息形如“时间 店铺:客服: 内容”", en: "lines of time, shop:agent: words" } }
      : null;
  },

  async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
    const survey = await surveyOf(content, reading);
    const reader = new MessageReader(survey, reading);
    reading.startPart();
    for await (const block of decode(content.stream(), reading.decodeReport, reading.settings.limits)) {
      for (const line of linesIn(block)) reader.read(line);
      const messages = reader.take();
      if (messages.length > 0) yield messages;
    }
    reader.end();
    yield reader.take();
  },
};

interface Head {
  time: string;
  name: string;
  text: string;
}

function headOf(text: string): Head | null {
  const found = messageLine.exec(text);
  if (found === null) return null;
  const said = found[2]!;
  const end = endOfSpeaker(said);
  if (end <= 0) return null;
  const name = plainNick(said.slice(0, end));
  return isName(name) ? { time: found[1]!, name, text: said.slice(end + 1).trimStart() } : null;
}

interface Survey {
  speakers: Speakers;
  hasBorders: boolean;
  /** Account in the lines above the first message. */
  owner: string | null;
}

async function surveyOf(content: Content, reading: Reading): Promise<Survey> {
  const survey: Survey = { speakers: new Speakers(), hasBorders: false, owner: null };
  let isAbove = true;
  for await (const block of decode(content.stream(), silentReport(), reading.settings.limits)) {
    for (const { text } of linesIn(block)) {
      const head = headOf(text);
      if (head !== null) survey.speakers.learn(head.name);
      else if (border.test(text)) survey.hasBorders = true;
      else if (isAbove && survey.owner === null) survey.owner = accountIn(text);
      isAbove &&= head === null;
    }
  }
  if (survey.owner !== null) survey.speakers.learnAs(survey.owner, "agent");
  return survey;
}

function accountIn(text: string): string | null {
  const account = plainNick(text.replace(/^[^:：]{0,8}(?:账号|帐号|旺旺|客服)\s?[:：]/, ""));
  return isName(account) && !/\s/.test(account) && new Speakers().isAccount(account) ? account : null;
}

class MessageReader {
  readonly #reading: Reading;
  readonly #speakers: Speakers;
  readonly #dialogue: Dialogue;
  #open: (Head & { line: number; lines: string[] }) | null = null;
  /** A date line: a border if a message follows, else words. */
  #date: Line | null = null;
  #isBegun = false;

  constructor({ speakers, hasBorders, owner }: Survey, reading: Reading) {
    this.#reading = reading;
    this.#speakers = speakers;
    const shop = owner?.split(/[:：]/)[0] ?? speakers.shop;
    const borders = hasBorders ? new BorderIds(reading.settings.zone) : null;
    this.#dialogue = new Dialogue(reading, speakers, { platform: "taobao", shop, owner }, { borders });
  }

  take(): Message[] {
    return this.#dialogue.take();
  }

  read(line: Line): void {
    if (border.test(line.text)) {
      this.#settleDate(false);
      this.#date = line;
      return;
    }
    if (line.text.trim() === "" && this.#date !== null) return;
    const head = headOf(line.text);
    const isHead = head !== null && this.#opensMessage(head, line);
    this.#settleDate(isHead);
    if (!isHead) this.#addText(line);
    else {
      this.#say();
      this.#isBegun = true;
      this.#open = { ...head, line: line.line, lines: [head.text] };
    }
  }

  end(): void {
    this.#settleDate(true);
    this.#say();
    this.#dialogue.end();
  }

  #settleDate(isBorder: boolean): void {
    const date = this.#date;
    this.#date = null;
    if (date === null) return;
    if (!isBorder) this.#addText(date);
    else {
      this.#say();
      this.#dialogue.end();
    }
  }

  /** A tracking line such as `2026-11-15 20:14:40 已签收: 本人` is text: nobody else speaks before the line above. */
  #opensMessage({ name, time }: Head, { line, text }: Line): boolean {
    const above = this.#open;
    if (above === null || this.#speakers.headsOf(name) > 1 || this.#speakers.isAccount(name)) return true;
    if (timeKey(time) >= timeKey(above.time)) return true;
    this.#reading.warn("head-like-text", line, text);
    return false;
  }

  #addText({ text, line }: Line): void {
    if (this.#open !== null) this.#open.lines.push(text);
    else if (text.trim() !== "" && (this.#isBegun || beginsWithTime.test(text))) {
      this.#reading.rows++;
      this.#reading.reject("line-without-message", line, text);
    }
  }

  #say(): void {
    if (this.#open === null) return;
    const { name, time, line, lines } = this.#open;
    this.#open = null;
    this.#dialogue.say({ line, sender: name, time, text: decodeEntities(lines.join("\n")) });
  }
}
