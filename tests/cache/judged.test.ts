import { hash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeLog } from "../../bench/log/write.ts";
import { basisOf } from "../../src/cache/basis.ts";
import { keyBytes } from "../../src/cache/pack-file.ts";
import { dropCrowd, Packs, type PackTable, packTable } from "../../src/cache/packs.ts";
import { type AuditOptions, audit } from "../../src/index.ts";
import { loadRubrics } from "../../src/rubric/load.ts";
import { resolve } from "../../src/settings.ts";
import { createSegmenter } from "../../src/text/segment.ts";
import { demo } from "../demo/truth.ts";
import { folder, ndjson, records } from "../support/chats.ts";
import { crowded, everyOption } from "../support/every-option.ts";
import { recordsOf, sessions } from "../support/logs.ts";

async function run(paths: readonly string[], options: AuditOptions = {}) {
  const { cache, ...result } = await audit(paths, options);
  if (cache === null) return { counts: null, bytes: JSON.stringify(result) };
  const { failures, ...counts } = cache.conversations;
  expect(failures).toEqual(new Set());
  return { counts, bytes: JSON.stringify(result) };
}

const packsIn = (cache: string) => readdirSync(cache).filter((name) => name.endsWith(".judged"));

/** Days of a month, a file each; they say the same of an order's number, so that it may become canned. */
const november: Record<string, string> = {
  "16.ndjson": `# 会话=a1 顾客=阿青
客户 2026-11-16 10:00:00 有货吗
客服(小满) 2026-11-16 10:00:20 亲，今天下单明天发出哦
客户 2026-11-16 10:01:00 谢谢，你真有耐心
# 会话=b1 顾客=阿蓝
客户 2026-11-16 11:00:00 能便宜点吗
客服(小林) 2026-11-16 11:03:20 不行`,
  "17.ndjson": `# 会话=c1 顾客=阿紫
客户 2026-11-17 10:00:00 尺码怎么选
客服(小满) 2026-11-17 10:00:20 亲，今天下单明天发出哦
客户 2026-11-17 10:01:00 我问的是尺码
# 会话=d1 顾客=阿绿
客户 2026-11-17 12:00:00 在吗
客服(小林) 2026-11-17 12:00:09 在的亲`,
};
/** A customer of before comes back, and a text stands in a third conversation. */
const nextDay = `# 会话=b2 顾客=阿蓝
客户 2026-11-18 09:30:00 还是想问问价格
客服(小林) 2026-11-18 09:30:40 这款已经是活动价了，送您一份小礼物好吗
# 会话=e1 顾客=阿白
客户 2026-11-18 10:00:00 几天到
客服(小满) 2026-11-18 10:00:20 亲，今天下单明天发出哦`;

const file = (text: string) => ndjson(records(text));
const month = () =>
  folder(Object.fromEntries(Object.entries(november).map(([name, text]) => [name, file(text)])));

describe("customers who were judged before", () => {
  it("change no byte, with everything that can be asked for, in any number of threads", {
    timeout: 600_000,
  }, async () => {
    const options = await everyOption();
    const exports = [join(demo, "exports")];
    const plain = await run(exports, options);
    for (const threads of [1, 2, 3]) {
      const warm = { ...options, ...crowded, threads, cache: folder() };
      const first = await run(exports, warm);
      const second = await run(exports, warm);
      expect(first.counts).toMatchObject({ kept: 0 });
      expect(second.counts).toEqual({ kept: first.counts!.judged, judged: 0 });
      expect(first.bytes).toBe(plain.bytes);
      expect(second.bytes).toBe(plain.bytes);
    }
  });

  it("are on a new day those who did not write, and in whose chats nothing became canned", async () => {
    const exports = month();
    const options = { cache: folder(), rubrics: ["ecommerce"] };
    expect((await run([exports], options)).counts).toEqual({ kept: 0, judged: 4 });
    writeFileSync(join(exports, "18.ndjson"), file(nextDay));
    const grown = await run([exports], options);
    // Only 阿绿 neither came back nor was told what three others were told.
    expect(grown.counts).toEqual({ kept: 1, judged: 5 });
    expect(grown.bytes).toBe((await run([exports], { rubrics: ["ecommerce"] })).bytes);
    expect((await run([exports], options)).counts).toEqual({ kept: 6, judged: 0 });
  });

  it("stay so under other names, in another order and with other days beside them", async () => {
    const exports = month();
    const cache = folder();
    await run([exports], { cache });
    renameSync(join(exports, "16.ndjson"), join(exports, "30.ndjson"));
    const renamed = await run([exports], { cache });
    expect(renamed.counts).toEqual({ kept: 4, judged: 0 });
    expect(renamed.bytes).toBe((await run([exports])).bytes);
    expect((await run([join(exports, "17.ndjson")], { cache })).counts).toEqual({ kept: 2, judged: 0 });
  });

  it("are on every log who they were, whatever of it was known", { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(sessions, fc.nat({ max: 3 }), fc.nat({ max: 2 }), async (all, cut, more) => {
        const lines = recordsOf(all);
        const at = Math.floor((lines.length * cut) / 3);
        const path = folder({ "a.ndjson": ndjson(lines.slice(0, at)), "b.ndjson": ndjson(lines.slice(at)) });
        const plain = await run([path]);
        const options = { cache: folder(), ...(more > 0 && { ...crowded, threads: more }) };
        await run([join(path, "a.ndjson")], options).catch(() => null);
        for (const _ of ["half", "whole"]) expect((await run([path], options)).bytes).toBe(plain.bytes);
      }),
      { numRuns: 3 },
    );
  });

  it("are of an invented shop who they were: all findings, chosen days, other thresholds", {
    timeout: 600_000,
  }, async () => {
    const path = folder();
    writeLog({ size: 600, shape: "shop", format: "csv", seed: "warm", folder: path });
    const out = folder();
    const choices: AuditOptions[] = [{}, { week: "2026-W02", maxFindingsPerRule: 1 }];
    const cache = folder();
    for (const choice of choices) {
      const asked = { rubrics: ["ecommerce"], ...choice };
      const lines = async (name: string, more: AuditOptions) => {
        const { bytes } = await run([path], { ...asked, ...more, allFindings: join(out, name) });
        return [bytes, readFileSync(join(out, name), "utf8")];
      };
      const plain = await lines("plain", {});
      expect(await lines("first", { cache })).toEqual(plain);
      expect(await lines("second", { cache, ...crowded, threads: 2 })).toEqual(plain);
    }
  });
});

