import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { audit, formats, type Report, reportSchema } from "../../src/index.ts";
import { auditChats, chat, figuresOf, folder, ndjson, records } from "../support/chats.ts";

const phone = "13912345678";

/** Twelve conversations of two agents, one good and one curt, with robots, thanks, and personal data. */
const week = Array.from({ length: 12 }, (_, index) => {
  const agent = index % 2 === 0 ? "小店:小满" : "小店:小林";
  const curt = index % 2 === 1;
  return `
    # 会话=${index} 顾客=青青子衿${index} 平台=taobao
    客户 ${index * 900}s 这件有现货吗
    机器人 ${index * 900 + 1}s 请看商品页
    客户 ${index * 900 + 10}s 没看到，我电话 ${phone}
    客服(${agent}) ${index * 900 + (curt ? 150 : 25)}s ${curt ? "有" : `亲，您好😊 我是小满，青青子衿${index} 您看中的这款有现货，电话 ${phone} 已记下`}
    客户 ${index * 900 + 200}s ${index % 3 === 0 ? "你态度真好，谢谢" : "好的谢谢"}
    ${curt ? "" : `客服(${agent}) ${index * 900 + 215}s 不客气，感谢光临，祝您生活愉快，再见😊`}`;
}).join("\n");

/** Rows of people; 未分配 has what the robot answered before anybody was in charge, and no score. */
const people = (report: Report) => report.agentWeeks.filter(({ agent }) => agent !== "未分配");

const bytes = (report: Report): string =>
  String(formats.json.render(report, { locale: "zh", color: false, width: 100 })[0].content);

describe("report.json", () => {
  it("is as its schema says", async () => {
    const validate = new Ajv({ allErrors: true }).compile(reportSchema);
    for (const text of [week, "客户 - 在吗", "系统 0s 结束", "客服 0s 您好"]) {
      const report = JSON.parse(bytes(await auditChats(text)));
      expect(validate(report) ? [] : validate.errors).toEqual([]);
    }
  });

  it("names what was used: rubric with version and hash, segmenter, settings", async () => {
    const report = await auditChats(week, {
      sessionGapSeconds: 1200,
      slowAfterSeconds: 45,
      hours: "10:00-20:00",
    });
    expect(report.rubrics).toMatchObject([{ id: "basics", hash: expect.stringMatching(/^[0-9a-f]{64}$/u) }]);
    expect(report.settings).toMatchObject({
      sessionGapSeconds: 1200,
      slowAfterSeconds: 45,
      hours: "10:00-20:00",
      masked: true,
    });
    expect(report.settings.segmenter).toMatch(/^\S+ \d/u);
  });

  it("edge 49 names the conversations behind findings and slow turns", async () => {
    const report = await auditChats(week);
    const ids = new Set(chat(week).map(({ session }) => session));
    expect(report.findings.length).toBeGreaterThan(0);
    for (const { session } of [...report.findings, ...report.agentWeeks.flatMap((row) => row.slowTurns)]) {
      expect(ids).toContain(session);
    }
  });

  it("quotes words that are really in the quoted message", async () => {
    const report = await auditChats(week, { mask: false });
    const lines = records(week);
    const evidence = [...report.findings, ...report.praises].flatMap((item) => item.evidence);
    expect(evidence.length).toBeGreaterThan(0);
    for (const { source, quote, start, end } of evidence) {
      expect(lines[source.line - 1]!.text.slice(start, end)).toBe(quote);
    }
  });
});

