import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { audit, type Judgement, type Report } from "../../src/index.ts";
import { calibrate } from "../../src/review/calibrate.ts";
import { corrected } from "../../src/review/correct.ts";
import { readJudgements } from "../../src/review/judgements.ts";
import { sample } from "../../src/review/sample.ts";
import { seal, unseal } from "../../src/review/seal.ts";
import { zhijian } from "../cli/terminal.ts";
import { folder, ndjson, records } from "../support/chats.ts";

const rubricText = `
id: own
version: 1.0.0
title: 本店标准
rules:
  - id: G1
    standards: [O1]
    title: 开场先问好
    why: 礼貌
    better: 您好
    fault: 没有问好
    severity: minor
    points: 10
    owner: first
    require: { says: { act: greeting } }
  - id: X1
    standards: [A5]
    title: 听懂顾客要什么
    why: 听懂了才帮得上
    better: 先复述一遍
    fault: 没有听懂
    severity: major
    points: 20
    owner: each
    ask: 客服听懂顾客要什么了吗？
  - id: X2
    standards: [D4]
    title: 语气亲切
    why: 亲切
    better: 亲切
    fault: 生硬
    severity: minor
    points: 10
    owner: each
    ask: 语气有多亲切？
    answer: score
`;
/** 小满 greets in s0, s1 and s2 of four. */
const chats = Array.from(
  { length: 4 },
  (_, at) => `
  # 会话=s${at} 顾客=客${at}号
  客户 1${at}:00:00 有货吗
  客服(小满) 1${at}:00:05 ${at < 3 ? "您好，" : ""}有的`,
).join("");

async function made(): Promise<{ report: Report; asked: Judgement[]; cwd: string }> {
  const cwd = folder({ "own.yaml": rubricText, "a.ndjson": ndjson(records(chats)) });
  const options = { rubrics: [join(cwd, "own.yaml")], minSessions: 1 };
  const paths = [join(cwd, "a.ndjson")];
  const { report } = await audit(paths, options);
  const choice = { plan: "random", size: 4, seed: "一", blind: true, disputed: [], skipped: 0 } as const;
  const { sample: list } = await sample(paths, choice, options);
  const asked = list.sessions.flatMap(({ session, shop, week, questions }) =>
    questions.map(
      ({ rubric, rule, agent, probability, seal: code }, line): Judgement => ({
        ...{ file: "复核.csv", line, reviewer: "周姐", note: null, verdict: "pass" },
        ...{ session, shop, week, agent, rubric, rule, probability, seal: code },
      }),
    ),
  );
  return { report, asked, cwd };
}

const answers = (
  asked: readonly Judgement[],
  said: Record<string, Judgement["verdict"]>,
  reviewer = "周姐",
) =>
  asked.flatMap((judgement) => {
    const verdict = said[`${judgement.session} ${judgement.rule}`];
    return verdict === undefined ? [] : [{ ...judgement, verdict, reviewer }];
  });

