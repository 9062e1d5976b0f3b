import { describe, expect, test } from "vitest";
import { chat, readText } from "./support/read.ts";
import { dateCell, shared, workbook } from "./support/workbook.ts";

const header = ["时间", "角色", "内容"];
/** 16 November 2026, noon. */
const noon = 46_342.5;

describe("workbooks", () => {
  test("shared strings, rich text without its phonetic guide, inline strings", async () => {
    const { messages } = await readText(
      workbook({
        strings: [
          "<t>您好</t>",
          "<r><t>今天</t></r><r><t>发货</t></r><rPh sb='0' eb='1'><t>jintian</t></rPh>",
        ],
        sheets: [
          {
            name: "表",
            rows: [
              header,
              [dateCell(noon), "买家", shared(0)],
              [dateCell(noon), "客服", shared(1)],
              [dateCell(noon), "客服", "好 & <好>"],
            ],
          },
        ],
      }),
    );
    expect(chat(messages)).toEqual(["customer 您好", "agent 今天发货", "agent 好 & <好>"]);
  });

  test("dates count from 1900 or 1904", async () => {
    for (const isFrom1904 of [false, true]) {
      const serial = isFrom1904 ? noon - 1462 : noon;
      const { messages } = await readText(
        workbook({
          isFrom1904,
          sheets: [{ name: "表", rows: [header, [dateCell(serial), "买家", "在吗"]] }],
        }),
      );
      expect(messages[0]!.at).toBe(Date.parse("2026-11-16T12:00:00+08:00"));
    }
  });

  test("every sheet with known columns is read and is a part of its own, hidden or not", async () => {
    const rows = [header, [dateCell(noon), "买家", "在吗"]];
    const { messages, counts } = await readText(
      workbook({
        sheets: [
          { name: "甲", rows },
          { name: "乙", hidden: true, rows },
          { name: "统计", rows: [["客服", "人数"]] },
        ],
      }),
    );
    expect(messages.map(({ source, part }) => [source.sheet, source.line, part])).toEqual([
      ["甲", 2, 0],
      ["乙", 2, 1],
    ]);
    expect(counts).toEqual({ "sheet-not-chat": 1 });
  });

  test("a formula counts by its cached value; without one the words are missing", async () => {
    const cell = (xml: string) => ({ xml });
    const { messages } = await readText(
      workbook({
        sheets: [
          {
            name: "表",
            rows: [
              header,
              [dateCell(noon), "买家", cell("<c t='str'><f>A1</f><v>在吗</v></c>")],
              [dateCell(noon), "客服", cell("<c><f>A2</f></c>")],
            ],
          },
        ],
      }),
    );
    expect(messages.map(({ text, kind }) => [text, kind])).toEqual([
      ["在吗", "text"],
      ["", "missing"],
    ]);
  });
});
