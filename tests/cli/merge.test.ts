import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formats } from "../../src/formats/index.ts";
import { type AuditOptions, audit, mergeReports, type Report } from "../../src/index.ts";
import { demo, truth } from "../demo/truth.ts";
import { folder, ndjson, records } from "../support/chats.ts";
import { type Records, recordsOf, type Sessions, sessions } from "../support/logs.ts";
import { zhijian } from "./terminal.ts";

const asJson = (report: Report) => formats.json.render(report, {} as never)[0].content as string;

/** A report as it is after it was saved. */
const saved = (report: Report) => JSON.parse(asJson(report)) as Report;

async function audited(paths: readonly string[], options: AuditOptions = {}): Promise<Report> {
  const { report, errors } = await audit(paths, options);
  expect(errors).toEqual([]);
  return saved(report);
}

/** One file for each part, in one folder. */
function written(contents: readonly string[]): string[] {
  const path = folder(Object.fromEntries(contents.map((content, index) => [`${index}.ndjson`, content])));
  return contents.map((_, index) => join(path, `${index}.ndjson`));
}

async function mergedAndWhole(paths: readonly string[], options: AuditOptions = {}) {
  const parts: { name: string; report: Report }[] = [];
  for (const name of paths) parts.push({ name, report: await audited([name], options) });
  return { merged: () => asJson(mergeReports(parts)), whole: asJson(await audited(paths, options)), parts };
}

const refusals = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("merged");
};

/** A conversation of one question. */
const asking = (customer: Sessions[number]["customer"]): Sessions[number] => ({
  customer,
  platform: "taobao",
  startMs: 0,
  lines: [{ who: "customer", account: "小满", afterMs: 1000, text: "有货吗" }],
});

describe("parts of an audit", { timeout: 300_000 }, () => {
  it("split by customers are the same report, byte for byte", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, async (all) => {
        const parts = byCustomer(all);
        const { merged, whole } = await mergedAndWhole(written(parts.map(ndjson)));
        expect(merged()).toBe(whole);
      }),
      { numRuns: 6 },
    );
  });

  it("split anyhow are the same report or are refused", async () => {
    let agreed = 0;
    await fc.assert(
      fc.asyncProperty(sessions, fc.nat(), async (all, cut) => {
        const records = recordsOf(all);
        const at = cut % (records.length + 1);
        const halves = [records.slice(0, at), records.slice(at)].filter((half) => half.length > 0);
        const { merged, whole } = await mergedAndWhole(written(halves.map(ndjson)));
        let report: string;
        try {
          report = merged();
        } catch {
          return;
        }
        agreed += 1;
        expect(report).toBe(whole);
      }),
      // A cut between two customers, so that one at least is not refused.
      { numRuns: 6, examples: [[[asking("阿青"), asking("阿蓝")], 1]] },
    );
    expect(agreed).toBeGreaterThan(0);
  });
});

/** Three parts, each with the customers of its own; accounts and canned texts are in all of them. */
function byCustomer(all: Sessions): Records[] {
  const records = recordsOf(all);
  const place = (customer: string) => ["阿青", "阿蓝", "阿紫"].indexOf(customer) % 3;
  return [-1, 0, 1, 2]
    .map((part) => records.filter(({ customer }) => place(customer) === part))
    .filter((part) => part.length > 0);
}

/** A morning of one shop; which of its parts differs, the cases say. */
const morning = (shop: string, customer: string, more = "") =>
  ndjson(
    records(`# 会话=${customer} 顾客=${customer} 店铺=${shop} 平台=taobao
客户 10:00:00 这款有货吗
客服(${shop}:小满) 10:00:20 有的，今天拍下明天发
客户 10:01:00 谢谢
${more}`),
  );

async function savedParts(contents: readonly string[], options: AuditOptions = {}) {
  const parts: { name: string; report: Report }[] = [];
  for (const [index, path] of written(contents).entries())
    parts.push({ name: `${index}.json`, report: await audited([path], options) });
  return parts;
}

const nextDay = (shop: string, customer: string) =>
  ndjson(
    records(`# 会话=${customer}2 顾客=${customer} 店铺=${shop} 平台=taobao
客户 2026-11-18 09:00:00 还有货吗
客服(${shop}:小满) 2026-11-18 09:00:30 有的`),
  );

