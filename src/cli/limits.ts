import type { Static } from "typebox";
import { nearest, type Report, reportSchema, UserError } from "../index.ts";
import { Type } from "../model/type.ts";

/** An entry of the config's `gate`: a limit by itself, or with whom it is for and from how many cases on. */
export const limitSchema = Type.Union([
  Type.String(),
  Type.Object(
    {
      limit: Type.String(),
      for: Type.Optional(Type.Enum(["agent", "team"])),
      minN: Type.Optional(Type.Integer({ minimum: 1 })),
    },
    { additionalProperties: false },
  ),
]);

/** A figure that must not be above (`<=`) or below (`>=`) a bound. */
export interface Limit {
  /** Path below `metrics`, or `score.value`. */
  figure: string;
  sign: "<=" | ">=";
  bound: number;
  for: "agent" | "team";
  /** Cases from which on it applies; null for `minSessions`. */
  minN: number | null;
}

type Row = Report["shopWeeks"][number] & { agent?: string };

/** A figure on the wrong side of its limit. */
export interface Excess {
  limit: Limit;
  row: Row;
  value: number;
  n: number;
}

/** Parts of figures that a limit may name, the one meant where none is named first. */
const parts = ["mean", "value", "p50", "p90", "max", "hits", "sum", "n"] as const;

const written =
  /^\s*(?<figure>[\p{Letter}\d_.-]+?)\s*(?<sign><=|>=|≤|≥)\s*(?<bound>\d+(?:\.\d+)?)(?<percent>\s*%)?\s*$/u;

/** Reads an entry of `gate`. Throws UserError (exit 2) where it is none, with the figure probably meant. */
export function parseLimit(entry: Static<typeof limitSchema>): Limit {
  const { limit, for: whom = "agent", minN = null } = typeof entry === "string" ? { limit: entry } : entry;
  const found = written.exec(limit)?.groups;
  if (found === undefined) {
    throw new UserError(2, `gate：看不懂“${limit}” / cannot read "${limit}"`, {
      hint: "请写 指标 <= 数 或 指标 >= 数。Write figure <= number or figure >= number: firstReplySeconds.p90 <= 30",
    });
  }
  return {
    figure: figureNamed(found.figure!),
    sign: found.sign === "<=" || found.sign === "≤" ? "<=" : ">=",
    bound: found.percent === undefined ? Number(found.bound) : Number(found.bound) / 100,
    for: whom,
    minN,
  };
}

/** The rows on the wrong side, by the very figures that the report prints. */
export function excesses(report: Report, limits: readonly Limit[]): Excess[] {
  return limits.flatMap((limit) => {
    const rows: readonly Row[] = limit.for === "team" ? report.shopWeeks : report.agentWeeks;
    const least = limit.minN ?? report.settings.minSessions;
    return rows.flatMap((row) => {
      const read = readFigure(row, limit.figure);
      if (read === null || read.n < least) return [];
      const holds = limit.sign === "<=" ? read.value <= limit.bound : read.value >= limit.bound;
      return holds ? [] : [{ limit, row, ...read }];
    });
  });
}

/** Value and cases of a figure; null where the row has none. A plain count has the sessions as cases. */
function readFigure(row: Row, figure: string): { value: number; n: number } | null {
  const path = figure.split(".");
  let holder: unknown = figure.startsWith("score.") ? row : row.metrics;
  for (const key of path.slice(0, -1)) holder = child(holder, key);
  const value = child(holder, path.at(-1)!);
  const n = path.length > 1 ? child(holder, "n") : row.sessions;
  return typeof value === "number" && typeof n === "number" ? { value, n } : null;
}

function child(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** What a schema says about the figures below it. */
interface Shape {
  type?: string;
  properties?: Record<string, Shape>;
  anyOf?: Shape[];
}

const rowShape: Shape = reportSchema.properties.agentWeeks.items;

/** All numbers of a row by path: `score.value`, `firstReplySeconds.p90`, `withinSeconds.30.value`, … */
const known: readonly string[] = [
  "score.value",
  ...Object.entries(rowShape.properties!.metrics!.properties!).flatMap(([name, shape]) =>
    name === "reasons" || name === "platform" ? [] : leaves(name, shape),
  ),
];

function leaves(path: string, shape: Shape): string[] {
  const inside = [shape, ...(shape.anyOf ?? [])];
  if (inside.some(({ type }) => type === "number" || type === "integer")) return [path];
  const { properties = {} } = inside.find((one) => one.properties !== undefined) ?? {};
  return Object.entries(properties).flatMap(([name, below]) => leaves(`${path}.${name}`, below));
}

/** The whole path of a figure as it was written. Platform figures are known only to their profiles. */
function figureNamed(name: string): string {
  if (/^platform\.[^.]+\.[^.]+$/u.test(name)) return `${name}.${/Seconds$/u.test(name) ? "mean" : "value"}`;
  if (known.includes(name) || /^platform(?:\.[^.]+){3}$/u.test(name)) return name;
  const whole = parts.map((part) => `${name}.${part}`).find((path) => known.includes(path));
  if (whole !== undefined) return whole;
  const tops = [...new Set(known.map((path) => path.split(".")[0]!))];
  const near = nearest(name, known) ?? nearest(name.split(".")[0]!, tops);
  throw new UserError(2, `gate：没有“${name}”这个指标 / no such figure: ${name}`, {
    hint:
      near === null
        ? `可用 / available: ${[...tops, "platform"].join(", ")}`
        : `是不是 ${near}？Did you mean ${near}?`,
  });
}
