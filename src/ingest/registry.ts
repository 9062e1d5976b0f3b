import type { Adapter } from "./adapter.ts";
import { delimited } from "./adapters/delimited.ts";
import { jdLog } from "./adapters/jd-log.ts";
import { ndjson } from "./adapters/ndjson.ts";
import { qianniuText } from "./adapters/qianniu-text.ts";
import { workbook } from "./adapters/workbook.ts";

/** All formats, most specific first. */
export const adapters: readonly Adapter[] = [workbook, qianniuText, jdLog, ndjson, delimited];