describe("merged reports", { timeout: 300_000 }, () => {
  it("are those of the sample weeks together, with rubrics, handbook and cuts of lists", async () => {
    const options: AuditOptions = {
      shop: truth.shops.find(({ platform }) => platform === "jd")!.name,
      rubrics: ["basics"],
      handbook: "rubrics/handbook/example.yaml",
      maxFindingsPerRule: 3,
    };
    const paths = ["qianniu", "dongdong", "helpdesk"].map((name) => join(demo, "exports", name));
    const { merged, whole } = await mergedAndWhole(paths, options);
    expect(merged()).toBe(whole);
  });

  it("can be merged again, in any order", async () => {
    const parts = await savedParts([
      morning("甲店", "阿青"),
      morning("乙店", "阿蓝"),
      morning("丙店", "阿紫"),
    ]);
    const [a, b, c] = parts as [(typeof parts)[0], (typeof parts)[0], (typeof parts)[0]];
    const all = asJson(mergeReports(parts));
    const two = { name: "ab.json", report: saved(mergeReports([b, a])) };
    expect(asJson(mergeReports([c, two]))).toBe(all);
  });

  it("count texts as canned that are so only together", async () => {
    const paths = written(["甲店", "乙店", "丙店"].map((shop) => morning(shop, "阿青")));
    const { merged, whole, parts } = await mergedAndWhole(paths);
    expect(parts.map(({ report }) => report.shopWeeks[0]!.metrics.cannedShare.hits)).toEqual([0, 0, 0]);
    const hits = (JSON.parse(merged()) as Report).shopWeeks.map(({ metrics }) => metrics.cannedShare.hits);
    expect(hits).toEqual([1, 1, 1]);
    expect(merged()).toBe(whole);
  });

  it("know a customer who comes back another day", async () => {
    const { merged, whole } = await mergedAndWhole(
      written([morning("甲店", "阿青"), nextDay("甲店", "阿青")]),
    );
    expect(JSON.parse(merged()).shopWeeks[0].metrics).toMatchObject({ sessions: 2, customers: 1 });
    expect(merged()).toBe(whole);
  });

  it("carry nothing of customers when they are masked", async () => {
    const [part] = await savedParts([morning("甲店", "阿青买家一号")]);
    expect(Buffer.from(String(part!.report.merge).split(":")[1]!, "base64").includes("阿青买家一号")).toBe(
      false,
    );
  });
});

