import type { Message } from "../../model/message.ts";
import type { Adapter, Fit, Sample } from "../adapter.ts";
import { dateTime, isName, isStatus, isTimeAlone, layoutOfTimes, timeKey } from "../chat-lines.ts";
import type { Content } from "../content.ts";
import { decode, silentReport } from "../decode.ts";
import { Dialogue } from "../dialogue.ts";
import { decodeEntities } from "../entities.ts";
import { type Line, linesIn } from "../lines.ts";
import { recallers, recallNotice } from "../notices.ts";
import type { Reading } from "../reading.ts";
import { Speakers } from "../speakers.ts";
import { plainNick } from "../wangwang.ts";

/** `昵称2026-1-6 9:05:07`, perhaps with a blank before the time and a status behind it. */
const headLine = new RegExp(
  String.raw`^(.*?)[ \t]{0,8}(${dateTime})[ \t]{0,8}(?:已读|未读|发送中|发送失败)?\s{0,8}$`,
);
const longestHead = 200;
/** `A --> B` */
const arrow = /^(.{1,60}?)\s{0,4}(?:-{1,3}>|→|➔)\s{0,4}(.{1,60})$/;
const bracketed = /^[[【](.{1,60})[\]】]$/;
/** `由 X 转交给 Y`, alone. */
const transfer = /^由\s?(.{1,60}?)\s?转交给\s?(\S.{0,60})$/;
/** What the window shows around the messages (platforms B3). */
const noise = /^(?:当前用户来自|原因[:：]【|https?:|[¥￥])|^(?:商品详情页|商品推荐|千牛)[:：]?$/;
const link = /^https?:\S+$/;

/** Copies from the 千牛 window, by hand or by a robot: a line of name and time, the words below (platforms B3). */
export const clipboard: Adapter = {
  name: "qianniu-copy",
  title: { zh: "千牛窗口复制的聊天（TXT）", en: "chat copied from the Qianniu window (TXT)" },
  extensions: [".txt"],

  fits(sample: Sample): Fit | null {
    const finder = new HeadFinder();
    const heads = [...sample.lines.map((text, line) => ({ text, line })), null].flatMap((line) =>
      finder.items(line).flatMap((item) => ("name" in item ? [item] : [])),
    );
    const isByTimes = layoutOfTimes(sample.lines) === "time-first";
    return heads.length >= 2 && !isByTimes
      ? {
          score: 0.7,
          why: { zh: `有 ${heads.length} 行“昵称 时间”`, en: `${heads.length} lines of nick and time` },
        }
      : null;
  },

  async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
    const survey = await surveyOf(content, reading);
    const reader = new CopyReader(survey, reading);
    const finder = new HeadFinder();
    reading.startPart(survey.falls > survey.rises);
    for await (const block of decode(content.stream(), reading.decodeReport, reading.settings.limits)) {
      for (const line of linesIn(block)) for (const item of finder.items(line)) reader.read(item);
      const messages = reader.take();
      if (messages.length > 0) yield messages;
    }
    for (const item of finder.items(null)) reader.read(item);
    reader.end();
    yield reader.take();
  },
};

interface Head extends Line {
  name: string;
  receiver: string | null;
  time: string;
  isBracketed: boolean;
}

/** Tells heads from words; a name may stand on the line above its time. */
class HeadFinder {
  #held: Line | null = null;

  /** What is settled by a line; null ends the input. */
  items(line: Line | null): (Head | Line)[] {
    const held = this.#held;
    this.#held = null;
    if (line === null) return held === null ? [] : [held];
    if (held !== null && isTimeAlone(line.text)) {
      const head = headOf(held.text, line.text.trim(), held);
      if (head !== null) return [head];
    }
    const settled = held === null ? [] : [held];
    const found = line.text.length > longestHead ? null : headLine.exec(line.text);
    const head = found === null ? null : headOf(found[1]!, found[2]!, line);
    if (head !== null) return [...settled, head];
    this.#held = line;
    return settled;
  }
}

function headOf(names: string, time: string, { text, line }: Line): Head | null {
  const [, from, to] = arrow.exec(names.trim()) ?? [];
  const whole = from ?? names.trim();
  const inner = bracketed.exec(whole)?.[1];
  const name = plainNick(inner ?? whole);
  if (!isName(name) || isNoticeLine(name)) return null;
  const receiver = to === undefined ? null : plainNick(to);
  return { text, line, name, receiver, time, isBracketed: inner !== undefined };
}

function isNoticeLine(text: string): boolean {
  return transfer.test(text) || recallNotice.test(text) || noise.test(text);
}

interface Survey {
  speakers: Speakers;
  rises: number;
  falls: number;
}

