import { UserError } from "../errors.ts";
import { noHeads, readFilledTables } from "../ingest/filled-table.ts";
import { normaliseWord } from "../ingest/table/aliases.ts";
import { TimeReader } from "../ingest/times.ts";
import type { Zone } from "../text/zone.ts";
import { type FieldId, type Form, type FormItem, fieldIds, type ShopperTemplate } from "./form-schema.ts";

/** A form as filled in: one row of a table. */
export interface FilledForm {
  file: string;
  line: number;
  fields: Readonly<Record<FieldId, string | null>>;
  /** ms since 1970; null where blank or unreadable. */
  at: number | null;
  submittedAt: number | null;
  /** By item; items without a column are absent. */
  answers: ReadonlyMap<string, { said: string; value: number | null; isNone: boolean }>;
}

export interface ReadForms {
  forms: FilledForm[];
  /** Items that have a column in at least one file. */
  items: FormItem[];
  problems: { file: string; line: number; column: string; value: string }[];
}

/** Reads forms. Throws UserError (exit 3) on a file that is none, (exit 2) on a template that names what is not there. */
export async function readForms(
  paths: readonly string[],
  form: Form,
  template: ShopperTemplate,
  zone: Zone,
): Promise<ReadForms> {
  checkTemplate(form, template);
  const heads = headIndex(form, template);
  const reader = new FormReader(form, new TimeReader(zone, null));
  for (const path of paths) {
    const tables = await readFilledTables(path, (cells) => isFormHead(columnsOf(cells, heads)));
    if (tables.length === 0) {
      throw noHeads(path, {
        zh: "访客昵称（或客服、店铺）和开始时间，以及至少一个评分项；列名不同时用 --template 指定",
        en: "buyer nick (or agent, shop) and start, and at least one item; else name them with --template",
      });
    }
    for (const { heads: cells, rows } of tables) {
      const columns = columnsOf(cells, heads);
      for (const { line, cells: row } of rows) reader.read({ file: path, line, row, heads: cells, columns });
    }
  }
  return reader.result();
}

type Target = { field: FieldId } | { item: FormItem };

function checkTemplate(form: Form, { items = {} }: ShopperTemplate): void {
  const unknown = Object.keys(items).find((id) => !form.items.some((item) => item.id === id));
  if (unknown === undefined) return;
  const known = form.items.map(({ id }) => id).join(", ");
  throw new UserError(2, `模板里没有“${unknown}”这一项 / no such item: ${unknown}`, {
    hint: `可用 / available: ${known}`,
  });
}

/** What a head means; what the template names goes before our vocabulary. */
function headIndex(form: Form, template: ShopperTemplate): Map<string, Target> {
  const index = new Map<string, Target>();
  const mapped = (id: string) => template.items?.[id];
  for (const item of form.items) {
    const own = mapped(item.id);
    for (const head of own === undefined ? item.heads : [own]) index.set(normaliseWord(head), { item });
  }
  for (const field of fieldIds) {
    const own = template.fields?.[field];
    for (const head of own === undefined ? form.fields[field].heads : [own]) {
      index.set(normaliseWord(head), { field });
    }
  }
  return index;
}

function columnsOf(cells: readonly string[], index: ReadonlyMap<string, Target>): (Target | null)[] {
  return cells.map((cell) => {
    const word = normaliseWord(cell);
    return index.get(word) ?? index.get(word.replace(/[([{【（].*$/u, "")) ?? null;
  });
}

function isFormHead(columns: readonly (Target | null)[]): boolean {
  const has = (field: FieldId) =>
    columns.some((one) => one !== null && "field" in one && one.field === field);
  const items = columns.filter((one) => one !== null && "item" in one).length;
  return (has("customer") || (has("agent") && has("time"))) && items > 0;
}

interface FormRow {
  file: string;
  line: number;
  row: readonly string[];
  heads: readonly string[];
  columns: readonly (Target | null)[];
}

class FormReader {
  readonly #form: Form;
  readonly #times: TimeReader;
  readonly #yes: ReadonlySet<string>;
  readonly #no: ReadonlySet<string>;
  readonly #none: ReadonlySet<string>;
  readonly #forms: FilledForm[] = [];
  readonly #items = new Set<FormItem>();
  readonly #problems: ReadForms["problems"] = [];

  constructor(form: Form, times: TimeReader) {
    this.#form = form;
    this.#times = times;
    this.#yes = new Set(form.words.yes);
    this.#no = new Set(form.words.no);
    this.#none = new Set(form.words.none);
  }

  read({ file, line, row, heads, columns }: FormRow): void {
    const fields = Object.fromEntries(fieldIds.map((id) => [id, null])) as Record<FieldId, string | null>;
    const answers = new Map<string, { said: string; value: number | null; isNone: boolean }>();
    columns.forEach((target, at) => {
      if (target === null) return;
      const said = row[at] ?? "";
      if ("field" in target) fields[target.field] ??= said === "" ? null : said;
      else {
        this.#items.add(target.item);
        const isNone = said === "" || this.#none.has(said.toLowerCase());
        const value = isNone ? null : this.#valueOf(target.item, said);
        if (!isNone && value === null && target.item.kind !== "text")
          this.#problems.push({ file, line, column: heads[at]!, value: said });
        answers.set(target.item.id, { said, value, isNone });
      }
    });
    const time = (field: "time" | "submitted") => {
      const text = fields[field];
      if (text === null) return null;
      const at = this.#times.read(text);
      if (at === null) {
        this.#problems.push({ file, line, column: this.#form.fields[field].heads[0]!, value: text });
      }
      return at;
    };
    this.#forms.push({ file, line, fields, at: time("time"), submittedAt: time("submitted"), answers });
  }

  result(): ReadForms {
    const items = this.#form.items.filter((item) => this.#items.has(item));
    return { forms: this.#forms, items, problems: this.#problems };
  }

  #valueOf({ kind }: FormItem, said: string): number | null {
    const word = said.normalize("NFKC").toLowerCase();
    if (kind === "seconds") return secondsOf(word);
    if (kind === "score") {
      const score = /^([1-5])\s*(?:分|星|\/\s*5)?$/u.exec(word)?.[1];
      return score === undefined ? (this.#form.words.scores[said] ?? null) : Number(score);
    }
    if (this.#yes.has(said) || this.#yes.has(word)) return 1;
    return this.#no.has(said) || this.#no.has(word) ? 0 : null;
  }
}

const minutesAndSeconds = /^(?:(\d+)\s*(?:分钟?|min))?\s*(?:(\d+(?:\.\d+)?)\s*(?:秒钟?|s|sec)?)?$/u;
const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/u;

/** `35`, `35秒`, `1分20秒`, `1:20`, `00:01:20` in seconds. */
function secondsOf(text: string): number | null {
  const byClock = clock.exec(text);
  if (byClock !== null) {
    return Number(byClock[1] ?? 0) * 3600 + Number(byClock[2]) * 60 + Number(byClock[3]);
  }
  const found = minutesAndSeconds.exec(text);
  if (found === null || (found[1] === undefined && found[2] === undefined)) return null;
  return Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0);
}
