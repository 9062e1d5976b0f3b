import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatPlace, UserError, UserErrors } from "../../src/errors.ts";
import { loadRubrics } from "../../src/rubric/load.ts";
import { rubricYaml, ruleYaml } from "./conversation.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "mistakes-"));
});
afterAll(() => rm(dir, { recursive: true }));

/** What is told of a rubric, `line:column message | what to do`, against what ships. */
async function told(text: string | Uint8Array): Promise<string[]> {
  const file = join(dir, "shop.yaml");
  await writeFile(file, text);
  try {
    await loadRubrics([file], { locale: "zh" });
  } catch (error) {
    const errors = error instanceof UserErrors ? error.errors : [error];
    return errors.map((one) => {
      if (!(one instanceof UserError)) throw one;
      const place = one.place === null ? "" : formatPlace(one.place).replace(`${file}:`, "");
      return `${place} ${one.message}${one.hint === null ? "" : ` | ${one.hint}`}`;
    });
  }
  return [];
}

/** A good rubric but for this rule, or for what stands above its rules. */
const withRule = (rule: string, head = "") => told(rubricYaml([ruleYaml("O1", rule)], head));

/** The message without what to do about it. */
const messages = (lines: readonly string[]) => lines.map((line) => line.split(" | ")[0]);

describe("mistakes of a rubric", () => {
  test("are told all at once, each once, however deep they lie in one another", async () => {
    const lines = await told(await readFile("tests/rubric/mistakes.yaml"));
    await expect(`${messages(lines).join("\n")}\n`).toMatchFileSnapshot("mistakes.out");
  });

  test("say what to do", async () => {
    expect(
      await withRule('points: "10"\nseverity: 1\nrequire: { fact: { of: scene, in: [aftersales] } }'),
    ).toEqual([
      "13:13 这里应是数字，写的是文字“10” | 去掉引号。",
      "14:15 不能写“1” | 可以写：fatal、major、minor、info。",
      "15:40 没有名为“aftersales”的场景 | 是不是“aftersale”？场景有：presale、insale、aftersale、bargain、dispute、proactive。",
    ]);
  });

  test.each([
    ["a verdict whose key is misspelt", "requier: { says: { act: greeting } }", ["15:5 不认识的键“requier”"]],
    [
      "what stands under a key that is misspelt",
      "require: { replys: { within: soon } }",
      ["15:16 不认识的键“replys”", "15:34 这里应是数字，写的是文字“soon”"],
    ],
    [
      "a word that looks like the name of an operator of another shape",
      "require: { act: greeting }",
      ["15:16 不认识的键“act”"],
    ],
    [
      "figures of a condition that cannot be read",
      'fault: "等了 {seconds} 秒"\nrequire: { any: [等了, { says: {} }] }',
      ["15:22 这里应是键值（键: 值），写的是文字“等了”"],
    ],
    [
      "figures of a condition that is not there",
      'fault: "等了 {seconds} 秒"\nrequire: { use: lated }',
      ["15:21 没有名为“lated”的条件"],
    ],
    [
      "an example that is no text",
      "require: { says: {} }\nexamples: [{ pass: 5 }, 客服 0s 在]",
      ["16:24 这里应是文字，写的是数字“5”", "16:29 这里应是键值（键: 值），写的是文字“客服 0s 在”"],
    ],
    [
      "two of a kind in two places",
      "require: { any: [{ says: { act: { x: 1 } } }, { says: { act: [5] } }] }",
      ["15:37 这里应是文字或列表，写的是键值（键: 值）", "15:67 这里应是文字，写的是数字“5”"],
    ],
    [
      "a name that is a number",
      "require: { says: { act: [5, greeting] } }",
      ["15:30 这里应是文字，写的是数字“5”"],
    ],
    [
      "a parameter that is none, as a name",
      "require: { says: { act: $which } }",
      ["15:29 没有名为“which”的参数"],
    ],
  ])("nothing follows from %s", async (_, rule, expected) => {
    expect(messages(await withRule(rule))).toEqual(expected);
  });

  test("a parameter without a value is known all the same", async () => {
    const head = "parameters: { wait: { title: 等多久 } }\nset: { wait: 60 }";
    const lines = await withRule("require: { replies: { within: $wait } }", head);
    expect(messages(lines)).toEqual(["4:15 缺少“default”"]);
  });

  test("a section whose name is misspelt is read", async () => {
    const head = "paramters: { wait: { title: 等多久, default: 60 } }";
    const lines = await withRule("require: { replies: { within: $wait } }", head);
    expect(messages(lines)).toEqual(["4:1 不认识的键“paramters”"]);
  });

  test("of names that a missing base may give nothing is told, of all else everything", async () => {
    const lines = await withRule(
      "require: { any: [{ use: polite }, { says: { act: greting } }, { replies: { within: $wait } }] }",
      "extends: [bassics, basics]\nset: { wait: 3 }\nchange: { X1: { points: many } }",
    );
    expect(messages(lines)).toEqual([
      "4:11 没有找到规则文件“bassics”",
      "6:25 这里应是数字，写的是文字“many”",
      "8:9 规则“O1”出现了两次",
      "17:54 没有名为“greting”的行为",
    ]);
  });
});

