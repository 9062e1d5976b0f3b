import type { TSchema } from "typebox";
import { type Report, reportSchema } from "../model/report.ts";
import type { Format } from "./format.ts";

/** The report itself (contract §7), keys in the order of its schema, so that equal reports are equal bytes. */
export const json: Format = {
  id: "json",
  summary: {
    zh: "完整报告，供程序读取和以后重新输出",
    en: "the whole report, for machines and to render again",
  },
  render: (report: Report) => [
    { name: "report.json", content: `${JSON.stringify(inOrder(report, reportSchema), null, 2)}\n` },
  ],
};

/** What the walk below needs to know of a JSON Schema. */
interface Shape {
  properties?: Record<string, Shape>;
  /** Of a record with free keys: one pattern for all. */
  patternProperties?: Record<string, Shape>;
  items?: Shape;
  anyOf?: Shape[];
}

function inOrder(value: unknown, schema: TSchema | Shape): unknown {
  if (typeof value !== "object" || value === null) return value;
  const shape = shapeFor(value, schema as Shape);
  if (Array.isArray(value)) return value.map((item) => inOrder(item, shape.items ?? {}));
  const record = value as Record<string, unknown>;
  const known = Object.keys(shape.properties ?? {}).filter((key) => record[key] !== undefined);
  const others = Object.keys(record).filter((key) => shape.properties?.[key] === undefined);
  const free = Object.values(shape.patternProperties ?? {})[0];
  const ordered: Record<string, unknown> = {};
  for (const key of [...known, ...others.sort()])
    ordered[key] = inOrder(record[key], shape.properties?.[key] ?? free ?? {});
  return ordered;
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
