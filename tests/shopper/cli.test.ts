import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFilledTables } from "../../src/ingest/filled-table.ts";
import { zhijian } from "../cli/terminal.ts";
import { junitProblems } from "../formats/junit-shape.ts";
import { folder, ndjson, records } from "../support/chats.ts";
import { unzip } from "../support/unzip.ts";

const chats = ndjson(
  records(`
  # 会话=v1 顾客=山茶花开
  客户 10:00:00 你好，保温杯有货吗
  客服 10:00:09 亲，您好😊 有货的`),
);
const heads = "访客,店铺,客服,访客昵称,开始时间,问好,首次响应时间";
const row = "甲,小店,客服,山茶花开,2026-11-16 10:00,否,9";
const madeUp = "乙,小店,客服,没有这个人,2026-11-16 10:00,否,9";
const given = (forms = `${heads}\n${row}\n${madeUp}\n`) => folder({ "访客.csv": forms, "a.ndjson": chats });

describe("zhijian shopper", () => {
  it("prints what the log refutes, with the words", async () => {
    const { exit, stdout, stderr } = await zhijian(["shopper", "访客.csv", join(given(), "a.ndjson")], {
      cwd: given(),
    });
    expect(exit).toBe(0);
    expect(stdout).toMatch(/与记录不符的回答[\s\S]+问好.+不符.+您好/u);
    expect(stderr).toContain("a.ndjson");
  });

  it("writes every format into a folder, one by its ending", async () => {
    const cwd = given();
    const all = await zhijian(["shopper", "访客.csv", join(cwd, "a.ndjson"), "-o", "out", "--quiet"], {
      cwd,
    });
    expect(all).toMatchObject({ exit: 0, stdout: "" });
    for (const ending of ["json", "md", "html", "xlsx", "xml"]) {
      expect(existsSync(join(cwd, "out", `shopper.${ending}`)), ending).toBe(true);
    }
    expect(readFileSync(join(cwd, "out", "shopper.xml"), "utf8")).toContain('failures="1"');
    expect(junitProblems(readFileSync(join(cwd, "out", "shopper.xml"), "utf8"))).toEqual([]);
    expect(readFileSync(join(cwd, "out", "shopper.html"), "utf8")).not.toMatch(/https?:/u);
    await zhijian(["shopper", "访客.csv", join(cwd, "a.ndjson"), "-o", "核对.md", "--quiet"], { cwd });
    expect(readFileSync(join(cwd, "核对.md"), "utf8")).toMatch(/^# 神秘访客核对/u);
  });

  it("template writes an empty form that is read again", async () => {
    const cwd = folder();
    expect(await zhijian(["shopper", "template", "-o", "空表.xlsx"], { cwd })).toMatchObject({ exit: 0 });
    const [table] = await readFilledTables(join(cwd, "空表.xlsx"), (cells) => cells.includes("访客昵称"));
    expect(table!.heads).toContain("首次回复秒数");
    expect(table!.rows).toEqual([]);
    const parts = await unzip(readFileSync(join(cwd, "空表.xlsx")));
    const sheet = parts.get("xl/worksheets/sheet1.xml")!;
    const lists = [
      ...sheet.matchAll(/<dataValidation type="list"[^>]*sqref="([A-Z]+)2:[^"]*"[^>]*><formula1>([^<]*)/gu),
    ];
    const choicesOf = (head: string) => {
      const column = String.fromCharCode("A".charCodeAt(0) + table!.heads.indexOf(head));
      return lists.find(([, at]) => at === column)?.[2];
    };
    expect(choicesOf("问好")).toContain("是,否,不适用");
    expect(choicesOf("服务态度")).toContain("5,4,3,2,1");
    expect(choicesOf("首次回复秒数")).toBeUndefined();
  });

  it("template is CSV where the name says so, and no other kind of file", async () => {
    const cwd = folder();
    expect(await zhijian(["shopper", "template", "-o", "空表.csv"], { cwd })).toMatchObject({ exit: 0 });
    const [form] = await readFilledTables(join(cwd, "空表.csv"), (cells) => cells.includes("访客昵称"));
    expect(form!.heads).toContain("首次回复秒数");
    expect(form!.rows).toEqual([]);
    const refused = await zhijian(["shopper", "template", "-o", "空表.docx"], { cwd });
    expect(refused).toMatchObject({ exit: 2, stderr: expect.stringContaining("空表.docx") });
  });

  it("takes heads of the shop's own by a template", async () => {
    const cwd = folder({
      "访客.csv": `编号,旺旺号,几点,打招呼了没\n甲,山茶花开,2026-11-16 10:00,是\n`,
      "模板.yaml":
        "fields: { shopper: 编号, customer: 旺旺号, time: 几点 }\nitems: { greeting: 打招呼了没 }\n",
      "a.ndjson": chats,
    });
    const files = ["访客.csv", join(cwd, "a.ndjson")];
    const read = await zhijian(["shopper", ...files, "--template", "模板.yaml", "-f", "json", "--quiet"], {
      cwd,
    });
    expect(JSON.parse(read.stdout).visits[0]).toMatchObject({
      status: "matched",
      answers: [{ item: "greeting", verdict: "agreed" }],
    });
  });

  it.each([
    ["a template with an unknown item", "items: { shouting: 大声 }", 2, /shouting/u],
    ["a template that is no template", "felder: {}", 2, /felder/u],
  ] as const)("%s: exit %i", async (_, template, exit, message) => {
    const cwd = folder({ "访客.csv": `${heads}\n${row}\n`, "t.yaml": template, "a.ndjson": chats });
    const run = await zhijian(["shopper", "访客.csv", join(cwd, "a.ndjson"), "--template", "t.yaml"], {
      cwd,
    });
    expect(run.exit).toBe(exit);
    expect(run.stderr).toMatch(message);
  });

  it("3: a form without heads that it knows; 2: no chats", async () => {
    const cwd = given("a,b\n1,2\n");
    expect(await zhijian(["shopper", "访客.csv", join(cwd, "a.ndjson")], { cwd })).toMatchObject({ exit: 3 });
    expect(await zhijian(["shopper", "访客.csv"], { cwd })).toMatchObject({ exit: 2 });
  });
});

describe("audit --exclude-shoppers", () => {
  const other = ndjson(
    records(`
  # 会话=v2 顾客=真顾客
  客户 11:00:00 在吗
  客服 11:00:05 您好，在的`),
  );

  it("leaves matched conversations out of the figures and says so; forms that match nothing leave out nothing", async () => {
    const cwd = folder({
      "访客.csv": `${heads}\n${row}\n甲,小店,客服,没有此人,2026-11-16 11:00,是,5\n`,
      "a.ndjson": chats + other,
    });
    const args = ["audit", join(cwd, "a.ndjson"), "-f", "json", "--quiet"];
    const sessionsOf = async (more: string[]) => {
      const { stdout } = await zhijian([...args, ...more], { cwd });
      const { shopWeeks, diagnostics } = JSON.parse(stdout);
      const told = diagnostics.find(({ code }: { code: string }) => code === "shopper-left-out");
      return [shopWeeks[0].sessions, told?.count ?? 0];
    };
    expect(await sessionsOf([])).toEqual([2, 0]);
    expect(await sessionsOf(["--exclude-shoppers", "访客.csv"])).toEqual([1, 1]);
  });

  it("takes forms in the shop's own words by its template, zone included", async () => {
    const cwd = folder({
      "访客.csv": "编号,旺旺号,几点,打招呼了没\n甲,山茶花开,2026-11-16 02:00,是\n",
      "模板.yaml":
        "fields: { shopper: 编号, customer: 旺旺号, time: 几点 }\nitems: { greeting: 打招呼了没 }\ntimezone: UTC\n",
      "a.ndjson": chats + other,
    });
    const args = ["audit", join(cwd, "a.ndjson"), "-f", "json", "--quiet", "--exclude-shoppers", "访客.csv"];
    expect(await zhijian(args, { cwd })).toMatchObject({ exit: 3 });
    const { stdout } = await zhijian([...args, "--shopper-template", "模板.yaml"], { cwd });
    expect(JSON.parse(stdout).shopWeeks[0].sessions).toBe(1);
    const alone = await zhijian(["audit", join(cwd, "a.ndjson"), "--shopper-template", "模板.yaml"], { cwd });
    expect(alone).toMatchObject({ exit: 2 });
  });

  it("2: standard input cannot be read twice", async () => {
    const run = await zhijian(["audit", "-", "--exclude-shoppers", "访客.csv"], { cwd: given() });
    expect(run.exit).toBe(2);
  });
});
