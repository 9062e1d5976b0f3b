import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CacheFolder, NewEntry } from "../../src/cache/folder.ts";
import { type AuditOptions, audit } from "../../src/index.ts";
import { ownerName } from "../../src/text/temp-folder.ts";
import { demo } from "../demo/truth.ts";
import { folder, ndjson, records } from "../support/chats.ts";

/** What is known of inputs; of conversations see judged.test.ts. */
async function run(paths: readonly string[], options: AuditOptions = {}) {
  const { cache, ...result } = await audit(paths, options);
  expect(cache?.failures ?? new Set()).toEqual(new Set());
  return { cache: cache && { reused: cache.reused, read: cache.read }, bytes: JSON.stringify(result) };
}

const entriesIn = (cache: string) => readdirSync(cache).filter((name) => name.endsWith(".messages"));

const day = (date: string) =>
  ndjson(records(`客户 ${date} 10:00:00 有货吗\n客服 ${date} 10:00:20 有的\n客户 ${date} 10:01:00 谢谢`));

describe("a cache", () => {
  it("changes no byte: exports of every kind, read and kept", { timeout: 300_000 }, async () => {
    const cache = folder();
    const options: AuditOptions = { shop: "甲店" };
    const plain = await run([join(demo, "exports")], options);
    const first = await run([join(demo, "exports")], { ...options, cache });
    const second = await run([join(demo, "exports")], { ...options, cache });
    expect(plain.cache).toBeNull();
    expect(first.cache).toMatchObject({ reused: 0 });
    expect(second.cache).toEqual({ reused: first.cache!.read, read: 0 });
    expect(first.bytes).toBe(plain.bytes);
    expect(second.bytes).toBe(plain.bytes);
  });

  it("reads of a month with a new day only that day", async () => {
    const cache = folder();
    const exports = folder({ "1.ndjson": day("2026-11-16"), "2.ndjson": day("2026-11-17") });
    await run([exports], { cache });
    writeFileSync(join(exports, "3.ndjson"), day("2026-11-18"));
    const month = await run([exports], { cache });
    expect(month.cache).toEqual({ reused: 2, read: 1 });
    expect(month.bytes).toBe((await run([exports])).bytes);
  });

  it("is not taken for other content, other names or other options of reading", async () => {
    const cache = folder();
    const exports = folder({ "1.ndjson": day("2026-11-16") });
    const path = join(exports, "1.ndjson");
    await run([path], { cache });
    expect((await run([path], { cache, slowAfterSeconds: 5 })).cache).toEqual({ reused: 1, read: 0 });
    expect((await run([path], { cache, shop: "乙店" })).cache).toEqual({ reused: 0, read: 1 });
    appendFileSync(path, day("2026-11-17"));
    expect((await run([path], { cache })).cache).toEqual({ reused: 0, read: 1 });
  });

  it.each(["cut off", "changed", "empty"])(
    "with an entry that is %s reads again and mends it",
    async (how) => {
      const cache = folder();
      const path = join(folder({ "1.ndjson": day("2026-11-16") }), "1.ndjson");
      const plain = await run([path]);
      await run([path], { cache });
      const entry = join(cache, entriesIn(cache)[0]!);
      if (how === "cut off") truncateSync(entry, statSync(entry).size - 20);
      else
        writeFileSync(entry, how === "empty" ? "" : readFileSync(entry, "utf8").replace("有货吗", "没货吗"));
      const again = await run([path], { cache });
      expect(again).toEqual({ cache: { reused: 0, read: 1 }, bytes: plain.bytes });
      expect((await run([path], { cache })).cache).toEqual({ reused: 1, read: 0 });
    },
  );

  it("keeps nothing of what could not be read whole", async () => {
    const cache = folder();
    const exports = folder({ "1.ndjson": day("2026-11-16"), "2.csv": "" });
    const paths = ["1.ndjson", "2.csv"].map((name) => join(exports, name));
    await run(paths, { cache });
    expect((await run(paths, { cache })).cache).toEqual({ reused: 1, read: 1 });
    expect(entriesIn(cache)).toHaveLength(1);
  });

  it("loses what was not used for longest when it grows too large, and what was never finished", async () => {
    const names = ["a.messages", "b.judged", "c.messages", "d.judged"];
    const path = folder(Object.fromEntries([...names, "e.part"].map((name) => [name, "12345"])));
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    for (const name of ["a.messages", "b.judged", "e.part"]) utimesSync(join(path, name), longAgo, longAgo);
    await new CacheFolder(path).prune(10);
    expect(readdirSync(path)).toEqual(["c.messages", "d.judged"]);
  });

  it("loses at once what a killed process was writing, and not what another still writes", async () => {
    const path = folder();
    const chance = "-0123456789ab.part";
    writeFileSync(join(path, `a.${ownerName().replace(/-\d+-/, "-999999999-")}${chance}`), "1");
    writeFileSync(join(path, `b.${ownerName()}${chance}`), "1");
    await new CacheFolder(path).prune();
    expect(readdirSync(path)).toEqual([`b.${ownerName()}${chance}`]);
  });

  it.skipIf(process.platform !== "linux")("on a full disk is given up, and says why", async () => {
    const path = folder();
    // Linux has a file of which every write fails as on a full disk.
    const failures = new Set<string>();
    writeFileSync(join(path, "a.part"), "");
    const full = await open("/dev/full", "w");
    const entry = new NewEntry(full, join(path, "a.part"), join(path, "a"), failures);
    await entry.add([]);
    await entry.close({ inputs: [], diagnostics: [], facts: [], parts: [] });
    expect([...failures]).toEqual([expect.stringContaining("ENOSPC")]);
    expect(readdirSync(path)).toEqual([]);
  });

  it.each([1, 2])("that goes away under %i threads changes no byte, and is told", async (threads) => {
    const paths = [join(demo, "exports")];
    const options: AuditOptions = { threads, ...(threads > 1 && { memoryLimit: 1 }) };
    const { cache: none, ...plain } = await audit(paths, options);
    expect(none).toBeNull();
    const path = folder();
    const onProgress = () => rmSync(path, { recursive: true, force: true });
    const { cache, ...result } = await audit(paths, { ...options, cache: path, onProgress });
    expect(JSON.stringify(result)).toBe(JSON.stringify(plain));
    expect([...cache!.failures, ...cache!.conversations.failures].join()).toContain("ENOENT");
  });

  it("in a folder that cannot be is an error with its name", async () => {
    const file = join(folder({ "x.txt": "" }), "x.txt");
    await expect(audit([join(demo, "exports")], { cache: join(file, "y") })).rejects.toThrow(file);
  });
});
