/** English of what `--help` says, by its Chinese; a test finds what is missing. */
export const english: Readonly<Record<string, string>> = {
  "质检：读客服聊天导出，给每位客服一份公平的周报":
    "Audits customer-service chats: reads exports, writes a fair weekly report for every agent",
  版本: "print the version",
  "每周质检：文件、文件夹、通配符，或 - 读标准输入":
    "the weekly audit of files, folders, globs, or - for standard input",
  "神秘访客的会话不计入任何数字，可重复":
    "leave mystery shoppers' conversations out of every figure; repeatable",
  "店铺自己的访客表：列名、容差、时区（YAML）":
    "the shop's own shopper form: column names, tolerances, time zone (YAML)",
  "任何导出 → 标准 NDJSON（标准输出）": "any export → canonical NDJSON on standard output",
  "没有会话编号时，静默多久算新会话": "silence that begins a new conversation where the export has no ids",
  放临时文件的目录: "folder for temporary files",
  "看一个文件是怎样被理解的：编码、格式、列、角色、前几行、会丢什么":
    "what was recognised in a file: encoding, format, columns, roles, first rows, what would be lost",
  "NDJSON：每条消息加上它做了什么（问候、致歉……）":
    "NDJSON: every message with what it does (greets, apologises, …)",
  "讲清楚一个会话：行为、轮次、等待、规则和得分的算法":
    "explains one conversation: acts, turns, waits, rules and the arithmetic of its score",
  不用颜色: "no colour",
  "把存下的报告转成其他格式，或按申诉和人工判断更正":
    "turns a saved report into other formats, or corrects it by appeals and people's answers",
  界面语言: "language of the interface",
  "用自带的样例周跑一遍，报告写到 zhijian-report/":
    "runs everything on the bundled example week and writes zhijian-report/",
  "看一份导出，写出合适的 zhijian.config.yaml":
    "writes a zhijian.config.yaml that fits the exports it is shown",
  '命令行补全的脚本：eval "$(zhijian completion bash)"':
    'the script for shell completion: eval "$(zhijian completion bash)"',
  "两份报告（或两个报告文件夹）有什么变化：每位客服、每条规则":
    "what changed between two reports (or two folders of reports), by agent and rule",
  按周比还是按月比: "compare weeks or months",
  输出格式: "output format",
  语言: "language",
  "评分标准：列出、查看、检查、试跑、手册、JSON Schema":
    "rubrics: list, show, check, test, handbook page, JSON Schema",
  列出自带的评分标准: "lists the rubrics that ship",
  "显示实际生效的规则（JSON）": "prints the rules that are in force (JSON)",
  "查找永远不会或必然触发的规则、不安全的写法":
    "finds rules that can never fire or always do, and unsafe patterns",
  跑每条规则自带的示例对话: "runs the example dialogues of every rule",
  "写出手册页（Markdown）": "writes the handbook page (Markdown)",
  "评分标准文件的 JSON Schema": "prints the JSON Schema of rubric files",
  "神秘访客的表和聊天记录逐项核对；shopper template 写一张空表":
    "holds mystery shoppers' forms against the log, item by item; `shopper template` writes an empty form",
  "还有别的访客表，可重复": "further forms; repeatable",
  "店铺自己的表：列名、容差、时区（YAML）": "the shop's own form: column names, tolerances, time zone (YAML)",
  "抽出要人工复核的会话：随机、分层、按风险或混合；同一个种子抽出同一批":
    "draws conversations for people to review: random, stratified, by risk or mixed; the same seed draws the same",
  抽样方式: "how to draw",
  抽多少个会话: "how many conversations",
  换一个种子就换一批: "another seed draws others",
  不给复核人看机器的判断: "hide the machine's verdicts from the reviewers",
  "有争议的规则，按风险抽样时更容易抽到，可重复":
    "a disputed rule, drawn more often when drawing by risk; repeatable",
  每个会话再问几条机器当作不适用的规则:
    "how many rules that the machine skipped are asked about in each conversation",
  "写一张申诉表：每个改进点一行，客服写理由，复核人裁决":
    "writes a list for appeals: a row for each point to improve, the agent's reason, the reviewer's decision",
  "只写这位客服的，可重复": "only this agent's; repeatable",
  "人的判断和机器比：一致率、查准率、查全率、κ、α；最后一个文件是 report.json":
    "agreement of people and machine: agreement, precision, recall, κ, α; the last file is report.json",
  "查准率低于它的规则建议改为 review": "suggest `review` for rules whose precision is below this",
  查出不到这么多次就不建议: "suggest nothing for fewer findings than this",
  "把各规则的查准率记进这个 JSON，并显示历次":
    "record each rule's precision in this JSON file and show the times before",
  "裁决过的申诉也算进来，可重复": "count decided appeals as well; repeatable",
  "客服的申诉和裁决（CSV、XLSX、YAML），可重复":
    "agents' appeals and the decisions on them (CSV, XLSX, YAML); repeatable",
  "复核表里只能由人判断的条目计入得分，可重复":
    "review lists whose items only people can judge count in the score; repeatable",
  "每位客服一份，只有她自己的：html、markdown、xlsx，写到 -o 的目录":
    "a file for each agent with her own alone: html, markdown, xlsx, into the folder of -o",
  "以前的 report.json，用来画走势、按月汇总、和上周比":
    "folder of earlier report.json files: trends, months, change against the week before",
  "写到哪里；不写则打印到标准输出": "where to write; standard output without it",
  "有这一级或更重的改进点时以 1 退出": "exit with 1 where a point to improve is this grave or graver",
  "有人得分低于此数时以 1 退出": "exit with 1 where somebody scores below this",
  "已知的改进点：照样列出，但不算进 --fail-on":
    "known points to improve: listed all the same, not counted for --fail-on",
  "把现在的改进点记进基线，不再出现的从中去掉":
    "record today's points to improve in the baseline and drop those that are gone",
  "只打印实际生效的设置，每项写明来自哪里": "only print the settings in force and where each comes from",
  "配置文件，默认向上找 zhijian.config.yaml": "config file; by default zhijian.config.yaml is sought upwards",
  "指定列，例如 time=发送时间,text=内容": "names columns, e.g. time=发送时间,text=内容",
  "起始日期 2026-11-09；或输入格式名（见 inspect）":
    "first day, 2026-11-09; or the input format (see inspect)",
  "结束日期（含当天）": "last day, included",
  "输入格式名，自动识别有误时使用": "input format, where it is recognised wrongly",
  导出里没写店铺时使用: "shop of exports that name none",
  "taobao、jd、pdd、douyin、kuaishou、xiaohongshu、generic 或 auto":
    "taobao, jd, pdd, douyin, kuaishou, xiaohongshu, generic or auto",
  "IANA 时区名，默认 Asia/Shanghai": "IANA time zone, Asia/Shanghai by default",
  "03/04/2026 这类日期的顺序": "order of dates such as 03/04/2026",
  报告语言: "language of the report",
  "有内容没能读进来时以 3 退出": "exit with 3 where something could not be read",
  不显示进度和说明: "neither progress nor remarks",
  不显示进度: "no progress line",
  "评分标准，可重复": "rubric; repeatable",
  覆盖评分标准的参数: "override parameters of the rubrics",
  "平台导出的客服数据或会话记录，和本报告逐项对账，可重复":
    "a platform's table of agents or conversations to hold against this report; repeatable",
  "只看一周，例如 2026-W46": "one week only, e.g. 2026-W46",
  "营业时间，默认 09:00-22:00，多段用逗号分开":
    "shop hours, 09:00-22:00 by default; several separated by commas",
  "营业日历：营业时间、节假日、调休和排班，代替 --hours":
    "calendar of shop hours, holidays and shifts, instead of --hours",
  "本店的标准话术，统计使用情况": "the shop's own standard wording, whose use is measured",
  一周从哪天开始: "first day of the week",
  "没有会话编号时，静默多久算新会话，默认 1800":
    "silence that begins a new conversation where the export has no ids, 1800 by default",
  "超过多少秒算慢回复，默认 60": "a longer wait is slow, 60 by default",
  "少于多少个会话标“样本不足”，默认 10": "fewer conversations are marked too few, 10 by default",
  "每人每条规则最多保存多少条明细，默认 50；计数始终准确":
    "points to improve kept for each agent and rule, 50 by default; counts are always exact",
  "每人每周最多放多少段示例对话，默认 6；0 为不放":
    "example conversations of an agent's week, 6 by default; 0 for none",
  "不遮盖手机号、地址等个人信息": "do not mask phone numbers, addresses and other personal data",
  分词引擎: "engine that segments words",
  "店铺自己的词表，可重复": "word list of the shop; repeatable",
  "写进报告的生成时间（报告里没有别的时钟）": "time of generation, the only clock in the report",
  "大的输入用几个线程，默认按核数，最多 4；结果不变":
    "threads for large inputs, by default the cores, at most 4; the result is the same",
  "把分开审出的几份报告合成一份，和放在一起审一样": "several reports as one, as if audited together",
  "记住读过的文件和判过的顾客，下次只做新的；里面有聊天原文":
    "folder that keeps what was read and judged, so that the next run does only what is new; it holds the chats' words",
  "全部明细另存一份 NDJSON，不受 --max-findings 限制":
    "all findings as NDJSON in a file of their own, whatever --max-findings keeps",
  "报告里不放合并（zhijian merge）要用的数据，文件小一些":
    "leave out of the report what zhijian merge needs; the file is smaller",
  显示帮助: "show this help",
  显示某个命令的帮助: "show the help of a command",
};

