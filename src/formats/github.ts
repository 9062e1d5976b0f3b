import type { Finding } from "../model/report.ts";
import { type Wording, wordingOf } from "../text/wording.ts";
import { findingText, type Level, levelOf } from "./ci.ts";
import type { Format } from "./format.ts";
import { baselineMark } from "./settings-lines.ts";

/** Workflow commands that GitHub Actions shows beside the lines of the input. */
export const github: Format = {
  id: "github",
  summary: { zh: "GitHub Actions 注解", en: "GitHub Actions annotations" },
  render: (report, { locale }) => {
    const wording = wordingOf(locale);
    return [
      {
        name: "annotations.txt",
        content: report.findings.map((finding) => `${annotation(finding, wording)}\n`).join(""),
      },
    ];
  },
};

const commands: Record<Level, string> = { error: "error", warning: "warning", note: "notice" };

function annotation(finding: Finding, wording: Wording): string {
  const source = finding.evidence[0]?.source;
  const properties = [
    ...(source === undefined ? [] : [`file=${property(source.file)}`, `line=${source.line}`]),
    `title=${property([baselineMark(finding, wording), finding.title].filter(Boolean).join(wording.separator))}`,
  ];
  const level = finding.known === true ? "note" : levelOf[finding.severity];
  return `::${commands[level]} ${properties.join(",")}::${data(findingText(finding, wording))}`;
}

/** Escapes of the toolkit's `command.ts`: data, and more in properties. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
