import { copyFileSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inspectInput } from "../../src/ingest/inspect.ts";
import { adapters } from "../../src/ingest/registry.ts";

const root = "fixtures/formats";
const timezone = "Asia/Shanghai";

/** A fixture folder is called like its format, perhaps with a dash and what is special about it. */
function formatOf(folder: string): string {
  const names = adapters.map(({ name }) => name).filter((name) => `${folder}-`.startsWith(`${name}-`));
  return names.sort((a, b) => b.length - a.length)[0]!;
}

const files = readdirSync(root).flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name !== "expected.ndjson")
    .map((name) => [folder, name] as const),
);

describe("the content tells the format, and no other format wins it", () => {
  test.each(files)("%s/%s", async (folder, name) => {
    const path = join(root, folder, name);
    const [best, second] = (await inspectInput(path, { timezone })).candidates;
    expect(best?.format).toBe(formatOf(folder));
    expect(second?.score ?? 0).toBeLessThan(best!.score);
    // ingest-decision 39: under another name it is the same.
    const renamed = join(mkdtempSync(join(tmpdir(), "zhijian-test-")), "export.dat");
    copyFileSync(path, renamed);
    expect((await inspectInput(renamed, { timezone })).format).toBe(best!.format);
  });

  test.each(adapters.map(({ name }) => name))(
    "what %s writes as expected is canonical NDJSON",
    async (name) => {
      const folder = readdirSync(root).find((one) => formatOf(one) === name)!;
      const { format } = await inspectInput(join(root, folder, "expected.ndjson"), { timezone });
      expect(format).toBe("ndjson");
    },
  );
});