describe("the arithmetic of scores from report.json alone", () => {
  const recomputed = (sessions: readonly (readonly number[])[]) => {
    const scores = sessions.flatMap(([passed, applicable, fatal, times]) =>
      Array.from({ length: times! }, () => (fatal === 1 ? 0 : Math.min(100, (100 * passed!) / applicable!))),
    );
    return { n: scores.length, value: scores.reduce((sum, score) => sum + score, 0) / scores.length };
  };

  it("is the mean over sessions of 100 × points passed ÷ points applicable", async () => {
    const report: Report = JSON.parse(bytes(await auditChats(week)));
    for (const row of [...people(report), ...report.shopWeeks]) {
      const { n, value } = recomputed(row.score.sessions);
      expect(row.score.n).toBe(n);
      expect(row.score.value).toBeCloseTo(value, 9);
      expect(row.score.low!).toBeLessThanOrEqual(value);
      expect(row.score.high!).toBeGreaterThanOrEqual(value);
    }
  });

  it("agrees with the tallies of rules: the points of sessions are those that the rules passed and failed", async () => {
    const report: Report = JSON.parse(bytes(await auditChats(week)));
    const rules = new Map(
      report.rubrics.flatMap((rubric) => rubric.rules.map((rule) => [`${rubric.id}/${rule.id}`, rule])),
    );
    for (const row of report.agentWeeks) {
      const tallied = row.rules.map((tally) => ({ ...tally, ...rules.get(`${tally.rubric}/${tally.id}`)! }));
      const passed = tallied.reduce((sum, rule) => sum + rule.passed * rule.points, 0);
      const lost = tallied.reduce((sum, rule) => sum + (rule.bonus ? 0 : rule.failed * rule.points), 0);
      expect(row.score.sessions.reduce((sum, [points, , , times]) => sum + points! * times!, 0)).toBe(passed);
      expect(
        row.score.sessions.reduce((sum, [points, of, , times]) => sum + (of! - points!) * times!, 0),
      ).toBe(lost);
      expect(tallied.reduce((sum, rule) => sum + rule.pointsLost, 0)).toBe(lost);
    }
  });

  it("counts each finding once, with the agent who answers for it", async () => {
    const report = await auditChats(week);
    for (const row of report.agentWeeks) {
      for (const { id, failed } of row.rules) {
        const found = report.findings.filter(({ rule, agent }) => rule === id && agent === row.agent);
        expect(found, `${row.agent} ${id}`).toHaveLength(failed);
      }
    }
  });

  it("edge 51b keeps scores within 0 and 100, as numbers", async () => {
    const report: Report = JSON.parse(bytes(await auditChats(week)));
    for (const { score } of people(report)) {
      for (const value of [score.value!, score.low!, score.high!]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }
    }
  });

  it("marks few sessions as not enough, by --min-sessions", async () => {
    const enough = async (minSessions: number) =>
      people(await auditChats(week, { minSessions })).map(({ score }) => score.enough);
    expect(await enough(6)).toEqual([true, true]);
    expect(await enough(7)).toEqual([false, false]);
  });
});

describe("rows", () => {
  it("edge 45 decision 28 agents' counts add up to the shop's, sums and not means", async () => {
    const report = await auditChats(week);
    const shop = figuresOf(report, "店铺");
    const total = (pick: (row: Report["agentWeeks"][number]) => number) =>
      report.agentWeeks.reduce((sum, row) => sum + pick(row), 0);
    expect(total(({ metrics }) => metrics.agentMessages)).toBe(shop.agentMessages);
    expect(total(({ metrics }) => metrics.customerMessages)).toBe(shop.customerMessages);
    expect(total(({ metrics }) => metrics.replySeconds!.n)).toBe(shop.replySeconds!.n);
    expect(total(({ metrics }) => metrics.replySeconds!.sum)).toBe(shop.replySeconds!.sum);
    expect(shop.replySeconds!.mean).toBe(shop.replySeconds!.sum / shop.replySeconds!.n);
  });

  it("edge 45 edge 43 the table for spreadsheets carries the figures of report.json, working hours among them", async () => {
    const report = await auditChats(week, { hours: "10:00-12:00" });
    const [table] = formats.csv.render(report, { locale: "zh", color: false, width: 100 });
    const text = String(table.content);
    for (const { metrics, score } of people(report)) {
      for (const value of [
        score.value,
        metrics.replySeconds!.mean,
        metrics.workingSeconds.replySeconds!.mean,
        metrics.slowTurns,
      ]) {
        expect(text).toContain(String(value));
      }
    }
  });

  it("edge 46 the sessions counted are those that are timed, selected by their first day alone", async () => {
    const report = await auditChats(
      `
      客户 2026-11-22 23:59:00 在吗
      客服 2026-11-23 00:02:00 在的`,
      { week: "2026-W47" },
    );
    expect(figuresOf(report, "店铺")).toMatchObject({ sessions: 1, replySeconds: { n: 1, sum: 180 } });
  });

  it("are in order of week, shop and agent, by code unit", async () => {
    const report = await auditChats(`
      # 会话=1 店铺=b店
      客服(z) 0s 您好
      客服(a) 1s 您好
      # 会话=2 店铺=B店
      客服(é) 0s 您好
      # 会话=3 店铺=b店
      客服(m) 2026-11-01 10:00:00 您好`);
    expect(report.agentWeeks.map(({ week: label, shop, agent }) => `${label} ${shop} ${agent}`)).toEqual([
      "2026-W44 b店 m",
      "2026-W47 B店 é",
      "2026-W47 b店 a",
      "2026-W47 b店 z",
    ]);
  });
});