describe("parts that would have been judged otherwise together are refused, and why", () => {
  it("the same export twice", async () => {
    const parts = await savedParts([morning("甲店", "阿青"), morning("甲店", "阿青")]);
    expect(refusals(() => mergeReports(parts))).toContain("0.json 和 1.json 有 1 个相同的会话");
  });

  it("a customer whose second conversation follows on the same day", async () => {
    const again = ndjson(
      records("# 会话=x 顾客=阿青 店铺=甲店 平台=taobao\n客户 15:00:00 在吗\n客服 15:00:09 在的"),
    );
    const parts = await savedParts([morning("甲店", "阿青"), again]);
    expect(refusals(() => mergeReports(parts))).toContain("有 1 位顾客在几份里都有");
  });

  it("a customer who came back, where a rule asks for it", async () => {
    const parts = await savedParts([morning("甲店", "阿青"), nextDay("甲店", "阿青")], {
      rubrics: ["ecommerce"],
    });
    expect(refusals(() => mergeReports(parts))).toContain("有 1 位顾客在几份里都有");
  });

  it.each([
    ["with an id", "split", "cut"],
    ["without ids", null, "customer"],
  ])("a conversation %s whose events are in another part", async (_, session, reason) => {
    const line = { v: 1, platform: "taobao", shop: "甲店", session, customer: "阿青", agent: "小满" };
    const asked = { ...line, role: "customer", text: "有货吗", time: "2026-11-16T10:00:00+08:00" };
    const assigned = {
      ...line,
      role: "system",
      kind: "event",
      event: "assigned",
      text: "",
      time: "2026-11-16T10:00:02+08:00",
    };
    const parts = await savedParts([ndjson([asked]), ndjson([assigned])]);
    const refusal = refusals(() => mergeReports(parts));
    expect(refusal).toContain(reason === "cut" ? "有 1 个相同的会话" : "有 1 位顾客在几份里都有");
  });

  it("words that follow an event which may be of the conversation of the day before", async () => {
    const line = { v: 1, platform: "taobao", shop: "甲店", session: null, customer: "阿青", agent: "小满" };
    const asked = (time: string) => ({ ...line, role: "customer", text: "有货吗", time });
    const closed = { ...line, role: "system", kind: "event", event: "closed", text: "" };
    const parts = await savedParts([
      ndjson([asked("2026-11-16T10:00:00+08:00")]),
      ndjson([{ ...closed, time: "2026-11-17T10:00:00+08:00" }, asked("2026-11-17T10:01:00+08:00")]),
    ]);
    expect(refusals(() => mergeReports(parts))).toContain("有 1 位顾客在几份里都有");
  });

  it("logs of nobody known that may overlap; those of another day may not", async () => {
    const log = (day: string) =>
      ndjson(
        records(`# 会话=- 顾客=- 店铺=甲店\n客户 ${day} 10:00:00 有货吗\n客服(小满) ${day} 10:00:09 有的`),
      ).replaceAll(/"(session|customer)":"-"/gu, '"$1":null');
    const apart = await savedParts([log("2026-11-16"), log("2026-11-17")]);
    expect(mergeReports(apart).shopWeeks[0]!.metrics.sessions).toBe(2);
    const same = await savedParts([log("2026-11-16"), log("2026-11-16")]);
    expect(refusals(() => mergeReports(same))).toContain("没写顾客的对话");
  });

  it("an account that is a robot in one part and writes by hand in another", async () => {
    const robot = ndjson(
      records("# 会话=r 顾客=阿蓝 店铺=甲店\n客户 9:00:00 在吗\n机器人(甲店:小满) 9:00:01 您好"),
    );
    const parts = await savedParts([morning("甲店", "阿青"), robot]);
    expect(refusals(() => mergeReports(parts))).toContain("甲店:小满 是机器人还是人");
  });

  it("other settings, and other rubrics", async () => {
    const [a] = (await savedParts([morning("甲店", "阿青")])) as [{ name: string; report: Report }];
    const [b] = (await savedParts([morning("乙店", "阿青")], { slowAfterSeconds: 10 })) as [typeof a];
    const [c] = (await savedParts([morning("乙店", "阿青")], { rubrics: ["manners"] })) as [typeof a];
    expect(refusals(() => mergeReports([a, b]))).toContain("设置 slowAfterSeconds 不同");
    expect(refusals(() => mergeReports([a, c]))).toContain("评分标准不同");
  });

  it("texts that only together come often enough to send themselves", async () => {
    const welcomed = (...customers: string[]) =>
      [
        "会话ID,发送时间,角色,发送人,消息内容,客服",
        ...customers.flatMap((one) => [
          `${one},2026-11-16 10:00:00,买家,${one},在吗,小满`,
          `${one},2026-11-16 10:00:01,客服,小满,欢迎光临本店,小满`,
        ]),
      ].join("\n");
    const path = folder({ "a.csv": welcomed("一", "二", "三"), "b.csv": welcomed("四", "五") });
    const parts: { name: string; report: Report }[] = [];
    for (const name of ["a.csv", "b.csv"]) parts.push({ name, report: await audited([join(path, name)]) });
    expect(refusals(() => mergeReports(parts))).toContain("1 句话是不是自动发出的");
  });
});

describe("zhijian merge", () => {
  it("writes every format, and refuses what it cannot merge with what to do", async () => {
    const path = folder({ "a.ndjson": morning("甲店", "阿青"), "b.ndjson": morning("乙店", "阿蓝") });
    const run = (...args: string[]) => zhijian(args, { cwd: path });
    await run("audit", join(path, "a.ndjson"), "-f", "json", "-o", "a.json");
    await run("audit", join(path, "b.ndjson"), "-f", "json", "-o", "b.json");
    await run("audit", join(path, "b.ndjson"), "-f", "json", "-o", "c.json", "--no-merge-data");
    const merged = await run("merge", "a.json", "b.json", "-f", "html", "-o", "all.html");
    expect(merged).toMatchObject({ exit: 0, stderr: "" });
    const page = readFileSync(join(path, "all.html"), "utf8");
    expect(page).toContain("乙店");
    expect(page).not.toContain(JSON.parse(readFileSync(join(path, "a.json"), "utf8")).merge);
    const refused = await run("merge", "a.json", "c.json");
    expect(refused.exit).toBe(3);
    expect(refused.stderr).toContain("c.json: 这份报告不能合并");
    expect(refused.stderr).toContain("--no-merge-data");
  });

  it("refuses a report whose data is damaged", async () => {
    const { report } = (await savedParts([morning("甲店", "阿青")]))[0]!;
    const path = join(folder(), "x.json");
    writeFileSync(path, JSON.stringify({ ...report, merge: String(report.merge).slice(0, 60) }));
    expect((await zhijian(["merge", path])).exit).toBe(3);
  });
});
