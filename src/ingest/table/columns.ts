import { excerpt } from "../../model/diagnostic.ts";
import { InputError } from "../input-error.ts";
import { type Field, headerAliases, normaliseWord, type RoleWord, roleWords } from "./aliases.ts";
import type { Row } from "./row.ts";

/** Which column holds which field. */
export interface Columns {
  /** Index among the rows looked at; -1 where columns were given by number and there is no header. */
  headerIndex: number;
  headers: readonly string[];
  fields: ReadonlyMap<Field, number>;
  /** Numbers of a role column that its header explains: `发送方(0客户 1客服)`. */
  legend: ReadonlyMap<string, RoleWord>;
}

const aliasIndex: ReadonlyMap<string, { field: Field; rank: number }> = new Map(
  (Object.entries(headerAliases) as [Field, readonly string[]][]).flatMap(([field, aliases]) =>
    aliases.map((alias, rank) => [normaliseWord(alias), { field, rank }] as const),
  ),
);

/** A header is looked for among so many rows from the top; title rows stand above it. */
const headerWithin = 30;
/** Headers longer than this are sentences. */
const longestHeader = 60;

/** Finds the header row; null where no row names the words and their side. Throws InputError on a double column. */
export function findColumns(
  rows: readonly Row[],
  map: Readonly<Record<string, string>>,
  file: string,
): Columns | null {
  if (Object.keys(map).length > 0) return mappedColumns(rows, map, file);
  const best = findHeader(rows, isMessageTable);
  if (best !== null) refuseDoubles(best, rows[best.headerIndex]!, file);
  return best;
}

/** The row near the top that names most fields, of those that satisfy a condition. */
export function findHeader(
  rows: readonly Row[],
  isHeader: (fields: ReadonlyMap<Field, number>) => boolean,
): Columns | null {
  let best: Columns | null = null;
  for (const [headerIndex, row] of rows.slice(0, headerWithin).entries()) {
    const fields = fieldsOf(row.cells);
    if (!isHeader(fields)) continue;
    if (best === null || fields.size > best.fields.size) best = columnsAt(headerIndex, row.cells, fields);
  }
  return best;
}

/** Words, and something that tells the sides apart. */
export function isMessageTable(fields: ReadonlyMap<Field, number>): boolean {
  const tellsSides: readonly Field[] = ["role", "isAgent", "isCustomer", "sender", "type"];
  return fields.has("text") && tellsSides.some((field) => fields.has(field));
}

/** Field of each column, unambiguous. */
function fieldsOf(cells: readonly string[]): Map<Field, number> {
  const fields = new Map<Field, number>();
  const ranks = new Map<Field, number>();
  cells.forEach((cell, column) => {
    const alias = aliasOf(cell);
    if (alias === undefined || alias.rank >= (ranks.get(alias.field) ?? Number.POSITIVE_INFINITY)) return;
    fields.set(alias.field, column);
    ranks.set(alias.field, alias.rank);
  });
  if (!fields.has("time") && fields.has("clock") !== fields.has("date") && fields.has("date")) {
    fields.set("time", fields.get("date")!);
    fields.delete("date");
  }
  return fields;
}

