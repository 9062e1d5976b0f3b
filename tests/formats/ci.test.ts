import { fileURLToPath } from "node:url";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { describe, expect, test } from "vitest";
import { formats } from "../../src/formats/index.ts";
import type { Report } from "../../src/model/report.ts";
import { buildReport } from "./build-report.ts";
import { hostileWord, hostileWords } from "./hostile.ts";
import { junitProblems } from "./junit-shape.ts";
import { isSarif } from "./sarif-shape.ts";

const report = buildReport();
const hostile = buildReport({ agents: hostileWords.slice(0, 6), words: hostileWord() });
const render = (name: "junit" | "sarif" | "github", built: Report) =>
  String(formats[name].render(built, { locale: "zh", color: false, width: 80 })[0].content);

describe("junit", () => {
  test.each([
    ["report", report],
    ["hostile report", hostile],
  ])("%s: well-formed, and every suite says what it holds", (_, built) => {
    const suites = suitesOf(render("junit", built));
    expect(suites).toHaveLength(built.agentWeeks.filter((row) => row.rules.length > 0).length);
    for (const suite of suites) {
      expect(suite.attributes).toMatchObject({
        tests: String(suite.cases),
        failures: String(suite.failures),
        errors: "0",
      });
    }
  });

  test.each([
    ["report", report],
    ["hostile report", hostile],
    ["report without weeks", buildReport({ weeks: [null], shops: [null] })],
  ])("%s: as the schemas of Ant and Jenkins want it, Chinese readable", (_, built) => {
    const xml = render("junit", built);
    expect(junitProblems(xml)).toEqual([]);
    expect(xml).toContain("开场问候");
    expect(xml).not.toMatch(/&#\d+;.*&#\d+;.*&#\d+;/u);
  });

  test("a rule that was missed fails with its cases, one that only informs does not", () => {
    const xml = render("junit", report);
    expect(xml).toMatch(/<failure message="开场问候：未做到 \d+\/\d+" type="error">晴川家居旗舰店 · /);
    expect(xml).toMatch(/<testcase name="最后一句由客服说（last-word）" classname="[^"]+" time="0"\/>/);
  });
});

describe("sarif", () => {
  test.each([
    ["report", report],
    ["hostile report", hostile],
    ["report with known findings", withBaseline(report)],
    ["report whose findings quote nothing", silent(report)],
  ])("%s: as SARIF 2.1.0 has it, Chinese readable", (_, built) => {
    const text = render("sarif", built);
    expect(isSarif(JSON.parse(text)), JSON.stringify(isSarif.errors?.slice(0, 3))).toBe(true);
    expect(text).toContain("开场问候");
  });

  test.each([
    ["report", report],
    ["hostile report", hostile],
  ])("%s: every result names its rule, level, place and fingerprint", (_, built) => {
    const log = JSON.parse(render("sarif", built));
    expect(log.version).toBe("2.1.0");
    const [run] = log.runs;
    expect(run.results).toHaveLength(built.findings.length);
    for (const [at, result] of run.results.entries()) {
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(["error", "warning", "note"]).toContain(result.level);
      expect(result.partialFingerprints).toEqual({ "zhijian/v1": built.findings[at]!.id });
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      expect(decodeURIComponent(artifactLocation.uri)).toBe(built.findings[at]!.evidence[0]!.source.file);
      expect(region.startLine).toBeGreaterThan(0);
    }
  });
});

test("sarif: an absolute path is a URI of its own, no reference that begins with a slash", () => {
  const [finding] = report.findings;
  const source = { file: "/导出/第 46 周.csv", line: 3 };
  const odd = { ...finding!, evidence: [{ ...finding!.evidence[0]!, source }] };
  const log = JSON.parse(render("sarif", { ...report, findings: [odd] }));
  const { uri } = log.runs[0].results[0].locations[0].physicalLocation.artifactLocation;
  expect(uri).toMatch(/^file:\/\/\//u);
  expect(fileURLToPath(uri)).toBe(source.file);
});

describe("github", () => {
  test("escapes what would end a property or a line, and nothing else (% : , CR LF)", () => {
    const [finding] = report.findings;
    const source = { file: "导出,第1批:a%.csv", line: 3 };
    const odd = {
      ...finding!,
      title: "a:b,c%",
      reason: "一\r\n二",
      evidence: [{ ...finding!.evidence[0]!, source }],
    };
    const [line] = render("github", { ...report, findings: [odd] }).split("\n");
    expect(line).toContain("file=导出%2C第1批%3Aa%25.csv,line=3,title=a%3Ab%2Cc%25::");
    expect(line).toContain("一%0D%0A二");
    expect(line!.split("::").slice(2).join("::")).not.toMatch(/%(?!0A|0D|25)/u);
  });

  test.each([
    ["report", report],
    ["hostile report", hostile],
  ])("%s: one command a finding, on one line", (_, built) => {
    const lines = render("github", built).split("\n").slice(0, -1);
    expect(lines).toHaveLength(built.findings.length);
    for (const line of lines)
      expect(line).toMatch(/^::(?:error|warning|notice) file=[^:,]+,line=\d+,title=[^:,]+::\S/);
  });
});

function withBaseline(built: Report): Report {
  return { ...built, findings: built.findings.map((finding, at) => ({ ...finding, known: at % 2 === 0 })) };
}

function silent(built: Report): Report {
  return { ...built, findings: built.findings.map((finding) => ({ ...finding, evidence: [] })) };
}

interface Suite {
  attributes: Record<string, string>;
  cases: number;
  failures: number;
}

function suitesOf(xml: string): Suite[] {
  const suites: Suite[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => expect.fail(error.message));
  parser.on("opentag", (tag: SaxesTagPlain) => {
    if (tag.name === "testsuite") suites.push({ attributes: tag.attributes, cases: 0, failures: 0 });
    if (tag.name === "testcase") suites.at(-1)!.cases += 1;
    if (tag.name === "failure") suites.at(-1)!.failures += 1;
  });
  parser.write(xml).close();
  return suites;
}