describe("personal data", () => {
  it("is in no report, neither phones nor nicks, not even inside quotes and ids", async () => {
    const withIds = week.replaceAll(/# 会话=(\d+) 顾客=(\S+)/gu, "# 会话=$2-$1 顾客=$2");
    const report = await auditChats(withIds);
    for (const format of Object.values(formats)) {
      for (const { content } of format.render(report, { locale: "zh", color: false, width: 200 })) {
        const text = Buffer.from(content).toString("utf8");
        expect(text).not.toContain(phone);
        expect(text).not.toContain("青青子衿");
      }
    }
  });

  it("is in samples of what could not be read neither", async () => {
    const { report } = await audit([
      folder({ "a.ndjson": `${ndjson(records("客户 0s 在吗"))}{"role":"顾客","text":"${phone}"\n` }),
    ]);
    expect(report.diagnostics.length).toBeGreaterThan(0);
    expect(JSON.stringify(report.diagnostics)).not.toContain(phone);
  });

  it("is shown with --no-mask, and the report says so", async () => {
    const report = await auditChats(week, { mask: false });
    expect(report.settings.masked).toBe(false);
    expect(JSON.stringify(report.findings)).toContain("青青子衿");
  });
});

describe("the same input gives the same bytes", () => {
  it("whatever the order in which the files are named", async () => {
    const lines = records(week);
    const path = folder({ "a.ndjson": ndjson(lines.slice(0, 20)), "b.ndjson": ndjson(lines.slice(20)) });
    const there = await audit([`${path}/a.ndjson`, `${path}/b.ndjson`]);
    const back = await audit([`${path}/b.ndjson`, `${path}/a.ndjson`]);
    expect(bytes(back.report)).toBe(bytes(there.report));
  });

  it("on every run: the only clock is generatedAt", async () => {
    const path = folder({ "a.ndjson": ndjson(records(week)) });
    const [first, second, dated] = await Promise.all([
      audit([path]),
      audit([path]),
      audit([path], { generatedAt: "2026-11-23T09:00:00+08:00" }),
    ]);
    expect(bytes(second!.report)).toBe(bytes(first!.report));
    expect(first!.report.generatedAt).toBeNull();
    expect(bytes({ ...dated!.report, generatedAt: null })).toBe(bytes(first!.report));
  });

  it("even for customers whose masked nicks are the same", async () => {
    const twins = (nicks: readonly string[]) =>
      nicks.map((nick) => `# 会话=无 顾客=${nick}\n客户 0s ${nick}要的货呢\n客服 400s 在发了`).join("\n");
    const one = await auditChats(twins(["阿青山", "阿蓝山"]));
    const other = await auditChats(twins(["阿蓝山", "阿青山"]));
    const ids = (report: Report) => report.findings.map(({ id }) => id);
    expect(ids(one).length).toBeGreaterThan(2);
    expect(ids(other)).toEqual(ids(one));
  });
});
