import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/index.ts";
import { calibrate } from "../../src/review/calibrate.ts";
import { type Judgement, readJudgements } from "../../src/review/judgements.ts";
import { seal } from "../../src/review/seal.ts";
import { zhijian } from "../cli/terminal.ts";
import { auditChats, folder, ndjson, records } from "../support/chats.ts";

/** `有问候` passes O1, `没问候` fails it. */
const chatOf = (at: number, greets: boolean) => `
  # 会话=s${at} 顾客=客${at}号
  客户 1${at % 10}:${10 + (at % 50)}:00 有货吗，要两件
  客服 1${at % 10}:${10 + (at % 50)}:05 ${greets ? "亲，您好" : "有的"}`;
const limits = { minPrecision: 0.8, minFindings: 5 };

const said = (session: number, verdict: Judgement["verdict"], reviewer = "甲"): Judgement => ({
  file: "form.csv",
  line: session + 2,
  reviewer,
  session: `s${session}`,
  shop: "小店",
  week: "2026-W47",
  agent: "客服",
  rubric: "basics",
  rule: "O1",
  verdict,
  note: null,
  probability: 0.5,
  seal: null,
});

/** The machine finds no greeting in s0 … s5. */
const reportOfTwenty = (): Promise<Report> =>
  auditChats(Array.from({ length: 20 }, (_, at) => chatOf(at, at >= 6)).join(""));

describe("agreement with people", () => {
  it("counts what is confirmed, refuted and missed, and names the conversations", async () => {
    const judged = Array.from({ length: 20 }, (_, at) => said(at, at < 3 || at === 10 ? "fail" : "pass"));
    const { rules, all } = calibrate(judged, await reportOfTwenty(), limits);
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({
      rubric: "basics",
      rule: "O1",
      cases: 20,
      truePositives: 3,
      falsePositives: 3,
      falseNegatives: 1,
      trueNegatives: 13,
      precision: { hits: 3, n: 6, value: 0.5 },
      recall: { hits: 3, n: 4, value: 0.75 },
      disputed: ["s3", "s4", "s5"],
      missed: ["s10"],
      isProposed: true,
      faults: { value: 0.2 },
    });
    // po = 0.8, pe = 0.3·0.2 + 0.7·0.8
    expect(rules[0]!.kappa.value).toBeCloseTo((0.8 - 0.62) / 0.38, 10);
    expect(all.cases).toBe(20);
  });

  it("proposes nothing on few findings", async () => {
    const judged = [said(0, "pass"), said(1, "pass")];
    expect(calibrate(judged, await reportOfTwenty(), limits).rules[0]!.isProposed).toBe(false);
  });

  it("takes the majority of several reviewers; split cases are nobody's error", async () => {
    const judged = [
      said(0, "fail", "甲"),
      said(0, "fail", "乙"),
      said(0, "pass", "丙"),
      said(1, "fail", "甲"),
      said(1, "pass", "乙"),
    ];
    const { rules, pairs, reviewers } = calibrate(judged, await reportOfTwenty(), limits);
    expect(rules[0]).toMatchObject({ cases: 1, split: 1, truePositives: 1 });
    expect(reviewers).toHaveLength(3);
    expect(
      pairs.find(({ one, other }) => [one, other].sort().join("") === ["甲", "乙"].sort().join("")),
    ).toMatchObject({
      agreement: { hits: 1, n: 2 },
    });
  });

  it("does not use judgements on unknown rules, or where findings are kept only in part", async () => {
    const capped = await auditChats(Array.from({ length: 6 }, (_, at) => chatOf(at, false)).join(""), {
      maxFindingsPerRule: 2,
    });
    const { unused } = calibrate([said(5, "fail"), { ...said(0, "fail"), rule: "X9" }], capped, limits);
    expect(unused).toEqual([
      { rule: "O1", reason: "capped", count: 1 },
      { rule: "X9", reason: "unknown-rule", count: 1 },
    ]);
  });

  it("counts 不适用 against a finding, apart from a pass, and apart from a rightly skipped rule", async () => {
    const report = await reportOfTwenty();
    const { hash } = report.rubrics[0]!;
    const sealed = (session: number, outcome: "pass" | "fail" | "skip", verdict: Judgement["verdict"]) => {
      const judgement = said(session, verdict);
      const code = seal(
        { ...judgement, rubric: "basics" },
        { outcome, agent: [1, 1, 0], shop: [1, 1, 0] },
        hash,
      );
      return { ...judgement, seal: code };
    };
    const judged = [
      sealed(0, "fail", "none"),
      sealed(1, "fail", "fail"),
      sealed(2, "pass", "none"),
      sealed(3, "skip", "none"),
      sealed(4, "skip", "fail"),
      sealed(5, "skip", "pass"),
    ];
    const [rule] = calibrate(judged, report, limits).rules;
    expect(rule).toMatchObject({
      cases: 2,
      truePositives: 1,
      falsePositives: 1,
      falseNegatives: 0,
      wronglyApplied: 1,
      wronglySkipped: { hits: 2, n: 3 },
      disputed: ["s0"],
      skipped: ["s4", "s5"],
    });
  });

  it("a form drawn under another rubric is told and not used", async () => {
    const judgement = said(0, "fail");
    const code = seal(
      { ...judgement, rubric: "basics" },
      { outcome: "fail", agent: [0, 1, 0], shop: [0, 1, 0] },
      "0",
    );
    const { unused, rules } = calibrate([{ ...judgement, seal: code }], await reportOfTwenty(), limits);
    expect(unused).toEqual([{ rule: "O1", reason: "other-rubric", count: 1 }]);
    expect(rules).toEqual([]);
  });

  it("weighs cases of a risk plan back: precision is that of the whole week", async () => {
    // Confirmed findings were drawn four times as often as refuted ones.
    const judged = [0, 1, 2, 3, 4, 5].map((at) => ({
      ...said(at, at < 4 ? "fail" : "pass"),
      probability: at < 4 ? 0.8 : 0.2,
    }));
    const [rule] = calibrate(judged, await reportOfTwenty(), limits).rules;
    expect(rule!.precision.value).toBeCloseTo(4 / 0.8 / (4 / 0.8 + 2 / 0.2), 10);
  });

  it("2: one reviewer may answer a question once", async () => {
    const text = "会话,规则,客服,判断,复核人\ns1,O1,客服,不通过,甲\ns1,O1,客服,通过,甲\n";
    const path = join(folder({ "f.csv": text }), "f.csv");
    await expect(readJudgements([path])).rejects.toMatchObject({ exit: 2, errors: [{ place: { line: 3 } }] });
  });
});

