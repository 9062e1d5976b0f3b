import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { convert } from "../../src/convert.ts";
import { adapters } from "../../src/ingest/registry.ts";
import { expectExactAccount } from "./support/account.ts";
import { readAll } from "./support/read.ts";

const root = "fixtures/formats";
const expectation = "expected.ndjson";

function inputsOf(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name !== expectation)
    .map((name) => join(root, folder, name));
}

describe("every fixture gives its expected messages", () => {
  test.each(readdirSync(root))("%s", async (folder) => {
    const { conversations, errors } = await convert(inputsOf(folder));
    let written = "";
    for await (const { messages } of conversations) {
      for (const message of messages) written += `${JSON.stringify(message)}\n`;
    }
    expect(errors).toEqual([]);
    expect(written).toBe(readFileSync(join(root, folder, expectation), "utf8"));
  });

  test("every format has a fixture", async () => {
    const formats = new Set<string>();
    for (const folder of readdirSync(root)) {
      const { intake } = await readAll(inputsOf(folder));
      for (const { format } of intake.inputs) formats.add(format);
    }
    expect([...formats].sort()).toEqual(adapters.map(({ name }) => name).sort());
  });

  test("messages + rejected + lines that are none = rows", async () => {
    for (const folder of readdirSync(root)) expectExactAccount(await readAll(inputsOf(folder)));
  });
});
