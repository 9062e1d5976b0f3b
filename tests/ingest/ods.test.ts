import { describe, expect, test } from "vitest";
import { chat, readText } from "./support/read.ts";
import { zip } from "./support/zip.ts";

const cell = (words: string) => `<table:table-cell><text:p>${words}</text:p></table:table-cell>`;
const row = (cells: string[], attributes = "") =>
  `<table:table-row ${attributes}>${cells.map(cell).join("")}</table:table-row>`;
const spreadsheet = (...rows: string[]) =>
  zip({
    mimetype: "application/vnd.oasis.opendocument.spreadsheet",
    "content.xml": `<a xmlns:table="t" xmlns:text="x"><table:table table:name="表">${row(["时间", "角色", "内容"])}${rows.join("")}</table:table></a>`,
  });

describe("OpenDocument spreadsheets", () => {
  test("rows that are written once count as often as they stand; empty ones only move the line", async () => {
    const { messages } = await readText(
      spreadsheet(
        row([], 'table:number-rows-repeated="100000"'),
        row(["2026-11-16 09:00:00", "买家", "在吗"], 'table:number-rows-repeated="2"'),
      ),
    );
    expect(messages.map(({ source, text }) => [source.line, text])).toEqual([
      [100_002, "在吗"],
      [100_003, "在吗"],
    ]);
  });

  test("a sheet that repeats itself beyond memory is refused", async () => {
    const many = row(["2026-11-16 09:00:00", "买家", "在吗"], 'table:number-rows-repeated="1000"').repeat(
      2000,
    );
    const { intake } = await readText(spreadsheet(many));
    expect(intake.errors[0]).toMatchObject({ exit: 3, message: expect.stringContaining("太大") });
  });

  test("a damaged one is said to be damaged", async () => {
    const { intake, messages } = await readText(zip({ mimetype: "x", "content.xml": "<a><b></a>" }));
    expect([chat(messages), intake.errors[0]?.message]).toEqual([[], expect.stringContaining("损坏")]);
  });
});
