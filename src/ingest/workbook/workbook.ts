import { posix } from "node:path";
import { UserError } from "../../errors.ts";
import { InputError } from "../input-error.ts";
import type { Row, Table } from "../table/row.ts";
import type { Archive } from "../zip.ts";
import { type DateFormat, dateFormat } from "./dates.ts";
import { sheetRows } from "./sheet.ts";
import { readXml } from "./xml.ts";

/** What cells refer to. */
export interface SharedParts {
  strings: readonly string[];
  /** Date format of each cell style; null where it is none. */
  formats: readonly (DateFormat | null)[];
  isFrom1904: boolean;
  mostColumns: number;
}

/** Characters of all shared strings together; they are kept while sheets are read. */
const mostSharedText = 64 * 2 ** 20;

/** Sheets of an XLSX workbook in their order, hidden ones too. Throws UserError (exit 3) where it is damaged. */
export async function openWorkbook(archive: Archive, file: string): Promise<Table[]> {
  try {
    const root = (await relations(archive, "_rels/.rels")).find(({ type }) => type === "officeDocument");
    const path = root?.target ?? "xl/workbook.xml";
    const { sheets, isFrom1904 } = await readSheetList(archive, path);
    const targets = await relations(
      archive,
      `${posix.dirname(path)}/_rels/${posix.basename(path)}.rels`,
      posix.dirname(path),
    );
    const target = (type: string) => targets.find((one) => one.type === type)?.target;
    const shared: SharedParts = {
      strings: await readStrings(archive, target("sharedStrings")),
      formats: await readFormats(archive, target("styles")),
      isFrom1904,
      mostColumns: archive.limits.columns,
    };
    return sheets.flatMap(({ name, id }) => {
      const sheet = targets.find((one) => one.id === id);
      if (sheet === undefined || sheet.type !== "worksheet") return [];
      return [
        {
          sheet: name,
          delimiter: null,
          rows: () => guarded(sheetRows(archive.member(sheet.target), shared), file),
        },
      ];
    });
  } catch (error) {
    throw damaged(error, file);
  }
}

async function* guarded(rows: AsyncGenerator<Row[]>, file: string): AsyncGenerator<Row[]> {
  try {
    yield* rows;
  } catch (error) {
    throw damaged(error, file);
  }
}

/** A workbook that does not hold what it should. */
export function damaged(cause: unknown, file: string): UserError {
  if (cause instanceof UserError) return cause;
  const { message } = cause as Error;
  return new InputError(
    3,
    { zh: `工作簿损坏：${message}`, en: `the workbook is damaged: ${message}` },
    {
      place: { file },
      hint: {
        zh: "请在 Excel 或 WPS 中打开并另存一次再试。",
        en: "Open it in Excel or WPS, save it again and retry.",
      },
      cause,
    },
  );
}

interface Relation {
  id: string;
  /** Last part of its type address: the same in transitional and strict workbooks. */
  type: string;
  target: string;
}

async function relations(archive: Archive, path: string, folder = ""): Promise<Relation[]> {
  const found: Relation[] = [];
  if (!archive.has(path)) return found;
  await readXml(archive.member(path), {
    open(name, { Id, Type, Target }) {
      if (name !== "Relationship" || Id === undefined || Target === undefined) return;
      const target = Target.startsWith("/") ? Target.slice(1) : posix.join(folder, Target);
      found.push({ id: Id, type: posix.basename(Type ?? ""), target });
    },
    close() {},
    text() {},
  });
  return found;
}

async function readSheetList(archive: Archive, path: string) {
  const sheets: { name: string; id: string }[] = [];
  let isFrom1904 = false;
  await readXml(archive.member(path), {
    open(name, attributes) {
      if (name === "workbookPr") isFrom1904 = /^(?:1|true)$/.test(attributes.date1904 ?? "");
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key))?.[1];
      if (id !== undefined) sheets.push({ name: attributes.name ?? "", id });
    },
    close() {},
    text() {},
  });
  return { sheets, isFrom1904 };
}

/** Shared strings; of rich text all runs, of phonetic guides nothing. */
async function readStrings(archive: Archive, path: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (path === undefined || !archive.has(path)) return strings;
  let text = "";
  let total = 0;
  let isText = false;
  let isPhonetic = false;
  await readXml(archive.member(path), {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") isPhonetic = true;
      isText = name === "t" && !isPhonetic;
    },
    close(name) {
      if (name === "si") strings.push(text);
      else if (name === "rPh") isPhonetic = false;
      isText = false;
    },
    text(part) {
      if (!isText) return;
      text += part;
      total += part.length;
      if (total > mostSharedText)
        throw new Error(`shared strings are longer than ${mostSharedText} characters`);
    },
  });
  return strings;
}

async function readFormats(archive: Archive, path: string | undefined): Promise<(DateFormat | null)[]> {
  const formats: (DateFormat | null)[] = [];
  if (path === undefined || !archive.has(path)) return formats;
  const codes = new Map<number, string>();
  let isCellFormats = false;
  await readXml(archive.member(path), {
    open(name, { numFmtId, formatCode }) {
      if (name === "numFmt") codes.set(Number(numFmtId), formatCode ?? "");
      else if (name === "cellXfs") isCellFormats = true;
      else if (name === "xf" && isCellFormats) {
        const id = Number(numFmtId ?? 0);
        formats.push(dateFormat(id, codes.get(id)));
      }
    },
    close(name) {
      if (name === "cellXfs") isCellFormats = false;
    },
    text() {},
  });
  return formats;
}