describe("a text that is no YAML", () => {
  const rest = "    why: 因\n    points: 5\n    require: { says: { phrase: 您好 } }\n";
  test.each([
    [
      "a colon of full width",
      "    title：问好",
      "5:5 YAML 写法有误：这里没有写成“键: 值” | 冒号用半角，后面空一格。",
    ],
    [
      "no space behind the colon",
      "    title:问好",
      "5:5 YAML 写法有误：这里没有写成“键: 值” | 冒号用半角，后面空一格。",
    ],
    ["a tab", "\ttitle: 问好", "5:1 YAML 写法有误：用制表符缩进了 | 缩进只能用空格。"],
    [
      "uneven columns",
      "     title: 问好",
      "4:9 YAML 写法有误：一个值里又有冒号 | 文字里有冒号时，整段加上引号；另起的键要与上一个键对齐。",
    ],
    [
      "two colons",
      "    title: 问好: 早",
      "5:12 YAML 写法有误：一个值里又有冒号 | 文字里有冒号时，整段加上引号；另起的键要与上一个键对齐。",
    ],
    [
      "a comma of full width",
      "    title: { zh: 问好，en: hi }",
      "5:18 YAML 写法有误：花括号或方括号里的写法有误 | 各项之间用半角逗号。",
    ],
    [
      "a star",
      "    title: *问好*",
      "5:12 YAML 写法有误：以 * 开头的是引用，这里没有它所指的内容 | 要写的是文字时，加上引号。",
    ],
  ])("%s is told once, with what to do", async (_, line, expected) => {
    expect(await told(`id: x\nversion: 1.0.0\nrules:\n  - id: O1\n${line}\n${rest}`)).toEqual([expected]);
  });

  test("a key that stands twice hides nothing", async () => {
    const lines = await withRule(
      "points: 3\nseverity: mayor\nowner: frist\nowner: last\nrequire: { says: {} }",
    );
    expect(messages(lines)).toEqual(["13:15 不能写“mayor”", "15:5 同一层里有重复的键"]);
  });

  test.each(["gbk", "utf-16"])(
    "a file in %s is refused: none of its words would be found",
    async (encoding) => {
      const gbk = Uint8Array.from([0x69, 0x64, 0x3a, 0x20, 0xc4, 0xfa, 0xba, 0xc3, 0x0a]);
      const bytes = encoding === "gbk" ? gbk : Buffer.from("\ufeffid: 您好\n", "utf16le");
      expect(await told(bytes)).toEqual([expect.stringMatching(/不是 UTF-8 编码/u)]);
    },
  );
});
