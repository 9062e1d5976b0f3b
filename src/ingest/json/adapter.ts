import type { Message } from "../../model/message.ts";
import type { Adapter, Fit, Sample } from "../adapter.ts";
import type { Content } from "../content.ts";
import type { Sentence } from "../input-error.ts";
import type { Reading } from "../reading.ts";
import { objectOf } from "./fields.ts";
import { firstRecords } from "./look.ts";
import type { JsonObject, JsonValue } from "./parser.ts";
import { type ListNames, recordsOf, surveyOf } from "./records.ts";

/** An export as JSON. */
export interface JsonFormat extends Pick<Adapter, "name" | "title"> {
  /** Names under which it keeps its lists of records. */
  lists: readonly string[];
  /** Whether a record is of this export, by its own names of fields. */
  holds(record: JsonObject): boolean;
  /** What was seen, for `inspect`. */
  why: Sentence;
  reader(reading: Reading): RecordReader;
}

/** Makes messages of the records of one input. */
export interface RecordReader {
  /** Sees every record, and what remains of documents, before the first is read: the input is then read twice. */
  survey?(record: JsonObject): void;
  /** Whether the records run against time; asked after the survey. */
  isBackwards?(): boolean;
  read(record: JsonObject): Message[];
  /** Messages that only the end of the input gives. */
  end?(): Message[];
}

/** An adapter for an export as JSON document, list of documents, or NDJSON. */
export function jsonAdapter(format: JsonFormat): Adapter {
  const { name, title, why } = format;
  const lists: ListNames = new Set(format.lists);
  return {
    name,
    title,
    extensions: [".json", ".ndjson", ".jsonl"],
    fits(sample: Sample): Fit | null {
      return firstRecords(sample, lists).some((record) => format.holds(record)) ? { score: 0.97, why } : null;
    },
    async *read(content: Content, reading: Reading): AsyncGenerator<Message[]> {
      const reader = format.reader(reading);
      if (reader.survey !== undefined) {
        for await (const batch of surveyOf(content, reading, lists)) {
          for (const { value } of batch) reader.survey(objectOf(value) ?? {});
        }
      }
      reading.startPart(reader.isBackwards?.() ?? false);
      for await (const batch of recordsOf(content, reading, lists)) {
        const messages: Message[] = [];
        for (const { value, line, isRest } of batch) {
          const record = objectOf(value);
          if (isRest) continue;
          if (record !== null && format.holds(record)) messages.push(...reader.read(record));
          else rejectUnknown(value, line, reading);
        }
        if (messages.length > 0) yield messages;
      }
      yield reader.end?.() ?? [];
    },
  };
}

function rejectUnknown(value: JsonValue, line: number, reading: Reading): void {
  reading.rows++;
  const record = objectOf(value);
  reading.reject("record-unknown", line, record === null ? "-" : Object.keys(record).join(" "));
}
