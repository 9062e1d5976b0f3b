import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { inspectInput } from "../../src/ingest/inspect.ts";
import { defaultLimits, limitsOf } from "../../src/ingest/limits.ts";
import { chat, folderOf, readAll, readText } from "./support/read.ts";
import { workbook } from "./support/workbook.ts";
import { zip, zipOf } from "./support/zip.ts";

const csv = (text: string) => `时间,角色,内容\n2026-11-16 09:00:00,买家,${text}\n`;
const book = () =>
  workbook({
    sheets: [
      {
        name: "聊天",
        rows: [
          ["时间", "角色", "内容"],
          ["2026-11-16 09:00:00", "买家", "表里"],
        ],
      },
    ],
  });
/** 客服.csv in GBK. */
const gbkName = Buffer.from([0xbf, 0xcd, 0xb7, 0xfe, 0x2e, 0x63, 0x73, 0x76]);

describe("ZIP", () => {
  test("members are read in the order of their names, whatever their formats, and named in the source", async () => {
    const folder = folderOf({
      "周.zip": zip({
        "b/二.csv": csv("乙"),
        "a.xlsx": book(),
        "c.ndjson": '{"role":"agent","text":"丙"}\n',
        "读我.md": "# 说明",
        ".DS_Store": "x",
        "__MACOSX/b/._二.csv": "x",
      }),
    });
    const { messages, counts, intake } = await readAll([join(folder, "周.zip")]);
    expect(chat(messages)).toEqual(["customer 表里", "customer 乙", "agent 丙"]);
    expect(messages.map(({ source }) => source.file.slice(folder.length + 1))).toEqual([
      "周.zip!a.xlsx",
      "周.zip!b/二.csv",
      "周.zip!c.ndjson",
    ]);
    expect([counts, intake.errors]).toEqual([{ "file-not-chat": 1 }, []]);
    expect(intake.inputs.map(({ format, messages: n }) => [format, n])).toEqual([
      ["xlsx", 1],
      ["table", 1],
      ["ndjson", 1],
    ]);
  });

  test("names in GBK, and in UTF-8 without the flag", async () => {
    const { messages } = await readText(
      zipOf([
        { name: gbkName, content: csv("甲"), isUtf8: false },
        { name: "顾客.csv", content: csv("乙"), isUtf8: false },
      ]),
    );
    expect(messages.map(({ source }) => source.file).sort()).toEqual(["-!客服.csv", "-!顾客.csv"]);
  });

  test("two members of one name are both read", async () => {
    const { messages } = await readText(
      zipOf([
        { name: "a.csv", content: csv("甲") },
        { name: "a.csv", content: csv("乙") },
      ]),
    );
    expect(chat(messages)).toEqual(["customer 甲", "customer 乙"]);
  });

  test("members that lead out, links, encrypted ones and archives are named, not read; the others are", async () => {
    const archive = zipOf([
      { name: "好.csv", content: csv("甲") },
      { name: "../../etc/外.csv", content: csv("x") },
      { name: "/abs.csv", content: csv("x") },
      { name: "C:\\abs.csv", content: csv("x") },
      { name: "..\\反斜杠.csv", content: csv("x") },
      { name: "link.csv", content: "/etc/passwd", mode: 0o120777 },
      { name: "密.csv", content: csv("x"), isEncrypted: true },
      { name: "里.zip", content: zip({ "x.csv": csv("x") }) },
      { name: "里.csv.gz", content: gzipSync(csv("x")) },
      { name: "里.rar", content: "Rar!\x1a\x07\x00" },
    ]);
    const { messages, counts, intake } = await readText(archive);
    expect(chat(messages)).toEqual(["customer 甲"]);
    expect(intake.errors).toEqual([]);
    expect(counts).toEqual({
      "member-path": 4,
      "member-link": 1,
      "member-encrypted": 1,
      "member-packed": 3,
    });
    expect(intake.diagnostics.list().every(({ level, file }) => level === "lost" && file !== null)).toBe(
      true,
    );
  });

  test("a damaged member is told; the others are read", async () => {
    const { messages, intake } = await readText(
      zipOf([
        { name: "a.csv", content: csv("甲"), packed: Buffer.from("no deflate") },
        { name: "b.csv", content: csv("乙") },
      ]),
    );
    expect(chat(messages)).toEqual(["customer 乙"]);
    expect(intake.errors).toMatchObject([{ exit: 3, message: expect.stringContaining("a.csv") }]);
  });

  test("without a chat it is an error when named, and a note in a folder", async () => {
    const folder = folderOf({ "空.zip": zip({}), "图.zip": zip({ "a.txt": "你好" }), "a.csv": csv("甲") });
    for (const name of ["空.zip", "图.zip"]) {
      const { intake } = await readAll([join(folder, name)]);
      expect(intake.errors).toMatchObject([
        { exit: 3, message: expect.stringContaining("没有读到聊天记录") },
      ]);
    }
    const { messages, intake } = await readAll([folder]);
    expect([chat(messages), intake.errors]).toEqual([["customer 甲"], []]);
  });

  test("limits are counted while unpacking, whatever the archive says of its sizes", async () => {
    const rows = Array.from({ length: 4000 }, (_, at) => `2026-11-16 09:00:00,买家,第 ${at} 句`).join("\n");
    const one = csv(rows);
    const read = (limits: object) =>
      readText(zip({ "a.csv": one, "b.csv": one, "c.csv": csv("丙") }), { limits });
    expect((await read({ memberBytes: 50_000 })).intake.errors).toMatchObject([
      { place: { file: "-!a.csv" }, message: expect.stringContaining("解压后太大") },
      { place: { file: "-!b.csv" } },
    ]);
    // Each reading of a member counts once: recognising, header, rows.
    const total = await read({ archiveBytes: Buffer.byteLength(one) + 1000 });
    expect(total.intake.errors).toMatchObject([{ place: { file: "-" }, exit: 3 }]);
    expect(total.intake.inputs.map(({ file }) => file)).toEqual(["-!a.csv"]);
    expect((await read({ ratio: 2, ratioFromBytes: 1000 })).intake.errors[0]?.message).toContain("压缩炸弹");
    expect((await read({ members: 2 })).intake.errors[0]?.message).toContain("上限 2 个");
    expect((await read({})).messages).toHaveLength(8001);
  });

  test("a member longer than what is kept in memory is unpacked again for each reading", async () => {
    const rows = `2026-11-16 09:00:00,买家,${"话".repeat(400)}\n`.repeat(30_000);
    const { messages, intake } = await readText(zip({ "a.csv": `时间,角色,内容\n${rows}` }));
    expect([messages.length, intake.errors]).toEqual([30_000, []]);
  });

  test("inspect shows each member", async () => {
    const folder = folderOf({ "a.zip": zip({ "a.csv": csv("甲"), "b.xlsx": book(), "c.txt": "你好" }) });
    const inspection = await inspectInput(join(folder, "a.zip"), { timezone: "Asia/Shanghai" });
    expect(inspection).toMatchObject({
      format: "zip",
      members: [
        { format: "table" },
        { format: "xlsx" },
        { format: null, errors: [], diagnostics: [{ code: "file-not-chat" }] },
      ],
    });
  });
});