/** English of the placeholders in usage lines. */
export const placeholders: Readonly<Record<string, string>> = {
  "id|文件": "id|file",
  "参数=值,…": "name=value,…",
  "字段=列名,…": "field=column,…",
  旧: "old",
  新: "new",
  "日期|格式": "date|format",
  "目录|文件": "folder|file",
  人工判断: "verdicts",
  会话: "conversation",
  分: "points",
  单位: "unit",
  命令: "command",
  复核表: "review list",
  店铺: "shop",
  引擎: "engine",
  文件: "file",
  文件夹: "folder",
  方式: "way",
  日: "day",
  日期: "date",
  时区: "zone",
  时段: "hours",
  时间: "time",
  格式: "format",
  比例: "share",
  申诉表: "appeals",
  目录: "folder",
  秒: "seconds",
  种子: "seed",
  级别: "severity",
  规则: "rule",
  访客表: "form",
  语言: "language",
  账号: "account",
  路径: "paths",
  选项: "options",
  周次: "week",
  平台: "platform",
  顺序: "order",
};

/** What commander itself says, in Chinese. */
export const titles: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Commands:": "命令：",
  "[options]": "[选项]",
  "[command]": "[命令]",
};

/** Mistakes on the command line as commander words them, and their Chinese. */
export const mistakes: readonly (readonly [pattern: RegExp, chinese: string])[] = [
  [/^error: unknown option '(.+)'$/mu, "没有 $1 这个选项 / unknown option"],
  [/^error: unknown command '(.+)'$/mu, "没有 $1 这个命令 / unknown command"],
  [/^error: missing required argument '(.+)'$/mu, "缺少参数：$1 / missing argument"],
  [/^error: option '(.+)' argument missing$/mu, "$1 后面要写内容 / argument missing"],
  [
    /^error: option '(.+)' argument '(.*)' is invalid\. Allowed choices are (.+)\.$/mu,
    "$1：不能写“$2”，可写 / choose from $3",
  ],
  [/^error: option '(.+)' argument '(.*)' is invalid\. /mu, "$1：不能写“$2”。"],
  [/^error: too many arguments(?: for '.+')?\. .*$/mu, "参数太多 / too many arguments"],
  [/^\(Did you mean one of (.+)\?\)$/mu, "    是不是 $1？"],
  [/^\(Did you mean (.+)\?\)$/mu, "    是不是 $1？"],
];

