import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { folder, ndjson, records } from "./support/chats.ts";

const page = readFileSync("docs/ci.md", "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gmu"))].map(([, text]) => text!);
const [github, gitlab] = blocks("yaml").map((text) => parse(text));

/** A curt conversation that fails rules, some of them major. */
const curt = `
  客户 0s 在吗
  客服 500s 说
  客户 520s 衣服破了怎么办`;

/** A folder with exports, and a `zhijian` on the path that runs the source. */
function workplace(): {
  path: string;
  run: (script: string, ...args: string[]) => { exit: number; out: string };
} {
  const path = folder({ 摘要: "" });
  mkdirSync(join(path, "exports"));
  writeFileSync(join(path, "exports", "a.ndjson"), ndjson(records(curt)));
  mkdirSync(join(path, "bin"));
  const command = [process.execPath, "--import", import.meta.resolve("tsx"), resolve("tests/cli/zhijian.ts")];
  writeFileSync(
    join(path, "bin", "zhijian"),
    `#!/bin/sh\nexec ${command.map((part) => `'${part}'`).join(" ")} "$@"\n`,
  );
  chmodSync(join(path, "bin", "zhijian"), 0o755);
  const env = {
    ...process.env,
    PATH: `${join(path, "bin")}${delimiter}${process.env.PATH}`,
    GITHUB_STEP_SUMMARY: join(path, "摘要"),
  };
  const run = (script: string, ...args: string[]) => {
    const done = spawnSync("sh", ["-e", "-c", script, "sh", ...args], { cwd: path, env, encoding: "utf8" });
    return { exit: done.status ?? -1, out: done.stdout + done.stderr };
  };
  return { path, run };
}

describe("docs/ci.md", () => {
  it("GitHub Actions: the steps leave annotations, a summary and the report", () => {
    const { path, run } = workplace();
    const scripts: string[] = github.jobs.audit.steps
      .map((step: { run?: string }) => step.run)
      .filter((script?: string) => script !== undefined && !script.startsWith("npm"));
    expect(scripts).toHaveLength(2);
    const [audit, show] = scripts.map((script) => run(script));
    expect(audit!.exit, audit!.out).toBe(0);
    expect(show!.out).toMatch(/^::(?:error|warning) file=.+a\.ndjson,line=\d+/mu);
    expect(readFileSync(join(path, "摘要"), "utf8")).toMatch(/^## /u);
    expect(existsSync(join(path, "report", "report.html"))).toBe(true);
  }, 300_000);

  it("GitLab CI: new findings fail, known ones do not, and the JUnit file is where it is looked for", () => {
    const { path, run } = workplace();
    const [script] = gitlab.audit.script as string[];
    const write = /`(zhijian audit [^`]*--write-baseline)`/u.exec(page)![1]!;
    expect(run(write).exit).toBe(0);
    expect(run(script!)).toMatchObject({ exit: 0 });
    writeFileSync(join(path, "zhijian-baseline.json"), '{"version":1,"findings":[]}');
    expect(run(script!)).toMatchObject({ exit: 1 });
    expect(existsSync(join(path, gitlab.audit.artifacts.reports.junit))).toBe(true);
  }, 300_000);

  it("cron: last week's report and the agents' own, in a folder of the week's name", () => {
    const { path, run } = workplace();
    const [script] = blocks("sh");
    const done = run(script!, path);
    expect(done.exit, done.out).toBe(0);
    expect(run("ls reports/*/report.xlsx reports/*/report.json").exit).toBe(0);
  }, 300_000);
});
