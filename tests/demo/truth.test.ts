import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { demoFiles } from "../../fixtures/demo/generate.ts";
import { demo, truth } from "./truth.ts";

const bytesOf = (path: string): Uint8Array => readFileSync(join(demo, path));
const gbk = new TextDecoder("gb18030", { fatal: true });
const utf8 = new TextDecoder("utf-8", { fatal: true });
const textOf = (path: string): string => (path.endsWith(".txt") ? gbk : utf8).decode(bytesOf(path));
const paths = truth.inputs.map(({ path }) => path);

describe("the script of the sample weeks", () => {
  it("gives the bytes that are in the repository, and nothing else is there", () => {
    const files = demoFiles();
    const present = readdirSync(join(demo, "exports"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(demo.length + 1));
    expect([...present, "truth.json"].sort()).toEqual([...files.keys()].sort());
    for (const [path, bytes] of files) expect(Buffer.from(bytes).equals(bytesOf(path)), path).toBe(true);
  });

  it("plans 150 conversations of six agents in two shops and two ISO weeks", () => {
    expect(truth.sessions).toBe(150);
    expect(truth.shops).toHaveLength(2);
    expect(truth.agents).toHaveLength(6);
    expect(new Set(truth.shopWeeks.map(({ week }) => week))).toEqual(new Set(["2026-W45", "2026-W46"]));
    expect(truth.shopWeeks.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(150);
  });

  it("gives every agent enough conversations for a score in both weeks", () => {
    const rows = truth.agentWeeks.filter(({ agent }) => agent !== "未分配");
    expect(rows).toHaveLength(12);
    for (const row of rows) expect(row.sessions, `${row.week} ${row.agent}`).toBeGreaterThanOrEqual(10);
  });

  it("writes three formats in three encodings", () => {
    for (const path of paths.filter((name) => name.endsWith(".txt"))) {
      expect(() => utf8.decode(bytesOf(path)), path).toThrow();
      expect(textOf(path)).toContain("单聊");
    }
    for (const path of paths.filter((name) => name.endsWith(".log"))) {
      expect(textOf(path)).toContain("以下为一通会话");
    }
    const table = paths.filter((name) => name.endsWith(".csv"));
    expect(table).toHaveLength(1);
    expect([...bytesOf(table[0]!).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(textOf(table[0]!)).toContain("会话ID,发送时间");
  });

  it("has a small export whose messages all stand in another one too", () => {
    const repeated = truth.inputs.filter(({ repeats }) => repeats > 0);
    expect(repeated).toHaveLength(1);
    const lines = textOf(repeated[0]!.path)
      .split("\r\n")
      .filter((line) => /\(2026-.*\): {2}/.test(line));
    const chats = lines.slice(0, repeated[0]!.repeats);
    const other = new Set(textOf(repeated[0]!.path.replace("-again", "")).split("\r\n"));
    expect(chats.filter((line) => !other.has(line))).toEqual([]);
  });

  it("holds what an audit has to cope with", () => {
    const all = paths.map(textOf).join("\n");
    const texts = [
      "jimi_",
      "[图片]",
      "转交给",
      "会话已关闭",
      "[自动回复]",
      "/:^_^",
      "#E-s",
      "cntaobao",
      "转人工",
      "人呢",
    ];
    for (const text of texts) expect(all).toContain(text);
  });
});

describe("the true figures", () => {
  const rowsOf = (week: string, shop: string) =>
    truth.agentWeeks.filter((row) => row.week === week && row.shop === shop);
  const total = <K extends "customerMessages" | "agentMessages" | "autoMessages" | "robotTurns">(
    rows: readonly Record<K, number>[],
    figure: K,
  ): number => rows.reduce((sum, row) => sum + row[figure], 0);

  it.each(truth.shopWeeks)("of the agents add up to those of $shop in $week", (shop) => {
    const agents = rowsOf(shop.week, shop.shop);
    for (const figure of ["customerMessages", "agentMessages", "autoMessages", "robotTurns"] as const) {
      expect(total(agents, figure), figure).toBe(shop[figure]);
    }
    expect(agents.reduce((sum, row) => sum + row.unanswered.n, 0)).toBe(shop.unanswered.n);
    expect(agents.reduce((sum, row) => sum + row.unanswered.hits, 0)).toBe(shop.unanswered.hits);
    expect(agents.reduce((sum, row) => sum + row.replySeconds.n, 0)).toBe(shop.replySeconds.n);
    expect(agents.reduce((sum, row) => sum + row.firstReplySeconds.n, 0)).toBe(shop.firstReplySeconds.n);
  });

  it("are those of a shop where a transferred wait is longer than the new agent's own", () => {
    const week = truth.shopWeeks.find(({ week, shop }) => week === "2026-W46" && shop.startsWith("蓝山"))!;
    const own = rowsOf(week.week, week.shop).reduce((sum, row) => sum + row.replySeconds.sum, 0);
    expect(own).toBeLessThan(week.replySeconds.sum);
  });

  it("rank the agents as the script means them to be", () => {
    const quality = (account: string): number => {
      const rows = truth.agentWeeks.filter(({ agent }) => agent === account);
      const share = (
        hits: (row: (typeof rows)[number]) => number,
        n: (row: (typeof rows)[number]) => number,
      ) => rows.reduce((sum, row) => sum + hits(row), 0) / rows.reduce((sum, row) => sum + n(row), 0);
      return (
        share(
          ({ conduct }) => conduct.greeted,
          ({ conduct }) => conduct.n,
        ) +
        share(
          ({ conduct }) => conduct.selfIdentified,
          ({ conduct }) => conduct.n,
        ) +
        share(
          ({ conduct }) => conduct.farewell,
          ({ conduct }) => conduct.n,
        ) +
        share(
          ({ conduct }) => conduct.emoticon,
          ({ conduct }) => conduct.n,
        ) +
        share(
          ({ withinSeconds }) => withinSeconds["60"].hits,
          ({ withinSeconds }) => withinSeconds["60"].n,
        ) +
        share(
          ({ unanswered }) => unanswered.n - unanswered.hits,
          ({ unanswered }) => unanswered.n,
        )
      );
    };
    for (const better of truth.agents) {
      for (const worse of truth.agents.filter(({ rank }) => rank > better.rank)) {
        expect(quality(better.agent), `${better.agent} > ${worse.agent}`).toBeGreaterThan(
          quality(worse.agent),
        );
      }
    }
  });
});