describe("the loop", () => {
  it("audit → sample → review → calibrate, with a history", async () => {
    const cwd = folder({
      "a.ndjson": ndjson(records(Array.from({ length: 9 }, (_, at) => chatOf(at, at % 3 > 0)).join(""))),
    });
    const chats = join(cwd, "a.ndjson");
    await zhijian(["audit", chats, "-f", "json", "-o", "report.json", "--quiet"], { cwd });
    await zhijian(
      ["sample", chats, "--plan", "random", "--size", "9", "--blind", "-o", "review.csv", "--quiet"],
      { cwd },
    );
    const [head, ...rows] = readFileSync(join(cwd, "review.csv"), "utf8").trim().split("\r\n");
    expect(head).toMatch(/复核人,判断/u);
    const filled = [head, ...rows].join("\r\n").replaceAll(",,,,s", ",甲,通过,,s");
    expect(filled).not.toBe([head, ...rows].join("\r\n"));
    const form = join(folder({ "f.csv": filled }), "f.csv");
    const args = ["calibrate", form, join(cwd, "report.json"), "--history", "史.json", "--min-findings", "1"];
    const { exit, stdout } = await zhijian(args, { cwd });
    expect(exit).toBe(0);
    expect(stdout).toMatch(/建议改为 review[\s\S]+O1/u);
    await zhijian(args, { cwd });
    const history = JSON.parse(readFileSync(join(cwd, "史.json"), "utf8"));
    expect(history.filter(({ rule }: { rule: string }) => rule === "O1")).toMatchObject([
      { weeks: ["2026-W47"], rubric: "basics", confirmed: 0, found: 3 },
    ]);
  });

  it("reads verdicts in the words of people, and tells those that it cannot read", async () => {
    const text =
      "会话,规则,客服,判断,复核人\ns1,O1,客服,不通过,甲\ns2,O1,客服,不适用,甲\ns3,O1,客服,也许,甲\ns4,O1,客服,√,甲\ns5,O1,客服,4分,甲\ns6,O1,客服,,甲\n";
    const read = await readJudgements([join(folder({ "f.csv": text }), "f.csv")]);
    expect(read.judgements.map(({ session, verdict }) => [session, verdict])).toEqual([
      ["s1", "fail"],
      ["s2", "none"],
      ["s4", "pass"],
      ["s5", 4],
    ]);
    expect(read.open).toBe(1);
    expect(read.problems).toMatchObject([{ line: 4, value: "也许" }]);
  });

  it("2 and 3: without a form, with a form that is none", async () => {
    expect(await zhijian(["calibrate", "report.json"])).toMatchObject({ exit: 2 });
    const cwd = folder({ "f.csv": "a,b\n1,2\n", "report.json": JSON.stringify(await reportOfTwenty()) });
    expect(await zhijian(["calibrate", "f.csv", "report.json"], { cwd })).toMatchObject({ exit: 3 });
  });
});