describe("questions that only people can judge", () => {
  it("are empty in the machine's report, which says so; the other rules make up the score", async () => {
    const { report } = await made();
    const [row] = report.agentWeeks;
    expect(row!.score.sessions).toEqual([
      [0, 10, 0, 1],
      [10, 10, 0, 3],
    ]);
    expect(row!.rules.find(({ id }) => id === "X1")).toMatchObject({ passed: 0, failed: 0, skipped: 4 });
    const text = String(
      formats.terminal.render(report, { locale: "zh", color: false, width: 100 })[0].content,
    );
    expect(text).toMatch(/有 2 条只能由人判断，每个会话共 30 分/u);
  });

  it("enter the score where they are answered: yes or no by all points, 1 to 5 in part", async () => {
    const { report, asked } = await made();
    const judgements = answers(asked, { "s0 X1": "fail", "s1 X2": 4, "s3 X1": "pass", "s3 X2": 1 });
    const { agentWeeks, answers: kept } = corrected(report, { judgements });
    const [row] = agentWeeks;
    // s0: 10 of 30; s1: 10 + ¾ · 10 of 20; s2: 10 of 10; s3: 20 + 0 of 40.
    expect(row!.score.value).toBeCloseTo((100 / 3 + 87.5 + 100 + 50) / 4, 10);
    expect(row!.machineScore!.value).toBe(75);
    expect(row!.rules.find(({ id }) => id === "X1")).toMatchObject({
      passed: 1,
      failed: 1,
      skipped: 2,
      pointsLost: 20,
    });
    expect(row!.rules.find(({ id }) => id === "X2")).toMatchObject({
      passed: 1,
      failed: 1,
      skipped: 2,
      pointsLost: 12.5,
    });
    expect(row!.improvements[0]).toMatchObject({ rule: "X1", n: 2, failed: 1 });
    expect(kept).toHaveLength(4);
    const text = String(
      formats.markdown.render(corrected(report, { judgements }), { locale: "zh", color: false, width: 80 })[0]
        .content,
    );
    expect(text).toMatch(/机器 75\.0/u);
  });

  it("of several reviewers go by the majority, scores by their mean; an even split stays open", async () => {
    const { report, asked } = await made();
    const judgements = [
      ...answers(asked, { "s0 X1": "fail", "s0 X2": 5, "s1 X1": "fail", "s2 X1": "none" }, "甲"),
      ...answers(asked, { "s0 X1": "fail", "s0 X2": 2, "s1 X1": "pass", "s2 X1": "none" }, "乙"),
      ...answers(asked, { "s0 X1": "pass" }, "丙"),
    ];
    const { answers: kept } = corrected(report, { judgements });
    const of = (session: string, rule: string) =>
      kept!.find((answer) => answer.session === session && answer.rule === rule);
    expect(of("s0", "X1")).toMatchObject({ outcome: "fail", reviewers: ["丙", "乙", "甲"].sort() });
    expect(of("s0", "X2")).toMatchObject({ outcome: "fail", score: 3.5, passed: 6.25, applicable: 10 });
    expect(of("s1", "X1")).toMatchObject({ outcome: "open", applicable: 0 });
    expect(of("s2", "X1")).toMatchObject({ outcome: "skip", applicable: 0 });
  });

  it("take 1 for yes, and come to the same whatever the order of the forms", async () => {
    const { report, asked } = await made();
    const judgements = [
      ...answers(asked, { "s0 X1": 1, "s0 X2": 2, "s1 X2": 3 }, "甲"),
      ...answers(asked, { "s0 X2": 3, "s1 X2": 4 }, "乙"),
      ...answers(asked, { "s0 X2": 3, "s1 X2": 4 }, "丙"),
    ];
    const forwards = corrected(report, { judgements });
    expect(forwards.answers!.find(({ rule }) => rule === "X1")).toMatchObject({ outcome: "pass" });
    expect(corrected(report, { judgements: judgements.toReversed() })).toEqual(forwards);
  });

  it("and appeals change one session together", async () => {
    const { report, asked } = await made();
    const [finding] = report.findings;
    const { agentWeeks } = corrected(report, {
      judgements: answers(asked, { "s3 X1": "pass" }),
      appeals: [
        {
          ...{ place: { file: "a.csv" }, finding: finding!.id, reason: "说了您好", by: null, note: null },
          ...{ decision: "pass", reviewer: "周姐", date: "2026-11-24" },
        },
      ],
    });
    expect(finding!.session).toBe("s3");
    expect(agentWeeks[0]!.score).toMatchObject({ value: 100 });
    expect(agentWeeks[0]!.score.sessions).toEqual([
      [10, 10, 0, 3],
      [30, 30, 0, 1],
    ]);
  });

  it("2: without their code, under another rubric, of other chats", async () => {
    const { report, asked } = await made();
    const judgements = answers(asked, { "s0 X1": "pass" });
    const changed = (change: Partial<Judgement>) => () =>
      corrected(report, { judgements: judgements.map((one) => ({ ...one, ...change })) });
    expect(changed({ rule: "Z9" })).toThrow(/报告里没有规则“[^”]*Z9”/u);
    expect(changed({ seal: null })).toThrow(/没有核对码/u);
    expect(changed({ session: "s9" })).toThrow(/对不上/u);
    expect(() =>
      corrected({ ...report, rubrics: report.rubrics.map((one) => ({ ...one, hash: "0" })) }, { judgements }),
    ).toThrow(/对不上/u);
    const others = report.agentWeeks.map((row) => ({
      ...row,
      score: { ...row.score, sessions: [[0, 10, 0, 4]] },
    }));
    expect(() => corrected({ ...report, agentWeeks: others }, { judgements })).toThrow(/没有这样的得分/u);
  });

  it("measure reviewers against one another: α of verdicts and of scores, weighted κ", async () => {
    const { report, asked } = await made();
    const judgements = [
      ...answers(
        asked,
        { "s0 X1": "fail", "s1 X1": "pass", "s0 X2": 5, "s1 X2": 2, "s2 X2": 3, "s3 X2": 1 },
        "甲",
      ),
      ...answers(
        asked,
        { "s0 X1": "fail", "s1 X1": "pass", "s0 X2": 4, "s1 X2": 2, "s2 X2": 3, "s3 X2": "fail" },
        "乙",
      ),
    ];
    const { manual, pairs, rules, unused } = calibrate(judgements, report, {
      minPrecision: 0.8,
      minFindings: 5,
    });
    expect(rules).toEqual([]);
    expect(manual).toMatchObject([
      { rule: "X1", answer: "verdict", cases: 2, shared: 2, alpha: 1 },
      { rule: "X2", answer: "score", cases: 4, shared: 3 },
    ]);
    expect(unused).toEqual([{ rule: "X2", reason: "other-answer", count: 1 }]);
    const { linear, quadratic } = pairs[0]!.scores!;
    expect(linear.n).toBe(3);
    expect(quadratic.value).toBeGreaterThan(linear.value!);
    expect(quadratic.value).toBeLessThan(1);
  });
});

