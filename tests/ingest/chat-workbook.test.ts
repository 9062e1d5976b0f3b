import { describe, expect, test } from "vitest";
import { chat, readAll, readText } from "./support/read.ts";
import { type Cell, workbook } from "./support/workbook.ts";

const book = (...sheets: Cell[][][]) =>
  workbook({ sheets: sheets.map((rows, at) => ({ name: `表${at + 1}`, rows })) });
const cells = (...chats: string[]) =>
  book([["客户ID", "聊天记录"], ...chats.map((words) => ["阿岚", words])]);

describe("a cell with a whole chat", () => {
  test("ingest-decision 32: its messages stand at its row; blank lines and colons inside words stay", async () => {
    const { messages } = await readText(
      cells("2026-11-16 10:00:00\n阿岚: 尺码: XL\n\n有吗\n\n2026-11-16 10:00:09\n云朵家:小满: 有的"),
    );
    expect(chat(messages)).toEqual(["customer 尺码: XL\n\n有吗", "agent 有的"]);
    expect(messages.map(({ source, customer }) => [source.line, customer])).toEqual([
      [2, "阿岚"],
      [2, "阿岚"],
    ]);
  });

  test("time and sender on one line", async () => {
    const { messages } = await readText(
      cells("2026-11-16 10:00:00 阿岚：在吗\n2026-11-16 10:00:09 云朵家:小满：在的：请说"),
    );
    expect(chat(messages)).toEqual(["customer 在吗", "agent 在的：请说"]);
    expect(messages[1]!.sender).toBe("云朵家:小满");
  });

  test("ingest-decision 24: entities in workbooks are what was typed", async () => {
    const { messages } = await readText(cells("2026-11-16 10:00:00\n阿岚: &lt;大&gt;"));
    expect(messages[0]!.text).toBe("&lt;大&gt;");
  });

  test("whoever is not the row's customer is an agent, also without a colon", async () => {
    const { messages } = await readText(
      cells("2026-11-16 10:00:00\n阿岚: 在吗\n\n2026-11-16 10:00:09\n小满: 在"),
    );
    expect(messages.map(({ role }) => role)).toEqual(["customer", "agent"]);
  });

  test("a time without a sender, and an empty cell, are told", async () => {
    const { counts, messages } = await readText(
      cells("2026-11-16 10:00:00\n阿岚: 在吗\n\n2026-11-16 10:00:09\n没有发送者", ""),
    );
    expect(chat(messages)).toEqual(["customer 在吗"]);
    expect(counts).toEqual({ "chat-empty": 1, "line-without-message": 2 });
  });

  test("a column of words without senders is no chat", async () => {
    const { intake } = await readText(cells("在吗", "在的"));
    expect(intake.errors).toHaveLength(1);
  });
});

describe("a sheet per customer", () => {
  test("edge 67: times without dates are unread; the summary tells who is missing", async () => {
    const { counts, messages } = await readAll([
      "fixtures/formats/xlsx-per-customer/千牛聊天记录_原始逐条_2026-11-17_09-30.xlsx",
    ]);
    expect(messages.filter(({ at }) => at === null)).toHaveLength(4);
    expect(counts).toEqual({ "customer-not-exported": 1, "time-unreadable": 4 });
  });
});

describe("a sheet without a header", () => {
  const header = ["时间", "角色", "内容"];
  const row = (time: string, role: string, words: string) => [`2026-11-16 ${time}`, role, words];

  test("goes on with the columns of the sheet before it, and says so", async () => {
    const { counts, messages } = await readText(
      book(
        [header, row("10:00:00", "买家", "在吗")],
        [row("10:00:05", "客服", "在的"), row("10:00:09", "买家", "好")],
      ),
    );
    expect(messages.map(({ source, text }) => [source.sheet, source.line, text])).toEqual([
      ["表1", 2, "在吗"],
      ["表2", 1, "在的"],
      ["表2", 2, "好"],
    ]);
    expect(counts).toEqual({ "sheet-without-header": 1 });
  });

  test("other sheets are not taken for one", async () => {
    const { counts } = await readText(
      book(
        [header, row("10:00:00", "买家", "在吗")],
        [["说明", "由系统导出", "请勿外传"]],
        [["2026-11-16", "合计", "12"]],
      ),
    );
    expect(counts).toEqual({ "sheet-not-chat": 2 });
  });
});

describe("京东 会话记录", () => {
  const header = [
    "咨询 时间",
    "顾客",
    "客服",
    "技能组",
    "首次响应时间",
    "平均响应时间（S）",
    "会话时长(M)",
    "满意度",
    "cid",
  ];
  const read = (...rows: Cell[][]) => readText(book([header, ...rows]));

  test("rows are facts about sessions, no messages and no error", async () => {
    const { intake, messages, counts } = await readAll(["fixtures/formats/xlsx-jd-sessions/会话记录.xlsx"]);
    expect([messages, intake.errors]).toEqual([[], []]);
    expect(counts).toEqual({ "session-fact": 3, "customer-missing": 1, "fact-unreadable": 1 });
    expect(intake.facts[1]).toEqual({
      platform: "jd",
      id: "cid-002",
      at: Date.parse("2026-10-07T10:19:12+08:00"),
      customer: "a****k",
      agent: "云帆-小段",
      transferredTo: "云帆-阿苗",
      skillGroup: "售后组",
      consultType: "售后咨询",
      productId: null,
      productName: null,
      firstReplySeconds: null,
      meanReplySeconds: 80,
      newMeanReplySeconds: null,
      durationSeconds: 1200,
      customerMessages: 3,
      agentMessages: 5,
      satisfaction: null,
      isSolved: false,
      source: { file: "fixtures/formats/xlsx-jd-sessions/会话记录.xlsx", line: 3, sheet: "会话记录" },
    });
    expect(intake.facts[2]).toMatchObject({
      firstReplySeconds: 31,
      newMeanReplySeconds: null,
      isSolved: null,
    });
  });

  test("a clock below 首次响应时间 may be a time of day: unread, never guessed", async () => {
    const { intake, counts } = await read(
      ["2026-10-07 10:00:00", "x**z", "小段", "售前", "10:00:05", "00:01:20", 2, "满意", "c1"],
      ["2026-10-07 10:00:00", "x**z", "小段", "售前", "00:00:05", "80秒", 2, "满意", "c2"],
    );
    expect(
      intake.facts.map((fact) => [fact.firstReplySeconds, fact.meanReplySeconds, fact.durationSeconds]),
    ).toEqual([
      [null, 80, 120],
      [5, 80, 120],
    ]);
    expect(counts["fact-unreadable"]).toBe(1);
  });

  test("a list of customers is none", async () => {
    const { intake } = await readText(
      book([
        ["咨询时间", "顾客", "客服"],
        ["2026-10-07 10:00:00", "x**z", "小段"],
      ]),
    );
    expect([intake.facts, intake.errors.length]).toEqual([[], 1]);
  });
});
