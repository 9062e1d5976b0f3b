import { UserError } from "../../errors.ts";
import type { Content } from "../content.ts";
import { type DecodeReport, decode, decodePieces, silentReport, type TextBlock } from "../decode.ts";
import type { Limits } from "../limits.ts";
import { linesIn } from "../lines.ts";
import type { Reading } from "../reading.ts";
import { JsonParser, type JsonRecord } from "./parser.ts";

/** Names under which an export keeps its lists of records. */
export type ListNames = ReadonlySet<string>;

/** How much of an input is looked at to tell NDJSON from documents. */
const lookedAt = 64 * 1024;
const linesLookedAt = 20;

/**
 * The records of a JSON document, of several, or of NDJSON, in batches. Throws InputError (exit 3)
 * where a document breaks; a bad line of NDJSON is rejected (ingest-decision 45).
 */
export function recordsOf(
  content: Content,
  reading: Reading,
  lists: ListNames,
): AsyncGenerator<JsonRecord[]> {
  const { file, decodeReport, settings } = reading;
  const onBadLine = (line: number, text: string) => {
    reading.rows++;
    reading.reject("json-invalid", line, text);
  };
  return read(content, { file, lists, limits: settings.limits, decodeReport, onBadLine });
}

/** The same for a look before the reading: nothing is counted, and what is broken ends it. */
export async function* surveyOf(
  content: Content,
  { file, settings }: Reading,
  lists: ListNames,
): AsyncGenerator<JsonRecord[]> {
  const decodeReport = silentReport();
  try {
    yield* read(content, { file, lists, limits: settings.limits, decodeReport, onBadLine() {} });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}

interface Source {
  file: string;
  lists: ListNames;
  limits: Limits;
  decodeReport: DecodeReport;
  onBadLine(line: number, text: string): void;
}

async function* read(content: Content, source: Source): AsyncGenerator<JsonRecord[]> {
  const { decodeReport, limits } = source;
  if (isLineByLine(await beginningOf(content, limits))) {
    for await (const block of decode(content.stream(), decodeReport, limits))
      yield recordsByLine(block, source);
    return;
  }
  let records: JsonRecord[] = [];
  const parser = parserFrom(1, source, (record) => records.push(record));
  for await (const { text } of decodePieces(content.stream(), decodeReport, limits)) {
    parser.write(text);
    yield records;
    records = [];
  }
  parser.end();
  yield records;
}

function recordsByLine(block: TextBlock, source: Source): JsonRecord[] {
  const records: JsonRecord[] = [];
  for (const { text, line } of linesIn(block)) {
    if (text.trim() === "") continue;
    const found: JsonRecord[] = [];
    const parser = parserFrom(line, source, (record) => found.push(record));
    try {
      parser.write(text);
      parser.end();
      records.push(...found);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      source.onBadLine(line, text);
    }
  }
  return records;
}

function parserFrom(firstLine: number, source: Source, onRecord: (record: JsonRecord) => void): JsonParser {
  const { file, lists, limits } = source;
  return new JsonParser({ file, firstLine, lists, longest: limits.lineBytes, onRecord });
}

async function beginningOf(content: Content, limits: Limits): Promise<string> {
  let text = "";
  for await (const block of decodePieces(content.stream(), silentReport(), limits)) {
    text += block.text;
    if (text.length >= lookedAt) break;
  }
  return text;
}

/** Whether most lines are documents of their own, so that a broken one costs no other. */
export function isLineByLine(text: string): boolean {
  const lines = text.split("\n", linesLookedAt).filter((line) => line.trim() !== "");
  if (lines[0]?.trimStart()[0] !== "{") return false;
  return lines.filter(isDocument).length * 2 > lines.length;
}

function isDocument(line: string): boolean {
  const lastCharacter = line.trimEnd().at(-1);
  if (lastCharacter !== "}") return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
