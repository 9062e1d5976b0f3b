import type { Static } from "typebox";
import { type Place, UserError, UserErrors } from "../errors.ts";
import { noHeads, readFilledTables, readFilledText } from "../ingest/filled-table.ts";
import { normaliseWord } from "../ingest/table/aliases.ts";
import { Type } from "../model/type.ts";
import { parseChecked } from "../text/checked-yaml.ts";
import { dayOfText } from "../text/zone.ts";
import { reviewWords } from "./words.ts";

/** A line of a list of objections. */
export interface Objection {
  place: Place;
  /** Id of the finding. */
  finding: string;
  reason: string;
  by: string | null;
  decision: Decision;
  reviewer: string | null;
  /** `2026-11-23` */
  date: string | null;
  note: string | null;
}

/** `pass` and `skip` accept it: the rule was kept, or does not apply. */
export type Decision = "open" | "pass" | "skip" | "rejected";

const fields = ["finding", "reason", "by", "decision", "reviewer", "date", "note"] as const;
type Field = (typeof fields)[number];
type Written = Partial<Record<Field, string>>;

const heads: ReadonlyMap<string, Field> = new Map(
  Object.values(reviewWords).flatMap(({ appeals }) =>
    fields.flatMap((field) => appeals.heads[field].map((head) => [normaliseWord(head), field] as const)),
  ),
);

const decisions: ReadonlyMap<string, Decision> = new Map(
  Object.values(reviewWords).flatMap(({ appeals }) =>
    (["open", "pass", "skip", "rejected"] as const).flatMap((decision) =>
      appeals.decisions[decision].map((word) => [normaliseWord(word), decision] as const),
    ),
  ),
);

const yamlSchema = Type.Array(
  Type.Object(
    Object.fromEntries(
      fields.map((field) => [field, field === "finding" ? Type.String() : Type.Optional(Type.String())]),
    ),
    { additionalProperties: false },
  ),
);

/**
 * Reads lists of objections: CSV or XLSX by their heads, YAML as a list. Lines of the form that nobody
 * filled in are passed over. Throws UserErrors (exit 2) with everything that is wrong, each at its line;
 * UserError (exit 3) where a table is no such list.
 */
export async function readAppeals(paths: readonly string[]): Promise<Objection[]> {
  const written: { place: Place; cells: Written }[] = [];
  for (const path of paths) {
    if (/\.ya?ml$/iu.test(path)) written.push(...ofYaml(path, await readFilledText(path)));
    else written.push(...(await ofTable(path)));
  }
  const errors: UserError[] = [];
  const objections = written.flatMap(({ place, cells }) => {
    const read = objectionOf(cells, place);
    if (read instanceof UserErrors) errors.push(...read.errors);
    return read === null || read instanceof UserErrors ? [] : [read];
  });
  errors.push(...repeated(objections));
  if (errors.length > 0) throw new UserErrors(errors);
  return objections;
}

function ofYaml(file: string, text: string): { place: Place; cells: Written }[] {
  const { value, place } = parseChecked(file, text, yamlSchema);
  return (value as Static<typeof yamlSchema>).map((cells, index) => ({ place: place([index]), cells }));
}

async function ofTable(path: string): Promise<{ place: Place; cells: Written }[]> {
  const tables = await readFilledTables(path, (cells) => {
    const found = new Set(cells.map((cell) => heads.get(normaliseWord(cell))));
    return found.has("finding") && found.has("reason");
  });
  if (tables.length === 0) {
    throw noHeads(path, { zh: "问题编号、申诉理由", en: "finding id, objection" });
  }
  return tables.flatMap(({ heads: names, rows }) => {
    const columns = names.map((name) => heads.get(normaliseWord(name)));
    return rows.map(({ line, cells }) => ({
      place: { file: path, line },
      cells: Object.fromEntries(
        columns.flatMap((field, at) => (field === undefined ? [] : [[field, cells[at] ?? ""]])),
      ),
    }));
  });
}

/** Null for a line that nobody filled in. */
function objectionOf(cells: Written, place: Place): Objection | null | UserErrors {
  const cell = (field: Field) => cells[field]?.trim() || null;
  const [finding, reason, reviewer] = [cell("finding"), cell("reason"), cell("reviewer")];
  const said = cell("decision") ?? "";
  const filled = [reason, said === "" ? null : said, reviewer, cell("date"), cell("by"), cell("note")];
  if (filled.every((value) => value === null)) return null;
  const decision = decisions.get(normaliseWord(said));
  const date = dateOf(cell("date"));
  const isDecided = decision !== undefined && decision !== "open";
  const problems = [
    ...(finding === null ? [problem("没有填问题编号 / no finding id", place)] : []),
    ...(reason === null ? [problem("没有填申诉理由 / no reason given", place)] : []),
    ...(decision === undefined
      ? [problem(`处理结果“${said}”看不懂 / unknown decision`, place, knownDecisions)]
      : []),
    ...(isDecided && reviewer === null
      ? [problem("处理了的申诉要写明复核人 / a decision needs its reviewer", place)]
      : []),
    ...(isDecided && cell("date") === null
      ? [problem("处理了的申诉要写明日期 / a decision needs its date", place)]
      : []),
    ...(cell("date") !== null && date === null
      ? [problem(`日期“${cell("date")}”看不懂 / not a date`, place, "例 / for example: 2026-11-23")]
      : []),
    ...(decision === "open" && (reviewer !== null || date !== null)
      ? [
          problem(
            "写了复核人或日期，却没有处理结果 / a reviewer or date without a decision",
            place,
            knownDecisions,
          ),
        ]
      : []),
  ];
  if (problems.length > 0) return new UserErrors(problems);
  return {
    place,
    finding: finding!,
    reason: reason!,
    by: cell("by"),
    decision: decision!,
    reviewer,
    date,
    note: cell("note"),
  };
}

const knownDecisions = `可用 / available: ${Object.values(reviewWords)
  .flatMap(({ appeals }) => [
    appeals.decisions.pass[0],
    appeals.decisions.skip[0],
    appeals.decisions.rejected[0],
  ])
  .join(", ")}`;

function problem(message: string, place: Place, hint?: string): UserError {
  return new UserError(2, message, { place, ...(hint !== undefined && { hint }) });
}

/** `2026-11-23` of what people write; null where it is no day. */
function dateOf(text: string | null): string | null {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$/u.exec(text ?? "");
  if (found === null) return null;
  const date = [found[1]!, found[2]!.padStart(2, "0"), found[3]!.padStart(2, "0")].join("-");
  return dayOfText(date) === null ? null : date;
}

function repeated(objections: readonly Objection[]): UserError[] {
  const first = new Map<string, Place>();
  return objections.flatMap(({ finding, place }) => {
    const known = first.get(finding);
    first.set(finding, known ?? place);
    if (known === undefined) return [];
    const where = [known.file, known.line].filter((part) => part !== undefined).join(":");
    return [problem(`${finding} 已经在 ${where} 申诉过 / is already listed there`, place)];
  });
}
