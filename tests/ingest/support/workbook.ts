import { zip } from "./zip.ts";

/** A cell as it stands in a sheet: text is an inline string, a number a number; XML is taken as it is. */
export type Cell = string | number | { xml: string } | null;

interface Sheet {
  name: string;
  hidden?: boolean;
  rows: readonly (readonly Cell[])[];
  /** Further elements after the rows, such as merged cells. */
  tail?: string;
}

export interface Book {
  sheets: readonly Sheet[];
  /** Items of the shared strings, as XML inside `<si>`. */
  strings?: readonly string[];
  isFrom1904?: boolean;
}

/** Style 1 shows date and time, style 2 the date, style 3 the time of day. */
const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/></numFmts>
<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/><xf numFmtId="21"/></cellXfs></styleSheet>`;

const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
const relations = (list: readonly string[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join("")}</Relationships>`;

/** An XLSX workbook. */
export function workbook({ sheets, strings = [], isFrom1904 = false }: Book): Buffer {
  const members: Record<string, string> = {
    "_rels/.rels": relations([relation("rId1", "officeDocument", "xl/workbook.xml")]),
    "xl/workbook.xml":
      `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr date1904="${isFrom1904 ? 1 : 0}"/><sheets>` +
      sheets
        .map(
          ({ name, hidden }, at) =>
            `<sheet name="${name}" sheetId="${at + 1}"${hidden ? ' state="hidden"' : ""} r:id="s${at}"/>`,
        )
        .join("") +
      "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": relations([
      ...sheets.map((_, at) => relation(`s${at}`, "worksheet", `worksheets/sheet${at + 1}.xml`)),
      relation("st", "styles", "styles.xml"),
      relation("ss", "sharedStrings", "sharedStrings.xml"),
    ]),
    "xl/styles.xml": styles,
    "xl/sharedStrings.xml": `<sst xmlns="${main}">${strings.map((item) => `<si>${item}</si>`).join("")}</sst>`,
  };
  for (const [at, sheet] of sheets.entries()) members[`xl/worksheets/sheet${at + 1}.xml`] = sheetXml(sheet);
  return zip(members);
}

function sheetXml({ rows, tail = "" }: Sheet): string {
  const body = rows
    .map(
      (cells, row) =>
        `<row r="${row + 1}">${cells.map((cell, at) => cellXml(cell, `${String.fromCharCode(65 + at)}${row + 1}`)).join("")}</row>`,
    )
    .join("");
  return `<worksheet xmlns="${main}"><sheetData>${body}</sheetData>${tail}</worksheet>`;
}

function cellXml(cell: Cell, reference: string): string {
  if (cell === null) return "";
  if (typeof cell === "number") return `<c r="${reference}"><v>${cell}</v></c>`;
  if (typeof cell === "object") return cell.xml.replace("<c", `<c r="${reference}"`);
  return `<c r="${reference}" t="inlineStr"><is><t>${cell.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</t></is></c>`;
}

/** A date with time (style 1), a date (2) or a time of day (3). */
export function dateCell(serial: number, style = 1): Cell {
  return { xml: `<c s="${style}"><v>${serial}</v></c>` };
}

/** A shared string by its number. */
export function shared(index: number): Cell {
  return { xml: `<c t="s"><v>${index}</v></c>` };
}
