import { type Column, table } from "../formats/csv.ts";
import { writeBook } from "../formats/xlsx/book.ts";
import { type SheetColumn, sheetOf } from "../formats/xlsx/sheet.ts";
import { inLocale } from "../rubric/local-text.ts";
import type { Locale } from "../text/wording.ts";
import { type FormItem, fieldIds, shippedForm } from "./form-schema.ts";

/** An empty form: as a workbook with the answers as drop-down lists, or as CSV with its heads. */
export function shopperTemplate(locale: Locale, as: "xlsx" | "csv"): Uint8Array | string {
  const form = shippedForm();
  const items = form.items.map((item) => ({ item, head: inLocale(item.title, locale) }));
  const fields = fieldIds.map((id) => inLocale(form.fields[id].title, locale));
  if (as === "csv") return table([...fields, ...items.map(({ head }) => head)].map(headOnly), []);
  const empty = { value: null, style: "plain" } as const;
  const columns: SheetColumn<never>[] = [
    ...fields.map((head) => ({ head, cell: () => empty })),
    ...items.map(({ item, head }) => {
      const choices = choicesOf(item, locale);
      return { head, cell: () => empty, ...(choices !== undefined && { choices }) };
    }),
  ];
  return writeBook([sheetOf(locale === "zh" ? "访客表" : "Visits", columns, [])]);
}

const headOnly = (head: string): Column<never> => [head, () => null];

function choicesOf({ kind }: FormItem, locale: Locale): readonly string[] | undefined {
  if (kind === "score") return ["5", "4", "3", "2", "1"];
  if (kind !== "yes-no") return undefined;
  return locale === "zh" ? ["是", "否", "不适用"] : ["yes", "no", "n/a"];
}
