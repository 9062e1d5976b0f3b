import { UserError } from "../errors.ts";
import { type FilledTable, readFilledTables } from "../ingest/filled-table.ts";
import { type ReadOptions, readInputs } from "../ingest/read.ts";
import type { SessionFact } from "../model/session-fact.ts";
import { dayMs } from "../text/zone.ts";
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
  agent: string;
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
  const tables = await readFilledTables(path, (cells) => recognise(cells, vocabularies) !== null);
  return tables.map((table) => claimTable(table, recognise(table.heads, vocabularies)!));
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

interface Columns {
  vocabulary: Vocabulary;
  agent: number;
  day: number;
  figures: readonly { figure: ReconciledFigure; column: number; head: string }[];
}

/** Two figures tell a table; of several vocabularies the one that knows most of its columns. */
const figuresNeeded = 2;

function recognise(cells: readonly string[], vocabularies: readonly Vocabulary[]): Columns | null {
  const heads = cells.map(plainWord);
  const columnOf = (names: readonly string[]) => {
    const found = names.map((name) => heads.indexOf(plainWord(name))).find((column) => column !== -1);
    return found ?? -1;
  };
  let best: Columns | null = null;
  for (const vocabulary of vocabularies) {
    const agent = columnOf(vocabulary.agent);
    if (agent === -1) continue;
    const figures = vocabulary.figures
      .map((figure) => ({ figure, column: columnOf(figure.heads) }))
      .filter(({ column }) => column !== -1)
      .map((one) => ({ ...one, head: cells[one.column]!.trim() }));
    if (figures.length < Math.max(figuresNeeded, (best?.figures.length ?? 0) + 1)) continue;
    best = { vocabulary, agent, day: columnOf(vocabulary.day), figures };
  }
  return best;
}

function claimTable(table: FilledTable, { vocabulary, agent, day, figures }: Columns): ClaimTable {
  const claims = table.rows.flatMap(({ cells }): Claim[] => {
    const name = cells[agent]?.trim() ?? "";
    if (name === "" || vocabulary.totals.includes(name)) return [];
    const values = figures.flatMap(({ figure, column, head }) => {
      const read = readValue(cells[column] ?? "", figure.unit);
      return read === null ? [] : [{ figure, head, ...read }];
    });
    return [{ agent: name, day: readDay(cells[day] ?? ""), values }];
  });
  return { file: table.file, vocabulary, claims };
}

/** `98.5%`, `0.9971`, `1,234`, `12.3秒`, `00:01:20`; null for 延迟统计 and the like. */
export function readValue(
  text: string,
  unit: ReconciledFigure["unit"],
): Pick<ClaimedValue, "value" | "tolerance"> | null {
  const plain = plainWord(text).replaceAll(",", "");
  const clock = /^(\d+):(\d{2}):(\d{2})$/u.exec(plain);
  if (unit === "seconds" && clock !== null) {
    return { value: (Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3]), tolerance: 0.5 };
  }
  const [, digits, decimals = "", mark] = /^(\d+(?:\.(\d+))?)(%|秒|s|人|条|个|次)?$/u.exec(plain) ?? [];
  if (digits === undefined) return null;
  const scale = mark === "%" ? 0.01 : 1;
  // Whole seconds and shares as 1 are rounded, counts are not.
  const tolerance = unit === "count" ? 0 : 0.5 * 10 ** -decimals.length * scale;
  const isBareShare = unit === "share" && mark !== "%";
  if (isBareShare && Number(digits) > 1) return { value: Number(digits) / 100, tolerance: tolerance / 100 };
  return { value: Number(digits) * scale, tolerance: isBareShare ? Math.min(tolerance, 0.00005) : tolerance };
}

function readDay(text: string): number | null {
  const [, year, month, day] =
    /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:\s|$)/u.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return Number.isNaN(at) ? null : at / dayMs;
}
