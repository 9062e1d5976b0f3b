import { noHeads, readFilledTables } from "../ingest/filled-table.ts";
import { normaliseWord } from "../ingest/table/aliases.ts";
import { reviewWords } from "./words.ts";

/** What a person says of one question of a review form. */
export interface Judgement {
  file: string;
  line: number;
  reviewer: string | null;
  session: string;
  shop: string | null;
  agent: string | null;
  /** Null where the form does not say: then the rule's id decides alone. */
  rubric: string | null;
  rule: string;
  verdict: "pass" | "fail";
  /** With which the conversation was drawn; null outside a sample. */
  probability: number | null;
}

export interface ReadJudgements {
  judgements: Judgement[];
  /** Rows without a verdict, or with 不适用. */
  open: number;
  /** Cells that say neither. */
  problems: { file: string; line: number; value: string }[];
}

const fields = ["session", "shop", "agent", "rubric", "rule", "reviewer", "verdict", "probability"] as const;
type Field = (typeof fields)[number];

const heads: ReadonlyMap<string, Field> = new Map(
  fields.flatMap((field) =>
    Object.values(reviewWords).map((say) => [normaliseWord(say[field]), field] as const),
  ),
);

/** Answers in other words than the form's own. */
const words: ReadonlyMap<string, "pass" | "fail" | "none"> = new Map([
  ...Object.values(reviewWords).flatMap(
    ({ verdicts }) =>
      [
        [verdicts.pass, "pass"],
        [verdicts.fail, "fail"],
        [verdicts.none, "none"],
      ] as const,
  ),
  ...(["是", "做到", "合格", "yes", "y", "1", "✓", "√", "ok"] as const).map(
    (word) => [word, "pass"] as const,
  ),
  ...(["否", "没做到", "不合格", "no", "n", "0", "✗", "×", "x"] as const).map(
    (word) => [word, "fail"] as const,
  ),
  ...(["", "na", "无法判断", "-", "/"] as const).map((word) => [word, "none"] as const),
]);

/** Reads filled-in review forms. Throws UserError (exit 3) on a file that is none. */
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
  return result;
}

function readRow(
  file: string,
  line: number,
  cells: readonly string[],
  columns: readonly (Field | undefined)[],
  result: ReadJudgements,
): void {
  const cell = (field: Field) => unquoted(cells[columns.indexOf(field)] ?? "");
  const orNull = (text: string) => (text === "" ? null : text);
  const said = cell("verdict");
  const verdict = words.get(said.toLowerCase()) ?? words.get(said);
  const [session, rule] = [cell("session"), cell("rule")];
  if (verdict === undefined || session === "" || rule === "") {
    result.problems.push({ file, line, value: said });
    return;
  }
  if (verdict === "none") {
    result.open += 1;
    return;
  }
  const probability = Number(cell("probability"));
  result.judgements.push({
    file,
    line,
    reviewer: orNull(cell("reviewer")),
    session,
    shop: orNull(cell("shop")),
    agent: orNull(cell("agent")),
    rubric: orNull(cell("rubric")),
    rule,
    verdict,
    probability: probability > 0 && probability <= 1 ? probability : null,
  });
}

/** Our CSV puts an apostrophe before what a spreadsheet would take for a formula. */
function unquoted(cell: string): string {
  return /^'\s*[=+\-@＝＋－＠]/u.test(cell) ? cell.slice(1) : cell;
}
