import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { choose, shares, type Unit } from "../../src/review/plan.ts";
import { sample } from "../../src/review/sample.ts";
import { zhijian } from "../cli/terminal.ts";
import { folder, ndjson, records } from "../support/chats.ts";

const units: Unit[] = Array.from({ length: 120 }, (_, at) => ({
  name: `会话${at}`,
  stratum: at < 100 ? "小满 · presale" : at < 118 ? "阿力 · presale" : "阿力 · dispute",
  risk: at % 10 === 0 ? 6 : 1,
}));

describe("plans", () => {
  it("stratified: everybody is drawn from, probabilities are those of the stratum", () => {
    const chosen = choose(units, "stratified", 12, "一");
    const strata = new Map<string, number>();
    for (const { item } of chosen) strata.set(item.stratum, (strata.get(item.stratum) ?? 0) + 1);
    expect([...strata.keys()].sort()).toEqual(["小满 · presale", "阿力 · dispute", "阿力 · presale"].sort());
    expect(chosen).toHaveLength(12);
    const { probability } = chosen.find(({ item }) => item.stratum === "阿力 · dispute")!;
    expect(probability).toBe(strata.get("阿力 · dispute")! / 2);
  });

  it("shares add up, and no stratum gives more than it has", () => {
    expect(
      shares(
        [
          { key: "a", count: 2 },
          { key: "b", count: 1 },
        ],
        10,
      ),
    ).toEqual(
      new Map([
        ["a", 2],
        ["b", 1],
      ]),
    );
    expect(
      shares(
        [
          { key: "a", count: 50 },
          { key: "b", count: 50 },
        ],
        1,
      ).get("a"),
    ).toBe(1);
  });

  it.each(["random", "stratified", "risk", "mixed"] as const)(
    "%s: weighted back, the lists of many seeds give the number of conversations",
    (plan) => {
      let sum = 0;
      const runs = 200;
      for (let run = 0; run < runs; run += 1) {
        for (const { probability } of choose(units, plan, 12, String(run))) sum += 1 / probability;
      }
      expect(sum / runs).toBeGreaterThan(110);
      expect(sum / runs).toBeLessThan(130);
    },
  );

  it("risk: what is likely a fault is drawn more often", () => {
    const chosen = choose(units, "risk", 20, "一");
    expect(chosen.filter(({ item }) => item.risk > 1).length).toBeGreaterThan(4);
  });
});

const chats = Array.from(
  { length: 8 },
  (_, at) => `
  # 会话=s${at} 顾客=橘子汽水${at}
  客户 1${at}:00:00 你好，电话13800138000，这个有货吗
  客服 1${at}:00:0${at + 1} ${at % 2 === 0 ? "亲，您好😊" : ""}有的`,
).join("");
const given = () => join(folder({ "a.ndjson": ndjson(records(chats)) }), "a.ndjson");
const choice = { plan: "random", size: 3, seed: "一", blind: false, disputed: [], skipped: 2 } as const;

describe("a review list", () => {
  it("has the conversation, the questions, the machine's verdict and the probability", async () => {
    const { sample: list } = await sample([given()], choice);
    expect(list.population).toBe(8);
    expect(list.sessions).toHaveLength(3);
    const [first] = list.sessions;
    expect(first!.probability).toBe(3 / 8);
    expect(first!.messages[0]!.text).not.toContain("13800138000");
    expect(JSON.stringify(list)).not.toContain("橘子汽水");
    expect(first!.questions.find(({ rule }) => rule === "O1")!.machine).toMatch(/^(?:pass|fail)$/u);
  });

  it("blind says nothing of the machine's verdicts", async () => {
    const { sample: list } = await sample([given()], { ...choice, blind: true });
    expect(list.sessions.flatMap(({ questions }) => questions).every(({ machine }) => machine === null)).toBe(
      true,
    );
    const { stdout } = await zhijian(["sample", given(), "--blind", "--quiet"]);
    expect(stdout).not.toMatch(/机器|抽样方式/u);
  });

  it("zhijian sample writes CSV, workbook and page; the same seed, the same bytes", async () => {
    const cwd = folder();
    const args = ["sample", given(), "--plan", "stratified", "--size", "4", "--quiet"];
    expect(await zhijian([...args, "-o", "清单"], { cwd })).toMatchObject({ exit: 0 });
    for (const name of ["review.csv", "review.xlsx", "review.html", "review.json"]) {
      expect(existsSync(join(cwd, "清单", name)), name).toBe(true);
    }
    const page = readFileSync(join(cwd, "清单", "review.html"), "utf8");
    expect(page).toMatch(/<fieldset/u);
    expect(page).not.toMatch(/https?:/u);
    const again = await zhijian([...args, "-f", "csv"], { cwd });
    expect(again.stdout).toBe((await zhijian([...args, "-f", "csv"], { cwd })).stdout);
  });

  it("2: a size that is none", async () => {
    expect(await zhijian(["sample", given(), "--size", "0"])).toMatchObject({ exit: 2 });
  });
});
