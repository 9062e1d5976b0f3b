import { displayWidth, pad } from "../../text/width.ts";
import { html, Markup } from "../html/markup.ts";
import { style } from "../html/style.ts";
import { writeBook } from "../xlsx/book.ts";
import { type Sheet, sheetRows } from "../xlsx/sheet.ts";
import { cellText, type Document, type DocumentSection, isNumber } from "./document.ts";

/** Ways to write a document down. */
export const writtenForms = {
  terminal,
  markdown,
  html: page,
  xlsx: book,
} as const;

function terminal({ title, notes, sections }: Document): string {
  const parts = sections.map((one) => [one.title, ...one.notes, ...textTable(one)].join("\n"));
  return `${[[title, ...notes].join("\n"), ...parts].join("\n\n")}\n`;
}

function textTable({ heads, rows }: DocumentSection): string[] {
  if (rows.length === 0) return [];
  const texts = rows.map((row) => row.map((cell) => cellText(cell).replaceAll("\n", " ")));
  const widths = heads.map((head, at) =>
    Math.max(displayWidth(head), ...texts.map((row) => displayWidth(row[at]!))),
  );
  const line = (cells: readonly string[], isRight: (at: number) => boolean) =>
    cells
      .map((cell, at) => pad(cell, widths[at]!, isRight(at) ? "right" : "left"))
      .join("  ")
      .trimEnd();
  return [
    line(heads, (at) => rows.some((row) => isNumber(row[at]!))),
    ...texts.map((row, index) => line(row, (at) => isNumber(rows[index]![at]!))),
  ];
}

function markdown({ title, notes, sections }: Document): string {
  const parts = sections.map((one) => [`## ${plain(one.title)}`, ...one.notes.map(plain), pipeTable(one)]);
  const blocks = [`# ${plain(title)}`, ...notes.map(plain), ...parts.flat()];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function pipeTable({ heads, rows }: DocumentSection): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(" | ")} |`;
  const isRight = heads.map((_, at) => rows.some((row) => isNumber(row[at]!)));
  return [
    line(heads),
    `| ${isRight.map((right) => (right ? "--:" : "---")).join(" | ")} |`,
    ...rows.map((row) => line(row.map(cellText))),
  ].join("\n");
}

/** Words that Markdown takes for nothing else. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~!]/gu, (sign) => `\\${sign}`).replaceAll("\n", "<br>");
}

function page({ locale, title, notes, sections }: Document): string {
  const parts = sections.map(
    (one) =>
      html`<section><h2>${one.title}</h2>${one.notes.map((note) => html`<p class="note">${note}</p>`)}${table(one)}</section>`,
  );
  return html`<!doctype html>
<html lang="${locale === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${new Markup(style)}</style></head>
<body><header><h1>${title}</h1></header><main>${notes.length === 0 ? null : html`<section>${notes.map((note) => html`<p>${note}</p>`)}</section>`}${parts}</main></body></html>
`.text;
}

function table({ heads, rows }: DocumentSection): Markup | null {
  if (rows.length === 0) return null;
  // The head of figures stands over them, at the right.
  const headCells = heads.map(
    (head, at) => html`<th${numberClass(rows.some((row) => isNumber(row[at]!)))}>${head}</th>`,
  );
  return html`<div class="scroll"><table><thead><tr>${headCells}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell) => html`<td${numberClass(isNumber(cell))}>${cellText(cell)}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

const numberClass = (holds: boolean): Markup => new Markup(holds ? ' class="number"' : "");

function book({ title, notes, sections }: Document): Uint8Array {
  const lines = [
    title,
    ...notes,
    ...sections.flatMap((one) => one.notes.map((note) => `${one.title}: ${note}`)),
  ];
  const sheets = sections.map(
    ({ title: name, heads, rows }): Sheet => ({
      name: sheetName(name),
      heads,
      rows: rows.slice(0, sheetRows),
      highlights: [],
    }),
  );
  const about: Sheet = {
    name: "zhijian",
    heads: [""],
    rows: lines.map((value) => [{ value, style: "wrapped" }]),
    highlights: [],
  };
  return writeBook([...sheets, about]);
}

/** Excel allows 31 characters, and not these signs. */
function sheetName(title: string): string {
  return title.replace(/[\\/?*[\]:]/gu, " ").slice(0, 31);
}
