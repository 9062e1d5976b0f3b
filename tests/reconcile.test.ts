import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { formats } from "../src/formats/index.ts";
import type { Reconciliation } from "../src/model/report.ts";
import { readValue } from "../src/reconcile/claims.ts";
import { auditChats, folder } from "./support/chats.ts";

const chats = `# 平台=taobao
客户 10:00:00 有货吗
客服(晴川家居:小满) 10:00:20 有的
客户 10:01:00 包邮吗
客服(晴川家居:小满) 10:05:00 包的
# 会话=2 平台=taobao 顾客=阿蓝
客户 11:00:00 在吗
客服(晴川家居:阿岚) 11:00:10 在的`;

function file(name: string, content: string): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

async function reconciled(table: string, name = "客服.csv", text = chats): Promise<Reconciliation> {
  const report = await auditChats(text, { reconcile: [file(name, table)] });
  expect(report.reconciliation).toHaveLength(1);
  return report.reconciliation[0]!;
}

const row = (table: Reconciliation, agent: string, figure: string) =>
  table.rows.find((one) => one.agent.endsWith(agent) && one.figure === figure);

describe("tables about agents", () => {
  it("生意参谋: ours, theirs, difference; equal within the digits that the table has", async () => {
    const table = await reconciled(
      `旺旺昵称,平均响应时长（秒),3分钟人工响应率,买家消息,客服消息
晴川家居:小满,130,0.5,2,2
晴川家居:阿岚,12.4,100%,1,1
晴川家居:离职的,9,1,1,1
汇总值,60,0.8,9,9`,
    );
    expect(table).toMatchObject({ table: "taobao", platform: "taobao", onlyOurs: [] });
    expect(row(table, "小满", "平均响应时长（秒)")).toMatchObject({
      ours: 130,
      theirs: 130,
      difference: 0,
      agrees: true,
      n: 2,
    });
    expect(row(table, "小满", "3分钟人工响应率")).toMatchObject({ ours: 0.5, agrees: true });
    expect(row(table, "阿岚", "平均响应时长（秒)")).toMatchObject({ ours: 10, theirs: 12.4, agrees: false });
    expect(row(table, "离职的", "买家消息")).toMatchObject({
      ours: null,
      agrees: null,
      reason: "聊天记录里没有这位客服",
    });
    expect(table.rows.some(({ agent }) => agent === "汇总值")).toBe(false);
  });

  it("拼多多: the customers who failed are those of the day", async () => {
    const table = await reconciled(
      "客服账号,平均人工响应时长,需要人工回复的咨询人数,3分钟人工回复率(8-23点),3分钟未回复人数\n小满,130,1,0%,1",
      "拼多多.csv",
      chats.replaceAll("taobao", "pdd"),
    );
    expect(table.table).toBe("pdd");
    expect(table.rows.map(({ ours }) => ours)).toEqual([130, 0, 1, 1]);
    expect(table.rows.every(({ agrees }) => agrees)).toBe(true);
    expect(table.onlyOurs).toEqual(["晴川家居:阿岚"]);
  });

  it("飞鸽, with totals above the header and the accounts without the shop", async () => {
    const table = await reconciled(
      "飞鸽客服绩效\n账号名称,人工已接待会话量,3分钟人工回复率(会话),平均响应时长（秒）\n小满,1,100%,130.0",
      "飞鸽.csv",
      chats.replaceAll("taobao", "douyin"),
    );
    expect(table.rows.map(({ figure, ours, agrees }) => [figure, ours, agrees])).toEqual([
      ["3分钟人工回复率(会话)", 1, true],
      ["平均响应时长（秒）", 130, true],
      ["人工已接待会话量", 1, true],
    ]);
  });

  it("赤兔, row by row of each day; 延迟统计 is no figure", async () => {
    const table = await reconciled(
      `日期,店铺,账户名,咨询人数,接待人数,买家消息,客服消息,答问比,最大同时接待,首次响应(秒),平均响应(秒)
2026-11-16,晴川家居,晴川家居:小满,1,1,2,2,1,1,20,130
2026-11-17,晴川家居,晴川家居:小满,1,1,2,2,1,1,延迟统计,130`,
    );
    expect(table.table).toBe("chitu");
    const days = (day: string) => table.rows.filter((one) => one.day === day);
    expect(days("2026-11-16").every(({ agrees }) => agrees)).toBe(true);
    expect(days("2026-11-16")).toHaveLength(7);
    expect(days("2026-11-17").map(({ reason }) => reason)).toEqual(
      Array(6).fill("聊天记录里这一天没有这位客服"),
    );
  });

  it("a platform that was not computed is told, not compared", async () => {
    const table = await reconciled(
      "旺旺昵称,平均响应时长(秒),买家消息\n小满,130,2",
      "a.csv",
      chats.replaceAll(" 平台=taobao", " 店铺=晴川").replace("# 平台", "# 店铺"),
    );
    expect(table.rows[0]).toMatchObject({
      ours: null,
      reason: "没有按 taobao 口径计算，请加 --platform taobao",
    });
    expect(table.rows[1]).toMatchObject({ ours: 2, agrees: true });
  });

  it("what is no such table is refused with its name", async () => {
    await expect(reconciled("姓名,城市\n小满,杭州")).rejects.toThrow();
  });
});

