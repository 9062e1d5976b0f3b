import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "prepared-"));
const file = join(folder, "prepared.tsv");
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  vi.resetModules();
  vi.doMock("../../src/text/prepared-name.ts", () => ({ preparedName: relative("src", file) }));
});

const modules = () => import("../../src/text/prepared.ts");

test("work that was recorded is not done again, and of other texts it is", async () => {
  const building = await modules();
  const records = building.recordPrepared();
  building.prepared(["称呼", "您"], () => ({ words: ["您", "亲\t\n"] }));
  writeFileSync(file, records());
  vi.resetModules();
  const { prepared } = await modules();
  const never = () => {
    throw new Error("done again");
  };
  expect(prepared(["称呼", "您"], never)).toEqual({ words: ["您", "亲\t\n"] });
  expect(() => prepared(["称呼", "您 "], never)).toThrow("done again");
});

test("what is given is nobody else's: changing it changes nothing", async () => {
  writeFileSync(file, "");
  const building = await modules();
  const records = building.recordPrepared();
  building.prepared(["词"], () => ["好"]);
  writeFileSync(file, records());
  vi.resetModules();
  const { prepared } = await modules();
  prepared<string[]>(["词"], () => []).push("坏");
  expect(prepared(["词"], () => [])).toEqual(["好"]);
});

test("faults are not kept", async () => {
  const { prepared, recordPrepared } = await modules();
  const records = recordPrepared();
  const fail = () => {
    throw new Error("unknown key");
  };
  expect(() => prepared(["词"], fail)).toThrow("unknown key");
  expect(records()).toBe("");
});