function aliasOf(cell: string): { field: Field; rank: number } | undefined {
  if (cell === "" || cell.length > longestHeader) return undefined;
  const word = normaliseWord(cell);
  return aliasIndex.get(word) ?? aliasIndex.get(word.replace(/[([{【].*$/, ""));
}

function columnsAt(headerIndex: number, headers: readonly string[], fields: Map<Field, number>): Columns {
  const role = fields.get("role") ?? fields.get("sender");
  return { headerIndex, headers, fields, legend: legendOf(role === undefined ? "" : (headers[role] ?? "")) };
}

/** `0:客户,1:客服` in a header. */
function legendOf(header: string): Map<string, RoleWord> {
  const legend = new Map<string, RoleWord>();
  if (header.length > longestHeader) return legend;
  for (const found of header
    .normalize("NFKC")
    .matchAll(/(\d+)\s*(?:[=:、.-]|是|为|表示|代表)*\s*([\p{Script=Han}A-Za-z]+)/gu)) {
    const role = roleWords.get(normaliseWord(found[2]!));
    if (role !== undefined) legend.set(found[1]!, role);
  }
  for (const found of header.normalize("NFKC").matchAll(/([\p{Script=Han}A-Za-z]+)\s*[=:]\s*(\d+)/gu)) {
    const role = roleWords.get(normaliseWord(found[1]!));
    if (role !== undefined && !legend.has(found[2]!)) legend.set(found[2]!, role);
  }
  return legend;
}

/** Two columns of one name: which of them counts cannot be told (ingest-decision 44). */
function refuseDoubles(columns: Columns, row: Row, file: string): void {
  for (const column of columns.fields.values()) {
    const name = normaliseWord(columns.headers[column]!);
    const second = columns.headers.findIndex((header, at) => at !== column && normaliseWord(header) === name);
    if (second !== -1) {
      const shown = excerpt(columns.headers[column]!);
      throw new InputError(
        3,
        {
          zh: `表头“${shown}”出现了两次（第 ${column + 1} 列和第 ${second + 1} 列）`,
          en: `the header "${shown}" stands there twice (columns ${column + 1} and ${second + 1})`,
        },
        {
          place: { file, line: row.line },
          hint: {
            zh: "请改掉其中一个表头，或用 --map 按列号指定，例如 --map text=3。",
            en: "Change one of the headers, or give columns by number, such as --map text=3.",
          },
        },
      );
    }
  }
}

function mappedColumns(
  rows: readonly Row[],
  map: Readonly<Record<string, string>>,
  file: string,
): Columns | null {
  const wanted = Object.entries(map) as [Field, string][];
  const head = rows.slice(0, headerWithin).map((row) => row.cells.map(normaliseWord));
  const isName = (column: string) => head.some((names) => names.includes(normaliseWord(column)));
  const names = wanted
    .map(([, column]) => column)
    .filter((column) => isName(column) || columnNumber(column) === null);
  const headerIndex =
    names.length === 0
      ? rows.slice(0, headerWithin).findIndex((row) => fieldsOf(row.cells).size >= 2)
      : head.findIndex((cells) => names.every((name) => cells.includes(normaliseWord(name))));
  if (names.length > 0 && headerIndex === -1) return null;
  const headers = rows[headerIndex]?.cells ?? [];
  // What the user names stands above what the header says.
  const fields = fieldsOf(headers);
  for (const [field, column] of wanted) {
    const named = head[headerIndex]?.indexOf(normaliseWord(column)) ?? -1;
    const at = named === -1 ? columnNumber(column)! - 1 : named;
    for (const [other, taken] of fields) if (taken === at && other !== field) fields.delete(other);
    fields.set(field, at);
  }
  refuseMissing(fields, rows, file);
  return isMessageTable(fields) ? columnsAt(headerIndex, headers, fields) : null;
}

function refuseMissing(fields: ReadonlyMap<Field, number>, rows: readonly Row[], file: string): void {
  const width = rows.reduce((most, row) => Math.max(most, row.cells.length), 0);
  for (const [field, at] of fields) {
    if (at >= width) {
      throw new InputError(
        3,
        {
          zh: `--map ${field} 指到第 ${at + 1} 列，这个表只有 ${width} 列`,
          en: `--map ${field} means column ${at + 1}, and the table has only ${width}`,
        },
        { place: { file } },
      );
    }
  }
}

/** 1-based column of `3` or `C`; null where it is a name. */
function columnNumber(column: string): number | null {
  if (/^[1-9]\d{0,4}$/.test(column)) return Number(column);
  if (!/^[A-Za-z]{1,2}$/.test(column)) return null;
  return [...column.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
