import type { TSchema } from "typebox";
import { type Report, reportSchema } from "../model/report.ts";
import { TextInPieces } from "../model/text-in-pieces.ts";
import type { Format } from "./format.ts";

/** The report itself (contract §7), keys in the order of its schema, so that equal reports are equal bytes. */
export const json: Format = {
  id: "json",
  summary: {
    zh: "完整报告，供程序读取和以后重新输出",
    en: "the whole report, for machines and to render again",
  },
  render: (report: Report) => [
    {
      name: "report.json",
      get content() {
        return [...piecesOf(report)].join("");
      },
      pieces: () => piecesOf(report),
    },
  ],
};

/** Characters that are written at once, roughly: larger texts would stay in memory until all of it is searched. */
const pieceLength = 1 << 14;

/** The report as JSON, in pieces: that of ten thousand agents takes hundreds of megabytes as one text. */
function* piecesOf(report: Report): Generator<string> {
  let piece = "";
  for (const part of partsOf(report)) {
    piece += part;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

/** The same as `JSON.stringify` makes of the whole: of its lists one item after the other, else one member. */
function* partsOf(report: Report): Generator<string> {
  const { properties = {} } = reportSchema as Shape;
  const record = report as unknown as Record<string, unknown>;
  let separator = "{";
  for (const key of keysInOrder(record, properties)) {
    const value = record[key];
    const shape = properties[key] ?? {};
    yield `${separator}\n  ${JSON.stringify(key)}: `;
    separator = ",";
    if (value instanceof TextInPieces) {
      yield '"';
      for (const piece of value.pieces()) yield JSON.stringify(piece).slice(1, -1);
      yield '"';
      continue;
    }
    if (!Array.isArray(value) || value.length === 0) {
      yield indented(value, shape, "  ");
      continue;
    }
    for (const [index, item] of value.entries())
      yield `${index === 0 ? "[" : ","}\n    ${indented(item, shape.items ?? {}, "    ")}`;
    yield "\n  ]";
  }
  yield "\n}\n";
}

/** What the walk below needs to know of a JSON Schema. */
interface Shape {
  properties?: Record<string, Shape>;
  /** Of a record with free keys: one pattern for all. */
  patternProperties?: Record<string, Shape>;
  items?: Shape;
  anyOf?: Shape[];
}

/** Like `JSON.stringify(value, null, 2)`, keys in the order of the schema, further lines behind a margin. */
function indented(value: unknown, schema: TSchema | Shape, margin: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const shape = shapeFor(value, schema as Shape);
  const inner = `${margin}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => inner + indented(item, shape.items ?? {}, inner));
    return items.length === 0 ? "[]" : `[\n${items.join(",\n")}\n${margin}]`;
  }
  const record = value as Record<string, unknown>;
  const free = Object.values(shape.patternProperties ?? {})[0] ?? {};
  const members = keysInOrder(record, shape.properties ?? {}).map(
    (key) =>
      `${inner}${JSON.stringify(key)}: ${indented(record[key], shape.properties?.[key] ?? free, inner)}`,
  );
  return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n${margin}}`;
}

/** Keys that have a value: those of the schema in its order, then the others. */
function keysInOrder(record: Record<string, unknown>, properties: Record<string, Shape>): string[] {
  const known = Object.keys(properties).filter((key) => record[key] !== undefined);
  const others = Object.keys(record).filter(
    (key) => properties[key] === undefined && record[key] !== undefined,
  );
  return [...known, ...others.sort()];
}

/** Of alternatives the one that has all keys of the value. */
function shapeFor(value: object, schema: Shape): Shape {
  if (schema.anyOf === undefined) return schema;
  const keys = Object.keys(value);
  return schema.anyOf.find((shape) => (Array.isArray(value) ? shape.items : hasAll(shape, keys))) ?? {};
}

function hasAll(shape: Shape, keys: string[]): boolean {
  return shape.properties !== undefined && keys.every((key) => shape.properties?.[key] !== undefined);
}
