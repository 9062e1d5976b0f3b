import { describe, expect, test } from "vitest";
import { chat, readText } from "./support/read.ts";

const text = (lines: string[]) => `${lines.join("\n")}\n`;
const clock = (at: number | null) =>
  at === null ? null : new Date(at + 8 * 3_600_000).toISOString().slice(11, 19);

describe("即时消息", () => {
  const message = (time: string, words: string) => `2026-11-16 ${time} ${words}`;
  const read = (...lines: string[]) => readText(text(["栗子家居:阿禾", "", "即时消息", ...lines]));

  test("ingest-decision 9: a date line is the border of a conversation", async () => {
    const { messages } = await read(
      "2026-11-16",
      message("09:00:00", "阿岚: 在吗"),
      "2026-11-16",
      message("09:00:00", "阿岚: 在吗"),
      message("09:00:05", "栗子家居:阿禾: 在的"),
    );
    expect(messages.map(({ session, customer }) => [session, customer])).toEqual([
      ["2026-11-16T09:00:00+08:00|阿岚|1", "阿岚"],
      ["2026-11-16T09:00:00+08:00|阿岚|2", "阿岚"],
      ["2026-11-16T09:00:00+08:00|阿岚|2", "阿岚"],
    ]);
  });

  test("a line above the first message that begins with a time is counted, not taken for a title", async () => {
    const { messages, counts } = await read(
      "2026-11-16 09:00:00 没有冒号",
      message("09:00:05", "阿岚: 在吗"),
    );
    expect(chat(messages)).toEqual(["customer 在吗"]);
    expect(counts).toEqual({ "line-without-message": 1 });
  });

  test("a table without a header is no chat of this kind", async () => {
    const { messages, intake } = await readText(
      "2026-11-16 09:00:00\t阿岚\t在吗\n2026-11-16 09:00:05\t栗子家居:阿禾\t在的\n",
    );
    expect(messages).toEqual([]);
    expect(intake.errors).toHaveLength(1);
  });

  test("without date lines sessions are cut by silence", async () => {
    const { messages } = await read(message("09:00:00", "阿岚: 在吗"));
    expect(messages[0]!.session).toBeNull();
  });

  test("ingest-decision 28: 系统提示 of a customer is text", async () => {
    const { messages, counts } = await read(
      message("09:00:00", "阿岚: 系统提示：付款失败"),
      message("09:00:05", "栗子家居:阿禾: 系统提示：会话已转接"),
    );
    expect(chat(messages)).toEqual(["customer 系统提示：付款失败", "system 系统提示：会话已转接"]);
    expect(counts).toEqual({ "system-text-of-agent": 1 });
  });

  test("edge 68: a customer whose nick holds the agent's is a customer", async () => {
    const { messages } = await read(
      message("09:00:00", "阿禾: 在吗"),
      message("09:00:05", "栗子家居:阿禾: 在的"),
    );
    expect(chat(messages)).toEqual(["customer 在吗", "agent 在的"]);
  });

  test("without the title it is told by an account with a colon", async () => {
    const { intake, messages } = await readText(
      text([message("09:00:00", "阿岚: 在吗"), message("09:00:05", "栗子家居:阿禾: 在的")]),
    );
    expect([intake.inputs[0]!.format, messages[1]!.shop]).toEqual(["wangwang-txt", "栗子家居"]);
    expect((await readText(text([message("09:00:00", "INFO: started")]))).intake.errors).toHaveLength(1);
  });
});

