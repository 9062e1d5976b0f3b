import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Report } from "../../src/index.ts";
import { buildReport } from "../formats/build-report.ts";
import { folder } from "../support/chats.ts";
import { zhijian } from "./terminal.ts";

/** A folder with `new.json` of one week and `old/*.json` of the weeks before it. */
function weeks(change: (old: Report) => Report = (old) => old): { path: string; all: Report } {
  const all = buildReport({ weeks: ["2026-W44", "2026-W45", "2026-W46"], shops: ["蓝山家居旗舰店"] });
  const only = (week: string): Report => ({
    ...all,
    agentWeeks: all.agentWeeks.filter((row) => row.week === week),
    shopWeeks: all.shopWeeks.filter((row) => row.week === week),
    findings: all.findings.filter((row) => row.week === week),
    praises: all.praises.filter((row) => row.week === week),
  });
  const path = folder({ "new.json": JSON.stringify(only("2026-W46")) });
  mkdirSync(join(path, "old"));
  for (const week of ["2026-W44", "2026-W45"])
    writeFileSync(join(path, "old", `${week}.json`), JSON.stringify(change(only(week))));
  return { path, all };
}

const otherRubric = (old: Report): Report => ({
  ...old,
  rubrics: old.rubrics.map((rubric) => ({ ...rubric, hash: "0".repeat(64) })),
});

/** As the version before queue figures, proving conversations and examples wrote it. */
function earlierVersion(report: Report): Report {
  const row = <T extends Report["shopWeeks"][number]>({ evidence: _, metrics, ...others }: T) => {
    const { queuePosition: _position, newCustomersFirst: _first, ...old } = metrics;
    return { ...others, metrics: old };
  };
  const { agentWeeks, shopWeeks, conversations: _examples, acts: _acts, ...others } = report;
  return { ...others, agentWeeks: agentWeeks.map(row), shopWeeks: shopWeeks.map(row) } as unknown as Report;
}

it("reports of an earlier version are read; what it did not compute is null with the reason", async () => {
  const { path, all } = weeks(earlierVersion);
  const args = ["render", "old/2026-W45.json", "--history", "old", "-f"];
  for (const format of ["terminal", "markdown", "html", "csv"])
    expect((await zhijian([...args, format], { cwd: path })).exit, format).toBe(0);
  const rendered: Report = JSON.parse((await zhijian([...args, "json"], { cwd: path })).stdout);
  const [row] = rendered.shopWeeks;
  const team = all.shopWeeks.find(({ week }) => week === "2026-W45")!;
  expect(row!.metrics).toMatchObject({ queuePosition: null, replySeconds: team.metrics.replySeconds });
  expect(row!.metrics.reasons.queuePosition).toContain("版本");
  expect(row!.evidence.unanswered).toEqual({ count: team.metrics.unanswered.hits, sessions: [] });
  const compared = await zhijian(["compare", "old", "new.json", "--by", "month"], { cwd: path });
  expect(compared.exit).toBe(0);
  expect(compared.stdout).not.toContain("设置");
});

it("compare: every agent's figures and rules before and after, the same numbers as in the reports", async () => {
  const { path, all } = weeks();
  const { exit, stdout } = await zhijian(["compare", "old/2026-W45.json", "new.json"], { cwd: path });
  expect(exit).toBe(0);
  expect(stdout).toContain("2026-W45 → 2026-W46");
  expect(stdout).not.toContain("不能直接相比");
  const json = await zhijian(["compare", "old/2026-W45.json", "new.json", "-f", "json"], { cwd: path });
  const { rows } = JSON.parse(json.stdout);
  const agents = new Set(all.agentWeeks.map(({ agent }) => agent));
  expect(rows).toHaveLength(agents.size + 1);
  for (const { agent, before, after } of rows) {
    const list = agent === null ? all.shopWeeks : all.agentWeeks.filter((row) => row.agent === agent);
    expect(before).toEqual(list.find(({ week }) => week === "2026-W45"));
    expect(after).toEqual(list.find(({ week }) => week === "2026-W46"));
  }
});

it("compare warns where the rubrics or the settings differ", async () => {
  const { path } = weeks((old) => ({
    ...otherRubric(old),
    settings: { ...old.settings, slowAfterSeconds: 90 },
  }));
  const { stdout } = await zhijian(["compare", "old/2026-W45.json", "new.json"], { cwd: path });
  expect(stdout).toMatch(/评分标准不同，得分不能直接相比：basics/u);
  expect(stdout).toMatch(/设置不同：slowAfterSeconds/u);
  const en = await zhijian(["compare", "old/2026-W45.json", "new.json", "--locale", "en"], { cwd: path });
  expect(en.stdout).toMatch(/different rubrics/u);
});

it("--history: the trend and the change against the week before, as if the weeks stood in one report", async () => {
  const { path } = weeks();
  const history = ["--history", "old"];
  const markdown = await zhijian(["render", "new.json", "-f", "markdown", ...history], { cwd: path });
  expect(markdown.stdout).toMatch(/得分走势：W44 .+ → W45 .+ → W46 /u);
  const html = async (...args: string[]) =>
    (await zhijian(["render", "new.json", "-f", "html", ...args], { cwd: path })).stdout;
  expect(await html()).not.toContain("比 W45");
  const page = await html(...history);
  expect(page).toContain("比 W45");
  expect(page).toMatch(/<circle[^>]*><title>W44 /u);
});

