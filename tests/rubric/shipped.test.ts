import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { loadActs } from "../../src/acts/load.ts";
import type { SessionMessage } from "../../src/model/message.ts";
import { checkRubric } from "../../src/rubric/check.ts";
import { testRubric } from "../../src/rubric/examples.ts";
import { handbookPage, operatorTable } from "../../src/rubric/handbook.ts";
import { loadRubrics, rubricIds, shippedActs } from "../../src/rubric/load.ts";
import type { LocalText } from "../../src/rubric/local-text.ts";
import { sceneFinder } from "../../src/rubric/scenes.ts";
import type { JudgeContext } from "../../src/rubric/view.ts";
import { readSession } from "../../src/sessions/read.ts";
import { locales } from "../../src/text/wording.ts";
import { context as plain, rubricOf } from "./conversation.ts";

const marker = loadActs();
const findScenes = sceneFinder("zh");
const context: JudgeContext = {
  ...plain,
  factsOf: (session) => ({ scenes: findScenes(session, plain).map(({ id }) => id) }),
};
const read = (messages: readonly SessionMessage[]) => {
  const robots = new Set(messages.filter(({ role }) => role === "robot").map(({ sender }) => sender));
  const session = { id: "示例", shop: null, platform: null, customer: "顾客", messages };
  return readSession(session, marker, (account) => robots.has(account));
};

describe.each(rubricIds())("%s", async (id) => {
  const [rubric] = await loadRubrics([id], { locale: "zh" });

  test.each(testRubric(rubric!, read, context))("$rule, example $example", ({ passed, reason }) => {
    expect(passed, reason).toBe(true);
  });

  test("has nothing that a check would warn of", () => {
    expect(checkRubric(rubric!, shippedActs(), "zh")).toEqual([]);
  });

  test("says everything in both languages", () => {
    const isDouble = (text: LocalText | undefined) => text === undefined || typeof text === "object";
    for (const rule of rubric!.rules) {
      const texts = [rule.title, rule.why, rule.better, rule.fault, rule.ask];
      expect(texts.every(isDouble), rule.id).toBe(true);
    }
  });

  test.each(locales)("has a handbook page in %s", (locale) => {
    const page = handbookPage(rubric!, locale);
    for (const rule of rubric!.rules) expect(page).toContain(`## ${rule.id} `);
    expect(page).not.toMatch(/undefined|\[object|\{\w+\}/u);
  });
});

test("docs/rubrics.md lists the operators as they are", async () => {
  const page = await readFile(new URL("../../docs/rubrics.md", import.meta.url), "utf8");
  const listed = /<!-- operators: begin -->\n(.*)\n<!-- operators: end -->/su.exec(page)?.[1];
  expect(listed).toBe(operatorTable("en"));
});

test("the rule in docs/rubrics.md loads, passes its examples and has nothing to warn of", async () => {
  const page = await readFile(new URL("../../docs/rubrics.md", import.meta.url), "utf8");
  const rule = /```yaml\n(rules:\n.*?)```/su.exec(page)![1]!;
  const rubric = rubricOf(`id: example\nversion: 1.0.0\ntitle: x\n${rule}`);
  expect(checkRubric(rubric, shippedActs(), "en")).toEqual([]);
  expect(testRubric(rubric, read, context).filter(({ passed }) => !passed)).toEqual([]);
});