describe("what customers are judged by", () => {
  const one = () => folder({ "1.ndjson": file(november["16.ndjson"]!) });
  const handbook = (words: string) =>
    `title: 本店话术\noccasions:\n  welcome:\n    - ${words}，很高兴为您服务\n`;
  const rubric = (phrase: string) => `id: own
version: 1.0.0
title: 本店
description: 本店自己的标准
rules:
  - id: X1
    title: 不说这句话
    standards: [D1]
    why: 顾客不爱听
    better: 亲，这款有的
    fault: 说了“${phrase}”
    severity: minor
    points: 5
    owner: author
    forbid: { says: { phrase: ${phrase} } }
`;
  const calendar =
    "id: own\ntitle: { zh: 本店, en: own }\nholidays: days.yaml\nhours: { daily: 09:00-21:00 }\n";
  const holidays = (from: string) =>
    `id: own-days\ntitle: { zh: 假日, en: holidays }\nyears:\n  - year: 2026\n    source: 自定\n    holidays:\n      - { name: 店庆, from: "${from}", to: "2026-11-20" }\n    workdays: []\n`;

  /** A setting, or a file that settings name, and the same changed. */
  const changes: [name: string, before: AuditOptions, after: AuditOptions][] = [
    ["locale", {}, { locale: "en" }],
    ["time zone", {}, { timezone: "Asia/Tokyo" }],
    ["hours", {}, { hours: "10:00-18:00" }],
    ["week start", {}, { weekStart: "sunday" }],
    ["slow after", {}, { slowAfterSeconds: 5 }],
    ["mask", {}, { mask: false }],
    ["rubric", { rubrics: ["basics"] }, { rubrics: ["ecommerce"] }],
    ["order of rubrics", { rubrics: ["basics", "care"] }, { rubrics: ["care", "basics"] }],
    ["segmenter", {}, { segmenter: "node-rs" }],
    ["names of agents", {}, { agents: { 小满: { names: ["满满"] } } }],
    ["groups of agents", {}, { agents: { 小满: { group: "晚班" } } }],
    ["scenes", {}, { scenes: { a1: ["dispute"] } }],
    ["platform", {}, { platform: "jd" }],
    ["automatic texts", {}, { autoTexts: { texts: ["在的亲"] } }],
    ["handbook", {}, { handbook: "rubrics/handbook/example.yaml" }],
  ];

  async function basis(options: AuditOptions): Promise<string> {
    const settings = resolve(options);
    const rubrics = await loadRubrics(options.rubrics ?? ["basics"], { locale: settings.locale });
    return basisOf({
      settings,
      rubrics,
      marker: { segmenter: createSegmenter(options.segmenter ?? "auto") },
    });
  }

  it.each(changes)("%s: with another one nobody is known", async (_, before, after) => {
    expect(await basis(before)).toBe(await basis({ ...before }));
    expect(await basis(after)).not.toBe(await basis(before));
  });

  const files: [
    name: string,
    before: Record<string, string>,
    after: Record<string, string>,
    option: keyof AuditOptions,
  ][] = [
    ["own.yaml", { "own.yaml": rubric("不行") }, { "own.yaml": rubric("有的") }, "rubrics"],
    ["words.txt", { "words.txt": "松果\n" }, { "words.txt": "松果\n雾蓝\n" }, "dictionaries"],
    [
      "own.yaml",
      { "own.yaml": handbook("欢迎光临小店") },
      { "own.yaml": handbook("您好欢迎光临") },
      "handbook",
    ],
    [
      "own.yaml",
      { "own.yaml": calendar, "days.yaml": holidays("2026-11-19") },
      { "days.yaml": holidays("2026-11-16") },
      "calendar",
    ],
  ];

  it.each(files)(
    "a file %s that is changed in its place: nobody is known",
    async (name, before, after, option) => {
      const own = folder(before);
      const named = join(own, name);
      const options: AuditOptions = {
        [option]: option === "rubrics" || option === "dictionaries" ? [named] : named,
      };
      const earlier = await basis(options);
      for (const [changed, text] of Object.entries(after)) writeFileSync(join(own, changed), text);
      expect(await basis(options)).not.toBe(earlier);
    },
  );

  it("is a rubric, too: with a rule that was changed everybody is judged again", async () => {
    const path = [one()];
    const own = folder({ "own.yaml": rubric("不行") });
    const options = { rubrics: [join(own, "own.yaml")], cache: folder() };
    expect((await run(path, options)).counts).toEqual({ kept: 0, judged: 2 });
    expect((await run(path, options)).counts).toEqual({ kept: 2, judged: 0 });
    writeFileSync(join(own, "own.yaml"), rubric("有的"));
    const { bytes } = await run(path, { rubrics: options.rubrics });
    expect(await run(path, options)).toEqual({ bytes, counts: { kept: 0, judged: 2 } });
  });

  it("is not how much is shown, nor where work is done", async () => {
    const path = [one()];
    const cache = folder();
    await run(path, { cache });
    const shown: AuditOptions[] = [
      { maxFindingsPerRule: 1, maxConversations: 0, minSessions: 1, mergeData: false },
      { generatedAt: "2026-11-22T08:00:00+08:00", week: "2026-W47" },
      { from: "2026-11-17", to: "2026-11-18", threads: 2, memoryLimit: 1, tempDir: folder() },
      { baseline: [], leaveOut: [{ shop: "小店", id: "a1" }] },
    ];
    for (const more of shown) {
      const warm = await run(path, { ...more, cache });
      expect(warm.counts, JSON.stringify(more)).toEqual({ kept: 2, judged: 0 });
      expect(warm.bytes).toBe((await run(path, more)).bytes);
    }
  });
});

