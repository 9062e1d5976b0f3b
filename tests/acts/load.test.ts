import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadActs } from "../../src/acts/load.ts";
import { formatPlace, UserErrors } from "../../src/errors.ts";
import { dataFolder } from "../../src/text/data.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zhijian-acts-"));
  cpSync(join(dataFolder, "acts"), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** `line:column message` of every problem of an act file with this text. */
function problemsOf(text: string): string[] {
  const file = join(folder, "agent", "trial.yaml");
  writeFileSync(file, text);
  try {
    loadActs({ folder });
    return [];
  } catch (error) {
    if (!(error instanceof UserErrors)) throw error;
    expect(error.exit).toBe(2);
    return error.errors.map(({ place, message }) => {
      expect(place?.file).toBe(file);
      return `${formatPlace(place!).slice(file.length + 1)} ${message}`;
    });
  }
}

const head = "id: trial\nside: agent\ntitle: { zh: 试, en: trial }\nexamples: { yes: [], no: [] }\n";

describe("problems of an act file", () => {
  test("unknown and missing keys and wrong types come all at once, each with its place", () => {
    const problems = problemsOf(
      "id: trial\nside: agent\ntitle: { zh: 试 }\nways:\n  - wrods: 好\n    wholeWords: 3\n",
    );
    expect(problems).toHaveLength(4);
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^5:5 .*wrods/),
        expect.stringMatching(/^6:5 .*boolean/),
        expect.stringMatching(/^3:1 .*en/),
        expect.stringMatching(/^1:1 .*examples/),
      ]),
    );
  });

  test("every faulty pattern and name is told at its line", () => {
    const problems = problemsOf(
      `${head}ways:\n  - patterns:\n      - 请.*等\n      - "{nowhere}等"\n      - 請等\n      - "(等"\n      - ".{1,3}"\n      - "\\\\b等"\n  - words: "{nobody}"\n    notIn: [dreaming]\n    after: { act: sleep, side: agent, within: 1 }\n`,
    );
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual(
      expect.arrayContaining(["7:9", "8:9", "9:9", "10:9", "11:9", "12:9", "13:5", "14:13", "15:14"]),
    );
  });

  test("a way needs words or patterns", () => {
    expect(problemsOf(`${head}ways:\n  - wholeWords: true\n`)).toEqual([
      expect.stringMatching(/^6:5 .*words/),
    ]);
  });

  test("the file is named after the act", () => {
    expect(problemsOf(`${head.replace("trial", "other")}ways: [{ words: 好 }]\n`)).toEqual([
      expect.stringContaining("agent/other.yaml"),
    ]);
  });

  test("broken YAML is told, not thrown", () => {
    expect(problemsOf("id: [trial\n")[0]).toMatch(/YAML/);
  });
});
