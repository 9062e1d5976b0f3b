import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { personalReports } from "../../src/formats/personal.ts";
import { type Objection, type Report, readReport } from "../../src/index.ts";
import { readAppeals } from "../../src/review/appeals.ts";
import { calibrate } from "../../src/review/calibrate.ts";
import { corrected } from "../../src/review/correct.ts";
import { zhijian } from "../cli/terminal.ts";
import { auditChats, folder, ndjson, records } from "../support/chats.ts";
import { unzip } from "../support/unzip.ts";

/** Twelve conversations of two agents: 小满 greets in every second, 阿力 never. */
const week = Array.from({ length: 12 }, (_, at) => {
  const agent = at < 6 ? "小满" : "阿力";
  return `
  # 会话=s${at} 顾客=客${at}号
  客户 1${at % 10}:${20 + at}:00 有货吗，要两件
  客服(${agent}) 1${at % 10}:${20 + at}:05 ${at < 6 && at % 2 === 0 ? "亲，您好，" : ""}有的`;
}).join("");
const options = { minSessions: 3 };

const objection = (finding: string, more: Partial<Objection> = {}): Objection => ({
  place: { file: "申诉.csv", line: 2 },
  finding,
  reason: "机器看错了",
  by: "小满",
  decision: "pass",
  reviewer: "周姐",
  date: "2026-11-24",
  note: null,
  ...more,
});
const greeting = ({ findings }: Report, agent: string) =>
  findings.find((finding) => finding.rule === "O1" && finding.agent === agent)!;
const rowOf = ({ agentWeeks }: Report, agent: string) => agentWeeks.find((row) => row.agent === agent)!;

describe("a list of objections", () => {
  const heads = "问题编号,申诉理由,申诉人,处理结果,复核人,处理日期,处理说明";
  const read = (name: string, text: string) => readAppeals([join(folder({ [name]: text }), name)]);

  it("is read from CSV and from YAML alike; lines of the form that nobody filled in are passed over", async () => {
    const csv = `${heads}\na1,系统卡了,小满,采纳,周姐,2026/11/4,看过截图\nb2,,,,,,\nc3,不该算我的,,采纳（不适用）,周姐,2026年11月24日,\nd4,当时有表情,,,,,\n`;
    const yaml = `
- { finding: a1, reason: 系统卡了, by: 小满, decision: accepted, reviewer: 周姐, date: 2026-11-04, note: 看过截图 }
- { finding: c3, reason: 不该算我的, decision: n/a, reviewer: 周姐, date: 2026-11-24 }
- { finding: d4, reason: 当时有表情 }
`;
    const withoutPlace = (all: readonly Objection[]) => all.map(({ place: _, ...rest }) => rest);
    const fromTable = await read("a.csv", csv);
    expect(withoutPlace(fromTable)).toEqual(withoutPlace(await read("a.yaml", yaml)));
    expect(fromTable.map(({ finding, decision, date }) => [finding, decision, date])).toEqual([
      ["a1", "pass", "2026-11-04"],
      ["c3", "skip", "2026-11-24"],
      ["d4", "open", null],
    ]);
  });

  it.each([
    ["a decision without its reviewer", "a1,理由,,驳回,,2026-11-24,", /复核人/u],
    ["a decision without its date", "a1,理由,,驳回,周姐,,", /日期/u],
    ["a day that there is not", "a1,理由,,驳回,周姐,2026-02-30,", /2026-02-30/u],
    ["a reviewer without a decision", "a1,理由,,,周姐,,", /没有处理结果/u],
    ["a decision in unknown words", "a1,理由,,差不多,周姐,2026-11-24,", /差不多/u],
    ["a decision on nothing said", "a1,,,采纳,周姐,2026-11-24,", /没有填申诉理由/u],
    ["an objection to nothing", ",理由,,,,,", /没有填问题编号/u],
  ])("%s is an error at its line", async (_, line, message) => {
    await expect(read("a.csv", `${heads}\n\n${line}\n`)).rejects.toMatchObject({
      exit: 2,
      errors: [{ message: expect.stringMatching(message), place: { line: 3 } }],
    });
  });

  it("tells everything that is wrong at once, a finding listed twice with both places", async () => {
    const text = `${heads}\na1,理由,,,,,\na1,又一次,,,,,\nb2,理由,,采纳,,,\n`;
    await expect(read("a.csv", text)).rejects.toMatchObject({
      errors: [
        { place: { line: 4 } },
        { place: { line: 4 } },
        { place: { line: 3 }, message: expect.stringMatching(/a\.csv:2/u) },
      ],
    });
  });

  it("3: a table that is no such list", async () => {
    await expect(read("a.csv", "甲,乙\n1,2\n")).rejects.toMatchObject({ exit: 3 });
  });
});

