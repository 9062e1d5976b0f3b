import type { LocalText } from "./local-text.ts";

/** How a short text must look, in words and by an example. */
interface Form {
  pattern: string;
  form: LocalText;
  example: string;
}

/** The forms of names, numbers and days in rubric files. */
export const forms = {
  id: {
    pattern: "^[A-Za-z][A-Za-z0-9-]*$",
    form: { zh: "英文字母开头，后面是字母、数字或 -", en: "a letter, then letters, digits or -" },
    example: "my-shop",
  },
  parameter: {
    pattern: "^[A-Za-z][A-Za-z0-9]*$",
    form: { zh: "英文字母开头，后面是字母或数字", en: "a letter, then letters or digits" },
    example: "replySeconds",
  },
  version: {
    pattern: "^\\d+\\.\\d+\\.\\d+$",
    form: { zh: "三个用点隔开的数", en: "three numbers with dots between them" },
    example: "1.0.0",
  },
  day: {
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
    form: { zh: "年-月-日", en: "year-month-day" },
    example: "2026-01-31",
  },
  standard: {
    pattern: "^[A-Z]\\d+$",
    form: { zh: "一个大写字母加数字", en: "a capital letter and a number" },
    example: "A5",
  },
} satisfies Record<string, Form>;

/** The form that a pattern of the schema stands for. */
export function formOf(pattern: string): Form {
  return Object.values(forms).find((form) => form.pattern === pattern)!;
}
