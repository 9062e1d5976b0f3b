import { SaxesParser, type SaxesTagPlain } from "saxes";
import { describe, expect, test } from "vitest";
import { formats } from "../../src/formats/index.ts";
import type { Report } from "../../src/model/report.ts";
import { buildReport } from "./build-report.ts";
import { hostileWord, hostileWords } from "./hostile.ts";

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

  test("a rule that was missed fails with its cases, one that only informs does not", () => {
    const xml = render("junit", report);
    expect(xml).toMatch(/<failure message="开场问候：未做到 \d+\/\d+" type="error">晴川家居旗舰店 · /);
    expect(xml).toMatch(/<testcase name="最后一句由客服说（last-word）" classname="[^"]+"\/>/);
  });
});

describe("sarif", () => {
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

describe("github", () => {
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
