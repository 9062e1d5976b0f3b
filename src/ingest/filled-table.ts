import { openFile } from "./content.ts";
import { decode, silentReport } from "./decode.ts";
import { InputError } from "./input-error.ts";
import { defaultLimits } from "./limits.ts";
import { records } from "./table/records.ts";
import type { Row, Table } from "./table/row.ts";
import { openWorkbook } from "./workbook/workbook.ts";
import { Archive } from "./zip.ts";

/** A table that people filled in: its heads, and below them rows that are not empty. */
export interface FilledTable {
  file: string;
  /** Null where the file is one table. */
  sheet: string | null;
  heads: readonly string[];
  /** The row above the heads; a head over two rows of merged cells stands in both. */
  above: readonly string[];
  rows: readonly Row[];
}

/** Whether a row are the heads, by its cells and those of the row above. */
type IsHead = (cells: readonly string[], above: readonly string[]) => boolean;

/** Title rows may stand above the heads. */
const headsWithin = 10;
const delimiters = [",", "\t", ";"];

/**
 * Reads a form, list or review sheet: CSV, TSV or every sheet of an XLSX workbook. Of each, the first
 * row that `isHead` accepts are the heads; tables without one are left out. Throws UserError (exit 3)
 * where the file cannot be read.
 */
export async function readFilledTables(path: string, isHead: IsHead): Promise<FilledTable[]> {
  const content = await openFile(path, defaultLimits);
  try {
    const head: Buffer[] = [];
    for await (const chunk of content.stream()) {
      head.push(chunk as Buffer);
      if (head.reduce((sum, { length }) => sum + length, 0) >= 4096) break;
    }
    const start = Buffer.concat(head);
    if (!start.subarray(0, 2).equals(Buffer.from("PK"))) {
      for (const delimiter of delimiters) {
        const blocks = decode(content.stream(), silentReport(), defaultLimits);
        const found = await tableOf(records(blocks, delimiter, path, defaultLimits), path, null, isHead);
        if (found !== null) return [found];
      }
      return [];
    }
    const archive = await Archive.open(content, defaultLimits);
    try {
      const tables: FilledTable[] = [];
      for (const sheet of await openWorkbook(archive, path)) {
        const found = await tableOf(sheet.rows(true), path, sheet.sheet, isHead);
        if (found !== null) tables.push(found);
      }
      return tables;
    } finally {
      archive.close();
    }
  } finally {
    await content.close();
  }
}

/** A list that people wrote as text. Throws UserError (exit 3) where the file cannot be read. */
export async function readFilledText(path: string): Promise<string> {
  const content = await openFile(path, defaultLimits);
  try {
    const parts: string[] = [];
    for await (const { text } of decode(content.stream(), silentReport(), defaultLimits)) parts.push(text);
    return parts.join("");
  } finally {
    await content.close();
  }
}

/** What is wrong with a table that people filled in, at its place. */
export function noHeads(path: string, needed: { zh: string; en: string }): InputError {
  return new InputError(
    3,
    { zh: "没有找到表头", en: "no header found" },
    {
      place: { file: path },
      hint: { zh: `表格要有这些列：${needed.zh}。`, en: `A table needs: ${needed.en}.` },
    },
  );
}

async function tableOf(
  batches: ReturnType<Table["rows"]>,
  file: string,
  sheet: string | null,
  isHead: IsHead,
): Promise<FilledTable | null> {
  let heads: readonly string[] | null = null;
  let above: readonly string[] = [];
  const rows: Row[] = [];
  let looked = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      const cells = row.cells.map((cell) => cell.trim());
      if (heads !== null) {
        if (cells.some((cell) => cell !== "")) rows.push({ line: row.line, cells });
      } else if (isHead(cells, above)) heads = cells;
      else if (++looked >= headsWithin) return null;
      else above = cells;
    }
  }
  return heads === null ? null : { file, sheet, heads, above, rows };
}
