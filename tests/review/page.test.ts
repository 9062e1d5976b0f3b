import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "../../src/index.ts";
import { calibrate } from "../../src/review/calibrate.ts";
import { readJudgements } from "../../src/review/judgements.ts";
import { zhijian } from "../cli/terminal.ts";
import { folder, ndjson, records } from "../support/chats.ts";

const browser = [
  process.env.ZHIJIAN_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

/** Nicks, words and accounts that a page or a spreadsheet could take for something else. */
const chats = Array.from(
  { length: 4 },
  (_, at) => `
  # 会话=-s${at}<b> 顾客=客"${at}</script>
  客户 1${at}:00:00 有货吗 <img src=x onerror=alert(1)>
  自动 1${at}:00:01 您好，欢迎光临
  客服(=小满) 1${at}:00:05 ${at % 2 === 0 ? "您好，" : ""}有的，"现货"，今天发`,
).join("");
const args = ["--plan", "random", "--size", "4", "--seed", "一", "--quiet"];
const given = () => folder({ "a.ndjson": ndjson(records(chats)) });

describe.skipIf(browser === undefined)("the review page in a browser", () => {
  let context: BrowserContext;
  const requests: string[] = [];
  const alerts: string[] = [];
  beforeAll(async () => {
    const started = await chromium.launch({
      executablePath: browser!,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
      ],
    });
    context = await started.newContext({ acceptDownloads: true });
    context.on("request", (request) => requests.push(request.url()));
  }, 60_000);
  afterAll(() => context.browser()!.close());

  test("is filled in, saved, and read by calibrate", { timeout: 60_000 }, async () => {
    const cwd = given();
    await zhijian(
      ["sample", "a.ndjson", ...args, "--blind", "-o", "review.html"].with(1, join(cwd, "a.ndjson")),
      { cwd },
    );
    const page = await context.newPage();
    page.on("dialog", (dialog) => {
      alerts.push(dialog.message());
      return dialog.accept();
    });
    await page.goto(pathToFileURL(join(cwd, "review.html")).href);
    await page.click("#save");
    expect(alerts).toEqual(["请先填复核人"]);
    await page.fill("#reviewer", "=周姐");
    const sets = page.locator("fieldset");
    const greetings = sets.filter({ hasText: "开场先问好" });
    expect(await greetings.count()).toBe(4);
    for (let at = 0; at < 4; at += 1) {
      await greetings
        .nth(at)
        .getByLabel(at === 0 ? "不适用" : at === 1 ? "不通过" : "通过", { exact: true })
        .check();
      await greetings.nth(at).locator("input:not([type=radio])").fill('有"引号"，有逗号\n');
    }
    expect(await page.textContent("#done")).toBe(`已答 4/${await sets.count()}`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
    expect(download.suggestedFilename()).toBe("review-=周姐.csv");
    const form = join(cwd, "saved.csv");
    await download.saveAs(form);
    const { judgements, open, problems } = await readJudgements([form]);
    expect(problems).toEqual([]);
    expect(judgements).toHaveLength(4);
    expect(open).toBe((await sets.count()) - 4);
    expect(judgements[0]).toMatchObject({ reviewer: "=周姐", agent: "=小满", rule: "O1", verdict: "none" });
    expect(judgements[0]!.note).toContain('有"引号"');
    const { report } = await audit([join(cwd, "a.ndjson")]);
    const { rules, unused } = calibrate(judgements, report, { minPrecision: 0.8, minFindings: 1 });
    expect(unused).toEqual([]);
    expect(rules[0]!.cases + rules[0]!.wronglyApplied).toBe(4);
    await page.close();
  });

  test("asks nobody anything: no request but its own file, no script of the chats runs", () => {
    expect(requests.filter((url) => !url.startsWith("file:") && !url.startsWith("blob:"))).toEqual([]);
    expect(alerts).toEqual(["请先填复核人"]);
  });

  test("narrow screens have the questions below the conversation, and nothing wider than they are", {
    timeout: 60_000,
  }, async () => {
    const cwd = given();
    await zhijian(["sample", join(cwd, "a.ndjson"), ...args, "-o", "review.html"], { cwd });
    const page = await context.newPage();
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(pathToFileURL(join(cwd, "review.html")).href);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.close();
  });
});

describe("a blind list", () => {
  test.each(["html", "csv", "json"])(
    "as %s says nothing of the machine's verdicts, in its source either",
    async (format) => {
      const cwd = given();
      const file = `review.${format}`;
      const make = (more: string[]) =>
        zhijian(["sample", join(cwd, "a.ndjson"), ...args, ...more, "-o", file], { cwd });
      await make(["--blind"]);
      // What the machine decided is in the codes alone: without them, and with other verdicts, the lists are the same.
      const blind = readFileSync(join(cwd, file), "utf8").replaceAll(/\bs[0-9a-f]{30,}\b/gu, "");
      await make([]);
      const seeing = readFileSync(join(cwd, file), "utf8");
      expect(seeing).toMatch(format === "json" ? /"machine": "fail"/u : /机器/u);
      expect(blind).not.toMatch(
        format === "json" ? /"(?:machine|finding)": "|quotes": \[\s*"/u : /机器(?!人)|问题编号/u,
      );
      expect(blind).not.toMatch(/"outcome"/u);
    },
  );
});