describe("an accepted appeal", () => {
  it("changes the agent's score and the team's by exactly its points, and nobody else's", async () => {
    const machine = await auditChats(week, options);
    const finding = greeting(machine, "小满");
    const [passed, applicable] = finding.sessionPoints!.agent as [number, number];
    const report = corrected(machine, { appeals: [objection(finding.id)] });
    const before = rowOf(machine, "小满").score;
    const { score, machineScore } = rowOf(report, "小满");
    expect(machineScore).toEqual(before);
    const gain = (100 * finding.pointsLost) / applicable;
    expect(score.value).toBeCloseTo(before.value! + gain / before.n, 10);
    expect(score.sessions.some(([p, a]) => p === passed + finding.pointsLost && a === applicable)).toBe(true);
    const [team] = report.shopWeeks;
    expect(team!.score.value).toBeCloseTo(machine.shopWeeks[0]!.score.value! + gain / team!.score.n, 10);
    expect(rowOf(report, "阿力")).toEqual(rowOf(machine, "阿力"));
    const tally = ({ rules }: Report["agentWeeks"][number]) => rules.find(({ id }) => id === "O1")!;
    expect(tally(rowOf(report, "小满")).failed).toBe(tally(rowOf(machine, "小满")).failed - 1);
    expect(tally(rowOf(report, "小满")).passed).toBe(tally(rowOf(machine, "小满")).passed + 1);
    expect(report.findings).toHaveLength(machine.findings.length - 1);
    expect(report.appeals).toMatchObject([{ finding: { id: finding.id }, status: "accepted", as: "pass" }]);
  });

  it("of all findings gives everybody full marks: points add up in a session with several", async () => {
    const machine = await auditChats(week, options);
    const appeals = machine.findings.map(({ id }, at) =>
      objection(id, { decision: at % 2 === 0 ? "pass" : "skip" }),
    );
    const report = corrected(machine, { appeals });
    expect(report.findings).toEqual([]);
    for (const row of [...report.agentWeeks, ...report.shopWeeks]) {
      expect(row.score.value).toBe(100);
      expect(row.improvements).toEqual([]);
      expect(row.score.n).toBe(row.sessions);
    }
  });

  it("takes a veto back: the session scores by its points again", async () => {
    const rubric = join(
      folder({
        "r.yaml": `
id: own
version: 1.0.0
title: 本店
extends: basics
change: { O1: { severity: fatal } }
`,
      }),
      "r.yaml",
    );
    const machine = await auditChats(week, { ...options, rubrics: [rubric] });
    const finding = greeting(machine, "小满");
    expect(finding.sessionPoints!.agent[2]).toBe(1);
    const before = rowOf(machine, "小满").score;
    const after = rowOf(corrected(machine, { appeals: [objection(finding.id)] }), "小满").score;
    const [passed, applicable] = finding.sessionPoints!.agent as [number, number];
    const own = (100 * (passed + finding.pointsLost)) / applicable;
    expect(after.value).toBeCloseTo(before.value! + own / before.n, 10);
  });

  it("leaves the score alone where nothing was deducted, and where it is open or rejected", async () => {
    const machine = await auditChats(week, options);
    const info = machine.findings.find(({ pointsLost }) => pointsLost === 0)!;
    const report = corrected(machine, { appeals: [objection(info.id)] });
    expect(report.agentWeeks.every(({ machineScore }) => machineScore === undefined)).toBe(true);
    expect(report.findings).toHaveLength(machine.findings.length - 1);
    const [first, second] = machine.findings as [Report["findings"][0], Report["findings"][0]];
    const listed = corrected(machine, {
      appeals: [objection(first.id, { decision: "rejected" }), objection(second.id, { decision: "open" })],
    });
    expect({ ...listed, appeals: undefined }).toEqual({ ...machine, appeals: undefined });
    expect(listed.appeals!.map(({ status }) => status)).toEqual(["rejected", "open"]);
  });

  it("counts in the baseline no more", async () => {
    const machine = await auditChats(week, { ...options, baseline: [] });
    const report = corrected(machine, { appeals: [objection(machine.findings[0]!.id)] });
    expect(report.baseline!.new).toBe(machine.baseline!.new - 1);
  });

  it("2: an id that the report does not have; a report that is corrected already; one of an older version", async () => {
    const machine = await auditChats(week, options);
    expect(() => corrected(machine, { appeals: [objection("1.2E+11")] })).toThrow(/1\.2E\+11/u);
    const [first] = machine.findings;
    const twice = { ...machine, findings: [...machine.findings, first!] };
    expect(() => corrected(twice, { appeals: [objection(first!.id)] })).toThrow(/不止一处/u);
    const once = corrected(machine, { appeals: [objection(first!.id)] });
    expect(() => corrected(once, { appeals: [objection(machine.findings[1]!.id)] })).toThrow(/已经/u);
    const old = { ...machine, findings: [{ ...first!, sessionPoints: undefined }] } as unknown as Report;
    expect(() => corrected(old, { appeals: [objection(first!.id)] })).toThrow(/重算/u);
  });

  it("is a certain error of the machine for calibrate, whatever reviewers said; precision cannot be more", async () => {
    const machine = await auditChats(week, options);
    const own = machine.findings.filter(({ rule }) => rule === "O1");
    const report = corrected(machine, {
      appeals: own.map(({ id }, at) =>
        objection(id, { decision: at < 4 ? "pass" : at === 4 ? "rejected" : "open" }),
      ),
    });
    const { rules } = calibrate([], report, { minPrecision: 0.8, minFindings: 5 });
    expect(rules).toMatchObject([
      {
        rule: "O1",
        cases: 0,
        appeals: { accepted: 4, rejected: 1, open: own.length - 5 },
        precisionAtMost: (own.length - 4) / own.length,
        isProposed: true,
      },
    ]);
    expect(rules[0]!.disputed).toHaveLength(4);
  });
});