describe("packs of judged customers", () => {
  it.each([
    ["cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    ["empty", () => Buffer.alloc(0)],
    ["with another index", (bytes: Buffer) => flipped(bytes, bytes.length - 60)],
    ["with another record", (bytes: Buffer) => flipped(bytes, 40)],
  ])("%s are as good as none, and mended", async (_, damaged) => {
    const path = [month()];
    const cache = folder();
    const plain = await run(path);
    await run(path, { cache });
    const pack = join(cache, packsIn(cache)[0]!);
    writeFileSync(pack, damaged(readFileSync(pack)));
    const again = await run(path, { cache });
    expect(again.bytes).toBe(plain.bytes);
    expect(again.counts!.judged).toBeGreaterThan(0);
    expect((await run(path, { cache })).counts).toEqual({ kept: 4, judged: 0 });
  });

  it("are for the eyes of their owner, and nothing is written where nothing is new", async () => {
    const path = [month()];
    const cache = folder();
    await run(path, { cache });
    const before = packsIn(cache);
    expect(statSync(join(cache, before[0]!)).mode & 0o777).toBe(0o600);
    await run(path, { cache });
    expect(packsIn(cache)).toEqual(before);
    expect(readdirSync(cache).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("become one when there are many, of what is used", () => {
    const path = folder();
    const keyOf = (number: number) => hash("sha256", `${number}`, "buffer").subarray(0, keyBytes);
    const textOf = (number: number) => Buffer.from(`value ${number} `.repeat(number * 100));
    for (let number = 0; number < 40; number += 1) {
      const packs = new Packs({ ...packTable(path, "basis"), isCrowded: false });
      packs.add(keyOf(number), textOf(number));
      packs.close();
    }
    const used = (table: PackTable) => {
      const packs = new Packs(table);
      for (let number = 1; number < 40; number += 1)
        expect(packs.find(keyOf(number))?.equals(textOf(number)), `${number}`).toBe(true);
      packs.close();
    };
    const crowd = packTable(path, "basis");
    expect(crowd.isCrowded).toBe(true);
    used(crowd);
    dropCrowd(crowd);
    const one = packTable(path, "basis");
    expect(one.packs).toHaveLength(1);
    used(one);
    const packs = new Packs(one);
    expect(packs.find(keyOf(0))).toBeNull();
    packs.drop();
  });

  it("can be used by two at a time", async () => {
    const path = [month()];
    const cache = folder();
    const plain = await run(path);
    const both = await Promise.all([run(path, { cache }), run(path, { cache })]);
    for (const { bytes } of both) expect(bytes).toBe(plain.bytes);
    expect((await run(path, { cache })).counts).toEqual({ kept: 4, judged: 0 });
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  bytes[at]! ^= 1;
  return bytes;
}
