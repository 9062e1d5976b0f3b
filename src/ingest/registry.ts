import type { Adapter } from "./adapter.ts";
import { chatwoot } from "./adapters/chatwoot.ts";
import { clipboard } from "./adapters/clipboard.ts";
import { delimited } from "./adapters/delimited.ts";
import { html } from "./adapters/html.ts";
import { intercom } from "./adapters/intercom.ts";
import { jdJson } from "./adapters/jd-json.ts";
import { jdLog } from "./adapters/jd-log.ts";
import { ndjson } from "./adapters/ndjson.ts";
import { ods } from "./adapters/ods.ts";
import { pageCopy } from "./adapters/page-copy.ts";
import { pddJson } from "./adapters/pdd-json.ts";
import { qianniuJson } from "./adapters/qianniu-json.ts";
import { qianniuText } from "./adapters/qianniu-text.ts";
import { sycmJson } from "./adapters/sycm-json.ts";
import { wangwangText } from "./adapters/wangwang-text.ts";
import { wecom } from "./adapters/wecom.ts";
import { workbook } from "./adapters/workbook.ts";
import { zendeskChat } from "./adapters/zendesk-chat.ts";
import { zendeskTickets } from "./adapters/zendesk-tickets.ts";

/** All formats, most specific first. */
export const adapters: readonly Adapter[] = [
  workbook,
  ods,
  qianniuText,
  wangwangText,
  html,
  jdLog,
  sycmJson,
  jdJson,
  pddJson,
  qianniuJson,
  wecom,
  chatwoot,
  zendeskChat,
  zendeskTickets,
  intercom,
  ndjson,
  delimited,
  clipboard,
  pageCopy,
];