async function surveyOf(content: Content, reading: Reading): Promise<Survey> {
  const survey: Survey = { speakers: new Speakers(), rises: 0, falls: 0 };
  const bracketedNames = new Set<string>();
  const plainNames = new Set<string>();
  const finder = new HeadFinder();
  let above = "";
  const see = (item: Head | Line) => {
    if (!("name" in item)) return learnFromNotice(item.text, survey.speakers);
    survey.speakers.learn(item.name);
    if (item.receiver !== null) survey.speakers.learn(item.receiver);
    (item.isBracketed ? bracketedNames : plainNames).add(item.name);
    const key = timeKey(item.time);
    if (above !== "" && key !== above) survey[key > above ? "rises" : "falls"]++;
    above = key;
  };
  for await (const block of decode(content.stream(), silentReport(), reading.settings.limits)) {
    for (const line of linesIn(block)) for (const item of finder.items(line)) see(item);
  }
  for (const item of finder.items(null)) see(item);
  // `[客服昵称]`: brackets tell the sides only where not everybody has them.
  if (plainNames.size > 0) for (const name of bracketedNames) survey.speakers.learnAs(name, "agent");
  return survey;
}

/** Both ends of a hand-over are accounts of the shop. */
function learnFromNotice(text: string, speakers: Speakers): void {
  const found = text.length > longestHead ? null : transfer.exec(text.trim());
  for (const name of found?.slice(1) ?? []) speakers.learnAs(plainNick(name), "agent");
}

class CopyReader {
  readonly #reading: Reading;
  readonly #speakers: Speakers;
  readonly #dialogue: Dialogue;
  #open: (Head & { lines: Line[] }) | null = null;

  constructor({ speakers }: Survey, reading: Reading) {
    this.#reading = reading;
    this.#speakers = speakers;
    this.#dialogue = new Dialogue(reading, speakers, { platform: "taobao", shop: speakers.shop });
  }

  take(): Message[] {
    return this.#dialogue.take();
  }

  read(item: Head | Line): void {
    if ("name" in item && this.#opensMessage(item)) {
      this.#say();
      this.#open = { ...item, lines: [] };
    } else if (!this.#readNotice(item)) this.#addText(item);
  }

  end(): void {
    this.#say();
    this.#dialogue.end();
  }

  /** `小米签收2026-11-15 20:14:40` in a text: nobody else speaks before the line above. */
  #opensMessage({ name, time, text, line }: Head): boolean {
    const above = this.#open;
    if (above === null || this.#speakers.headsOf(name) > 1 || this.#speakers.isAccount(name)) return true;
    const hasOthers = this.#speakers.roleOf(above.name) === "customer";
    if (!hasOthers || timeKey(time) >= timeKey(above.time)) return true;
    this.#reading.warn("head-like-text", line, text);
    return false;
  }

  #readNotice({ text, line }: Line): boolean {
    const notice = text.trim();
    if (notice.length > longestHead) return false;
    if (transfer.test(notice)) {
      this.#say();
      this.#dialogue.notice(notice, line);
      return true;
    }
    const name = recallNotice.exec(notice)?.[1]?.trim();
    if (name === undefined) return false;
    const sender = plainNick(name);
    const isNamed = !recallers.has(sender);
    if (isNamed && this.#speakers.headsOf(sender) === 0) return false;
    this.#say();
    if (!isNamed) this.#dialogue.notice(notice, line);
    else this.#dialogue.say({ line, sender, time: null, text: notice, kind: "recalled" });
    return true;
  }

  #addText({ text, line }: Line): void {
    if (this.#open !== null) {
      this.#open.lines.push({ text, line });
      return;
    }
    const words = text.trim();
    if (words === "" || isStatus(words)) return;
    if (noise.test(words)) this.#reading.note("window-text", line, words);
    else {
      this.#reading.rows++;
      this.#reading.reject("line-without-message", line, text);
    }
  }

  #say(): void {
    if (this.#open === null) return;
    const { name, time, line, lines, receiver } = this.#open;
    this.#open = null;
    const words = this.#wordsOf(lines, this.#speakers.roleOf(name) === "agent");
    const isLink = words.length > 0 && words.every((word) => link.test(word) || noise.test(word));
    const text = decodeEntities(words.join("\n"));
    const common = { line, sender: name, receiver, time, text };
    this.#dialogue.say(
      isLink && words.some((word) => link.test(word)) ? { ...common, kind: "card" } : common,
    );
  }

  /** Without status marks, and without what the window adds below words (ingest-decision 27). */
  #wordsOf(lines: readonly Line[], isAgent: boolean): string[] {
    const words: string[] = [];
    let hasText = false;
    for (const { text, line } of lines) {
      const word = text.trim();
      if (isStatus(word) && (hasText || isAgent)) continue;
      if (hasText && noise.test(word)) {
        this.#reading.note("window-text", line, word);
        continue;
      }
      hasText ||= word !== "" && !noise.test(word);
      words.push(text);
    }
    return words.some((word) => word.trim() !== "") ? words : [];
  }
}
