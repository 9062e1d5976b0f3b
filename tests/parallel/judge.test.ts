import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AuditOptions, audit } from "../../src/index.ts";
import type { Finding } from "../../src/model/report.ts";
import { demo } from "../demo/truth.ts";
import { folder, ndjson } from "../support/chats.ts";
import { crowded, everyOption } from "../support/every-option.ts";
import { recordsOf, sessions } from "../support/logs.ts";

describe("threads", { timeout: 300_000 }, () => {
  it("give the same bytes however many there are, and as without files", async () => {
    const options = await everyOption();
    const bytes = async (more: AuditOptions) =>
      JSON.stringify(await audit([join(demo, "exports")], { ...options, ...more }));
    const alone = await bytes({});
    expect(JSON.parse(alone).report.reconciliation[0].rows.length).toBeGreaterThan(0);
    expect(JSON.parse(alone).report.handbook.length).toBeGreaterThan(0);
    expect(JSON.parse(alone).report.baseline.known).toBeGreaterThan(0);
    for (const threads of [1, 2, 7]) expect(await bytes({ ...crowded, threads }), `${threads}`).toBe(alone);
  });

  it("give the same bytes on every log", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, async (all) => {
        const path = folder({ "a.ndjson": ndjson(recordsOf(all)) });
        const bytes = async (more: AuditOptions) => JSON.stringify(await audit([path], more));
        const alone = await bytes({});
        expect(await bytes({ ...crowded, threads: 1 })).toBe(alone);
        expect(await bytes({ ...crowded, threads: 3 })).toBe(alone);
      }),
      { numRuns: 3 },
    );
  });
});

describe("all findings in a file of their own", () => {
  it("are in the order of the report, as many as were counted, however they were worked out", async () => {
    const path = folder();
    const lines = async (name: string, more: AuditOptions) => {
      const allFindings = join(path, name);
      const { report } = await audit([join(demo, "exports")], {
        rubrics: ["basics"],
        maxFindingsPerRule: 2,
        allFindings,
        ...more,
      });
      return { report, text: readFileSync(allFindings, "utf8") };
    };
    const { report, text } = await lines("a.ndjson", {});
    const all = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Finding);
    const counted = report.shopWeeks
      .flatMap(({ rules }) => rules)
      .reduce((sum, { failed }) => sum + failed, 0);
    expect(all).toHaveLength(counted);
    expect(all.length).toBeGreaterThan(report.findings.length);
    const ids = new Set(report.findings.map(({ id }) => id));
    expect(all.filter(({ id }) => ids.has(id))).toEqual(report.findings);
    expect((await lines("b.ndjson", { ...crowded, threads: 1 })).text).toBe(text);
    expect((await lines("c.ndjson", { ...crowded, threads: 2 })).text).toBe(text);
    expect(readdirSync(path).sort()).toEqual(["a.ndjson", "b.ndjson", "c.ndjson"]);
  });

  it("in a folder that is not there are an error with its name, and nothing is left", async () => {
    const missing = join(folder(), "没有", "a.ndjson");
    await expect(audit([join(demo, "exports")], { allFindings: missing })).rejects.toThrow(missing);
  });
});
