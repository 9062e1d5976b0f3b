import { describe, expect, test } from "vitest";
import { expectExactAccount } from "../support/account.ts";
import { chat, readText } from "../support/read.ts";

const table = (...rows: string[]) => `${["时间,角色,内容", ...rows].join("\n")}\n`;

describe("headers", () => {
  test("the same one twice is refused with both columns; one that says nothing may come twice", async () => {
    const { intake } = await readText("时间,角色,内容,内容\n2026-11-16 09:00:00,买家,a,b\n");
    expect(intake.errors).toMatchObject([
      { exit: 3, message: expect.stringContaining("第 3 列和第 4 列"), place: { line: 1 } },
    ]);
    const { messages } = await readText("时间,角色,,,内容,备用,备用\n2026-11-16 09:00:00,买家,x,y,在吗,,\n");
    expect(chat(messages)).toEqual(["customer 在吗"]);
  });

  test("alone, they are no error but a warning", async () => {
    const { intake, counts } = await readText(table());
    expect([intake.errors, counts, intake.inputs[0]!.rows]).toEqual([[], { "no-rows": 1 }, 0]);
  });

  test("come again in the middle, they are skipped", async () => {
    const outcome = await readText(
      table("2026-11-16 09:00:00,买家,甲", "时间,角色,内容", "2026-11-16 09:00:01,买家,乙"),
    );
    expect(chat(outcome.messages)).toEqual(["customer 甲", "customer 乙"]);
    expectExactAccount(outcome);
  });

  test("100,000 columns are refused with their number", async () => {
    const { intake } = await readText(`${"时间,角色,内容,".repeat(33_334)}\n1,2,3\n`);
    expect(intake.errors[0]).toMatchObject({ exit: 3, place: { line: 1 } });
    expect(intake.errors[0]!.message).toMatch(/100003 列|认不出/);
    const wide = await readText(table(`2026-11-16 09:00:00,买家,${",".repeat(100_000)}`));
    expect(wide.intake.errors[0]!.message).toContain("超过上限 2000 列");
  });
});

describe("times", () => {
  test.each([
    "2026-02-30 10:00:00",
    "2026-13-01 10:00:00",
    "2026-11-16 24:30:00",
    "2026-11-16 10:60:00",
    "0001-01-01 00:00:00",
    "9999-12-31 23:59:59",
    "昨天 10:00",
    "0",
    "-1",
    "1e999",
    "NaN",
    "10:00:00",
    `2026-11-16 ${"0".repeat(100_000)}`,
  ])("%s is no time: the message is kept without one, counted", async (time) => {
    const outcome = await readText(table(`${time},买家,在吗`));
    expect(outcome.messages).toMatchObject([{ at: null, text: "在吗" }]);
    expect(outcome.counts).toEqual({ "time-unreadable": 1 });
  });
});

describe("rows", () => {
  test("too short, too long, of nobody: each is counted with its line", async () => {
    const outcome = await readText(
      "时间,内容,角色\n2026-11-16 09:00:00,好,买家\n2026-11-16\n2026-11-16 09:00:00,好,买家,多,余\n2026-11-16 09:00:00,好,路人\n",
    );
    expect(chat(outcome.messages)).toEqual(["customer 好"]);
    expect(outcome.counts).toEqual({ "row-too-short": 1, "row-too-long": 1, "role-unknown": 1 });
    expect(outcome.intake.diagnostics.list().map(({ samples }) => samples[0]!.line)).toEqual([5, 4, 3]);
    expectExactAccount(outcome);
  });

  test("a quote that never closes names its line; what stands before is read", async () => {
    const rows = Array.from({ length: 50 }, (_, at) => `2026-11-16 09:00:00,买家,第 ${at} 句`);
    const { messages, intake } = await readText(
      table(...rows, '2026-11-16 09:01:00,买家,"没有说完', ...rows),
    );
    expect(messages).toHaveLength(50);
    expect(intake.errors).toMatchObject([{ exit: 3, place: { line: 52 } }]);
  });

  test("a table that breaks off in its last row: the row is told", async () => {
    const outcome = await readText(table("2026-11-16 09:00:00,买家,甲", "2026-11-16 09:00:01,买").trimEnd());
    expect(chat(outcome.messages)).toEqual(["customer 甲"]);
    expect(outcome.counts).toEqual({ "row-too-short": 1 });
    expectExactAccount(outcome);
  });

  test("NDJSON: brackets inside a long text are text, however many", async () => {
    const text = `${"[{".repeat(5000)}\\"${"x".repeat(3_000_000)}`;
    const { messages } = await readText(`{"role":"agent","text":"好"}\n{"role":"agent","text":"${text}"}\n`);
    expect(messages[1]!.text).toBe(text.replace("\\", ""));
  });

  test("NDJSON: each bad line is rejected with its number, the others are read", async () => {
    const good = '{"role":"agent","text":"好"}';
    const outcome = await readText(
      [
        good,
        "{",
        "null",
        "[]",
        '"x"',
        '{"role":"boss","text":"x"}',
        '{"role":"agent","text":7}',
        "",
        good.slice(0, 20),
        good,
      ].join("\n"),
    );
    expect(chat(outcome.messages)).toEqual(["agent 好", "agent 好"]);
    expect(outcome.intake.inputs[0]).toMatchObject({ rows: 9, rejected: 7 });
    expect(outcome.counts).toEqual({ "json-invalid": 5, "field-invalid": 2 });
    expectExactAccount(outcome);
  });
});
