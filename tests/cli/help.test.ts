import { expect, it } from "vitest";
import { zhijian } from "./terminal.ts";

/** Every command as one types it, as the help of those above names them. */
async function allCommands(path: string[] = []): Promise<string[][]> {
  const { stdout } = await zhijian([...path, "--help"]);
  const listed = /命令：\n(?<list>(?: {2}.*\n)+)/u.exec(stdout)?.groups?.list ?? "";
  const names = [...listed.matchAll(/^ {2}(?<name>[a-z]+)/gmu)].map((found) => found.groups!.name!);
  const below = names.filter((name) => name !== "help").map((name) => allCommands([...path, name]));
  return [path, ...(await Promise.all(below)).flat()];
}

const commands = await allCommands();
const helpOf = async (path: string[], ...more: string[]) =>
  (await zhijian([...path, "--help", ...more])).stdout;

it("names all commands of the contract", () => {
  const names = commands.map((path) => path.join(" "));
  for (const name of ["audit", "convert", "inspect", "explain", "render", "compare", "demo", "rubric check"])
    expect(names).toContain(name);
});

it.each(commands.map((path) => [path.join(" ") || "zhijian", path]))(
  "%s: help with examples in both languages",
  async (name, path) => {
    const chinese = await helpOf(path as string[]);
    expect(chinese).toContain("用法：");
    expect(chinese).toContain("\n例：\n");
    expect(chinese).not.toMatch(/Usage:|Options:|choices|default|display help/u);
    const english = await helpOf(path as string[], "--locale", "en");
    expect(english).toContain("Usage:");
    expect(english).toContain("\nExamples:\n");
    // The one Chinese that stays is the name of a column.
    const left = english.replaceAll("time=发送时间,text=内容", "").match(/\p{Script=Han}+/gu) ?? [];
    expect(left, name as string).toEqual([]);
  },
);

it.each([
  [["audit", "x", "--formt", "csv"], /没有 --formt 这个选项[\s\S]*是不是 --format？/u],
  [["audti"], /没有 audti 这个命令[\s\S]*是不是 audit？/u],
  [["audit"], /缺少参数：路径/u],
  [["audit", "x", "--slow-after", "快"], /--slow-after <秒>：不能写“快”。应为数字/u],
  [["audit", "x", "--fail-on", "bad"], /fatal, major, minor, never/u],
])("%j: the mistake is told in Chinese with what was probably meant", async (args, told) => {
  const { exit, stderr } = await zhijian(args as string[]);
  expect(exit).toBe(2);
  expect(stderr).toMatch(told as RegExp);
  expect(stderr).not.toMatch(/error:|Did you mean \S+\?\)/u);
});

it("--locale en: mistakes are told in English", async () => {
  const { exit, stderr } = await zhijian(["audit", "x", "--formt", "csv", "--locale", "en"]);
  expect(exit).toBe(2);
  expect(stderr).toContain("error: unknown option '--formt'");
  expect(stderr).toContain("Did you mean --format?");
});
