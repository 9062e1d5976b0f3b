import { type Diagnostic, diagnosticTexts, type InputSummary, type Locale } from "../index.ts";

/** One line per input, then samples of what could not be used (ingest-decision 37). */
export function inputAccount(
  inputs: readonly InputSummary[],
  diagnostics: readonly Diagnostic[],
  locale: Locale,
): string {
  const lines = inputs.map((input) => inputLine(input, locale));
  for (const diagnostic of diagnostics) {
    const reason = diagnosticTexts[diagnostic.code]?.[locale] ?? diagnostic.code;
    const total = locale === "zh" ? `共 ${diagnostic.count} 处` : `${diagnostic.count} in all`;
    lines.push(`${diagnostic.file === null ? "" : `${diagnostic.file}: `}${reason}（${total}）`);
    for (const { file, line, value } of diagnostic.samples) {
      lines.push(`  ${file}${line === null ? "" : `:${line}`}: ${reason} ${value}`.trimEnd());
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

function inputLine(input: InputSummary, locale: Locale): string {
  const { file, format, encoding, rows, messages, rejected, duplicates } = input;
  return locale === "zh"
    ? `${file}：${format}，${encoding}，${rows} 行，${messages} 条消息，丢弃 ${rejected} 行，重复 ${duplicates} 条`
    : `${file}: ${format}, ${encoding}, ${rows} rows, ${messages} messages, ${rejected} rows dropped, ${duplicates} repeats`;
}

/** Whether words of the exports are missing from the result. */
export function isLossy(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ level, count }) => level === "lost" && count > 0);
}
