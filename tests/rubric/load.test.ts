import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatPlace, UserErrors } from "../../src/errors.ts";
import { rubricSchema } from "../../src/rubric/json-schema.ts";
import { loadRubrics, rubricIds } from "../../src/rubric/load.ts";
import type { Locale } from "../../src/text/wording.ts";
import { acts, rubricYaml, ruleYaml } from "./conversation.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rubrics-"));
});
afterAll(() => rm(dir, { recursive: true }));

const put = (name: string, text: string) => writeFile(join(dir, `${name}.yaml`), text);
const load = (refs: string[], set = {}, locale: Locale = "zh") =>
  loadRubrics(refs, { dir, set, locale, acts });

async function problems(refs: string[], set = {}, locale: Locale = "zh"): Promise<string[]> {
  try {
    await load(refs, set, locale);
  } catch (error) {
    if (!(error instanceof UserErrors)) throw error;
    expect(error.exit).toBe(2);
    return error.errors.map(({ place, message, hint }) =>
      [place === null ? "" : formatPlace(place).replace(`${dir}/`, ""), message, hint ?? ""].join(" | "),
    );
  }
  return [];
}

const limits = `parameters:
  limit: { title: { zh: 时限, en: limit }, default: 60, minimum: 1, maximum: 600 }
  greeters: { title: { zh: 谁, en: who }, default: [agent], choices: [agent, robot] }`;
const quick = ruleYaml("R1", "standards: [R1]\nrequire: { replies: { within: $limit } }");
const greets = ruleYaml("O1", "require: { says: { by: $greeters, act: greeting } }");

describe("a good rubric", () => {
  test("has its parameters put in", async () => {
    await put("base", rubricYaml([quick, greets], limits));
    const [rubric] = await load(["base"]);
    expect(rubric!.rules.map(({ require }) => require)).toEqual([
      { replies: { within: 60 } },
      { says: { by: ["agent"], act: "greeting" } },
    ]);
  });

  test("a shop overrides without copying", async () => {
    await put("base", rubricYaml([quick, greets], limits));
    await put(
      "shop",
      `id: shop\nversion: 2.0.0\ntitle: 本店\nextends: base\nset: { limit: 30 }\nchange:\n  O1: { points: 3 }\nrules:\n${ruleYaml("E1", "forbid: { says: { phrase: 再见 } }")}\n`,
    );
    const [rubric] = await load(["shop"], { greeters: ["agent", "robot"] });
    expect(rubric).toMatchObject({
      id: "shop",
      version: "2.0.0",
      values: { limit: 30, greeters: ["agent", "robot"] },
    });
    expect(rubric!.rules.map(({ id, points }) => [id, points])).toEqual([
      ["R1", 10],
      ["O1", 3],
      ["E1", 10],
    ]);
    expect(rubric!.rules[0]!.require).toEqual({ replies: { within: 30 } });
  });

  test("a changed verdict replaces the old one, whatever its kind", async () => {
    await put("base", rubricYaml([quick], limits));
    await put(
      "shop",
      "id: shop\nversion: 1.0.0\ntitle: x\nextends: base\nchange: { R1: { forbid: { says: { phrase: 喂 } } } }\n",
    );
    const [rubric] = await load(["shop"]);
    expect(rubric!.rules[0]).not.toHaveProperty("require");
  });

  test("the hash follows what is judged, not the order of keys or the examples", async () => {
    const hashOf = async (text: string, set = {}) => {
      await put("hashed", text);
      return (await load(["hashed"], set))[0]!.hash;
    };
    const plain = await hashOf(rubricYaml([quick], limits));
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf(rubricYaml([`${quick}\n    examples: [{ pass: 客服 0s 在 }]`], limits))).toBe(plain);
    expect(await hashOf(rubricYaml([quick], `# a note\n${limits}`))).toBe(plain);
    expect(await hashOf(rubricYaml([quick], limits), { limit: 30 })).not.toBe(plain);
  });
});

