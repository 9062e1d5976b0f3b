import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { encodeGb18030 } from "../fixtures/demo/script/gb18030.ts";
import { formats } from "../src/formats/index.ts";
import { personalReports } from "../src/formats/personal.ts";
import type { Reconciliation } from "../src/model/report.ts";
import { readValue } from "../src/reconcile/claims.ts";
import { workbook } from "./ingest/support/workbook.ts";
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

  it("a row about several days is held against the whole time, not against the first of them", async () => {
    const table = await reconciled(
      `统计日期,旺旺昵称,平均响应时长(秒),买家消息
2026-11-16 ~ 2026-11-22,小满,130,2
2026-11-16 至 2026-11-16,小满,130,2
2026/11/17 00:00:00,小满,130,2
20261116,小满,130,2`,
    );
    const days = table.rows.filter(({ figure }) => figure === "买家消息").map(({ day }) => day);
    expect(days).toEqual([null, "2026-11-16", "2026-11-17", "2026-11-16"]);
    expect(table.rows[0]).toMatchObject({ ours: 130, agrees: true });
  });

  it("an agent's own report has her own lines and nothing of the others", async () => {
    const table = file("客服.csv", "旺旺昵称,平均响应时长(秒),买家消息\n小满,130,2\n离职的,9,1");
    const own = personalReports(await auditChats(chats, { reconcile: [table] })).map(
      ({ report }) => report.reconciliation,
    );
    expect(own.map(([one]) => one!.rows.map(({ agent }) => agent))).toEqual([
      ["晴川家居:小满", "晴川家居:小满"],
      [],
    ]);
    expect(own.map(([one]) => one!.onlyOurs)).toEqual([[], ["晴川家居:阿岚"]]);
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

describe("tables as they are exported", () => {
  async function reconciledBytes(name: string, content: Buffer, text = chats): Promise<Reconciliation> {
    const path = join(folder(), name);
    writeFileSync(path, content);
    const report = await auditChats(text, { reconcile: [path] });
    return report.reconciliation[0]!;
  }

  it("生意参谋 workbook: a title, heads over two rows, durations as text, — for none, 汇总值 and 平均值 below", async () => {
    const found = await reconciledBytes(
      "生意参谋.xlsx",
      workbook({
        sheets: [
          {
            name: "数据信息",
            rows: [
              ["客服绩效"],
              ["统计日期", "旺旺昵称", "接待", null, "响应", null, null],
              [
                null,
                null,
                "接待人数",
                "买家消息",
                "平均响应时长（秒)",
                "首次响应时长（秒)",
                "3分钟人工响应率",
              ],
              ["2026-11-16", "晴川家居:小满", 1, 2, "2:10", "20秒", 0.5],
              ["2026-11-16", "晴川家居:阿岚", 1, 1, "0分10秒", "—", 1],
              ["汇总值", null, 2, 3, 60, 20, 0.75],
              ["平均值", null, 1, 1.5, 60, 20, 0.75],
            ],
          },
        ],
      }),
    );
    expect(found.rows).toHaveLength(9);
    expect(found.rows.every(({ agrees, day }) => agrees === true && day === "2026-11-16")).toBe(true);
    expect(row(found, "小满", "平均响应时长（秒)")).toMatchObject({ theirs: 130, ours: 130 });
    expect(row(found, "阿岚", "首次响应时长（秒)")).toBeUndefined();
  });

  it("拼多多 in GB18030, minutes in the head, shares of 100", async () => {
    const table =
      "客服账号,平均人工响应时长(分),3分钟人工回复率(8-23点)\n小满,2.17,0\n阿岚,0.17,100\n合计,1.2,50";
    const gb18030 = join(folder(), "拼多多.csv");
    writeFileSync(gb18030, encodeGb18030(table));
    const report = await auditChats(chats.replaceAll("taobao", "pdd"), { reconcile: [gb18030] });
    expect(report.reconciliation[0]!.rows.map(({ theirs, agrees }) => [theirs, agrees])).toEqual([
      [expect.closeTo(130.2), true],
      [0, true],
      [expect.closeTo(10.2), true],
      [1, true],
    ]);
  });

  it("飞鸽 with account and nick: whichever the chats have", async () => {
    const found = await reconciled(
      "日期,店铺,客服昵称,账号名称,人工已接待会话量,3分钟人工回复率(会话),平均响应时长（秒）\n2026-11-16,晴川,小满,xiaoman01,1,100.00%,130\n合计,,,,1,100%,130",
      "飞鸽.csv",
      chats.replaceAll("taobao", "douyin"),
    );
    expect(found.rows.map(({ agent, agrees }) => [agent, agrees])).toEqual(
      Array(3).fill(["晴川家居:小满", true]),
    );
  });

  it("赤兔, all 34 columns of the older export, the head once more on the second page", async () => {
    const head =
      "日期,店铺,账户名,咨询人数,接待人数,直接接待人数,转入人数,转出人数,买家发起,客服主动跟进,总消息,买家消息,客服消息,答问比,客服字数,最大同时接待,未回复人数,旺旺回复率,慢响应人数,长接待人数,首次响应(秒),平均响应(秒),平均接待时长,发出评价数,收到评价数,很满意,满意,一般,不满,很不满,评价发送率,评价返回率,客户满意比,客服服务满意度";
    const of = (name: string, figures: string) =>
      `2026-11-16,晴川家居,晴川家居:${name},${figures},0.00%,0.00%,0.00%,0.00%`;
    const found = await reconciled(
      [
        head,
        of("小满", "1,1,1,0,0,1,0,4,2,2,1.00,20,1,0,100.00%,1,0,20.00,130.00,5分5秒,0,0,0,0,0,0,0"),
        head,
        of("阿岚", "1,1,1,0,0,1,0,2,1,1,1.00,10,1,0,100.00%,0,0,10.00,10.00,延迟统计,0,0,0,0,0,0,0"),
        "汇总,,,2,2,2,0,0,2,0,6,3,3,1.00,30,1,0,100.00%,1,0,15.00,90.00,,,,,,,,,,,,",
      ].join("\n"),
    );
    expect(found.rows).toHaveLength(18);
    expect(found.rows.every(({ agrees }) => agrees)).toBe(true);
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
    ["1:20", "seconds", 80, 0.5],
    ["1分20秒", "seconds", 80, 0.5],
    ["1 分 20.5 秒", "seconds", 80.5, 0.05],
    ["2分钟", "seconds", 120, 30],
    ["1m20s", "seconds", 80, 0.5],
    ["１２秒", "seconds", 12, 0.5],
  ] as const)("%s as %s", (text, unit, value, tolerance) => {
    const read = readValue(text, unit)!;
    expect(read.value).toBeCloseTo(value, 10);
    expect(read.tolerance).toBeCloseTo(tolerance, 10);
  });

  test.each(["", "-", "延迟统计", "—", "--", "N/A"])("“%s” is no figure", (text) => {
    expect(readValue(text, "seconds")).toBeNull();
  });
});

it("is in the page, the summary and the terminal", async () => {
  const report = await auditChats(chats, {
    reconcile: [file("表.csv", "旺旺昵称,平均响应时长(秒),买家消息\n小满,130,2\n阿岚,12.4,1")],
  });
  const tables = formats.csv.render(report, { locale: "zh", color: false, width: 100 });
  expect(tables.map(({ name }) => name)).toContain("reconciliation.csv");
  expect(String(tables.at(-1)!.content)).toContain("生意参谋/千牛客服表,");
  expect(String(tables.at(-1)!.content)).toContain(",平均响应时长(秒),10,12.4,-2.4");
  for (const format of ["html", "markdown", "terminal"] as const) {
    const content = String(
      formats[format].render(report, { locale: "zh", color: false, width: 100 })[0].content,
    );
    expect(content).toContain("与平台数据对账");
    expect(content).toContain("一致 3 项，不同 1 项");
    expect(content).toContain("12.4 秒");
  }
});
