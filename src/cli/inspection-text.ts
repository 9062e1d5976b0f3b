import { diagnosticTexts, displayWidth, type Inspection, type Locale, pad, truncate } from "../index.ts";

const cellWidth = 28;

const words = {
  zh: {
    file: "文件",
    format: "格式",
    none: "没有认出",
    encoding: "编码",
    why: "理由",
    others: "也可能是",
    rows: (rows: number, messages: number, rejected: number) =>
      `${rows} 行，读出 ${messages} 条消息，丢弃 ${rejected} 行`,
    resolution: "时间只到分钟，需要秒的数字会标出",
    noTimes: "没有可用的时间：响应时间无法计算",
    firstLines: "原文开头",
    columns: (line: number | null, sheet: string | null) =>
      `列${sheet === null ? "" : `（工作表 ${sheet}）`}${line === null ? "" : `，表头在第 ${line} 行`}`,
    ignored: "不用",
    roleWords: "角色",
    messages: "读成的消息（前几条）",
    lost: "没读进来的和需要留意的",
    hint: "列认错了？用 --map 指定，例如 --map time=发送时间,text=内容,role=发送方",
    all: (count: number) => `（共 ${count} 处）`,
  },
  en: {
    file: "File",
    format: "Format",
    none: "not recognised",
    encoding: "Encoding",
    why: "Because",
    others: "Could also be",
    rows: (rows: number, messages: number, rejected: number) =>
      `${rows} rows, ${messages} messages, ${rejected} rows dropped`,
    resolution: "Times are to the minute; figures that need seconds are marked",
    noTimes: "No usable times: reply times cannot be computed",
    firstLines: "First lines",
    columns: (line: number | null, sheet: string | null) =>
      `Columns${sheet === null ? "" : ` (sheet ${sheet})`}${line === null ? "" : `, header in line ${line}`}`,
    ignored: "not used",
    roleWords: "Roles",
    messages: "Read as (first messages)",
    lost: "Left out, or to be noted",
    hint: "A column is wrong? Say so: --map time=Sent,text=Body,role=From",
    all: (count: number) => ` (${count} in all)`,
  },
} as const;

/** What `inspect` prints of a file. */
export function inspectionText(inspection: Inspection, locale: Locale): string {
  const say = words[locale];
  const { summary, candidates, tables } = inspection;
  const [chosen, ...others] = candidates;
  const lines = [
    `${say.file}  ${inspection.file}`,
    `${say.format}  ${inspection.format ?? say.none}${chosen === undefined ? "" : `  ${say.why}: ${chosen.why}`}`,
  ];
  if (others.length > 0)
    lines.push(`${say.others}  ${others.map((item) => `${item.format} (${item.why})`).join("; ")}`);
  if (summary !== null) {
    lines.push(
      `${say.encoding}  ${summary.encoding}`,
      say.rows(summary.rows, summary.messages, summary.rejected),
    );
    if (summary.messages > 0 && summary.resolutionSeconds === null) lines.push(say.noTimes);
    if (summary.resolutionSeconds === 60) lines.push(say.resolution);
  }
  if (inspection.firstLines.length > 0) {
    lines.push("", say.firstLines, ...inspection.firstLines.map((line) => `  ${truncate(line, 96)}`));
  }
  for (const table of tables) {
    lines.push("", say.columns(table.headerLine, table.sheet));
    for (const { header, field } of table.columns) {
      lines.push(`  ${pad(truncate(header, cellWidth), cellWidth)} → ${field ?? say.ignored}`);
    }
    const roles = Object.entries(table.roleWords).map(([word, role]) => `${word} = ${role}`);
    if (roles.length > 0) lines.push(`${say.roleWords}  ${roles.join("，")}`);
  }
  if (tables.length > 0) lines.push("", say.hint);
  if (inspection.messages.length > 0) lines.push("", say.messages, ...messageLines(inspection));
  if (inspection.diagnostics.length > 0) {
    lines.push("", say.lost);
    for (const { code, count, samples } of inspection.diagnostics) {
      lines.push(`  ${diagnosticTexts[code]?.[locale] ?? code}${say.all(count)}`);
      for (const { line, value } of samples)
        lines.push(`    ${line === null ? "" : `${line}: `}${truncate(value, 80)}`);
    }
  }
  const members = inspection.members.map((member) => `\n${inspectionText(member, locale)}`);
  return `${lines.join("\n")}\n${members.join("")}`;
}

function messageLines({ messages }: Inspection): string[] {
  const cells = messages.map(({ time, role, sender, customer, kind, text }) => [
    time ?? "—",
    role,
    truncate(sender ?? "—", 20),
    truncate(customer ?? "—", 14),
    kind,
    truncate(text.replaceAll("\n", " ⏎ "), 48),
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => displayWidth(row[column]!))));
  return cells.map(
    (row) => `  ${row.map((cell, column) => pad(cell, widths[column] ?? displayWidth(cell))).join("  ")}`,
  );
}