describe("mistakes", () => {
  test("all at once, each with its place and what was meant", async () => {
    await put(
      "wrong",
      `id: wrong
version: one
title: { zh: 错 }
ruls: []
conditions:
  a: { use: b }
rules:
  - id: O1
    standards: [O1]
    title: 题
    why: 因
    better: 好
    fault: 错
    severity: mayor
    points: "10"
    owner: first
    require: { sais: { act: greeting } }
`,
    );
    expect(await problems(["wrong"])).toEqual([
      "wrong.yaml:2:10 | “one”的写法不对 | 应为三个用点隔开的数，例如 1.0.0。",
      "wrong.yaml:3:1 | 缺少“en” | ",
      "wrong.yaml:4:1 | 不认识的键“ruls” | 是不是“rules”？可用的键：id、version、title、description、extends、set、parameters、conditions、applies、rules、change、suppressions。",
      "wrong.yaml:6:13 | 没有名为“b”的条件 | 是不是“a”？条件有：a。",
      "wrong.yaml:14:15 | 不能写“mayor” | 是不是“major”？可以写：fatal、major、minor、info。",
      "wrong.yaml:15:13 | 这里应是数字，写的是文字“10” | 去掉引号。",
      expect.stringMatching(/^wrong\.yaml:17:16 \| 不认识的键“sais” \| 是不是“says”？/u),
    ]);
  });

  test("in English", async () => {
    await put("wrong", rubricYaml([ruleYaml("O1", "pionts: 3\nrequire: { says: { act: greeting } }")]));
    expect(await problems(["wrong"], {}, "en")).toEqual([
      expect.stringMatching(
        /^wrong\.yaml:15:5 \| unknown key “pionts” \| Did you mean “points”\? Known keys: id, /,
      ),
    ]);
  });

  test.each<[string, string, string | RegExp]>([
    [
      "an act that is none",
      "require: { says: { act: greting } }",
      /没有名为“greting”的行为 \| 是不是“greeting”？/u,
    ],
    ["a condition that is none", "require: { use: greeted }", /没有名为“greeted”的条件/u],
    [
      "a parameter that is none",
      "require: { replies: { within: $limt } }",
      /没有名为“limt”的参数 \| 是不是“limit”？/u,
    ],
    ["two operators", "require: { says: {}, event: { is: closed } }", /一个条件只能写一个算子，这里有 2 个/u],
    ["no verdict", "points: 1", /require、forbid、ask 三者要写且只写一个/u],
    ["two verdicts", "require: { says: {} }\nforbid: { says: {} }", /只写一个/u],
    ["an unlimited repetition", 'require: { says: { pattern: "a+b" } }', /正则“a\+b”不能用：重复须有上限/u],
    ["nested repetitions", 'require: { says: { pattern: "((a{1,60}){1,60})b" } }', /重复相乘的次数太多/u],
    ["edge 60: a word boundary", 'require: { says: { pattern: "\\\\b微信" } }', /\\b 不认中文/u],
    ["a broken pattern", 'require: { says: { pattern: "(微信" } }', /写法有误/u],
    [
      "a sentence with a figure that there is none",
      "fault: 用了 {second} 秒\nrequire: { replies: { within: 1 } }",
      /\{second\} 没有值可填 \| 是不是“seconds”？/u,
    ],
    [
      "days the wrong way round",
      "effective: { from: 2026-02-01, to: 2026-01-01 }\nrequire: { says: {} }",
      /from 晚于 to/u,
    ],
    [
      "an example with two expectations",
      "require: { says: {} }\nexamples: [{ pass: 客服 0s 在, fail: 客服 0s 在 }]",
      /只写 pass、fail、skip 之一/u,
    ],
    ["an unreadable example", "require: { says: {} }\nexamples: [{ pass: 客服说在 }]", /示例第 1 行看不懂/u],
  ])("%s", async (_, rule, expected) => {
    await put("wrong", rubricYaml([ruleYaml("O1", rule)], limits));
    expect(await problems(["wrong"])).toEqual([expect.stringMatching(expected)]);
  });

  test("conditions that use one another in a circle", async () => {
    const head = "conditions:\n  a: { use: b }\n  b: { none: [{ use: a }] }";
    await put("wrong", rubricYaml([ruleYaml("O1", "require: { use: a }")], head));
    expect(await problems(["wrong"])).toEqual([
      expect.stringContaining("条件“a”引用了自己"),
      expect.stringContaining("条件“b”引用了自己"),
    ]);
  });

  test("a rule that stands twice, a change and a suppression of none", async () => {
    await put("base", rubricYaml([quick], limits));
    await put(
      "wrong",
      `id: w\nversion: 1.0.0\ntitle: x\nextends: base\nchange: { R2: { points: 1 } }\nsuppressions: [{ rule: R9, reason: r, expires: 2026-01-01 }]\nrules:\n${quick}\n`,
    );
    expect(await problems(["wrong"])).toEqual([
      expect.stringContaining("没有编号为“R2”的规则"),
      expect.stringContaining("没有编号为“R9”的规则"),
      expect.stringContaining("规则“R1”出现了两次"),
    ]);
  });

  test("values that a parameter does not take, in the file and from outside", async () => {
    await put("base", rubricYaml([quick, greets], limits));
    await put(
      "wrong",
      "id: w\nversion: 1.0.0\ntitle: x\nextends: base\nset: { limit: fast, greeters: [robots] }\n",
    );
    expect(await problems(["wrong"], { limit: 0 })).toEqual([
      " | 参数“limit”不能是 0 | 可以是：1 – 600。",
      "wrong.yaml:5:15 | 参数“limit”应是数字，给的是 文字 | ",
      "wrong.yaml:5:31 | 参数“greeters”不能是 robots | 是不是“robot”？可以是：agent、robot。",
    ]);
    expect(await problems(["base"], { limits: 5 })).toEqual([
      expect.stringContaining("没有名为“limits”的参数 | 是不是“limit”？"),
    ]);
  });

  test("a file that is none, one that extends itself, broken YAML, the same key twice", async () => {
    await put("base", rubricYaml([quick], limits));
    expect(await problems(["bass"])).toEqual([
      expect.stringMatching(/没有找到规则文件“bass” \| 是不是“base”？/u),
    ]);
    await put("a", "id: a\nversion: 1.0.0\ntitle: a\nextends: b\n");
    await put("b", "id: b\nversion: 1.0.0\ntitle: b\nextends: a\n");
    expect(await problems(["a"])).toEqual([expect.stringContaining("a.yaml → b.yaml → a.yaml")]);
    await put("c", "id: c\nid: d\nversion: 1.0.0\ntitle: c\n");
    expect(await problems(["c"])).toEqual([expect.stringContaining("c.yaml:2:1 | 同一层里有重复的键")]);
    await put("c", "id: [c\n");
    expect(await problems(["c"])).toEqual([expect.stringContaining("YAML 写法有误")]);
  });
});

