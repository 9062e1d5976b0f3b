import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, ndjson, records } from "../support/chats.ts";
import { zhijian } from "./terminal.ts";

const lines = (text: string) => ndjson(records(text));
const curt = (session: string, words = "说") => `
  # 会话=${session} 顾客=阿蓝${session}
  客户 0s 在吗
  客服 500s ${words}
  客户 520s 衣服破了怎么办`;

/** Audits the chats in a folder where the baseline stands. */
async function audited(path: string, chats: string, ...args: string[]) {
  const file = join(folder({ "a.ndjson": lines(chats) }), "a.ndjson");
  return zhijian(["audit", file, "--baseline", "b.json", "--quiet", "-f", "json", ...args], { cwd: path });
}

it("edges 71 and 72: known findings stay in the report, marked, and only new ones fail the gate", async () => {
  const path = folder();
  const first = await audited(path, curt("旧"), "--write-baseline", "--fail-on", "minor");
  expect(first).toMatchObject({ exit: 0, stderr: "" });
  const total = JSON.parse(first.stdout).findings.length;
  expect(JSON.parse(readFileSync(join(path, "b.json"), "utf8")).findings).toHaveLength(total);

  // Further lines before it: the same words at other places of the file.
  const same = await audited(
    path,
    `${curt("好").replace(/客服.*\n.*/u, "机器人 1s 您好")}${curt("旧")}`,
    "--fail-on",
    "minor",
  );
  expect(same).toMatchObject({ exit: 0, stderr: "" });
  expect(JSON.parse(same.stdout).baseline).toEqual({ known: total, new: 0, gone: [] });
  expect(JSON.parse(same.stdout).findings.every(({ known }: { known: boolean }) => known)).toBe(true);

  const more = await audited(path, curt("旧") + curt("新"), "--fail-on", "minor");
  expect(more.exit).toBe(1);
  expect(more.stderr).toContain("会话 新\n");
  expect(more.stderr).not.toContain("旧");
  const { baseline, shopWeeks } = JSON.parse(more.stdout);
  expect(baseline).toEqual({ known: total, new: total, gone: [] });
  for (const { failed, known } of shopWeeks[0].rules) expect(known).toBe(failed / 2);
});

it("what is gone is told, and pruned when the baseline is written again; other weeks stay", async () => {
  const path = folder();
  await audited(path, curt("旧") + curt("改"), "--write-baseline");
  const other = curt("旧").replaceAll(/(\d+)s/gu, (_, seconds) => `${Number(seconds) + 14 * 86_400}s`);
  const elsewhere = await audited(path, other);
  expect(JSON.parse(elsewhere.stdout).baseline.gone).toEqual([]);

  const better = await audited(path, curt("旧"), "--write-baseline");
  const { gone } = JSON.parse(better.stdout).baseline;
  expect(new Set(gone.map(({ session }: { session: string }) => session))).toEqual(new Set(["改"]));
  const kept = JSON.parse(readFileSync(join(path, "b.json"), "utf8")).findings;
  expect(kept.every(({ session }: { session: string }) => session === "旧")).toBe(true);
  expect(kept).not.toHaveLength(0);
});

it("the counts are exact though few findings are listed, and known ones hide no new one", async () => {
  const path = folder();
  const known = Array.from({ length: 4 }, (_, index) => curt(`旧${index}`)).join("");
  await audited(path, known, "--write-baseline", "--max-findings", "1");
  const { stdout, exit, stderr } = await audited(
    path,
    known + curt("新"),
    "--max-findings",
    "1",
    "--fail-on",
    "minor",
  );
  expect(exit).toBe(1);
  expect(stderr).toContain("会话 新\n");
  const { baseline } = JSON.parse(stdout);
  expect(baseline.known).toBe(4 * baseline.new);
});

it.each([
  ["that is not there", {}, "--write-baseline"],
  ["that is none", { "b.json": '{"version":1,"findings":[{"id":3}]}' }, "b.json:1:"],
])("2: a baseline %s", async (_, files, told) => {
  const { exit, stderr, stdout } = await audited(folder(files), curt("旧"));
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
  expect(stderr).toContain(told);
});

it("every format says what is known", async () => {
  const path = folder();
  await audited(path, curt("旧"), "--write-baseline");
  const told = [
    ["report.md", /已知 \d+ 处，新增 0 处/u],
    ["report.html", /已知 \d+ 处，新增 0 处/u],
    ["findings.csv", /,基线,[\s\S]*,已知,/u],
    ["report.sarif", /"baselineState": "unchanged"/u],
    ["annotations.txt", /^::notice .*title=已知/mu],
  ] as const;
  const formats = ["markdown", "html", "csv", "sarif", "github"].flatMap((format) => ["-f", format]);
  await audited(path, curt("旧"), ...formats, "-o", "x");
  for (const [name, words] of told) expect(readFileSync(join(path, "x", name), "utf8")).toMatch(words);
});

it("edge 74: a suppression that excused nothing is told with its rubric", async () => {
  const of = (session: string) =>
    `  - { rule: O1, session: ${session}, reason: 系统故障, expires: 2026-12-31 }\n`;
  const path = folder({
    "own.yaml": `id: own\nversion: 1.0.0\ntitle: 小店\nextends: basics\nsuppressions:\n${of("旧")}${of("无")}rules: []\n`,
  });
  const { stdout, stderr } = await audited(
    path,
    curt("旧"),
    "--write-baseline",
    "--rubric",
    join(path, "own.yaml"),
  );
  expect(stderr).toBe("");
  const { diagnostics, findings } = JSON.parse(stdout);
  expect(findings.map(({ rule }: { rule: string }) => rule)).not.toContain("O1");
  const unused = diagnostics.find(({ code }: { code: string }) => code === "suppression-unused");
  expect(unused).toMatchObject({ file: "own", count: 1, samples: [{ value: "O1 无 2026-12-31" }] });
});