it("--history: weeks scored under other rubrics are named, and their scores not compared", async () => {
  const { path } = weeks(otherRubric);
  const { stdout } = await zhijian(["render", "new.json", "-f", "html", "--history", "old"], { cwd: path });
  expect(stdout).toMatch(/2026-W44、2026-W45 按别的评分标准评分/u);
  const card = /<span class="label">得分<\/span>[\s\S]*?<\/li>/u.exec(stdout)![0];
  expect(card).not.toContain("比 W45");
});

it("--history: a file that is no report is named", async () => {
  const { path } = weeks();
  writeFileSync(join(path, "old", "x.json"), "{}");
  const { exit, stderr } = await zhijian(["render", "new.json", "--history", "old"], { cwd: path });
  expect(exit).toBe(3);
  expect(stderr).toContain(join("old", "x.json"));
});

it("--per-agent: a file for each agent with her own figures and nobody else's words or name", async () => {
  const { path, all } = weeks();
  const formats = ["-f", "html", "-f", "markdown", "-f", "xlsx"];
  const { exit } = await zhijian(
    ["render", "new.json", "--per-agent", ...formats, "-o", "各人", "--history", "old"],
    { cwd: path },
  );
  expect(exit).toBe(0);
  const agents = [...new Set(all.agentWeeks.map(({ agent }) => agent))].filter((agent) => agent !== "未分配");
  const files = readdirSync(join(path, "各人"));
  expect(files).toHaveLength(3 * agents.length);
  const nameOf = (agent: string) => agent.split(":").at(-1)!;
  for (const agent of agents) {
    const file = files.find((name) => name.includes(nameOf(agent)) && name.endsWith(".html"))!;
    const page = readFileSync(join(path, "各人", file), "utf8");
    expect(page).toContain(nameOf(agent));
    expect(page).toContain("本人");
    expect(page).toContain("比 W45");
    // The rubric's own better wording says 小满.
    for (const other of agents.filter((one) => one !== agent && one !== "小满"))
      expect(page).not.toContain(nameOf(other));
  }
});

it("--per-agent: 2 without a folder, and for formats of machines", async () => {
  const { path } = weeks();
  for (const args of [[], ["-o", "x", "-f", "json"]]) {
    const { exit, stderr } = await zhijian(["render", "new.json", "--per-agent", ...args], { cwd: path });
    expect({ exit, told: /-o/u.test(stderr) }).toEqual({ exit: 2, told: true });
  }
});

/** Four weeks, the first three of October and November by their Thursdays: W43 and W44, W45 and W46. */
function twoMonths(): Report {
  return buildReport({
    weeks: ["2026-W43", "2026-W44", "2026-W45", "2026-W46"],
    shops: ["蓝山家居旗舰店"],
  });
}

it("compare --by month: sums of the weeks of each month, means of the sums", async () => {
  const all = twoMonths();
  const path = folder({ "all.json": JSON.stringify(all) });
  const { exit, stdout } = await zhijian(["compare", "all.json", "all.json", "--by", "month", "-f", "json"], {
    cwd: path,
  });
  expect(exit).toBe(0);
  const { rows } = JSON.parse(stdout);
  const team = rows.find(({ agent }: { agent: string | null }) => agent === null);
  const weeks = all.shopWeeks.filter(({ week }) => week === "2026-W45" || week === "2026-W46");
  expect(team.after.week).toBe("2026-11");
  const sum = (read: (row: Report["shopWeeks"][number]) => number) =>
    weeks.reduce((total, row) => total + read(row), 0);
  const first = team.after.metrics.firstReplySeconds;
  expect(first.n).toBe(sum((row) => row.metrics.firstReplySeconds!.n));
  expect(first.mean).toBeCloseTo(sum((row) => row.metrics.firstReplySeconds!.sum) / first.n, 9);
  expect(first.p90).toBeNull();
  const { hits, n, value } = team.after.metrics.replyRate;
  expect([hits, n]).toEqual([
    sum((row) => row.metrics.replyRate.hits),
    sum((row) => row.metrics.replyRate.n),
  ]);
  expect(value).toBe(hits / n);
  const sessions = weeks.flatMap(({ score }) => score.sessions);
  const mean =
    sessions.reduce((total, [passed, of, , times]) => total + (times! * 100 * passed!) / of!, 0) /
    sessions.reduce((total, [, , , times]) => total + times!, 0);
  expect(team.after.score.value).toBeCloseTo(mean, 9);
});

it("compare takes folders of reports, and a week that lies in two months by its Thursday", async () => {
  const { path } = weeks();
  const { stdout } = await zhijian(["compare", "old", "new.json", "--by", "month"], { cwd: path });
  // W44 is October by its Thursday, W45 November.
  expect(stdout).toContain("2026-11 → 2026-11");
  const october = await zhijian(["compare", "old/2026-W44.json", "new.json", "--by", "month"], { cwd: path });
  expect(october.stdout).toContain("2026-10 → 2026-11");
});

it("--history: the page has the months, and no score for a month with weeks under other rubrics", async () => {
  const { path } = weeks(otherRubric);
  const { exit } = await zhijian(["render", "new.json", "--history", "old", "-f", "html", "-o", "r.html"], {
    cwd: path,
  });
  expect(exit).toBe(0);
  const page = readFileSync(join(path, "r.html"), "utf8");
  const month = /2026 年 11 月.*?<\/tr>/su.exec(page)![0];
  expect(month).toContain("2 周：W45–W46");
  expect(month).toMatch(/data-label="得分">—</u);
  expect(month).not.toMatch(/data-label="首次响应">—</u);
});
