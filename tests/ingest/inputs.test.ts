import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { inspectInput } from "../../src/ingest/inspect.ts";
import { readInputs } from "../../src/ingest/read.ts";
import { chat, folderOf, readAll, readText } from "./support/read.ts";
import { dateCell, workbook } from "./support/workbook.ts";
import { zip } from "./support/zip.ts";

const csv = (text: string) => `时间,角色,内容\n2026-11-16 09:00:00,买家,${text}\n`;

describe("paths", () => {
  test("folders without hidden files and loops, in code-unit order, what is no chat named", async () => {
    const folder = folderOf({
      "b.csv": csv("乙"),
      "a.csv": csv("甲"),
      ".hidden.csv": csv("x"),
      "说明.md": "# 请先看这里",
    });
    mkdirSync(join(folder, "内"));
    writeFileSync(join(folder, "内", "c.csv"), csv("丙"));
    symlinkSync(folder, join(folder, "内", "loop"));
    const { messages, counts, intake } = await readAll([folder]);
    expect(chat(messages)).toEqual(["customer 甲", "customer 乙", "customer 丙"]);
    expect([counts, intake.errors]).toEqual([{ "file-not-chat": 1 }, []]);
    expect(messages.map(({ part }) => intake.inputOfPart(part))).toEqual([0, 1, 2]);
  });

  test("patterns; a file that exists is taken literally", async () => {
    const folder = folderOf({
      "a[1].csv": csv("字面"),
      "a1.csv": csv("甲"),
      "b.csv": csv("乙"),
      "c.tsv": csv("丙"),
    });
    expect(chat((await readAll([join(folder, "a[1].csv")])).messages)).toEqual(["customer 字面"]);
    expect(chat((await readAll([join(folder, "{a1,b}.csv")])).messages)).toEqual([
      "customer 甲",
      "customer 乙",
    ]);
    expect((await readAll([`${folder}/**/*.csv`])).messages).toHaveLength(3);
    expect((await readAll([`${folder}/?.csv`])).messages).toHaveLength(1);
  });

  test("what cannot be read is told; the others still give their messages", async () => {
    const folder = folderOf({ "a.csv": csv("甲"), "empty.csv": "", "columns.csv": "甲,乙\n1,2\n" });
    const { messages, intake } = await readAll(
      ["a.csv", "empty.csv", "columns.csv", "none.csv"].map((name) => join(folder, name)),
    );
    expect(chat(messages)).toEqual(["customer 甲"]);
    expect(intake.errors).toHaveLength(3);
    for (const error of intake.errors)
      expect(error).toMatchObject({ exit: 3, place: { file: expect.any(String) } });
  });

  test.skipIf(process.getuid?.() === 0)("a file without permission", async () => {
    const folder = folderOf({ "a.csv": csv("甲") });
    chmodSync(join(folder, "a.csv"), 0);
    expect((await readAll([join(folder, "a.csv")])).intake.errors[0]?.message).toContain("权限");
  });

  test("a pipe longer than memory allows goes through a private file, and breaks off with a message", async () => {
    const rows = Array.from(
      { length: 700_000 },
      (_, at) => `2026-11-16 09:00:00,买家,第 ${at} 句话说得比较长一点`,
    );
    const { messages, intake } = await readText(`时间,角色,内容\n${rows.join("\n")}\n`);
    expect([messages.length, intake.errors]).toEqual([700_000, []]);
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from(csv("甲"));
        throw new Error("pipe closed");
      })(),
    );
    expect((await readAll(["-"], { stdin: broken })).intake.errors[0]).toMatchObject({
      exit: 3,
      message: expect.stringContaining("pipe closed"),
    });
  });
});

describe("options", () => {
  test("an unknown format, field or zone is wrong use", async () => {
    for (const options of [{ from: "abc" }, { map: { 时间: "1" } }, { timezone: "Mars/Olympus" }]) {
      await expect(readInputs([], { timezone: "Asia/Shanghai", ...options })).rejects.toMatchObject({
        exit: 2,
      });
    }
  });

  test("shop and platform hold where the export is silent", async () => {
    const { messages } = await readText("角色,平台,内容\n买家,京东,a\n买家,,b\n", {
      shop: "云朵家",
      platform: "pdd",
    });
    expect(messages.map(({ shop, platform }) => [shop, platform])).toEqual([
      ["云朵家", "jd"],
      ["云朵家", "pdd"],
    ]);
  });
});

