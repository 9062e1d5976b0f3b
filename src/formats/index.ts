import { csv } from "./csv.ts";
import type { Format } from "./format.ts";
import { github } from "./github.ts";
import { htmlFormat } from "./html/page.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { sarif } from "./sarif.ts";
import { terminal } from "./terminal.ts";
import { xlsx } from "./xlsx/report.ts";

export type { Format, FormatOptions, OutputFile } from "./format.ts";

/** The ways to show a report, by the name that `--format` takes. */
export const formats = {
  terminal,
  json,
  markdown,
  html: htmlFormat,
  csv,
  xlsx,
  junit,
  sarif,
  github,
} satisfies Record<string, Format>;
