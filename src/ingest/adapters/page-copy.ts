import type { Message } from "../../model/message.ts";
import type { Adapter, Fit, Sample } from "../adapter.ts";
import { isClockAlone, isName, isStatus, isTimeAlone, layoutOfTimes, timeKey } from "../chat-lines.ts";
import type { Content } from "../content.ts";
import { decode, silentReport } from "../decode.ts";
import { Dialogue } from "../dialogue.ts";
import { decodeEntities } from "../entities.ts";
import { type Line, linesIn } from "../lines.ts";
import type { Reading } from "../reading.ts";
import { Speakers } from "../speakers.ts";
import { plainNick } from "../wangwang.ts";

const dateLine =
  /^\s{0,20}(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:\s?(?:星期|周)[一二三四五六日天])?\s{0,20}$/;
/** A date without its year, or only in words: it ends the date above, and gives none. */
const vagueDate =
  /^\s{0,20}(?:今天|昨天|前天|(?:星期|周)[一二三四五六日天]|\d{1,2}月\d{1,2}日|\d{1,2}[-/]\d{1,2})\s{0,20}$/;
/** Buttons of the page. */
const pageText =
  /^(?:上一页|下一页|首页|末页|尾页|加载更多|查看更多(?:消息)?|没有更多了|到底了|共\s?\d+\s?条|第\s?\d+\s?页|\d{1,4}|[<>])$/;
/** A fall of the clock by more than this without a new date is a midnight that the copy does not show. */
const midnightMs = 12 * 3_600_000;

/** Copies from the page 聊天记录查询: time, then the words, then who sent them (platforms B4). */
export const pageCopy: Adapter = {
  name: "qianniu-web",
  title: { zh: "千牛网页版聊天记录查询（复制的文本）", en: "chat copied from the Qianniu web page (TXT)" },
  extensions: [".txt"],

  fits(sample: Sample): Fit | null {
    if (layoutOfTimes(sample.lines) !== "time-first") return null;
    const speakers = new Speakers();
    const accounts = sample.lines.filter((line) => isName(line) && speakers.isAccount(plainNick(line)));
    const times = sample.lines.filter(isTimeAlone);
    if (accounts.length === 0 && times.length < 2) return null;
    return {
      score: 0.72,
      why: {
        zh: `${times.length} 个时间单独成行，下面是内容和发送账号`,
        en: `${times.length} times on lines of their own, words and account below`,
      },
    };
  },

  async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
    const survey = await surveyOf(content, reading);
    const isBackwards = survey.falls > survey.rises;
    const reader = new PageReader(survey.speakers, isBackwards, reading);
    const finder = new BlockFinder();
    reading.startPart(isBackwards);
    for await (const block of decode(content.stream(), reading.decodeReport, reading.settings.limits)) {
      for (const line of linesIn(block)) for (const item of finder.blocks(line)) reader.read(item);
      const messages = reader.take();
      if (messages.length > 0) yield messages;
    }
    for (const item of finder.blocks(null)) reader.read(item);
    reader.end();
    yield reader.take();
  },
};

/** A time with the lines below it; the lines above the first time have none. */
interface Block {
  time: string | null;
  line: number;
  /** Date on a line above: null where there is none, or only a vague one. */
  date: string | null;
  vague: string;
  lines: Line[];
}

/** Cuts a page at its times; a date counts where a time follows, else it is words. */
class BlockFinder {
  #block: Block = { time: null, line: 1, date: null, vague: "", lines: [] };
  #date: Line | null = null;