describe("what ships", () => {
  test("rubrics are found by what they hold, other data beside them is none", () => {
    expect(rubricIds()).toContain("basics");
    expect(rubricIds()).not.toContain("praise");
  });

  test("the published schema takes references to parameters where a value can stand", () => {
    const validate = new Ajv({ strict: false }).compile(rubricSchema());
    const rule = {
      id: "X1",
      standards: ["O1"],
      title: "t",
      why: "w",
      better: "b",
      fault: "f",
      severity: "minor",
      points: "$points",
      owner: "$owner",
    };
    const file = {
      id: "x",
      version: "1.0.0",
      title: "t",
      rules: [{ ...rule, require: { says: { by: "$who", place: { first: "$n" } } } }],
    };
    expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...file, rules: [{ ...rule, require: { says: { by: "nobody" } } }] })).toBe(false);
  });
});

describe("several rubrics put together", () => {
  const file = (id: string, rule: string, head = "") =>
    `id: ${id}\nversion: 1.0.0\ntitle: x\n${head}\nrules:\n${ruleYaml(rule, "require: { says: { act: greeting } }")}\n`;
  const wrote = (by: string) => `applies: [{ when: { says: { by: ${by} } }, otherwise: no ${by} }]`;

  test("premises of one file do not reach the rules of its neighbours, those of the whole reach all", async () => {
    await put("left", file("left", "A1", wrote("customer")));
    await put("right", file("right", "B1", wrote("robot")));
    await put("both", file("both", "C1", `extends: [left, right]\n${wrote("system")}`));
    const [both] = await load(["both"]);
    const premises = both!.rules.map(({ id, applies }) => [id, applies?.map(({ otherwise }) => otherwise)]);
    expect(premises).toEqual([
      ["A1", ["no customer", "no system"]],
      ["B1", ["no robot", "no system"]],
      ["C1", ["no customer", "no robot", "no system"]],
    ]);
  });

  test("a base that two of them share is taken once", async () => {
    await put("root", file("root", "A1", "parameters:\n  limit: { title: t, default: 60 }"));
    await put("one", file("one", "B1", "extends: root\nset: { limit: 30 }"));
    await put("two", file("two", "B2", "extends: root"));
    await put("all", file("all", "C1", "extends: [one, two]"));
    const [all] = await load(["all"]);
    expect(all!.rules.map(({ id }) => id)).toEqual(["A1", "B1", "B2", "C1"]);
    expect(all!.values).toEqual({ limit: 30 });
  });

  test("names that two of them give are refused: one would silently change the other's rules", async () => {
    const names =
      "parameters:\n  limit: { title: t, default: 60 }\nconditions:\n  polite: { says: { phrase: 谢谢 } }";
    await put("east", file("east", "A1", names));
    await put("west", file("west", "B1", names));
    await put("world", file("world", "C1", "extends: [east, west]"));
    expect(await problems(["world"])).toEqual([
      "west.yaml:5:3 | “limit”在并列引用的规则文件里已经有了 | 换一个名字。",
      "west.yaml:7:3 | “polite”在并列引用的规则文件里已经有了 | 换一个名字。",
    ]);
  });
});