describe("gzip", () => {
  test("around a table and a workbook; the name is that of the file", async () => {
    const folder = folderOf({ "a.csv.gz": gzipSync(csv("甲")), "b.xlsx.gz": gzipSync(book()) });
    const { messages, intake } = await readAll([folder]);
    expect(chat(messages)).toEqual(["customer 甲", "customer 表里"]);
    expect(messages[0]!.source.file).toBe(join(folder, "a.csv.gz"));
    expect(intake.errors).toEqual([]);
  });

  test("cut in the middle: what was read is said", async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `2026-11-16 09:00:00,买家,第 ${at} 句`).join("\n");
    const { intake } = await readText(gzipSync(csv(rows)).subarray(0, -200));
    expect(intake.errors).toMatchObject([{ exit: 3, message: expect.stringContaining("gzip 损坏") }]);
  });

  test("bombs are stopped, archives in it are not read", async () => {
    const bomb = await readText(gzipSync(csv("x".repeat(2_000_000))), {
      limits: { ratio: 50, ratioFromBytes: 10_000 },
    });
    expect(bomb.intake.errors[0]?.message).toContain("压缩炸弹");
    const nested = await readText(gzipSync(zip({ "a.csv": csv("甲") })));
    expect(nested.counts).toEqual({ "member-packed": 1 });
    expect(nested.intake.errors).toHaveLength(1);
  });
});

test.each([
  ["RAR", Buffer.from("Rar!\x1a\x07\x00")],
  ["7z", Buffer.from("377abcaf271c0004", "hex")],
  ["tar", Buffer.concat([Buffer.alloc(257, 97), Buffer.from("ustar\x0000")])],
])("a %s archive is named, with what to do", async (name, bytes) => {
  const { intake } = await readText(bytes, { locale: "en" });
  expect(intake.errors).toMatchObject(
    [{ exit: 3, message: `a ${name} archive, not read`, hint: /ZIP/ }].map(({ hint: _, ...rest }) => rest),
  );
});

test("limits are written in MB, and hold for what they name only", () => {
  expect(limitsOf({ memberMB: 1, columns: 3 })).toEqual({
    ...defaultLimits,
    memberBytes: 1_048_576,
    columns: 3,
  });
});
