import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Evidence, Finding, Report } from "../model/report.ts";
import { type Wording, wordingOf } from "../text/wording.ts";
import { findingText, levelOf } from "./ci.ts";
import type { Format } from "./format.ts";

/** SARIF 2.1.0, for code scanning and editors. */
export const sarif: Format = {
  id: "sarif",
  summary: { zh: "SARIF 2.1.0，供代码扫描平台读取", en: "SARIF 2.1.0 for code scanning" },
  render: (report, { locale }) => [
    { name: "report.sarif", content: `${JSON.stringify(sarifLog(report, wordingOf(locale)), null, 2)}\n` },
  ],
};

function sarifLog(report: Report, wording: Wording): object {
  const rules = report.rubrics.flatMap((rubric) => rubric.rules.map((rule) => ({ rubric: rubric.id, rule })));
  const indexes = new Map(rules.map(({ rubric, rule }, at) => [idOf(rubric, rule.id), at]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            language: wording.lang,
            rules: rules.map(({ rubric, rule }) => ({
              id: idOf(rubric, rule.id),
              shortDescription: { text: rule.title },
              ...(rule.why === "" ? {} : { fullDescription: { text: rule.why } }),
              ...(rule.better === "" ? {} : { help: { text: rule.better } }),
              defaultConfiguration: { level: levelOf[rule.severity] },
              properties: { tags: rule.standards, severity: rule.severity, points: rule.points },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: report.findings.map((finding) => result(finding, indexes, wording)),
      },
    ],
  };
}

function result(finding: Finding, indexes: Map<string, number>, wording: Wording): object {
  const id = idOf(finding.rubric, finding.rule);
  const ruleIndex = indexes.get(id);
  return {
    ruleId: id,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levelOf[finding.severity],
    message: { text: findingText(finding, wording) },
    locations: [location(finding)],
    ...(finding.known === undefined ? {} : { baselineState: finding.known ? "unchanged" : "new" }),
    partialFingerprints: { "zhijian/v1": finding.id },
    properties: { week: finding.week, shop: finding.shop, agent: finding.agent, session: finding.session },
  };
}

/** The first quoted words, and always the conversation: a fault of omission has no line. */
function location({ evidence, session }: Finding): object {
  const [first] = evidence;
  return {
    ...(first && { physicalLocation: physicalLocation(first) }),
    logicalLocations: [{ name: session, kind: "session" }],
  };
}

function physicalLocation({ source, quote }: Evidence): object {
  return {
    artifactLocation: { uri: uriOf(source.file) },
    region: { startLine: Math.max(1, source.line), snippet: { text: quote } },
  };
}

/** A relative path as a URI reference, which goes with any base; an absolute one as a URI of its own. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}

function idOf(rubric: string, rule: string): string {
  return `${rubric}/${rule}`;
}
