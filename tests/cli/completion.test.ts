import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { zhijian } from "./terminal.ts";

/** What bash offers for the words typed, the last of them unfinished. */
async function offered(...words: string[]): Promise<string[]> {
  const { stdout } = await zhijian(["completion", "bash"]);
  const list = words.map((word) => `'${word}'`).join(" ");
  const script = `${stdout}\nCOMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _zhijian; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const done = spawnSync("bash", ["-c", script], { encoding: "utf8" });
  expect(done.stderr).toBe("");
  return done.stdout.trim().split("\n");
}

it("bash completes commands, commands below them, options and formats", async () => {
  expect(await offered("zhijian", "au")).toEqual(["audit"]);
  expect(await offered("zhijian", "rubric", "li")).toEqual(["list"]);
  expect(await offered("zhijian", "audit", "x.csv", "--min-sc")).toEqual(["--min-score"]);
  expect(await offered("zhijian", "render", "r.json", "-f", "ht")).toEqual(["html"]);
});

it.each(["zsh", "fish"])("%s has a script of its own", async (shell) => {
  const { exit, stdout } = await zhijian(["completion", shell]);
  expect(exit).toBe(0);
  expect(stdout).toContain("min-score");
});

it("2 for another shell", async () => {
  expect(await zhijian(["completion", "tcsh"])).toMatchObject({ exit: 2, stdout: "" });
});