describe("京东 会话记录", () => {
  const text = `# 会话=a 平台=jd 顾客=小****花
客户 10:00:00 有货吗
客服(小满) 10:00:20 有的
客户 10:01:00 包邮吗
客服(小满) 10:01:40 包的
# 会话=b 平台=jd 顾客=阿蓝
客户 11:00:00 在吗
客服(小满) 11:00:10 在的`;
  const table = `咨询时间,顾客,咨询类型,客服,首次响应时间,平均响应时间(S),客户消息数,客服消息数
2026-11-16 10:00:01,小雨家的花,售前,小满,20,30,2,2
2026-11-16 11:00:00,阿蓝,售前,小满,40,40,1,1
2026-11-16 12:00:00,别人,售前,小满,5,5,1,1`;

  it("finds the conversations by nick and time, and names those that explain the difference", async () => {
    const found = await reconciled(table, "会话记录.csv", text);
    expect(found.sessions).toMatchObject({ n: 3, matched: 2 });
    expect(row(found, "小满", "首次响应时间")).toMatchObject({
      theirs: 30,
      ours: 15,
      difference: -15,
      agrees: false,
      n: 2,
    });
    expect(row(found, "小满", "客户消息数")).toMatchObject({ theirs: 3, ours: 3, agrees: true });
    expect(
      found.sessions!.differing.map(({ session, figure, difference }) => [session, figure, difference]),
    ).toEqual([
      ["b", "首次响应时间", -30],
      ["b", "平均响应时间", -30],
    ]);
  });
});

describe("cells", () => {
  test.each([
    ["98.5%", "share", 0.985, 0.0005],
    ["0.9971", "share", 0.9971, 0.00005],
    ["1,234", "count", 1234, 0],
    ["12.3", "seconds", 12.3, 0.05],
    ["00:01:20", "seconds", 80, 0.5],
  ] as const)("%s as %s", (text, unit, value, tolerance) => {
    const read = readValue(text, unit)!;
    expect(read.value).toBeCloseTo(value, 10);
    expect(read.tolerance).toBeCloseTo(tolerance, 10);
  });

  test.each(["", "-", "延迟统计", "—"])("“%s” is no figure", (text) => {
    expect(readValue(text, "seconds")).toBeNull();
  });
});

it("is in the page, the summary and the terminal", async () => {
  const report = await auditChats(chats, {
    reconcile: [file("表.csv", "旺旺昵称,平均响应时长(秒),买家消息\n小满,130,2\n阿岚,12.4,1")],
  });
  for (const format of ["html", "markdown", "terminal"] as const) {
    const content = String(
      formats[format].render(report, { locale: "zh", color: false, width: 100 })[0].content,
    );
    expect(content).toContain("与平台数据对账");
    expect(content).toContain("一致 3 项，不同 1 项");
    expect(content).toContain("12.4 秒");
  }
});
