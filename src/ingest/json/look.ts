import { UserError } from "../../errors.ts";
import type { Sample } from "../adapter.ts";
import { InputError } from "../input-error.ts";
import { objectOf, objectsOf } from "./fields.ts";
import { type JsonObject, JsonParser, type JsonValue } from "./parser.ts";
import { isLineByLine, type ListNames } from "./records.ts";

const recordsLookedAt = 50;
/** Lists stand no deeper below a document. */
const deepestList = 4;

const seen = new WeakMap<Sample, JsonValue[]>();

/** The first records of an input, the last perhaps cut off; none where it is no JSON. */
export function firstRecords(sample: Sample, lists: ListNames): JsonObject[] {
  let documents = seen.get(sample);
  if (documents === undefined) {
    documents = documentsIn(sample);
    seen.set(sample, documents);
  }
  const found: JsonObject[] = [];
  for (const document of documents.slice(0, recordsLookedAt)) {
    const record = objectOf(document);
    if (record === null) found.push(...objectsOf(document).slice(0, recordsLookedAt));
    else found.push(record, ...listed(record, lists, 0));
  }
  return found;
}

/** Where a document breaks before any format knows it; null where it is no JSON, or whole as far as is seen. */
export function jsonBreakIn({ file, text, isWhole }: Sample): InputError | null {
  if (!/^\s*(?:\{\s*["}]|\[\s*[[{"])/.test(text) || isLineByLine(text)) return null;
  const parser = lookingParser(file);
  try {
    parser.write(text);
    if (isWhole) parser.end();
    return null;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function lookingParser(file: string): JsonParser {
  return new JsonParser({ file, firstLine: 1, lists: null, longest: Infinity, onRecord() {} });
}

function listed(value: JsonObject, lists: ListNames, depth: number): JsonObject[] {
  if (depth === deepestList) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (Array.isArray(member)) return lists.has(key) ? objectsOf(member).slice(0, recordsLookedAt) : [];
    const inner = objectOf(member);
    return inner === null ? [] : listed(inner, lists, depth + 1);
  });
}

function documentsIn({ file, text }: Sample): JsonValue[] {
  if (!/^\s*[{[]/.test(text)) return [];
  const pieces = isLineByLine(text) ? text.split("\n") : [text];
  return pieces.flatMap((piece) => {
    const parser = lookingParser(file);
    try {
      parser.write(piece);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
    return parser.documents;
  });
}
