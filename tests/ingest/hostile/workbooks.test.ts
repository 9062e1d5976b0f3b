import { expect, test } from "vitest";
import { UserError } from "../../../src/errors.ts";
import { expectExactAccount } from "../support/account.ts";
import { chat, readText } from "../support/read.ts";
import { workbook } from "../support/workbook.ts";
import { zip } from "../support/zip.ts";

const rows = [
  ["时间", "角色", "内容"],
  ["2026-11-16 09:00:00", "买家", "在吗"],
];
const book = () => workbook({ sheets: [{ name: "表", rows }] });
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;

/** A workbook of one sheet with this XML. */
function bookOf(sheet: string, strings = ""): Buffer {
  return zip({
    "_rels/.rels": `<Relationships>${relation("a", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="r"><sheets><sheet name="表" r:id="b"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${relation("b", "worksheet", "sheet.xml")}${relation("c", "sharedStrings", "strings.xml")}</Relationships>`,
    "xl/sheet.xml": sheet,
    "xl/strings.xml": `<sst>${strings}</sst>`,
  });
}
const cell = (reference: string, text: string) => `<c r="${reference}" t="str"><v>${text}</v></c>`;
const header = `<row r="1">${cell("A1", "时间")}${cell("B1", "角色")}${cell("C1", "内容")}</row>`;
const sheet = (body: string) => `<worksheet><sheetData>${header}${body}</sheetData></worksheet>`;
const message = (row: number) =>
  `<row r="${row}">${cell(`A${row}`, "2026-11-16 09:00:00")}${cell(`B${row}`, "买家")}${cell(`C${row}`, "在吗")}</row>`;

const laughs = Array.from({ length: 20 }, (_, at) => `<!ENTITY l${at + 1} "&l${at};&l${at};">`).join("");

test.each<[string, () => Buffer | string]>([
  ["text with the name of a workbook", () => "PK\x03\x04 not really"],
  ["cut in the middle", () => book().subarray(0, 600)],
  ["without its last bytes", () => book().subarray(0, -10)],
  [
    "a member overwritten",
    () => Buffer.concat([book().subarray(0, 80), Buffer.alloc(200, 65), book().subarray(280)]),
  ],
  ["a sheet that is named and missing", () => zip({ "xl/workbook.xml": "<workbook><sheets/></workbook>" })],
  ["a sheet cut in its XML", () => bookOf(sheet(message(2)).slice(0, -40))],
  [
    "entities that expand",
    () => bookOf(`<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>${sheet(`<row>${cell("A2", "&l20;")}</row>`)}`),
  ],
  [
    "an entity that names a file",
    () =>
      bookOf(
        `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>${sheet(`<row>${cell("A2", "&f;")}</row>`)}`,
      ),
  ],
  ["elements nested without end", () => bookOf(sheet("<a>".repeat(200_000)))],
  ["one text of 20 MB", () => bookOf(sheet(`<row>${cell("A2", "字".repeat(7_000_000))}</row>`))],
  ["a row of 10,000 columns", () => bookOf(sheet(`<row r="2">${cell("NTP2", "x")}</row>`))],
])("%s: one error, no message", async (_, content) => {
  const { intake } = await readText(content());
  expect(intake.errors).toHaveLength(1);
  expect(intake.errors[0]).toBeInstanceOf(UserError);
  expect(intake.errors[0]).toMatchObject({ exit: 3, place: { file: "-" } });
});

test("messages before the place where a sheet breaks are given, and the break is told", async () => {
  const many = Array.from({ length: 5000 }, (_, at) => message(at + 2)).join("");
  const outcome = await readText(bookOf(sheet(many).slice(0, -5000)));
  expect(outcome.messages.length).toBeGreaterThan(0);
  expect(outcome.intake.errors).toMatchObject([{ exit: 3, message: expect.stringContaining("损坏") }]);
  expectExactAccount(outcome);
});

test("cells without a place, rows without a number, strings that are missing, cells that are only coloured", async () => {
  const body =
    `<row>${cell("A2", "2026-11-16 09:00:00")}<c t="str"><v>买家</v></c><c t="s"><v>0</v></c></row>` +
    `<row r="x">${cell("A3", "2026-11-16 09:00:01")}${cell("B3", "买家")}<c t="s"><v>99</v></c><c r="XFD3" s="1"/></row>`;
  const outcome = await readText(bookOf(sheet(body), "<si><t>共用</t></si>"));
  expect(chat(outcome.messages)).toEqual(["customer 共用", "customer "]);
  expect(outcome.messages.map(({ source, kind }) => [source.line, kind])).toEqual([
    [2, "text"],
    [3, "missing"],
  ]);
  expectExactAccount(outcome);
});