describe("shown", () => {
  it.each(["terminal", "html", "markdown", "xlsx", "json", "csv"] as const)(
    "%s has the machine's score beside it",
    async (name) => {
      const machine = await auditChats(week, options);
      const report = corrected(machine, { appeals: [objection(greeting(machine, "小满").id)] });
      const files = formats[name].render(report, { locale: "zh", color: false, width: 100 });
      const texts = files.map(async ({ content }) =>
        typeof content === "string" ? content : [...(await unzip(content)).values()].join(),
      );
      const text = (await Promise.all(texts)).join();
      const value = rowOf(machine, "小满").score.value!;
      expect(text).toContain(
        ["json", "csv", "xlsx"].includes(name) ? String(value) : `机器 ${value.toFixed(1)}`,
      );
      if (name !== "csv") expect(text).toContain("机器看错了");
    },
  );

  it("to each agent only her own", async () => {
    const machine = await auditChats(week, options);
    const appeals = ["小满", "阿力"].map((agent) =>
      objection(greeting(machine, agent).id, { reason: `${agent}的理由` }),
    );
    const personal = personalReports(corrected(machine, { appeals }));
    for (const { agent, report } of personal) {
      expect(report.appeals).toHaveLength(1);
      expect(JSON.stringify(report.appeals)).toContain(`${agent}的理由`);
    }
  });
});