/** Examples of each command, as one types them. */
export const examples: Readonly<Record<string, { zh: readonly string[]; en: readonly string[] }>> = {
  zhijian: {
    zh: ["zhijian demo", "zhijian audit 导出/ -o 周报", "zhijian audit --help"],
    en: [
      "zhijian demo --locale en",
      "zhijian audit exports/ -o report --locale en",
      "zhijian audit --help --locale en",
    ],
  },
  audit: {
    zh: [
      "zhijian audit 导出/ -o 周报",
      "zhijian audit 导出/*.csv --week 2026-W46 -f html -o 周报.html",
      "zhijian audit 导出/ -o 各人 --per-agent --history 历次报告",
      "zhijian audit 导出/ --fail-on fatal --baseline zhijian-baseline.json",
    ],
    en: [
      "zhijian audit exports/ -o report --locale en",
      "zhijian audit exports/*.csv --week 2026-W46 -f html -o week.html --locale en",
      "zhijian audit exports/ -o agents --per-agent --history reports --locale en",
      "zhijian audit exports/ --fail-on fatal --baseline zhijian-baseline.json --locale en",
    ],
  },
  convert: {
    zh: ["zhijian convert 导出/ > 聊天.ndjson", "zhijian convert 聊天.csv --map time=发送时间,text=内容"],
    en: ["zhijian convert exports/ > chats.ndjson", "zhijian convert chats.csv --map time=sent,text=body"],
  },
  inspect: { zh: ["zhijian inspect 聊天.csv"], en: ["zhijian inspect chats.csv --locale en"] },
  annotate: { zh: ["zhijian annotate 聊天.csv | head -3"], en: ["zhijian annotate chats.csv | head -3"] },
  explain: {
    zh: ["zhijian explain LS202611150010 导出/"],
    en: ["zhijian explain LS202611150010 exports/ --locale en"],
  },
  render: {
    zh: [
      "zhijian render report.json -f markdown",
      "zhijian render report.json -f html -f xlsx -o 周报",
      "zhijian render report.json --history 历次报告 -f html -o 周报.html",
    ],
    en: [
      "zhijian render report.json -f markdown --locale en",
      "zhijian render report.json -f html -f xlsx -o report --locale en",
      "zhijian render report.json --history reports -f html -o week.html --locale en",
    ],
  },
  merge: {
    zh: [
      "zhijian merge 甲店.json 乙店.json -f json -o 全部.json",
      "zhijian merge 各店/*.json -f html -o 周报.html",
    ],
    en: [
      "zhijian merge shop-a.json shop-b.json -f json -o all.json",
      "zhijian merge shops/*.json -f html -o week.html",
    ],
  },
  demo: { zh: ["zhijian demo", "zhijian demo -o 样例 -f html"], en: ["zhijian demo --locale en"] },
  init: { zh: ["zhijian init 导出/"], en: ["zhijian init exports/"] },
  completion: { zh: ['eval "$(zhijian completion bash)"'], en: ['eval "$(zhijian completion bash)"'] },
  compare: {
    zh: ["zhijian compare 上周.json 本周.json", "zhijian compare 10月/ 11月/ --by month"],
    en: [
      "zhijian compare before.json after.json --locale en",
      "zhijian compare october/ november/ --by month --locale en",
    ],
  },
  rubric: {
    zh: ["zhijian rubric list", "zhijian rubric check 我的标准.yaml"],
    en: ["zhijian rubric list --locale en", "zhijian rubric check my-rubric.yaml --locale en"],
  },
  "rubric list": { zh: ["zhijian rubric list"], en: ["zhijian rubric list --locale en"] },
  "rubric show": { zh: ["zhijian rubric show ecommerce"], en: ["zhijian rubric show ecommerce --locale en"] },
  "rubric check": {
    zh: ["zhijian rubric check 我的标准.yaml"],
    en: ["zhijian rubric check my-rubric.yaml --locale en"],
  },
  "rubric test": {
    zh: ["zhijian rubric test 我的标准.yaml"],
    en: ["zhijian rubric test my-rubric.yaml --locale en"],
  },
  "rubric docs": {
    zh: ["zhijian rubric docs ecommerce > 手册.md"],
    en: ["zhijian rubric docs ecommerce --locale en > handbook.md"],
  },
  "rubric schema": {
    zh: ["zhijian rubric schema > rubric.schema.json"],
    en: ["zhijian rubric schema > rubric.schema.json"],
  },
  shopper: {
    zh: ["zhijian shopper 访客表.xlsx 导出/ -o 核对", "zhijian shopper template -o 空表.csv"],
    en: [
      "zhijian shopper forms.xlsx exports/ -o checked --locale en",
      "zhijian shopper template -o form.csv",
    ],
  },
  sample: {
    zh: [
      "zhijian sample 导出/ --size 30 -o 复核.xlsx",
      "zhijian sample 导出/ --plan risk --blind -o 复核.html",
    ],
    en: [
      "zhijian sample exports/ --size 30 -o review.xlsx --locale en",
      "zhijian sample exports/ --plan risk --blind -o review.html --locale en",
    ],
  },
  appeals: {
    zh: ["zhijian appeals report.json -o 申诉.xlsx"],
    en: ["zhijian appeals report.json -o appeals.xlsx"],
  },
  calibrate: {
    zh: ["zhijian calibrate 复核.csv report.json"],
    en: ["zhijian calibrate review.csv report.json"],
  },
};