describe("window copies", () => {
  const head = (name: string, time = "9:05:07") => `${name}2026-1-6 ${time}`;

  test("ingest-decision 27: prices and links go only below words; a link alone is a card", async () => {
    const { messages, counts } = await readText(
      text([
        head("阿岚"),
        "这款还有吗",
        "https://item.example.com/1",
        "¥39",
        "商品推荐",
        head("云朵家:小满", "9:05:20"),
        "https://item.example.com/2",
        head("阿岚", "9:05:30"),
        "¥39 能便宜吗",
      ]),
    );
    expect(messages.map(({ kind, text: words }) => [kind, words])).toEqual([
      ["text", "这款还有吗"],
      ["card", "https://item.example.com/2"],
      ["text", "¥39 能便宜吗"],
    ]);
    expect(counts).toEqual({ "window-text": 3 });
  });

  test("ingest-decision 29: arrows, hand-overs and recalls", async () => {
    const { messages } = await readText(
      text([
        head("云朵家:小满 --> 阿岚 "),
        "在的",
        "由 云朵家:小满 转交给 云朵家:阿棠",
        head("阿岚", "9:06:00"),
        "在吗",
        "阿岚 撤回了一条消息",
        "对方撤回了一条消息",
      ]),
    );
    expect(
      messages.map(({ at, role, sender, customer, kind, event, to }) => [
        clock(at),
        role,
        sender,
        customer,
        kind,
        event,
        to,
      ]),
    ).toEqual([
      ["09:05:07", "agent", "云朵家:小满", "阿岚", "text", null, null],
      [null, "system", null, "阿岚", "event", "transferred", "云朵家:阿棠"],
      ["09:06:00", "customer", "阿岚", "阿岚", "text", null, null],
      [null, "customer", "阿岚", "阿岚", "recalled", null, null],
      [null, "customer", "阿岚", "阿岚", "recalled", null, null],
    ]);
  });

  test("ingest-decision 5: a text that mentions a recall is text", async () => {
    const { messages } = await readText(
      text([head("云朵家:小满"), "别人撤回了一条消息", head("阿岚", "9:06:00"), "嗯"]),
    );
    expect(messages.map(({ kind }) => kind)).toEqual(["text", "text"]);
  });

  test("已读 below an agent's picture is no text, 已读 of a customer is", async () => {
    const { messages } = await readText(
      text([
        head("云朵家:小满"),
        "已读",
        head("阿岚", "9:06:00"),
        "未读",
        head("云朵家:小满", "9:07:00"),
        "好",
        "未读",
      ]),
    );
    expect(messages.map(({ kind, text: words }) => [kind, words])).toEqual([
      ["missing", ""],
      ["text", "未读"],
      ["text", "好"],
    ]);
  });

  test("edge 69: words that end in a time are no head", async () => {
    const { messages, counts } = await readText(
      text([
        head("云朵家:小满"),
        "在",
        head("阿岚", "9:06:00"),
        "付款时间 2026-01-05 20:14:40",
        "驿站2026-1-5 8:00:00",
      ]),
    );
    expect(messages.at(-1)!.text).toBe("付款时间 2026-01-05 20:14:40\n驿站2026-1-5 8:00:00");
    expect(counts).toEqual({ "head-like-text": 1 });
  });

  test("where nothing tells the sides, nothing is guessed", async () => {
    const { intake, messages, counts } = await readText(
      text([head("阿岚"), "在吗", head("小满", "9:06:00"), "在的"]),
    );
    expect([messages, counts, intake.errors.length]).toEqual([[], { "role-unknown": 2 }, 1]);
  });

  test("newest first is turned round", async () => {
    const { messages, intake } = await readText(
      text([head("云朵家:小满", "9:06:00"), "在的", head("阿岚"), "二", head("阿岚"), "一"]),
    );
    expect(intake.isBackwards(messages[0]!.part)).toBe(true);
    expect([...messages].sort((a, b) => a.seq - b.seq).map((message) => message.text)).toEqual([
      "一",
      "二",
      "在的",
    ]);
  });
});

describe("page copies", () => {
  const agent = "晴川日用:米粒";

  test("edge 67: a date above, time-only lines, the sender below, a picture without words", async () => {
    const { messages } = await readText(
      text(["2026-11-16", "9:00:00", "第一行", "第二行", "阿岚", "9:00:30", agent]),
    );
    expect(messages.map(({ at, sender, kind, text: words }) => [clock(at), sender, kind, words])).toEqual([
      ["09:00:00", "阿岚", "text", "第一行\n第二行"],
      ["09:00:30", agent, "missing", ""],
    ]);
  });

  test("ingest-decision 7: 昨天 ends the date above it", async () => {
    const { messages, counts } = await readText(
      text(["2026-11-16", "9:00:00", "在吗", "阿岚", "昨天", "9:00:30", "在", agent]),
    );
    expect(messages.map(({ at }) => clock(at))).toEqual(["09:00:00", null]);
    expect(counts).toEqual({ "time-unreadable": 1 });
  });

  test("a midnight that the page does not show leaves the times after it unread", async () => {
    const { messages } = await readText(
      text(["2026-11-16", "23:59:00", "在吗", "阿岚", "0:00:10", "在", agent, "0:01:00", "好", "阿岚"]),
    );
    expect(messages.map(({ at }) => clock(at))).toEqual(["23:59:00", null, null]);
  });

  test("a time without a sender is rejected", async () => {
    const { messages, counts } = await readText(
      text(["2026-11-16", "9:00:00", "你好", "9:00:30", "在", agent, "下一页"]),
    );
    expect(chat(messages)).toEqual(["agent 在"]);
    expect(counts).toEqual({ "sender-missing": 1, "window-text": 1 });
  });

  test("the placeholder of the page is missing words", async () => {
    const { messages } = await readText(
      text(["20:57:11", "请在客户端查看原始聊天记录，网页版无法展示", agent, "20:57:20", "嗯", "阿岚"]),
    );
    expect(messages[0]).toMatchObject({ kind: "missing", role: "agent", at: null });
  });
});
