import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatCount, formatLimit, formatPercent, formatSeconds } from "../../src/formats/figures.ts";
import { agentName, teamWeeks, weekBefore, weekName } from "../../src/formats/view.ts";
import { locales, wordingOf } from "../../src/text/wording.ts";
import { buildReport } from "./build-report.ts";

const zh = wordingOf("zh");

describe("figures as people write them", () => {
  test.each([
    [0, "0 秒"],
    [12.34, "12.3 秒"],
    [59.94, "59.9 秒"],
    [59.96, "1 分 00 秒"],
    [65, "1 分 05 秒"],
    [3599.4, "59 分 59 秒"],
    [3599.6, "1 小时 00 分"],
    [7325, "2 小时 02 分"],
    [1_223_280, "339 小时 48 分"],
  ])("%d s is %s", (seconds, written) => {
    expect(formatSeconds(seconds, zh)).toBe(written);
  });

  test.each([
    [60, "60 秒"],
    [180, "3 分钟"],
    [1800, "30 分钟"],
    [90, "90 秒"],
  ])("a limit of %d s is %s", (seconds, written) => {
    expect(formatLimit(seconds, zh)).toBe(written);
  });

  test.each([
    [0.985, "98.5%"],
    [1, "100%"],
    [0, "0%"],
    [9999 / 10_000, "99.9%"],
    [1 / 10_000, "0.1%"],
  ])("a share of %d is %s: all and none are said only of all and none", (share, written) => {
    expect(formatPercent(share)).toBe(written);
  });

  test("thousands are separated", () => {
    expect([999, 1000, 1_234_567].map(formatCount)).toEqual(["999", "1,000", "1,234,567"]);
  });
});

describe("weeks", () => {
  test.each([
    ["2026-W46", "2026-W45"],
    ["2026-W01", "2025-W52"],
    ["2021-W01", "2020-W53"],
    ["2027-W01", "2026-W53"],
  ])("before %s comes %s", (week, before) => {
    expect(weekBefore(week)).toBe(before);
  });

  test("edge 44: the days follow the start of the week that was set", () => {
    expect(weekName("2026-W46", "monday", zh)).toBe("2026 年第 46 周（11-09 至 11-15）");
    expect(weekName("2026-W46", "sunday", zh)).toBe("2026 年第 46 周（11-08 至 11-14）");
    expect(weekName("2026-W01", "monday", zh)).toBe("2026 年第 1 周（12-29 至 01-04）");
    expect(weekName(null, "monday", zh)).toBe("没有时间的会话");
  });

  test("newest first; the week before only if it is the one directly before", () => {
    const teams = teamWeeks(buildReport({ weeks: ["2026-W43", "2026-W45", "2026-W46", null] }));
    expect(teams.map((team) => [team.week, team.before?.week ?? null])).toEqual([
      ["2026-W46", "2026-W45"],
      ["2026-W45", null],
      ["2026-W43", null],
      [null, null],
    ]);
  });

  test("best score first, too few sessions after them, nobody last", () => {
    const [team] = teamWeeks(buildReport());
    const scores = team!.agents.slice(0, -2).map((agent) => agent.score.value!);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(team!.agents.slice(-2).map((agent) => agent.agent)).toEqual(["新来的小许", "未分配"]);
  });
});

test.each([
  ["晴川:小满", "晴川", "小满"],
  ["晴川：小满", "晴川", "小满"],
  ["晴川", "晴川", "晴川"],
  ["晴川二店:小满", "晴川", "晴川二店:小满"],
  ["小满", null, "小满"],
  ["未分配", "晴川", "未分配"],
])("edge 68: account %s of shop %s is called %s", (agent, shop, name) => {
  expect(agentName({ agent, shop }, zh)).toBe(name);
});

test("every diagnostic that the program gives has words in every language", () => {
  const given = /\.(?:note|warn|reject|add|#count)\(\s*"([a-z]+(?:-[a-z]+)+)"/g;
  const codes = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      [...readFileSync(join("src", file), "utf8").matchAll(given)].map((found) => found[1]!),
    );
  expect(codes.length).toBeGreaterThan(10);
  for (const locale of locales) {
    for (const code of codes) expect(wordingOf(locale).diagnostic(code), locale).not.toBe(code);
  }
});
