import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Finding, type Report, readReport } from "../../src/index.ts";
import { chance } from "../../src/statistics/draw.ts";
import { zhijian } from "../cli/terminal.ts";
import { folder } from "../support/chats.ts";

const guide = readFileSync(join("docs", "review.md"), "utf8");

function block(mark: string): string {
  const found = new RegExp(`<!-- ${mark} -->\\n\`\`\`[a-z]*\\n([\\s\\S]*?)\`\`\``, "u").exec(guide);
  return found![1]!;
}

/** A reviewer who answers every question, and errs now and then. */
function fillIn(cwd: string, reviewer: string): void {
  const [head, ...rows] = readFileSync(join(cwd, "复核", "review.csv"), "utf8").split("\r\n");
  const text = rows.join("\r\n").replaceAll(/”吗？,,,,|什么了吗？,,,,/gu, (blank, at: number) => {
    const draw = chance(reviewer, String(at));
    const verdict = draw < 0.75 ? "通过" : draw < 0.95 ? "不通过" : "不适用";
    return blank.replace(",,,,", `,${reviewer},${verdict},,`);
  });
  writeFileSync(join(cwd, `复核-${reviewer}.csv`), `${head}\r\n${text}`);
}

function objectTo(cwd: string, findings: readonly Finding[]): void {
  const [one, two, three] = findings.filter(({ pointsLost }) => pointsLost > 0);
  const lines = [
    `${one!.id},系统卡了,阿凯,采纳,周姐,2026-11-24,`,
    `${two!.id},在打包,阿凯,驳回,周姐,2026-11-24,不是理由`,
    `${three!.id},顾客发了两次,,,,,`,
  ];
  const heads = "问题编号,申诉理由,申诉人,处理结果,复核人,处理日期,处理说明";
  writeFileSync(join(cwd, "申诉.csv"), [heads, ...lines].join("\n"));
}

describe("docs/review.md", () => {
  it("the week of a manager goes as it is written there", { timeout: 120_000 }, async () => {
    const cwd = folder({ "本店.yaml": block("walkthrough rubric") });
    cpSync(join("fixtures", "demo", "exports"), join(cwd, "导出"), { recursive: true });
    const commands = block("walkthrough")
      .split("\n")
      .filter((line) => line.startsWith("zhijian "));
    const reportOf = (name: string): Report =>
      readReport(readFileSync(join(cwd, name, "report.json"), "utf8"), name);
    expect(commands).toHaveLength(6);
    for (const command of commands) {
      const [, name, ...rest] = command.split(" ") as [string, string, ...string[]];
      const args = rest.map((part) => (existsSync(join(cwd, part)) ? join(cwd, part) : part));
      const { exit, stderr } = await zhijian([name, ...args], { cwd });
      expect([command, exit, exit === 0 ? "" : stderr]).toEqual([command, 0, ""]);
      if (name === "sample") for (const reviewer of ["甲", "乙"]) fillIn(cwd, reviewer);
      if (name === "appeals") objectTo(cwd, reportOf("周报").findings);
    }
    const [machine, final] = [reportOf("周报"), reportOf("定稿")];
    expect(final.appeals!.map(({ status }) => status).sort()).toEqual(["accepted", "open", "rejected"]);
    expect(final.answers!.length).toBeGreaterThanOrEqual(12);
    const corrected = final.shopWeeks.filter(({ machineScore }) => machineScore !== undefined);
    expect(corrected.length).toBeGreaterThan(0);
    for (const row of corrected) {
      const before = machine.shopWeeks.find(({ shop, week }) => shop === row.shop && week === row.week)!;
      expect(row.machineScore).toEqual(before.score);
    }
    const page = readFileSync(join(cwd, "定稿", "report.html"), "utf8");
    expect(page).toMatch(/机器 \d+\.\d/u);
    expect(page).toContain("不是理由");
    const calibration = JSON.parse(readFileSync(join(cwd, "校准", "calibration.json"), "utf8"));
    expect(calibration.unused).toEqual([]);
    expect(calibration.manual).toMatchObject([{ rule: "X1", shared: 12 }]);
    expect(
      calibration.rules.some((rule: { appeals: { accepted: number } }) => rule.appeals.accepted === 1),
    ).toBe(true);
    const history = JSON.parse(readFileSync(join(cwd, "历次.json"), "utf8"));
    expect(new Set(history.map(({ rule }: { rule: string }) => rule)).size).toBe(history.length);
  });
});
