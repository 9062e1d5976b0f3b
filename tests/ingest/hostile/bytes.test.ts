import { describe, expect, test } from "vitest";
import { expectExactAccount } from "../support/account.ts";
import { chat, readText } from "../support/read.ts";

const head = Buffer.from("时间,角色,内容\n");
const row = (text: Buffer | string) =>
  Buffer.concat([Buffer.from("2026-11-16 09:00:00,买家,"), Buffer.from(text), Buffer.from("\n")]);
/** 你好，在吗 in GBK. */
const gbk = Buffer.from("c4e3bac3a3acd4dac2f0", "hex");

describe("bytes that are no text", () => {
  test("a multi-byte character cut at the end of the file: the words before it stay, the loss is told", async () => {
    const cut = Buffer.concat([head, row("好的")]).subarray(0, -2);
    const { messages, counts, intake } = await readText(cut);
    expect(chat(messages)).toEqual(["customer 好\ufffd"]);
    expect(counts).toMatchObject({ "bytes-undecodable": 1 });
    expect(intake.diagnostics.list()[0]).toMatchObject({ level: "lost", samples: [{ line: 2 }] });
  });

  test("a GBK character cut before the line end does not swallow the next line", async () => {
    const bytes = Buffer.concat([
      Buffer.from("cab1bce42cbdc7c9ab2cc4dac8dd0a", "hex"),
      Buffer.from("2026-11-16 09:00:00,"),
      Buffer.from("c2f2bcd2", "hex"),
      Buffer.from(","),
      gbk.subarray(0, -1),
      Buffer.from("\n2026-11-16 09:00:01,"),
      Buffer.from("c2f2bcd2", "hex"),
      Buffer.from(","),
      gbk,
      Buffer.from("\n"),
    ]);
    const outcome = await readText(bytes);
    expect(outcome.messages).toHaveLength(2);
    expect(outcome.messages[1]!.text).toBe("你好，在吗");
    expect(outcome.counts).toMatchObject({ "bytes-undecodable": 1 });
    expectExactAccount(outcome);
  });

  test("lines of another encoding are read in it, and told with their numbers", async () => {
    const asGbk = Buffer.concat([
      Buffer.from("2026-11-16 09:00:00,"),
      Buffer.from("c2f2bcd2", "hex"),
      Buffer.from(","),
      gbk,
      Buffer.from("\n"),
    ]);
    const { messages, intake } = await readText(Buffer.concat([head, row("第一句"), asGbk, row("第三句")]));
    expect(messages.map(({ text }) => text)).toEqual(["第一句", "你好，在吗", "第三句"]);
    expect(intake.diagnostics.list()).toMatchObject([{ code: "encoding-mixed", samples: [{ line: 3 }] }]);
  });

  test.each([
    ["zero and control bytes", "a\u0000b\u0007c\u001b[31md"],
    ["zero-width characters", "零\u200b宽\u200d\ufeff字"],
    ["marks of direction", "\u202e反\u202c\u2066正\u2069"],
  ])("%s stay in the text as they are", async (_, text) => {
    expect((await readText(Buffer.concat([head, row(text)]))).messages[0]!.text).toBe(text);
  });

  test("what is quoted of a file cannot move the cursor or turn the writing", async () => {
    const { intake } = await readText("\u001b[2J\u202e时间\n");
    expect(intake.errors[0]!.message).toContain("\\u{1b}[2J\\u{202e}时间");
    const { intake: second } = await readText(`时间,角色,内容\n2026-11-16 09:00:00,\u001b[31m谁,在吗\n`);
    expect(second.diagnostics.list()[0]!.samples[0]!.value).toBe("\\u{1b}[31m谁");
  });

  test("invisible characters do not hide a header, a role or a time", async () => {
    const { messages, counts } = await readText(
      "\u200b时间,角\u200c色,\u202a内容\n\u200e2026-11-16 09:00:00,\ufeff买家\u200b,在吗\n",
    );
    expect(messages).toMatchObject([{ role: "customer", text: "在吗", at: Date.UTC(2026, 10, 16, 1) }]);
    expect(counts).toEqual({});
  });

  test("lone surrogates become � in NDJSON and UTF-16, counted", async () => {
    const wide = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from("时间,角色,内容\n2026-11-16 09:00:00,买家,a", "utf16le"),
      Buffer.from([0x3d, 0xd8]),
      Buffer.from("b\n", "utf16le"),
    ]);
    const { messages, counts } = await readText(wide);
    expect(messages[0]!.text).toBe("a\ufffdb");
    expect(counts).toMatchObject({ "bytes-undecodable": 1 });
    const record = await readText('{"role":"customer","text":"a\\udc00b"}\n');
    expect([record.messages[0]!.text, record.counts]).toEqual(["a\ufffdb", { "lone-surrogate": 1 }]);
  });

  test.each([
    ["", "空的（0 字节）"],
    ["\ufeff", "只有空白"],
    [" \n\t\n  ", "只有空白"],
    [Buffer.from(Array.from({ length: 9000 }, (_, at) => (at * 131 + (at >> 3)) % 256)), "二进制"],
    [Buffer.concat([Buffer.from("\x7fELF\x02\x01\x01"), Buffer.alloc(4000)]), "二进制"],
  ])("a file that holds nothing or no text %#", async (content, message) => {
    const { intake } = await readText(content);
    expect(intake.errors).toMatchObject([{ exit: 3, message: expect.stringContaining(message) }]);
    expect(intake.inputs).toEqual([]);
  });
});

describe("lines beyond the limit", () => {
  const limits = { lineBytes: 100_000 };
  const long = "长".repeat(300_000);
  const lines = [
    "时间,角色,内容",
    "2026-11-16 09:00:00,买家,前",
    long,
    long,
    "2026-11-16 09:00:01,买家,后",
    "",
  ];

  test.each(["utf-8", "utf-16le"] as const)(
    "%s: left out and counted, the lines around them read",
    async (encoding) => {
      const text = lines.join("\n");
      const outcome = await readText(
        encoding === "utf-8"
          ? text
          : Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]),
        { limits },
      );
      expect(outcome.messages.map(({ text: words, source }) => [words, source.line])).toEqual([
        ["前", 2],
        ["后", 5],
      ]);
      expect(outcome.counts).toEqual({ "line-too-long": 2 });
      expectExactAccount(outcome);
    },
  );
});