describe("hostile inputs end in a message, not in a crash", () => {
  const book = () =>
    workbook({
      sheets: [
        {
          name: "表",
          rows: [
            ["时间", "角色", "内容"],
            [dateCell(46_342.5), "买家", "在吗"],
          ],
        },
      ],
    });
  const bomb = () =>
    `<worksheet><sheetData>${"<row><c t='str'><v>0</v></c></row>".repeat(100_000)}</sheetData></worksheet>`;
  const cases: Record<string, () => Buffer | string> = {
    "binary with a text name": () =>
      Buffer.from(Array.from({ length: 4000 }, (_, at) => ((at * 7) % 256) & (at % 3 ? 255 : 0))),
    "XLSX cut in the middle": () => book().subarray(0, 600),
    "XLSX that is no ZIP": () => "PK\x03\x04 not really",
    "legacy .xls": () => Buffer.from("d0cf11e0a1b11ae1", "hex"),
    "ZIP without a workbook": () => zip({ "a.txt": "hello" }),
    "a workbook without a sheet": () => zip({ "xl/workbook.xml": "<workbook/>" }),
    "XML entities": () =>
      zip({
        "xl/workbook.xml":
          '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook><sheets>&b;</sheets></workbook>',
      }),
    "100,000 columns": () => `${"时间,角色,内容,".repeat(33_000)}\n1,2,3\n`,
    "an open quote": () => '时间,角色,内容\n2026-11-16 09:00:00,买家,"没有说完\n',
    "UTF-16 without a mark": () => Buffer.from("时间,角色,内容\nabc,def,ghi\n", "utf16le"),
    "zeros only": () => Buffer.alloc(10_000),
    "one line without an end": () => "x".repeat(5_000_000),
  };
  test.each(Object.keys(cases))("%s", async (name) => {
    const { intake } = await readText(cases[name]!());
    expect(intake.errors).toHaveLength(1);
    expect(intake.errors[0]).toBeInstanceOf(UserError);
    expect(intake.errors[0]).toMatchObject({ exit: 3 });
  });

  test("a workbook that unpacks beyond the limit is stopped while it unpacks", async () => {
    const hidden = book();
    const { intake } = await readText(hidden, { limits: { memberBytes: 100 } });
    expect(intake.errors[0]?.message).toContain("解压后太大");
    const bytes = zip({ "xl/workbook.xml": bomb() });
    const { intake: second } = await readText(bytes, { limits: { ratio: 20, ratioFromBytes: 1000 } });
    expect(second.errors[0]?.message).toContain("压缩炸弹");
  });

  test("zero bytes, control and direction marks in a text are kept; lone surrogates are told", async () => {
    const text = "a\u0000b\u202ec\u200bd";
    expect((await readText(csv(text))).messages[0]!.text).toBe(text);
    const { messages, counts } = await readText(
      '{"role":"customer","text":"\\ud83d"}\n{"role":"agent","text":"\\ufffd"}\n',
    );
    expect(messages.map((message) => message.text)).toEqual(["\ufffd", "\ufffd"]);
    expect(counts).toEqual({ "lone-surrogate": 1, "replacement-character": 1 });
  });

  test("NDJSON cut in the middle and nested deeply: the line is rejected", async () => {
    const deep = `{"role":"agent","text":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    const { messages, intake } = await readText(`{"role":"agent","text":"好"}\n${deep}\n{"role":"agent","te`);
    expect(chat(messages)).toEqual(["agent 好"]);
    expect(intake.inputs[0]).toMatchObject({ rows: 3, messages: 1, rejected: 2 });
  });

  test("runs of blanks, line breaks and dashes cost no more than their length", async () => {
    const cells = [
      `"a${" ".repeat(300_000)}b"`,
      `"${"\n".repeat(100_000)}x${"\n".repeat(100_000)}y"`,
      "-".repeat(300_000),
    ];
    const started = performance.now();
    for (const cell of cells) {
      expect((await readText(csv(cell))).messages).toHaveLength(1);
      await readText(
        `店:客服\n${"-".repeat(28)}小舟${"-".repeat(28)}\n小舟(2026-11-16 09:00:00):  ${cell}\n${cell}y\n`,
      );
    }
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test("blank lines cannot slow the head of a JD log down", async () => {
    const text = `/*****************以下为一通会话*****/\nm**k 2026-11-16 09:00:00\n${" ".repeat(200_000)}\n${"\t \n".repeat(50_000)}`;
    const started = performance.now();
    expect((await readText(text)).messages).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("inspect", () => {
  test("shows what was recognised", async () => {
    const folder = folderOf({
      "a.csv": "标题,,\n时间,角色,内容\n2026-11-16 09:00:00,买家,在吗\n2026-11-16 09:00:00,店长,在\n",
    });
    const inspection = await inspectInput(join(folder, "a.csv"), { timezone: "Asia/Shanghai" });
    expect(inspection).toMatchObject({
      format: "table",
      tables: [
        {
          headerLine: 2,
          delimiter: ",",
          columns: [{ field: "time" }, { field: "role" }, { field: "text" }],
          roleWords: { 买家: "customer", 店长: "?" },
        },
      ],
      summary: { rows: 2, messages: 1, rejected: 1, encoding: "utf-8" },
      diagnostics: [{ code: "role-unknown", count: 1 }],
      errors: [],
    });
  });

  test("tells what was seen where nothing fits", async () => {
    const folder = folderOf({ "a.csv": "甲,乙\n1,2\n" });
    const { format, errors, firstLines } = await inspectInput(join(folder, "a.csv"), {
      timezone: "Asia/Shanghai",
    });
    expect([format, errors.length, firstLines]).toEqual([null, 1, ["甲,乙", "1,2"]]);
  });
});