  /** Blocks that a line completes; null ends the input. */
  blocks(line: Line | null): Block[] {
    if (line === null) return this.#date === null ? [this.#block] : [this.#withDateAsText()];
    if (isTimeAlone(line.text)) return [this.#begin(line)];
    if (line.text.trim() === "" && this.#date !== null) return [];
    if (this.#date !== null) this.#block = this.#withDateAsText();
    if (dateLine.test(line.text) || vagueDate.test(line.text)) this.#date = line;
    else this.#block.lines.push(line);
    return [];
  }

  #begin({ text, line }: Line): Block {
    const done = this.#block;
    let { date, vague } = done;
    if (this.#date !== null) {
      date = dateLine.exec(this.#date.text)?.[1] ?? null;
      vague = date === null ? this.#date.text.trim() : "";
    }
    this.#date = null;
    this.#block = { time: text.trim(), line, date, vague, lines: [] };
    return done;
  }

  #withDateAsText(): Block {
    const block = this.#block;
    block.lines.push(this.#date!);
    this.#date = null;
    return block;
  }
}

interface Survey {
  speakers: Speakers;
  rises: number;
  falls: number;
}

/** Senders stand above the next time; below the last one the page may go on. */
async function surveyOf(content: Content, reading: Reading): Promise<Survey> {
  const survey: Survey = { speakers: new Speakers(), rises: 0, falls: 0 };
  const finder = new BlockFinder();
  let above: Block | null = null;
  const see = (block: Block) => {
    const words = block.lines.filter(({ text }) => !isAside(text)).map(({ text }) => plainNick(text));
    const sender = words.at(-1) ?? "";
    // A line alone may be words without their sender.
    const isSender = isName(sender) && (words.length > 1 || survey.speakers.isAccount(sender));
    if (block.time !== null && isSender) survey.speakers.learn(sender);
    if (above?.time != null && above.date === block.date && block.time !== null) {
      const [before, now] = [timeKey(above.time), timeKey(block.time)];
      if (before !== now) survey[now > before ? "rises" : "falls"]++;
    }
    above = block;
  };
  for await (const text of decode(content.stream(), silentReport(), reading.settings.limits)) {
    for (const line of linesIn(text)) for (const block of finder.blocks(line)) see(block);
  }
  for (const block of finder.blocks(null)) see(block);
  return survey;
}

function isAside(text: string): boolean {
  const words = text.trim();
  return words === "" || isStatus(words) || pageText.test(words);
}

class PageReader {
  readonly #reading: Reading;
  readonly #speakers: Speakers;
  readonly #dialogue: Dialogue;
  readonly #isBackwards: boolean;
  #above: { date: string; clockMs: number } | null = null;
  /** The date that a midnight without a date line made unknown. */
  #lostDate: string | null = null;

  constructor(speakers: Speakers, isBackwards: boolean, reading: Reading) {
    this.#reading = reading;
    this.#speakers = speakers;
    this.#isBackwards = isBackwards;
    this.#dialogue = new Dialogue(reading, speakers, { platform: "taobao", shop: speakers.shop });
  }

  take(): Message[] {
    return this.#dialogue.take();
  }

  end(): void {
    this.#dialogue.end();
  }

  read(block: Block): void {
    const at = block.lines.findLastIndex(({ text }) => this.#speakers.headsOf(plainNick(text)) > 0);
    const sender = block.time === null ? -1 : at;
    const around = block.lines.slice(sender + 1).filter(({ text }) => text.trim() !== "" && !isStatus(text));
    if (block.time !== null && sender === -1) {
      this.#reading.rows++;
      this.#reading.reject("sender-missing", block.line, around.map(({ text }) => text).join(" "));
      return;
    }
    for (const { text, line } of around) this.#reading.note("window-text", line, text);
    if (sender === -1) return;
    this.#dialogue.say({
      line: block.line,
      sender: plainNick(block.lines[sender]!.text),
      time: this.#timeOf(block),
      text: decodeEntities(
        block.lines
          .slice(0, sender)
          .map(({ text }) => text)
          .join("\n"),
      ),
    });
  }

  #timeOf({ time, date, vague }: Block): string {
    if (!isClockAlone(time!)) return time!;
    if (date === null) return `${vague} ${time}`.trim();
    const clockMs = Date.parse(`1970-01-01T${time!.padStart(8, "0")}Z`);
    const above = this.#above;
    if (above?.date === date) {
      const step = this.#isBackwards ? above.clockMs - clockMs : clockMs - above.clockMs;
      if (step < -midnightMs) this.#lostDate = date;
    }
    this.#above = { date, clockMs };
    return this.#lostDate === date ? time! : `${date} ${time}`;
  }
}
