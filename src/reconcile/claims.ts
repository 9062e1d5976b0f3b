import { UserError } from "../errors.ts";
import { type FilledTable, readFilledTables } from "../ingest/filled-table.ts";
import { type ReadOptions, readInputs } from "../ingest/read.ts";
import type { SessionFact } from "../model/session-fact.ts";
import { readDuration } from "../text/duration.ts";
import { dayOfText } from "../text/zone.ts";
import { loadVocabularies, plainWord, type ReconciledFigure, type Vocabulary } from "./vocabulary.ts";

/** A figure that somebody else computed. */
export interface ClaimedValue {
  figure: ReconciledFigure;
  /** As its column is headed. */
  head: string;
  value: number;
  /** Half a unit of the last digit written: so far the true figure may be from `value`. */
  tolerance: number;
}

/** What a table says of one agent, over the whole table's time or on one day. */
export interface Claim {
  /** As the table names her: account, nick; the first is how the table calls her. */
  names: readonly string[];
  /** Local day number; null where the table does not say. */
  day: number | null;
  values: readonly ClaimedValue[];
}

/** A table of agents with the figures of a platform or of a tool. */
export interface ClaimTable {
  file: string;
  vocabulary: Vocabulary;
  claims: readonly Claim[];
}

/** What was claimed about agents and about single conversations. */
export interface Claims {
  tables: readonly ClaimTable[];
  facts: readonly SessionFact[];
}

/**
 * Reads exports with figures of platforms: tables about sessions (京东 会话记录), else tables about agents.
 * Throws UserError (exit 3) where a file is neither.
 */
export async function readClaims(paths: readonly string[], options: ReadOptions): Promise<Claims> {
  const tables: ClaimTable[] = [];
  const facts: SessionFact[] = [];
  const vocabularies = loadVocabularies();
  for (const path of paths) {
    const found = await agentTables(path, vocabularies);
    if (found.length > 0) tables.push(...found);
    else facts.push(...(await sessionFacts(path, options)));
  }
  return { tables, facts };
}

async function agentTables(path: string, vocabularies: readonly Vocabulary[]): Promise<ClaimTable[]> {
  const tables = await readFilledTables(
    path,
    (cells, above) => columnsOf(cells, above, vocabularies) !== null,
  );
  return tables.map((table) => claimTable(table, columnsOf(table.heads, table.above, vocabularies)!));
}

async function sessionFacts(path: string, options: ReadOptions): Promise<readonly SessionFact[]> {
  const intake = await readInputs([path], options);
  for await (const _ of intake.messages);
  if (intake.facts.length > 0) return intake.facts;
  throw (
    intake.errors[0] ??
    new UserError(3, "没有认出平台数据表 / not a table of a platform's figures", {
      place: { file: path },
      hint: "可用：京东会话记录，生意参谋/千牛、京东、拼多多、飞鸽、赤兔的客服表。Known: tables of agents of these, and JD's table of sessions.",
    })
  );
}

/** A column of a figure. */
interface FigureColumn {
  figure: ReconciledFigure;
  column: number;
  head: string;
  /** Seconds of the unit that the head names. */
  unitSeconds: number;
}

interface Columns {
  vocabulary: Vocabulary;
  /** Columns that name the agent, the account first. */
  agents: readonly number[];
  day: number;
  figures: readonly FigureColumn[];
}

/** Two figures tell a table; of several vocabularies the one that knows most of its columns. */
const figuresNeeded = 2;

function recognise(cells: readonly string[], vocabularies: readonly Vocabulary[]): Columns | null {
  const heads = cells.map(headOf);
  const columnOf = (names: readonly string[]) => {
    const found = names.map((name) => heads.findIndex((head) => head.name === headOf(name).name));
    return found.find((column) => column !== -1) ?? -1;
  };
  let best: Columns | null = null;
  for (const vocabulary of vocabularies) {
    const agents = vocabulary.agent.map((name) => columnOf([name])).filter((column) => column !== -1);
    if (agents.length === 0) continue;
    const figures = vocabulary.figures
      .map((figure) => ({ figure, column: columnOf(figure.heads) }))
      .filter(({ column }) => column !== -1)
      .map((one) => ({
        ...one,
        head: cells[one.column]!.trim(),
        unitSeconds: heads[one.column]!.unitSeconds,
      }));
    if (figures.length < Math.max(figuresNeeded, (best?.figures.length ?? 0) + 1)) continue;
    best = { vocabulary, agents, day: columnOf(vocabulary.day), figures };
  }
  return best;
}