describe("finding ids are the same on the same words", () => {
  const idsOf = ({ findings }: Report) => findings.map(({ id }) => id).sort();
  const other = "\n# 会话=x1 顾客=别人\n客户 09:00:00 在吗\n客服(木木) 09:00:04 在";

  it("with other files beside them, in another order, at other lines", async () => {
    const alone = idsOf(await auditChats(week));
    expect(new Set(alone).size).toBe(alone.length);
    const beside = idsOf(await auditChats([other, week]));
    expect(alone.every((id) => beside.includes(id))).toBe(true);
    const conversations = week.split("\n  # ").slice(1);
    const turned = conversations
      .toReversed()
      .map((text) => `# ${text}`)
      .join("\n");
    expect(idsOf(await auditChats(turned))).toEqual(alone);
  });

  it("under another version of the rubric that leaves the rule alone, masked or not", async () => {
    const rubric = (version: string, rest: string) =>
      join(
        folder({ "r.yaml": `id: own\nversion: ${version}\ntitle: 本店\nextends: basics\n${rest}` }),
        "r.yaml",
      );
    const report = (path: string, mask = true) => auditChats(week, { rubrics: [path], mask });
    const first = await report(rubric("1.0.0", ""));
    const second = await report(rubric("1.1.0", "change: { O2: { points: 1 }, O4: { status: off } }"), false);
    const ofGreeting = ({ findings }: Report) =>
      findings.filter(({ rule }) => rule === "O1").map(({ id }) => id);
    expect(ofGreeting(second)).toEqual(ofGreeting(first));
    expect(first.rubrics[0]!.hash).not.toBe(second.rubrics[0]!.hash);
  });

  it("and differ where the same words stand twice at the same time", async () => {
    const rubric = join(
      folder({
        "r.yaml": `
id: own
version: 1.0.0
title: 本店
rules:
  - id: X1
    standards: [O1]
    title: 不说哈
    why: 敷衍
    better: 好的
    fault: 说了哈
    severity: minor
    points: 5
    owner: author
    per: hit
    forbid: { says: { phrase: [哈哈] } }
`,
      }),
      "r.yaml",
    );
    const { findings } = await auditChats(
      "客户 10:00:00 在吗\n客服 10:00:05 哈哈，哈哈\n客服 10:00:05 哈哈，哈哈",
      { rubrics: [rubric] },
    );
    expect(findings.length).toBeGreaterThanOrEqual(2);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  });
});

describe("zhijian appeals", () => {
  it("writes the form, render and audit take it back, the report stays a report", async () => {
    const cwd = folder({ "a.ndjson": ndjson(records(week)) });
    await zhijian(["audit", join(cwd, "a.ndjson"), "-f", "json", "-o", "report.json", "--quiet"], { cwd });
    const { stdout } = await zhijian(["appeals", "report.json", "--agent", "小满"], { cwd });
    expect(stdout).not.toContain("阿力");
    const [head, ...lines] = stdout.trimEnd().split("\r\n");
    const first = lines.findIndex((line) => line.includes("O1 "));
    lines[first] = lines[first]!.replace(/,,,,,$/u, "有截图,小满,采纳,周姐,2026-11-24,");
    const filled = folder({ "申诉.csv": [head, ...lines].join("\r\n") });
    const args = ["--appeals", join(filled, "申诉.csv"), "-f", "json", "--quiet"];
    const rendered = await zhijian(["render", "report.json", ...args.slice(0, -1)], { cwd });
    const audited = await zhijian(["audit", join(cwd, "a.ndjson"), ...args], { cwd });
    expect(rendered.exit).toBe(0);
    expect(rendered.stdout).toBe(audited.stdout);
    expect(readReport(rendered.stdout, "report.json").appeals).toHaveLength(1);
    const saved = readFileSync(join(cwd, "report.json"), "utf8");
    expect(readReport(saved, "report.json").appeals).toBeUndefined();
    await zhijian(["appeals", "report.json", "-o", "申诉表.xlsx"], { cwd });
    expect(await readAppeals([join(cwd, "申诉表.xlsx")])).toEqual([]);
    const few = ["audit", join(cwd, "a.ndjson"), "--max-findings", "1", "-f", "json", "-o", "few.json"];
    await zhijian([...few, "--quiet"], { cwd });
    const capped = await zhijian(["appeals", "few.json"], { cwd });
    expect(capped.stderr).toMatch(/^报告存了 \d+ 个改进点里的 \d+ 个，表里只有这些/u);
    expect(await zhijian(["appeals", "report.json", "--agent", "没有她"], { cwd })).toMatchObject({
      exit: 2,
    });
  });
});
