import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diagnosticTexts } from "../../src/text/diagnostics.ts";

test("every code that reading can give has its words in both languages", () => {
  const folder = "src/ingest";
  const source = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const codes = [...source.matchAll(/(?:\.(?:note|warn|reject|add)|#count)\(\s*"([a-z-]+)"/g)].map(
    (found) => found[1]!,
  );
  expect(codes.length).toBeGreaterThan(10);
  for (const code of codes) expect(Object.keys(diagnosticTexts)).toContain(code);
});
