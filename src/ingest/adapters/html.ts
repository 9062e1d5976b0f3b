import type { Message } from "../../model/message.ts";
import type { Adapter, Fit, Sample, TableShape } from "../adapter.ts";
import { isClockAlone, isTimeAlone } from "../chat-lines.ts";
import type { Content } from "../content.ts";
import { decode } from "../decode.ts";
import { Dialogue } from "../dialogue.ts";
import { type Bubble, isBubble, type Loose } from "../html/bubbles.ts";
import { TooDeep } from "../html/feed.ts";
import { Page } from "../html/page.ts";
import { InputError } from "../input-error.ts";
import type { Reading } from "../reading.ts";
import { Speakers } from "../speakers.ts";
import { isChatHeader } from "../table/chat-cells.ts";
import { findHeader, isMessageTable } from "../table/columns.ts";
import { shapeOf } from "../table/messages.ts";
import { factColumns } from "../table/session-facts.ts";
import { TableReader } from "../table/tables.ts";
import { plainNick } from "../wangwang.ts";

const beginsAsPage =
  /^\s*<(?:!doctype\s+html|html|head|body|meta|table|div|ul|ol|section|main|article|style|!--)/i;
const charset = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{1,40})/i;
/** What `decode` finds by itself; Latin-1 is what tools write that do not know. */
const readable = /^(?:utf-?(?:8|16)|gb|x-gbk|us-ascii|ascii|iso-8859-1|windows-1252)/i;
const dateOnly = /^\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s?(?:星期|周)[一二三四五六日天])?$/;
const vagueDate = /^(?:今天|昨天|前天|星期.|周.|\d{1,2}月\d{1,2}日)$/;
const customerTitle = /^(?:客户|买家|顾客|用户|会员)(?:昵称|名称?)?\s?[:：]\s?(\S.{0,60})$/;

/** Web pages: tables of messages, or messages as bubbles; also tables saved as .xls (ingest-decision 33). */
export const html: Adapter = {
  name: "html",
  title: { zh: "网页（HTML，含另存为 .xls 的表格）", en: "web page (HTML, also tables saved as .xls)" },
  extensions: [".html", ".htm", ".xls"],

  fits(sample: Sample): Fit | null {
    if (!beginsAsPage.test(sample.text)) return null;
    const page = pageIn(sample.text);
    const isPage = { score: 0.5, why: { zh: "以网页标签开头", en: "begins with a tag of a page" } };
    if (page === null) return isPage;
    const isTable = page.rows.some(
      (rows) =>
        (findHeader(rows, isMessageTable) ?? findHeader(rows, isChatHeader)) !== null ||
        rows.some((row) => factColumns(row.cells) !== null),
    );
    if (isTable)
      return {
        score: 0.95,
        why: { zh: "网页里的表格有消息列", en: "a table of the page has a message column" },
      };
    const bubbles = page.chat.filter(isBubble);
    const isChat = bubbles.some(({ role }) => role === "customer" || role === "agent");
    if (isChat)
      return {
        score: 0.94,
        why: {
          zh: `网页里有 ${bubbles.length} 个左右气泡`,
          en: `${bubbles.length} bubbles on two sides of the page`,
        },
      };
    // Pages are often one long line, of which the sample holds nothing.
    return sample.isWhole ? null : isPage;
  },

  async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
    const page = await pageOf(content, reading);
    const tables = new TableReader(reading);
    let read = 0;
    for (const table of page.tables) {
      const messages = await tables.read(table);
      if (messages === null) continue;
      read++;
      yield* messages;
    }
    const chat = page.chat.filter((one) => !isBubble(one) || read === 0 || !one.isInTable);
    if (chat.some(isBubble)) yield new BubbleReader(chat, reading).read();
    else if (read === 0) throw noChat(content.file);
  },

  async shapes(content: Content, reading: Reading): Promise<TableShape[]> {
    const page = await pageOf(content, reading);
    const shapes = await Promise.all(page.tables.map((table) => shapeOf(table, reading)));
    return shapes.filter((shape) => shape !== null);
  },
};

