import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { loadStandards, rulesByStandard, standardsPage } from "../../bench/standards-page.ts";
import { metricsSchema, reportSchema } from "../../src/model/report.ts";
import { loadRubrics, rubricIds } from "../../src/rubric/load.ts";

const standards = loadStandards();
const counts = { R: 11, O: 5, D: 18, S: 10, B: 6, A: 12, C: 4, E: 3, K: 8, W: 7 };

test("every standard from R1 to W7 is listed", () => {
  const ids = Object.entries(counts).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
  );
  expect(Object.keys(standards).sort()).toEqual(ids.sort());
});

test("every standard is covered by a rule, a figure, a part of the report or a command", async () => {
  const rules = await rulesByStandard();
  const bare = Object.entries(standards)
    .filter(([id, { metrics, report, commands }]) => !(rules.get(id) ?? metrics ?? report ?? commands))
    .map(([id]) => id);
  expect(bare).toEqual([]);
});

test("figures and parts of the report that cover a standard are there", () => {
  for (const [id, { metrics = [], report = [] }] of Object.entries(standards)) {
    for (const name of metrics) expect(Object.keys(metricsSchema.properties), id).toContain(name);
    for (const name of report) expect(Object.keys(reportSchema.properties), id).toContain(name);
  }
});

test("no rule cites a standard that there is none", async () => {
  for (const { id, rules } of await loadRubrics(rubricIds(), { locale: "zh" })) {
    for (const rule of rules) {
      const unknown = rule.standards.filter((standard) => standards[standard] === undefined);
      expect(unknown, `${id} ${rule.id}`).toEqual([]);
    }
  }
});

test("docs/standards.md is up to date", async () => {
  const page = await readFile(new URL("../../docs/standards.md", import.meta.url), "utf8");
  expect(page).toBe(await standardsPage());
});