/** Units at the end of heads, in seconds where they are units of time. */
const units: Readonly<Record<string, number>> = {
  秒: 1,
  s: 1,
  分: 60,
  分钟: 60,
  min: 60,
  m: 60,
  小时: 3600,
  h: 3600,
  "%": 1,
  人: 1,
  条: 1,
  次: 1,
  个: 1,
};

/** `平均响应时长（秒)` is 平均响应时长 in seconds; brackets with other words belong to the name. */
function headOf(cell: string): { name: string; unitSeconds: number } {
  const plain = plainWord(cell);
  const [, name = plain, unit = ""] = /^(.+)\(([^()]+)\)$/u.exec(plain) ?? [];
  const unitSeconds = units[unit];
  return unitSeconds === undefined ? { name: plain, unitSeconds: 1 } : { name, unitSeconds };
}

/** The columns under a head, which may stand over two rows: an empty cell then has what stands above it. */
function columnsOf(
  heads: readonly string[],
  above: readonly string[],
  vocabularies: readonly Vocabulary[],
): Columns | null {
  const both = heads.map((cell, index) => (cell === "" ? (above[index] ?? "") : cell));
  return recognise(heads, vocabularies) ?? recognise(both, vocabularies);
}

function claimTable(table: FilledTable, { vocabulary, agents, day, figures }: Columns): ClaimTable {
  const isTotal = (name: string) => vocabulary.totals.includes(name.replace(/[（(].*$/u, "").trim());
  const named = table.rows.flatMap((row) => {
    const names = agents.map((column) => row.cells[column]?.trim() ?? "").filter((name) => name !== "");
    // The head stands again where exports of several pages were put together.
    const isHead = agents.some((column) => row.cells[column] === table.heads[column]);
    const isOther = names.length === 0 || isHead || isTotal(names[0]!) || isTotal(row.cells[0]?.trim() ?? "");
    return isOther ? [] : [{ ...row, names }];
  });
  const readers = figures.map((one) => ({ ...one, read: readerOf(one, named) }));
  const claims = named.map(({ cells, names }): Claim => {
    const values = readers.flatMap(({ figure, column, head, read: readCell }) => {
      const read = readCell(cells[column] ?? "");
      return read === null ? [] : [{ figure, head, ...read }];
    });
    return { names, day: readDay(cells[day] ?? ""), values };
  });
  return { file: table.file, vocabulary, claims };
}

type Read = Pick<ClaimedValue, "value" | "tolerance">;

/** Shares without % are of 100 where any of their column is over 1. */
function readerOf({ figure, column, unitSeconds }: FigureColumn, rows: FilledTable["rows"]) {
  const isOf100 = rows.some(({ cells }) => Number(cells[column]) > 1);
  return (text: string) => readValue(text, figure.unit, { unitSeconds, isOf100 });
}

/** `98.5%`, `0.9971`, `1,234`, `12.3秒`, `1:20`, `1分20秒`; null for —, 延迟统计 and the like. */
export function readValue(
  text: string,
  unit: ReconciledFigure["unit"],
  { unitSeconds = 1, isOf100 = false }: { unitSeconds?: number; isOf100?: boolean } = {},
): Read | null {
  if (unit === "seconds") {
    const read = readDuration(text, unitSeconds);
    return read === null ? null : { value: read.seconds, tolerance: read.tolerance };
  }
  const plain = plainWord(text).replaceAll(",", "");
  const [, digits, decimals = "", mark] = /^(\d+(?:\.(\d+))?)(%|人|条|个|次)?$/u.exec(plain) ?? [];
  if (digits === undefined) return null;
  const isPercent = mark === "%" || (unit === "share" && isOf100);
  const scale = isPercent ? 0.01 : 1;
  // Shares as 1 are rounded, counts are not.
  const rounding = unit === "count" ? 0 : 0.5 * 10 ** -decimals.length * scale;
  const tolerance = unit === "share" && !isPercent ? Math.min(rounding, 0.00005) : rounding;
  return { value: Number(digits) * scale, tolerance };
}

/** `2026-11-16`, with or without a time; null where the cell names no day, or a span of several. */
function readDay(text: string): number | null {
  const written = text.matchAll(/(?<!\d)(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?!\d)/gu);
  const days = new Set(
    [...written].map(([, year, month, day]) =>
      dayOfText([year, month!.padStart(2, "0"), day!.padStart(2, "0")].join("-")),
    ),
  );
  const [only = null] = days;
  return days.size === 1 ? only : null;
}
