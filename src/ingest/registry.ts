import type { Adapter } from "./adapter.ts";
import { clipboard } from "./adapters/clipboard.ts";
import { delimited } from "./adapters/delimited.ts";
import { html } from "./adapters/html.ts";
import { jdLog } from "./adapters/jd-log.ts";
import { ndjson } from "./adapters/ndjson.ts";
import { pageCopy } from "./adapters/page-copy.ts";
import { qianniuText } from "./adapters/qianniu-text.ts";
import { wangwangText } from "./adapters/wangwang-text.ts";
import { workbook } from "./adapters/workbook.ts";

/** All formats, most specific first. */
export const adapters: readonly Adapter[] = [
  workbook,
  qianniuText,
  wangwangText,
  html,
  jdLog,
  ndjson,
  delimited,
  clipboard,
  pageCopy,
];