describe("a sealed verdict", () => {
  const question = { rubric: "own", rule: "G1", shop: null, session: "s1", agent: "小满" };
  const sealed = { outcome: "fail", agent: [0, 10, 0], shop: [5, 20, 1] } as const;

  it("is opened by the rubric's content and by nothing else", () => {
    const code = seal(question, sealed, "abc");
    expect(unseal(code, question, "abc")).toEqual(sealed);
    expect(unseal(code, question, "abd")).toBeNull();
    expect(unseal(code, { ...question, session: "s2" }, "abc")).toBeNull();
    expect(unseal(`${code.slice(0, -1)}${code.endsWith("0") ? "1" : "0"}`, question, "abc")).toBeNull();
    for (const none of ["", "s", "x", "通过"]) expect(unseal(none, question, "abc")).toBeNull();
  });
});

describe("zhijian render --answers", () => {
  it("takes the filled-in form", async () => {
    const { cwd } = await made();
    const common = ["--rubric", join(cwd, "own.yaml"), "--quiet"];
    await zhijian(["audit", join(cwd, "a.ndjson"), ...common, "-f", "json", "-o", "report.json"], { cwd });
    await zhijian(["sample", join(cwd, "a.ndjson"), ...common, "--plan", "random", "-o", "f.csv"], { cwd });
    const form = join(cwd, "f.csv");
    const filled = readFileSync(form, "utf8").replace(
      /(听懂顾客要什么了吗？[^\r]*?),,,,(s0)/u,
      "$1,周姐,不通过,答非所问,$2",
    );
    writeFileSync(form, filled);
    expect((await readJudgements([form])).judgements).toHaveLength(1);
    const { stdout, exit } = await zhijian(["render", "report.json", "--answers", "f.csv", "-f", "json"], {
      cwd,
    });
    expect(exit).toBe(0);
    expect(JSON.parse(stdout).answers).toMatchObject([{ rule: "X1", session: "s0", outcome: "fail" }]);
    writeFileSync(form, filled.replace("周姐,不通过", "周姐,说不好"));
    const unread = await zhijian(["render", "report.json", "--answers", "f.csv", "-f", "json"], { cwd });
    expect(unread.stderr).toMatch(/^1 个判断看不懂，没有计入：\n {2}\S*f\.csv:\d+: 说不好\n$/u);
  });
});
