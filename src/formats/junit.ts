import type { AgentWeek, Finding, Report, RuleInfo, RuleTally } from "../model/report.ts";
import { type Wording, wordingOf } from "../text/wording.ts";
import { findingText, levelOf } from "./ci.ts";
import { formatCount } from "./figures.ts";
import type { Format } from "./format.ts";
import { agentName, byAgentWeek, keyOf, mondayOf, shopName } from "./view.ts";
import { xmlAttribute, xmlHead, xmlText } from "./xml.ts";

/** JUnit XML as Ant and Jenkins check it: a suite for each agent's week, a case for each rule. */
export const junit: Format = {
  id: "junit",
  summary: { zh: "JUnit XML，供 CI 显示", en: "JUnit XML for CI" },
  render: (report, { locale }) => [{ name: "junit.xml", content: renderJunit(report, wordingOf(locale)) }],
};

function renderJunit(report: Report, wording: Wording): string {
  const rules = new Map(
    report.rubrics.flatMap((rubric) =>
      rubric.rules.map((rule) => [`${rubric.id}/${rule.id}`, rule] as const),
    ),
  );
  const findings = byAgentWeek(report.findings);
  const suites = report.agentWeeks
    .filter((row) => row.rules.length > 0)
    .map((row, at) =>
      suite(row, at, findings.get(keyOf(row.week, row.shop, row.agent)) ?? [], rules, wording),
    );
  return `${xmlHead}<testsuites>\n${suites.join("")}</testsuites>\n`;
}

function suite(
  row: AgentWeek,
  id: number,
  findings: Finding[],
  rules: Map<string, RuleInfo>,
  wording: Wording,
): string {
  const name = [row.week ?? wording.noWeek, shopName(row.shop, wording), agentName(row, wording)].join(
    wording.separator,
  );
  const cases = row.rules.map((tally) => {
    const rule = rules.get(`${tally.rubric}/${tally.id}`);
    const state = stateOf(tally, rule);
    const own = findings.filter((finding) => finding.rubric === tally.rubric && finding.rule === tally.id);
    return { state, xml: caseXml(tally, rule, state, name, own, wording) };
  });
  const count = (state: State) => cases.filter((one) => one.state === state).length;
  return `  <testsuite id="${id}" package="zhijian" name="${xmlAttribute(name)}" timestamp="${timestampOf(row)}" hostname="localhost" tests="${cases.length}" failures="${count("failed")}" errors="0" skipped="${count("skipped")}" time="0">
    <properties/>
${cases.map(({ xml }) => xml).join("")}    <system-out/>
    <system-err/>
  </testsuite>\n`;
}

/** The first day of the week: a report has no other clock, and the schema wants one. */
function timestampOf({ week }: AgentWeek): string {
  return `${new Date(mondayOf(week ?? "") ?? 0).toISOString().slice(0, 10)}T00:00:00`;
}

type State = "passed" | "failed" | "skipped";

/** A rule that only informs cannot fail a build, nor can findings that the baseline has. */
function stateOf(tally: RuleTally, rule: RuleInfo | undefined): State {
  if (tally.passed + tally.failed === 0) return "skipped";
  return tally.failed > (tally.known ?? 0) && rule?.severity !== "info" ? "failed" : "passed";
}

function caseXml(
  tally: RuleTally,
  rule: RuleInfo | undefined,
  state: State,
  suiteName: string,
  findings: Finding[],
  wording: Wording,
): string {
  const title = rule?.title ?? tally.id;
  const open = `    <testcase name="${xmlAttribute(`${title}${wording.brackets(tally.id)}`)}" classname="${xmlAttribute(suiteName)}" time="0"`;
  if (state === "passed") return `${open}/>\n`;
  if (state === "skipped") return `${open}><skipped type="skipped"/></testcase>\n`;
  const cases = wording.units.ofCases(formatCount(tally.failed), formatCount(tally.passed + tally.failed));
  const message = `${title}${wording.colon}${wording.failedOf} ${cases}`;
  const text = findings.map((finding) => findingText(finding, wording)).join("\n\n");
  return `${open}><failure message="${xmlAttribute(message)}" type="${rule === undefined ? "error" : levelOf[rule.severity]}">${xmlText(text)}</failure></testcase>\n`;
}
