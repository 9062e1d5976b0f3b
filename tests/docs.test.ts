import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadProfiles } from "../src/metrics/platforms/profile.ts";
import { metricsSchema } from "../src/model/report.ts";
import { auditChats, figuresOf } from "./support/chats.ts";

const page = readFileSync("docs/metrics.md", "utf8");

interface Example {
  /** Heading that it stands below. */
  heading: string;
  chat: string;
  rows: Record<string, Record<string, unknown>>;
}

const examples: Example[] = [...page.matchAll(/^```chat\n([\s\S]*?)^```\n```yaml\n([\s\S]*?)^```$/gmu)].map(
  (found) => ({
    heading: page
      .slice(0, found.index)
      .match(/^#+ .+$/gmu)!
      .at(-1)!,
    chat: found[1]!,
    rows: parse(found[2]!),
  }),
);

describe("docs/metrics.md", () => {
  it.each(examples.map((example, index) => [index + 1, example.heading, example] as const))(
    "example %i: %s",
    async (_number, _heading, { chat, rows }) => {
      const report = await auditChats(chat);
      for (const [who, figures] of Object.entries(rows)) {
        expect(figuresOf(report, who), who).toMatchObject(figures);
      }
    },
  );

  it("has no example that is not run", () => {
    expect(page.match(/^```chat$/gmu)).toHaveLength(examples.length);
    expect(page.match(/^```yaml$/gmu)).toHaveLength(examples.length);
  });

  const headings = page.match(/^##+ .+$/gmu)!.join("\n");
  const shown = examples.flatMap(({ rows }) => Object.values(rows));

  it.each(Object.keys(metricsSchema.properties))("defines %s and works it out", (figure) => {
    expect(headings).toContain(`\`${figure}\``);
    expect(shown.some((figures) => figure in figures)).toBe(true);
  });

  const platformFigures = loadProfiles().flatMap(({ name, versions }) =>
    versions.flatMap((version) => Object.keys(version.figures).map((figure) => [name, figure] as const)),
  );
  it.each(platformFigures)("defines platform.%s.%s and works it out", (name, figure) => {
    expect(headings).toContain(`\`platform.${name}.${figure}\``);
    const platforms = shown.map(
      ({ platform }) => platform as Record<string, Record<string, unknown>> | undefined,
    );
    expect(platforms.some((platform) => figure in (platform?.[name] ?? {}))).toBe(true);
  });
});
