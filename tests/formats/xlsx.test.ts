import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { wordingOf } from "../../src/text/wording.ts";
import { unzip } from "../support/unzip.ts";
import { withEverything } from "./build-extras.ts";
import { buildReport } from "./build-report.ts";
import { hostileWord, hostileWords } from "./hostile.ts";

describe("xlsx", () => {
  const report = buildReport();
  const names = ["总览", "客服周报", "问题明细", "表扬", "平台口径", "说明"];

  test("has the sheets of the contract, in its order", async () => {
    const parts = await open(report);
    expect(
      [...parts.get("xl/workbook.xml")!.matchAll(/<sheet name="([^"]+)"/g)].map((found) => found[1]),
    ).toEqual(names);
  });

  test("has sheets for what only some reports have, before the notes", async () => {
    const parts = await open(withEverything(report));
    const sheets = [...parts.get("xl/workbook.xml")!.matchAll(/<sheet name="([^"]+)"/g)].map(
      (found) => found[1],
    );
    expect(sheets.slice(-3)).toEqual(["对账", "标准话术", "说明"]);
    const [, team] = [1, 2].map((line) => row(parts.get("xl/worksheets/sheet7.xml")!, line));
    expect([...team!.matchAll(/<v>([^<]*)<\/v>/g)].map((found) => Number(found[1]))).toEqual(
      expect.arrayContaining([15, 20, 0.75]),
    );
  });

  test("names the platforms' figures as their profiles do, and tells how they came about", async () => {
    const parts = await open(report);
    const text = [...parts.values()].join("");
    for (const words of ["旺旺人工平响时长", "8-24：时段到 24 点", "来源：商家帮助中心（转述）"])
      expect(text).toContain(words);
  });

  test("every part is well-formed XML, hostile words included", async () => {
    const words = hostileWord();
    const hostile = withEverything(buildReport({ agents: hostileWords.slice(0, 6), words }), words);
    for (const [name, content] of await open(hostile)) {
      const parser = new SaxesParser();
      parser.on("error", (error) => expect.fail(`${name}: ${error.message}`));
      parser.write(content).close();
    }
  });

  test("a formula of the input stays text", async () => {
    const hostile = buildReport({ agents: hostileWords.slice(0, 6), words: hostileWord() });
    for (const content of (await open(hostile)).values()) expect(content).not.toMatch(/<f[ >]/);
  });

  test("figures are numbers as the report has them", async () => {
    const parts = await open(report);
    const cells = [...row(parts.get("xl/worksheets/sheet1.xml")!, 2).matchAll(/<v>([^<]*)<\/v>/g)].map(
      (found) => Number(found[1]),
    );
    const newest = report.shopWeeks.find(({ week }) => week === "2026-W46")!;
    expect(cells[0]).toBe(newest.sessions);
    expect(cells[1]).toBe(newest.score.value);
    expect(cells).toContain(newest.metrics.firstReplySeconds!.mean);
    expect(cells).toContain(newest.metrics.replyRate.value);
  });

  test("an agent's name and the count of her points to improve lead to the first row that proves it", async () => {
    const parts = await open(report);
    const links = [...parts.get("xl/worksheets/sheet2.xml")!.matchAll(/location="'问题明细'!A(\d+)"/g)].map(
      (found) => Number(found[1]),
    );
    const agents = links.map((at) => words(row(parts.get("xl/worksheets/sheet3.xml")!, at))[2]);
    const order = [...parts.get("xl/worksheets/sheet2.xml")!.matchAll(/<row r="\d+">(.*?)<\/row>/g)]
      .map((found) => words(found[1]!)[2]!)
      .filter((agent) => agent !== "客服" && agent !== wordingOf("zh").unassigned);
    expect(agents).toEqual(order.flatMap((agent) => [agent, agent]));
  });

  test("times are Excel times in the zone of the report", async () => {
    const parts = await open(report);
    const serials = [...parts.get("xl/worksheets/sheet3.xml")!.matchAll(/s="7"><v>([\d.]+)<\/v>/g)].map(
      (found) => Number(found[1]),
    );
    const days = report.findings.map(
      ({ time }) => Date.parse(`${time!.slice(0, 19)}Z`) / 86_400_000 + 25_569,
    );
    expect(serials.sort()).toEqual(days.sort());
  });
});

async function open(report: ReturnType<typeof buildReport>): Promise<Map<string, string>> {
  const [{ content }] = formats.xlsx.render(report, { locale: "zh", color: false, width: 80 });
  return unzip(content as Uint8Array);
}

function row(sheet: string, at: number): string {
  return new RegExp(`<row r="${at}">(.*?)</row>`, "s").exec(sheet)![1]!;
}

function words(xml: string): string[] {
  return [...xml.matchAll(/<t xml:space="preserve">([^<]*)<\/t>/g)].map((found) => found[1]!);
}
