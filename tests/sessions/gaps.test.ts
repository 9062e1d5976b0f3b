import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { audit } from "../../src/audit.ts";

/** Codes of what the report says about a table with these lines. */
async function codesOf(...lines: string[]): Promise<string[]> {
  const file = join(mkdtempSync(join(tmpdir(), "zhijian-gaps-")), "chat.csv");
  writeFileSync(file, `${lines.join("\n")}\n`);
  const { report } = await audit([file]);
  return report.diagnostics.map(({ code }) => code).filter((code) => !code.startsWith("rule-"));
}

test("an export without times says that reply times are missing", async () => {
  expect(
    await codesOf("顾客,客服,发送方,内容", "阿岚,店:小雨,买家,在吗", "阿岚,店:小雨,客服,您好，在的"),
  ).toContain("no-times");
});

test("an export without accounts says that everything counts for nobody", async () => {
  const codes = await codesOf(
    "发送时间,发送方,内容",
    "2026-11-16 09:00:00,买家,在吗",
    "2026-11-16 09:00:40,客服,您好",
  );
  expect(codes).toEqual(["no-accounts"]);
});

test("times to the minute are named as uncertain", async () => {
  const codes = await codesOf(
    "时间,顾客,客服,发送方,内容",
    "2026-11-16 9:05,阿岚,店:小雨,买家,在吗",
    "2026-11-16 9:06,阿岚,店:小雨,客服,您好",
  );
  expect(codes).toEqual(["times-to-minute"]);
});
