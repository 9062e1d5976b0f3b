import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { adapters } from "../../src/ingest/registry.ts";
import { toCanonical } from "../../src/model/canonical.ts";
import type { CanonicalMessage } from "../../src/model/message.ts";
import { Zone } from "../../src/text/zone.ts";
import { expectExactAccount } from "./support/account.ts";
import { readAll } from "./support/read.ts";

const root = "fixtures/formats";
const zone = new Zone("Asia/Shanghai");
const expectation = "expected.ndjson";

function inputsOf(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name !== expectation)
    .map((name) => join(root, folder, name));
}

/** Messages of one cell keep their order. */
function byPlace(a: CanonicalMessage, b: CanonicalMessage): number {
  const place = ({ source: { file, sheet, line } }: CanonicalMessage) =>
    `${file}\n${sheet ?? ""}\n${String(line).padStart(9)}`;
  return place(a) < place(b) ? -1 : Number(place(a) > place(b));
}

describe("every fixture gives its expected messages", () => {
  test.each(readdirSync(root))("%s", async (folder) => {
    const expected = readFileSync(join(root, folder, expectation), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as CanonicalMessage)
      .sort(byPlace);
    const { messages, intake } = await readAll(inputsOf(folder));
    const canonical = messages
      .sort((a, b) => a.seq - b.seq)
      .map((message) => toCanonical({ ...message, session: message.session ?? "" }, zone))
      .sort(byPlace);
    expect(intake.errors).toEqual([]);
    // Sessions without an id of the export, and who is in charge of a line that does not say, come later.
    const read = canonical.map((message, at) => ({
      ...message,
      session: message.session || expected[at]?.session,
      agent: message.agent ?? expected[at]?.agent ?? null,
    }));
    expect(read).toEqual(expected);
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