/** The beginning of a page; null where it is nested too deep to be read. */
function pageIn(text: string): Page | null {
  try {
    return Page.of(text);
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
}

async function pageOf(content: Content, { decodeReport, settings }: Reading): Promise<Page> {
  const page = new Page();
  let isFirst = true;
  for await (const block of decode(content.stream(), decodeReport, settings.limits)) {
    const declared = isFirst ? charset.exec(block.text.slice(0, 4096))?.[1] : undefined;
    isFirst = false;
    if (declared !== undefined && !readable.test(declared) && decodeReport.encoding === "gb18030")
      throw otherCharset(content.file, declared);
    try {
      page.write(block);
    } catch (error) {
      throw error instanceof TooDeep ? tooDeep(content.file, block.line) : error;
    }
  }
  page.end();
  return page;
}

/** Gives bubbles their dates, customers and sides. */
class BubbleReader {
  readonly #chat: readonly (Bubble | Loose)[];
  readonly #reading: Reading;
  readonly #speakers = new Speakers();
  #date: string | null = null;
  /** A time between the bubbles, for the one that follows. */
  #timeAbove: string | null = null;

  constructor(chat: readonly (Bubble | Loose)[], reading: Reading) {
    this.#chat = chat;
    this.#reading = reading;
    for (const one of chat) if (isBubble(one) && one.name !== null) this.#speakers.learn(plainNick(one.name));
  }

  read(): Message[] {
    const messages: Message[] = [];
    let dialogue = this.#dialogue(null);
    for (const one of this.#chat) {
      const customer = isBubble(one) ? undefined : customerTitle.exec(one.loose)?.[1];
      if (customer !== undefined) {
        dialogue.end();
        messages.push(...dialogue.take());
        dialogue = this.#dialogue(plainNick(customer));
      } else if (!isBubble(one)) this.#readLoose(one);
      else if (isDivider(one)) this.#readLoose({ line: one.line, loose: one.text });
      else this.#say(one, dialogue);
    }
    dialogue.end();
    return [...messages, ...dialogue.take()];
  }

  #dialogue(customer: string | null): Dialogue {
    this.#reading.startPart();
    this.#date = null;
    this.#timeAbove = null;
    return new Dialogue(this.#reading, this.#speakers, { shop: this.#speakers.shop }, { customer });
  }

  #say({ line, role, name, time, text, kind }: Bubble, dialogue: Dialogue): void {
    const sender = name === null ? null : plainNick(name);
    const isRobot = role === "agent" && sender !== null && this.#speakers.roleOf(sender) === "robot";
    dialogue.say({
      line,
      sender,
      role: isRobot ? "robot" : role,
      time: this.#timeOf(time),
      text,
      ...(kind === null ? {} : { kind }),
    });
  }

  #timeOf(own: string | null): string {
    const time = own ?? this.#timeAbove ?? "";
    this.#timeAbove = null;
    return this.#date !== null && isClock(time) ? `${this.#date} ${time}` : time;
  }

  #readLoose({ loose, line }: Loose): void {
    if (dateOnly.test(loose)) this.#date = loose;
    else if (vagueDate.test(loose)) this.#date = null;
    else if (isTimeAlone(loose) || isClock(loose)) this.#timeAbove = loose;
    else this.#reading.note("window-text", line, loose);
  }
}

/** A line in the middle that is nothing but the time of what follows. */
function isDivider({ role, name, text }: Bubble): boolean {
  const isTime = isTimeAlone(text) || isClock(text) || dateOnly.test(text) || vagueDate.test(text);
  return role === "system" && name === null && isTime;
}

function isClock(time: string): boolean {
  return isClockAlone(time) || /^\d{1,2}:\d{2}$/.test(time);
}

function noChat(file: string): InputError {
  return new InputError(
    3,
    { zh: "网页里没有聊天", en: "no chat in this web page" },
    {
      place: { file },
      hint: {
        zh: "表格要有消息内容列和发送方列；气泡要分左（顾客）右（客服）。",
        en: "A table needs a column of words and one of senders; bubbles need sides: left customer, right shop.",
      },
    },
  );
}

function tooDeep(file: string, line: number): InputError {
  return new InputError(
    3,
    { zh: "网页的标签嵌套太深，读不了", en: "the page's elements are nested too deep" },
    { place: { file, line } },
  );
}

function otherCharset(file: string, charset: string): InputError {
  return new InputError(
    3,
    { zh: `网页的编码是 ${charset}，读不了`, en: `the page is encoded in ${charset}, which is not read` },
    { place: { file }, hint: { zh: "请另存为 UTF-8 再试。", en: "Save it as UTF-8 and try again." } },
  );
}
