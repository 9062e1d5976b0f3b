import { basename } from "node:path";
import { UserError, UserErrors } from "../errors.ts";
import { noHeads, readFilledTables } from "../ingest/filled-table.ts";
import { normaliseWord } from "../ingest/table/aliases.ts";
import { reviewWords } from "./words.ts";

/** `none` = the rule does not apply. */
export type Verdict = "pass" | "fail" | "none";

/** What a person says of one question of a review form. */
export interface Judgement {
  file: string;
  line: number;
  /** Who says so; the file's name where the form does not say. */
  reviewer: string;
  session: string;
  shop: string | null;
  week: string | null;
  agent: string | null;
  /** Null where the form does not say: then the rule's id decides alone. */
  rubric: string | null;
  rule: string;
  /** A score of 1 to 5 where the question asks for one. */
  verdict: Verdict | number;
  note: string | null;
  /** With which the question was drawn; null outside a sample. */
  probability: number | null;
  /** What `seal` made; null where the form has none. */
  seal: string | null;
}

export interface ReadJudgements {
  judgements: Judgement[];
  /** Rows without a verdict. */
  open: number;
  /** Cells that say nothing that can be read. */
  problems: { file: string; line: number; value: string }[];
}

const fields = [
  ...(["session", "shop", "week", "agent", "rubric", "rule"] as const),
  ...(["reviewer", "verdict", "note", "probability", "seal"] as const),
];
type Field = (typeof fields)[number];

const heads: ReadonlyMap<string, Field> = new Map(
  fields.flatMap((field) =>
    Object.values(reviewWords).map((say) => [normaliseWord(say[field]), field] as const),
  ),
);

/** Answers in other words than the form's own. */
const words: ReadonlyMap<string, Verdict | "open"> = new Map([
  ...Object.values(reviewWords).flatMap(({ verdicts }) =>
    (["pass", "fail", "none"] as const).map((verdict) => [verdicts[verdict], verdict] as const),
  ),
  ...(["是", "做到", "合格", "yes", "y", "✓", "√", "ok"] as const).map((word) => [word, "pass"] as const),
  ...(["否", "没做到", "不合格", "no", "n", "0", "✗", "×", "x"] as const).map(
    (word) => [word, "fail"] as const,
  ),
  ...(["na", "not applicable"] as const).map((word) => [word, "none"] as const),
  ...(["", "无法判断", "-", "/"] as const).map((word) => [word, "open"] as const),
]);

/**
 * Reads filled-in review forms. Throws UserError (exit 3) on a file that is none, UserErrors (exit 2)
 * where one reviewer answers the same question twice.
 */
export async function readJudgements(paths: readonly string[]): Promise<ReadJudgements> {
  const result: ReadJudgements = { judgements: [], open: 0, problems: [] };
  for (const path of paths) {
    const tables = await readFilledTables(path, (cells) => {
      const found = new Set(cells.map((cell) => heads.get(normaliseWord(cell))));
      return (["session", "rule", "verdict"] as const).every((field) => found.has(field));
    });
    if (tables.length === 0) {
      throw noHeads(path, { zh: "会话、规则、判断", en: "conversation, rule, verdict" });
    }
    for (const table of tables) {
      const columns = table.heads.map((head) => heads.get(normaliseWord(head)));
      for (const { line, cells } of table.rows) readRow(path, line, cells, columns, result);
    }
  }
  refuseTwice(result.judgements);
  return result;
}

/** What a judgement is about, the same for all reviewers. */
export function questionKey({ shop, session, rubric, rule, agent }: Judgement): string {
  return JSON.stringify([shop, session, rubric, rule, agent]);
}

function readRow(
  file: string,
  line: number,
  cells: readonly string[],
  columns: readonly (Field | undefined)[],
  result: ReadJudgements,
): void {
  const cell = (field: Field) => unquoted(cells[columns.indexOf(field)] ?? "");
  const orNull = (field: Field) => cell(field) || null;
  const said = cell("verdict");
  const verdict = verdictOf(said);
  const [session, rule] = [cell("session"), cell("rule")];
  if (verdict === null || session === "" || rule === "") {
    result.problems.push({ file, line, value: said });
    return;
  }
  if (verdict === "open") {
    result.open += 1;
    return;
  }
  const probability = Number(cell("probability"));
  result.judgements.push({
    file,
    line,
    reviewer: orNull("reviewer") ?? basename(file),
    session,
    shop: orNull("shop"),
    week: orNull("week"),
    agent: orNull("agent"),
    rubric: orNull("rubric"),
    rule,
    verdict,
    note: orNull("note"),
    probability: probability > 0 && probability <= 1 ? probability : null,
    seal: orNull("seal"),
  });
}

function verdictOf(said: string): Verdict | "open" | number | null {
  const word = said.normalize("NFKC").toLowerCase();
  const score = /^([1-5])(?:分)?$/u.exec(word)?.[1];
  return score === undefined ? (words.get(said) ?? words.get(word) ?? null) : Number(score);
}

function refuseTwice(judgements: readonly Judgement[]): void {
  const first = new Map<string, Judgement>();
  const errors = judgements.flatMap((judgement) => {
    const key = JSON.stringify([judgement.reviewer, questionKey(judgement)]);
    const known = first.get(key);
    first.set(key, known ?? judgement);
    if (known === undefined) return [];
    const { reviewer, rule, session, file, line } = judgement;
    return [
      new UserError(
        2,
        `${reviewer} 对 ${session} 的 ${rule} 已经在 ${known.file}:${known.line} 判断过 / is judged there already`,
        { place: { file, line } },
      ),
    ];
  });
  if (errors.length > 0) throw new UserErrors(errors);
}

/** Our CSV puts an apostrophe before what a spreadsheet would take for a formula. */
function unquoted(cell: string): string {
  return /^'\s*[=+\-@＝＋－＠]/u.test(cell) ? cell.slice(1) : cell;
}
