import { type Command, InvalidArgumentError, Option } from "commander";

/** Options as commander hands them over, for commands that read chats. */
export interface InputFlags {
  config?: string;
  map?: Record<string, string>;
  from?: string;
  to?: string;
  week?: string;
  inputFormat?: string;
  shop?: string;
  platform?: string;
  timezone?: string;
  dateFormat?: "dmy" | "mdy";
  locale?: "zh" | "en";
  progress: boolean;
  quiet?: boolean;
  strict?: boolean;
}

/** Further options of commands that judge. */
export interface AuditFlags extends InputFlags {
  rubric?: string[];
  reconcile?: string[];
  set?: Record<string, string | number | boolean>;
  hours?: string;
  calendar?: string;
  handbook?: string;
  weekStart?: "monday" | "sunday";
  sessionGap?: number;
  slowAfter?: number;
  minSessions?: number;
  maxFindings?: number;
  maxConversations?: number;
  mask: boolean;
  segmenter?: "auto" | "nodejieba" | "node-rs";
  dict?: string[];
  generatedAt?: string;
  tempDir?: string;
  threads?: number;
  mergeData: boolean;
  allFindings?: string;
  cache?: string;
}

export function addInputOptions(command: Command): Command {
  return command
    .option("--config <file>", "配置文件，默认向上找 zhijian.config.yaml")
    .option("--map <字段=列名,…>", "指定列，例如 time=发送时间,text=内容", pairs)
    .option("--from <日期|格式>", "起始日期 2026-11-09；或输入格式名（见 inspect）")
    .option("--to <日期>", "结束日期（含当天）")
    .option("--input-format <格式>", "输入格式名，自动识别有误时使用")
    .option("--shop <店铺>", "导出里没写店铺时使用")
    .option("--platform <平台>", "taobao、jd、pdd、douyin、kuaishou、xiaohongshu、generic 或 auto")
    .option("--timezone <时区>", "IANA 时区名，默认 Asia/Shanghai")
    .addOption(new Option("--date-format <顺序>", "03/04/2026 这类日期的顺序").choices(["dmy", "mdy"]))
    .addOption(new Option("--locale <语言>", "报告语言").choices(["zh", "en"]))
    .option("--strict", "有内容没能读进来时以 3 退出")
    .option("--quiet", "不显示进度和说明")
    .option("--no-progress", "不显示进度");
}

export function addAuditOptions(command: Command): Command {
  return addInputOptions(command)
    .option("--rubric <id|文件>", "评分标准，可重复", collect)
    .option("--set <参数=值,…>", "覆盖评分标准的参数", values)
    .option("--reconcile <文件>", "平台导出的客服数据或会话记录，和本报告逐项对账，可重复", collect)
    .option("--week <周次>", "只看一周，例如 2026-W46")
    .option("--hours <时段>", "营业时间，默认 09:00-22:00，多段用逗号分开")
    .option("--calendar <id|文件>", "营业日历：营业时间、节假日、调休和排班，代替 --hours")
    .option("--handbook <文件>", "本店的标准话术，统计使用情况")
    .addOption(new Option("--week-start <日>", "一周从哪天开始").choices(["monday", "sunday"]))
    .option("--session-gap <秒>", "没有会话编号时，静默多久算新会话，默认 1800", number)
    .option("--slow-after <秒>", "超过多少秒算慢回复，默认 60", number)
    .option("--min-sessions <n>", "少于多少个会话标“样本不足”，默认 10", number)
    .option("--max-findings <n>", "每人每条规则最多保存多少条明细，默认 50；计数始终准确", number)
    .option("--max-conversations <n>", "每人每周最多放多少段示例对话，默认 6；0 为不放", number)
    .option("--no-mask", "不遮盖手机号、地址等个人信息")
    .addOption(new Option("--segmenter <引擎>", "分词引擎").choices(["auto", "nodejieba", "node-rs"]))
    .option("--dict <文件>", "店铺自己的词表，可重复", collect)
    .option("--generated-at <时间>", "写进报告的生成时间（报告里没有别的时钟）")
    .option("--temp-dir <目录>", "放临时文件的目录")
    .option("--cache <目录>", "记住读过的文件和判过的顾客，下次只做新的；里面有聊天原文")
    .option("--all-findings <文件>", "全部明细另存一份 NDJSON，不受 --max-findings 限制")
    .option("--no-merge-data", "报告里不放合并（zhijian merge）要用的数据，文件小一些")
    .option("--threads <n>", "大的输入用几个线程，默认按核数，最多 4；结果不变", number);
}

export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function pairs(text: string, before: Record<string, string> = {}): Record<string, string> {
  const result = { ...before };
  for (const part of text.split(/[,，]/u)) {
    const equals = part.indexOf("=");
    if (equals < 1) throw new InvalidArgumentError(`应为 名=值，写的是“${part}” / expected name=value`);
    result[part.slice(0, equals).trim()] = part.slice(equals + 1).trim();
  }
  return result;
}

/** Pairs whose values are numbers and truth values where they look like them, as in YAML. */
function values(
  text: string,
  before: Record<string, string | number | boolean> = {},
): Record<string, string | number | boolean> {
  const read = (value: string) => {
    if (value === "true" || value === "false") return value === "true";
    return value !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
  };
  const fresh = Object.entries(pairs(text)).map(([name, value]) => [name, read(value)]);
  return { ...before, ...Object.fromEntries(fresh) };
}

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError("应为数字 / expected a number");
  return value;
}
