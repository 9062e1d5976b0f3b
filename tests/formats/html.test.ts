import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { formats } from "../../src/formats/index.ts";
import type { Report } from "../../src/model/report.ts";
import { withEverything } from "./build-extras.ts";
import { buildReport } from "./build-report.ts";
import { hostileWord, hostileWords } from "./hostile.ts";

const browser = [
  process.env.ZHIJIAN_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));
if (browser === undefined)
  console.warn("html.test.ts: no Chromium found, browser tests are skipped; set ZHIJIAN_CHROMIUM");

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const report = buildReport({
  weeks: ["2026-W44", "2026-W45", "2026-W46"],
  shops: ["晴川家居旗舰店", "小满的店"],
});

function write(built: Report, locale: "zh" | "en" = "zh"): string {
  return String(formats.html.render(built, { locale, color: false, width: 80 })[0].content);
}

describe("page without a browser", () => {
  const page = write(report);

  test("holds the team's table as it is, without script", () => {
    const text = page.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<[^>]+>/g, " ");
    for (const words of ["晴川家居旗舰店", "2026 年第 46 周", "小满", "样本不足", "首次响应", "回复率"]) {
      expect(text).toContain(words);
    }
  });

  test("draws when in the week customers wait, with the figures of each hour in words", () => {
    expect(page).toContain("一周里什么时候让顾客等得久");
    expect(page).toMatch(/周一 9 点：\d+ 次回复，平均等待 \d+(?:\.\d)? 秒，没有回复 \d+ 次/);
    expect(page).toContain("2.4（最多 6）");
  });

  test("points to nothing outside itself", () => {
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).not.toMatch(/@import|url\(/);
  });

  test("hostile words never become markup", () => {
    const hostile = write(hostileReport());
    for (const words of hostileWords.filter((word) => /[<"]/.test(word)))
      expect(hostile).not.toContain(words);
    expect(hostile.match(/<script\b/g)!.length).toBe(hostile.match(/<\/script>/g)!.length);
  });

  test("50,000 findings fit into 15 MB", () => {
    expect(Buffer.byteLength(write(buildReport({ findings: 50_000 })))).toBeLessThan(15_000_000);
  });
});

describe.skipIf(browser === undefined)("page in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "zhijian-html-"));
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    context = await chromium.launchPersistentContext(join(folder, "profile"), {
      executablePath: browser!,
      headless: true,
      args: flags,
    });
  });

  afterAll(async () => {
    await context?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    complaints = [];
    page = await context.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) complaints.push(request.url());
    });
    return async () => {
      await page.close();
      expect(complaints).toEqual([]);
    };
  });

  async function open(built: Report, locale: "zh" | "en" = "zh"): Promise<void> {
    const file = join(folder, "report.html");
    writeFileSync(file, write(built, locale));
    await page.goto(pathToFileURL(file).href);
    await page.locator("html.ready").waitFor();
  }

  const names = () => page.locator("section.team:visible table.agents tbody tr:visible th").allTextContents();

  test("shows the newest week of all shops, and the week and shop chosen", async () => {
    await open(report);
    expect(await page.locator("section.team:visible h2").allTextContents()).toEqual([
      "小满的店 2026 年第 46 周（11-09 至 11-15）",
      "晴川家居旗舰店 2026 年第 46 周（11-09 至 11-15）",
    ]);
    await page.locator("#week").selectOption("2026-W45");
    await page.locator("#shop").selectOption("小满的店");
    expect(await page.locator("section.team:visible h2").allTextContents()).toEqual([
      "小满的店 2026 年第 45 周（11-02 至 11-08）",
    ]);
  });

  test("sorts by any column, both ways, what has no figure last", async () => {
    await open(buildReport());
    const head = page.locator("section.team:visible thead th").filter({ hasText: "得分" });
    await head.getByRole("button").click();
    expect(await head.getAttribute("aria-sort")).toBe("descending");
    const down = await names();
    await head.getByRole("button").press("Enter");
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    const up = await names();
    expect(up.slice(0, -1)).toEqual(down.slice(0, -1).reverse());
    expect([up.at(-1), down.at(-1)]).toEqual(["未分配", "未分配"]);
  });

  test("filters agents by name", async () => {
    await open(buildReport());
    await page.locator("section.team:visible input.agent-filter").fill("小");
    expect((await names()).sort()).toEqual(["小满", "新来的小许"]);
    await page.locator("section.team:visible input.agent-filter").fill("没有这个人");
    expect(await page.locator("section.team:visible p.none[role]").textContent()).toBe(
      "没有符合条件的记录。",
    );
  });

  test("unfolds an agent: praise before points to improve, each quoted", async () => {
    await open(buildReport());
    await page.locator("section.team:visible table.agents a", { hasText: "Cici" }).click();
    const details = page.locator("details.agent[open]");
    expect(await details.locator("h4").allTextContents()).toEqual(["做得好的", "改进点", "等得最久的提问"]);
    expect(await details.locator(".praises blockquote").count()).toBeGreaterThan(0);
    expect(await details.locator(".improvements .better").count()).toBeGreaterThan(0);
    const before = await details.locator(".finding").count();
    await details.locator("button.more:visible").first().click();
    expect(await details.locator(".finding").count()).toBeGreaterThan(before);
  });

  test("finds points to improve by rule, severity, agent and words", async () => {
    const built = buildReport();
    const sought = built.findings.find(({ week, severity }) => week === "2026-W46" && severity === "fatal")!;
    const quote = sought.evidence[0]!.quote;
    await open(built);
    await page.locator("select[name=rule]").selectOption(sought.rule);
    await page.locator("select[name=severity]").selectOption("fatal");
    await page.locator("select[name=agent]").selectOption(sought.agent);
    await page.locator("input[name=words]").fill(quote);
    await page.waitForFunction((words) => {
      const quotes = [...document.querySelectorAll("#finding-list blockquote p")];
      return quotes.length > 0 && quotes.every((shown) => shown.textContent === words);
    }, quote);
    const items = page.locator("#finding-list .finding");
    expect(new Set(await items.locator(".who").allTextContents())).toEqual(new Set([sought.agent]));
    expect(new Set(await items.locator(".severity").allTextContents())).toEqual(new Set(["一票否决"]));
    expect(await items.count()).toBe(
      built.findings.filter(
        (finding) =>
          finding.week === sought.week &&
          finding.agent === sought.agent &&
          finding.severity === "fatal" &&
          finding.evidence[0]!.quote === quote,
      ).length,
    );
  });

  test("hostile words are shown as they are and run nothing", async () => {
    await open(hostileReport());
    for (const summary of await page.locator("section.team:visible details.agent > summary").all())
      await summary.click();
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    expect(await page.locator("img, svg svg, [onmouseover], [onload]").count()).toBe(0);
    expect(await names()).toContain(hostileWords[1]);
  });

  test("prints to A4 with every agent of the week unfolded", async () => {
    await open(buildReport());
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(await page.locator("section.team:visible details.agent .body:not(:empty)").count()).toBe(7);
  });

  test("fits a phone without scrolling sideways, in both languages", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const locale of ["zh", "en"] as const) {
      await open(report, locale);
      await page.locator("section.team:visible details.agent > summary").first().click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }
  });

  test("unfolds the conversation that shows what comes first: waits, acts, the quoted words", async () => {
    const built = withEverything(buildReport());
    await open(built);
    const row = page.locator("section.team:visible table.agents tbody tr").filter({ hasText: "Cici" });
    await row.locator("a.see").first().click();
    const talk = page.locator(".examples details.talk[open]");
    expect(await talk.count()).toBe(1);
    expect(await talk.locator("li.slow").allTextContents()).toEqual(["等了 3 分 37 秒"]);
    expect(await talk.locator("li.customer .acts").first().textContent()).toBe("提问或请求");
    const own = built.conversations!.find(
      ({ week, agents }) => week === "2026-W46" && agents.includes("Cici"),
    )!;
    const quote = built.findings.find(({ id }) => id === own.findings[0])!.evidence[0]!.quote;
    expect(await talk.locator("mark").allTextContents()).toEqual([quote]);
    expect(await talk.locator(".note").textContent()).toBe("后面还有 3 条消息没有列出");
  });

  test("a point to improve opens its own conversation below it", async () => {
    const built = withEverything(buildReport());
    await open(built);
    const row = built.agentWeeks.find(({ week, agent }) => week === "2026-W46" && agent === "Cici")!;
    await page.locator("select[name=agent]").selectOption("Cici");
    await page.locator("select[name=rule]").selectOption(row.improvements[0]!.rule);
    await page.waitForFunction(() =>
      [...document.querySelectorAll("#finding-list .who")].every(({ textContent }) => textContent === "Cici"),
    );
    const item = page
      .locator("#finding-list .finding")
      .filter({ has: page.locator("details.talk") })
      .first();
    const session = await item.locator("blockquote footer bdi").last().textContent();
    await item.locator("details.talk > summary").click();
    await item.locator("details.talk mark").waitFor();
    const talk = await item.locator("details.talk").getAttribute("data-talk");
    expect(built.conversations![Number(talk)]!.session).toBe(session);
  });

  test("shows handbook, reconciliation, platforms, first sentences, questions and risks of the week", async () => {
    for (const [locale, heads] of [
      ["zh", ["标准话术", "顾客为什么来：第一句话", "还价的顾客", "风险与合规", "平台口径指标", "按月"]],
      ["en", ["Standard wording", "Risk and compliance", "Platform figures", "By month"]],
    ] as const) {
      await open(withEverything(buildReport()), locale);
      const shown = await page.locator("h3:visible").allTextContents();
      for (const head of heads) expect(shown).toContain(head);
      const text = (await page.locator("main").textContent())!;
      for (const words of ["在的，说吧", "今天能发吗", "别家才卖八十", "怎么退换货", "生意参谋"])
        expect(text).toContain(words);
      if (locale === "en") expect(text).toContain("This report");
    }
  });

  test("tells how the platforms' figures came about: which description, its method and its sources", async () => {
    await open(buildReport());
    const method = (await page.locator("#method").textContent())!;
    for (const words of [
      "淘宝/天猫，2022-03-01 起，08:00-24:00",
      "8-24：时段到 24 点",
      "最长记 600 秒",
      "来源：商家帮助中心",
    ])
      expect(method).toContain(words);
    expect(await page.locator("section.team:visible").first().textContent()).toContain("旺旺人工平响时长");
  });

  test("hostile words in every section, conversations among them, are shown as text", async () => {
    const words = hostileWord();
    const built = withEverything(hostileReport(), words);
    await open(built);
    for (const details of await page.locator("section.team:visible details.agent > summary").all())
      await details.click();
    await page.evaluate(() => {
      for (const talk of document.querySelectorAll<HTMLDetailsElement>("details.talk")) talk.open = true;
    });
    await page.locator("details.talk[open] li").first().waitFor();
    expect(await page.locator("details.talk li").count()).toBeGreaterThan(10);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    expect(await page.locator("main img, main svg[onload], main a[href^=javascript]").count()).toBe(0);
    const shown = (await page.locator("main").textContent())!;
    expect(shown).toContain("<img src=x onerror=");
  });

  test("fits a phone and prints with everything that a report can have", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(withEverything(report));
    await page.locator("section.team:visible a.see").first().click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("50,000 findings open, sort, filter and unfold without freezing", async () => {
    await open(buildReport({ weeks: ["2026-W46"], findings: 50_000 }));
    const times = await page.evaluate(async () => {
      const timed = async (act: () => void) => {
        const start = performance.now();
        act();
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - start;
      };
      const click = (selector: string) => document.querySelector<HTMLElement>(selector)!.click();
      return {
        sort: await timed(() => click("table.agents thead th:nth-child(3) button")),
        unfold: await timed(() => click("details.agent summary")),
        more: await timed(() => click("#finding-list button.more")),
      };
    });
    // Three times the 200 ms that a quiet machine keeps: tests share theirs.
    for (const [act, took] of Object.entries(times)) expect(took, act).toBeLessThan(600);
  });
});

function hostileReport(): Report {
  return buildReport({ agents: hostileWords.slice(0, 6), words: hostileWord() });
}
