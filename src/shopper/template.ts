import { writeBook } from "../formats/xlsx/book.ts";
import { type SheetColumn, sheetOf } from "../formats/xlsx/sheet.ts";
import { inLocale } from "../rubric/local-text.ts";
import type { Locale } from "../text/wording.ts";
import { type FormItem, fieldIds, shippedForm } from "./form-schema.ts";

/** An empty form as a workbook: a row for every visit, answers as drop-down lists. */
export function shopperTemplate(locale: Locale): Uint8Array {
  const form = shippedForm();
  const empty = { value: null, style: "plain" } as const;
  const columns: SheetColumn<never>[] = [
    ...fieldIds.map((id) => ({ head: inLocale(form.fields[id].title, locale), cell: () => empty })),
    ...form.items.map((item) => {
      const choices = choicesOf(item, locale);
      const head = inLocale(item.title, locale);
      return { head, cell: () => empty, ...(choices !== undefined && { choices }) };
    }),
  ];
  return writeBook([sheetOf(locale === "zh" ? "访客表" : "Visits", columns, [])]);
}

function choicesOf({ kind }: FormItem, locale: Locale): readonly string[] | undefined {
  if (kind === "score") return ["5", "4", "3", "2", "1"];
  if (kind !== "yes-no") return undefined;
  return locale === "zh" ? ["是", "否", "不适用"] : ["yes", "no", "n/a"];
}
