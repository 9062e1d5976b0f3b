/**
 * The page of a report with 50,000 points to improve in a real browser: size, and how long it takes to
 * open, sort, filter and unfold. `npx tsx bench/page.ts`; exits 1 where a bound is broken.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { formats } from "../src/formats/index.ts";
import { withEverything } from "../tests/formats/build-extras.ts";
import { buildReport } from "../tests/formats/build-report.ts";

const mostBytes = 15_000_000;
const mostMs = 200;
const mostMsToOpen = 2000;

const browserPath = [process.env.ZHIJIAN_CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);
if (browserPath === undefined) throw new Error("no Chromium found; set ZHIJIAN_CHROMIUM");

const cases = {
  "one week, 50,000 points": withEverything(buildReport({ weeks: ["2026-W46"], findings: 50_000 })),
  "60 agents, 50,000 points": withEverything(
    buildReport({
      weeks: ["2026-W46"],
      agents: Array.from({ length: 60 }, (_, at) => `客服${at + 1}`),
      findings: 50_000,
    }),
  ),
  "52 weeks, 50,000 points": withEverything(
    buildReport({
      weeks: Array.from({ length: 52 }, (_, at) => `2026-W${String(at + 1).padStart(2, "0")}`),
      findings: 50_000,
    }),
  ),
};

const folder = mkdtempSync(join(tmpdir(), "zhijian-page-"));
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu"],
});
let broken = 0;
try {
  for (const [name, report] of Object.entries(cases)) {
    const [{ content }] = formats.html.render(report, { locale: "zh", color: false, width: 80 });
    const file = join(folder, "report.html");
    writeFileSync(file, content);
    const bytes = Buffer.byteLength(content);
    const times = await measure(pathToFileURL(file).href);
    console.log(`${name}: ${(bytes / 1e6).toFixed(1)} MB`);
    if (bytes > mostBytes) broken += 1;
    for (const [act, ms] of Object.entries(times)) {
      const isOver = ms > (act === "open" ? mostMsToOpen : mostMs);
      if (isOver) broken += 1;
      console.log(`  ${act.padEnd(8)} ${Math.round(ms)} ms${isOver ? "  TOO LONG" : ""}`);
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = broken === 0 ? 0 : 1;

/** How long each act keeps the page from painting, ms. */
async function measure(url: string): Promise<Record<string, number>> {
  const page = await browser.newPage();
  const started = performance.now();
  await page.goto(url);
  await page.locator("html.ready").waitFor();
  const open = performance.now() - started;
  const acts = await page.evaluate(async () => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const timed = async (act: () => void) => {
      await painted();
      const start = performance.now();
      act();
      await painted();
      return performance.now() - start;
    };
    const click = (selector: string) => document.querySelector<HTMLElement>(selector)!.click();
    // A filter waits until typing stops; its longest task is what holds up the page.
    const longest = async (act: () => void) => {
      let ms = 0;
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) ms = Math.max(ms, duration);
      });
      observer.observe({ entryTypes: ["longtask"] });
      act();
      await new Promise((done) => setTimeout(done, 600));
      observer.disconnect();
      return ms;
    };
    const choose = (name: string, value: string) => {
      const control = document.querySelector<HTMLInputElement | HTMLSelectElement>(`[name=${name}]`)!;
      control.value = value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    };
    return {
      sort: await timed(() => click("table.agents thead th:nth-child(3) button")),
      unfold: await timed(() => click("section.team:not([hidden]) details.agent summary")),
      more: await timed(() => click("#finding-list button.more")),
      words: await longest(() => choose("words", "自己看")),
      severity: await longest(() => choose("severity", "minor")),
      talk: await timed(() => click("section.team:not([hidden]) details.talk summary")),
    };
  });
  await page.close();
  return { open, ...acts };
}
