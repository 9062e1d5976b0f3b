import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toReport } from "../../src/aggregate/report.ts";
import { rubricInfo } from "../../src/aggregate/rubric-info.ts";
import { type JudgedSession, Tally } from "../../src/aggregate/tally.ts";
import { type AuditOptions, audit, type Report } from "../../src/index.ts";
import { judgeCustomer } from "../../src/judging/customer.ts";
import type { Metrics } from "../../src/model/report.ts";
import { openRun } from "../../src/run.ts";
import { folder, ndjson } from "../support/chats.ts";
import { type Line, recordsOf, rfc3339, type Sessions, sessions } from "../support/logs.ts";

async function auditFiles(
  files: readonly (readonly object[])[],
  options: AuditOptions = {},
): Promise<Report> {
  const path = folder(
    Object.fromEntries(files.map((records, index) => [`${index}.ndjson`, ndjson(records)])),
  );
  const { report } = await audit([path], options);
  return JSON.parse(JSON.stringify(report).replaceAll(path, ""));
}

/** Few runs of many conversations: each is a whole audit, and most of its time is getting ready. */
const runs = { numRuns: 6 };

/** The rows' figures alone, without places in files. */
const figures = (report: Report) =>
  [...report.shopWeeks, ...report.agentWeeks].map((row) => ({
    ...row,
    week: null,
    slowTurns: row.slowTurns.map(({ start, ...slow }) => slow),
    evidence: Object.values(row.evidence).map(({ count, sessions }) => ({
      count,
      sessions: sessions.map(({ time, ...one }) => one),
    })),
  }));

describe("properties of every log", () => {
  it("giving a file twice changes nothing but the count of repeats", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, async (all) => {
        const records = recordsOf(all);
        const { inputs: _, ...once } = await auditFiles([records]);
        const { inputs, ...twice } = await auditFiles([records, records]);
        expect(twice).toEqual(once);
        const spoken = new Set(records.filter(({ role }) => role !== "system").map(({ session: id }) => id));
        const kept = records.filter(({ session: id }) => spoken.has(id));
        expect(inputs.map(({ duplicates }) => duplicates)[0]).toBe(0);
        expect(inputs[1]!.duplicates).toBeGreaterThanOrEqual(kept.length);
      }),
      runs,
    );
  });

  it("giving a log of nobody known twice, or in pieces that overlap, changes nothing but the count of repeats", async () => {
    const overlapping = fc.record({ all: sessions, from: fc.nat(), to: fc.nat() });
    await fc.assert(
      fc.asyncProperty(overlapping, async ({ all, from, to }) => {
        // What a close stands behind is asked of its own file (metric-decision 4).
        const open = all.map((one) => ({ ...one, lines: one.lines.filter(({ who }) => who !== "closed") }));
        const records = recordsOf(open, { strictly: true }).map((record) => ({
          ...record,
          session: null,
          customer: null,
          sender: record.role === "customer" ? null : record.sender,
          platform: "taobao",
        }));
        fc.pre(records.length > 0);
        const [begin, end] = [from % records.length, to % records.length].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const { inputs: _, ...once } = await auditFiles([records]);
        for (const files of [
          [records, records],
          [records.slice(0, end + 1), records.slice(begin)],
        ]) {
          const { inputs, ...again } = await auditFiles(files);
          expect(figures({ ...once, inputs })).toEqual(figures({ ...again, inputs }));
          const repeats = inputs.reduce((sum, { duplicates }) => sum + duplicates, 0);
          expect(repeats).toBe(files[0]!.length + files[1]!.length - records.length);
        }
      }),
      runs,
    );
  });

  it("moving all times by whole weeks moves the weeks and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, fc.integer({ min: -60, max: 60 }), async (all, weeks) => {
        const here = await auditFiles([recordsOf(all)]);
        const there = await auditFiles([recordsOf(all, { shiftMs: weeks * 7 * 86_400_000 })]);
        expect(figures(there)).toEqual(figures(here));
      }),
      runs,
    );
  });

  it("the order of lines and their division into files change nothing, where times tell the order", async () => {
    const shuffled = sessions.chain((all) => {
      const open = all.map((one) => ({ ...one, lines: one.lines.filter(({ who }) => who !== "closed") }));
      const records = recordsOf(open, { strictly: true });
      return fc.record({
        records: fc.constant(records),
        mixed: fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
        cut: fc.nat({ max: records.length }),
      });
    });
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ records, mixed, cut }) => {
        const whole = await auditFiles([records]);
        const parts = await auditFiles([mixed.slice(0, cut), mixed.slice(cut)]);
        expect(figures(parts)).toEqual(figures(whole));
      }),
      runs,
    );
  });

  it("the agents' counts add up to the shop's", async () => {
    const counts: ((metrics: Metrics) => number)[] = [
      (metrics) => metrics.customerMessages,
      (metrics) => metrics.agentMessages,
      (metrics) => metrics.replySeconds!.n,
      (metrics) => metrics.withinSeconds!["60"].n,
      (metrics) => metrics.unanswered.n,
      (metrics) => metrics.unanswered.hits,
      (metrics) => metrics.cannedShare.n,
      (metrics) => metrics.emoticonShare.hits,
    ];
    await fc.assert(
      fc.asyncProperty(sessions, async (all) => {
        const report = await auditFiles([recordsOf(all)]);
        for (const shop of report.shopWeeks) {
          const agents = report.agentWeeks.filter(({ week }) => week === shop.week);
          for (const count of counts) {
            const sum = agents.reduce((total, { metrics }) => total + count(metrics), 0);
            expect(sum, String(count)).toBe(count(shop.metrics));
          }
        }
      }),
      runs,
    );
  });

  it("nobody waited less than 0 s, and no agent longer than the shop's longest", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, async (all) => {
        const report = await auditFiles([recordsOf(all)]);
        for (const { week, metrics } of report.agentWeeks) {
          const shop = report.shopWeeks.find((row) => row.week === week)!.metrics;
          expect(metrics.replySeconds!.sum).toBeGreaterThanOrEqual(0);
          expect(metrics.replySeconds!.max ?? 0).toBeLessThanOrEqual(shop.replySeconds!.max ?? 0);
          expect(metrics.workingSeconds.replySeconds!.sum).toBeLessThanOrEqual(metrics.replySeconds!.sum);
        }
      }),
      runs,
    );
  });
});

describe("robots and texts that send themselves", () => {
  /** The sessions with a message put after line `place` of each; the times of the others stay. */
  const withMessage = (all: Sessions, who: "robot" | "auto", place: number): Sessions =>
    all.map((one) => {
      const at = place % one.lines.length;
      const message: Line = { who, account: "小满", afterMs: 0, text: "亲，您好😊" };
      return { ...one, lines: [...one.lines.slice(0, at + 1), message, ...one.lines.slice(at + 1)] };
    });

  const waits = (report: Report) =>
    [...report.shopWeeks, ...report.agentWeeks].map(({ week, metrics, ...row }) => ({
      week,
      agent: "agent" in row ? row.agent : null,
      first: metrics.firstReplySeconds,
      all: metrics.replySeconds,
      within: metrics.withinSeconds,
      slow: metrics.slowTurns,
      unanswered: metrics.unanswered,
      rate: metrics.replyRate,
    }));

  it("a text that sends itself changes no wait", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, fc.nat(), async (all, place) => {
        // A marked line before the first words would move the session's week.
        const before = waits(await auditFiles([recordsOf(all)]));
        const after = waits(await auditFiles([recordsOf(withMessage(all, "auto", place))]));
        const known = new Map(before.map((row) => [`${row.week} ${row.agent}`, row]));
        for (const row of after) {
          const same = known.get(`${row.week} ${row.agent}`);
          if (same !== undefined) expect(row).toEqual(same);
        }
      }),
      runs,
    );
  });

  it("a robot's message gives no person a reply", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, fc.nat(), async (all, place) => {
        const replies = (report: Report) =>
          report.shopWeeks.reduce((sum, { metrics }) => sum + metrics.replySeconds!.n, 0);
        const before = replies(await auditFiles([recordsOf(all)]));
        const after = replies(await auditFiles([recordsOf(withMessage(all, "robot", place))]));
        expect(after).toBeLessThanOrEqual(before);
      }),
      runs,
    );
  });

  it("a robot's message makes nobody faster once a person was asked for", async () => {
    await fc.assert(
      fc.asyncProperty(sessions, fc.nat(), async (all, place) => {
        const asking = all.map((one) => ({
          ...one,
          lines: [
            { who: "customer", account: "小满", afterMs: 0, text: "转人工" } as Line,
            ...one.lines.map((item) => (item.who === "customer" ? { ...item, text: "转人工" } : item)),
          ],
        }));
        const before = waits(await auditFiles([recordsOf(asking)]));
        const after = waits(await auditFiles([recordsOf(withMessage(asking, "robot", place))]));
        expect(after).toEqual(before);
      }),
      runs,
    );
  });
});

describe("the sum of an audit", () => {
  it("is the same in however many parts and in whatever order it is merged", async () => {
    await fc.assert(
      fc.asyncProperty(
        sessions,
        fc.array(fc.nat({ max: 2 }), { minLength: 20, maxLength: 20 }),
        fc.constantFrom([0, 1, 2], [2, 1, 0], [1, 2, 0]),
        async (all, parts, order) => {
          const run = await openRun([folder({ "a.ndjson": ndjson(recordsOf(all)) })], {});
          const judged: JudgedSession[] = [];
          for await (const sessions of run.gathered.customers()) judged.push(...judgeCustomer(sessions, run));
          await run.gathered.close();
          const tally = () =>
            new Tally({
              metrics: {
                slowAfterMs: run.settings.slowAfterMs,
                zone: run.settings.zone,
                calendar: run.settings.calendar,
                canned: (message, customer) => run.canned.find(message, customer),
                forParts: true,
                showCase: ({ id, customer }, at, message) => ({
                  session: id,
                  customer,
                  time: at === null ? null : rfc3339(at),
                  quote: String(message),
                }),
              },
              show: run.show,
              maxFindingsPerRule: 3,
              showSlowTurn: ({ id }, start, waitMs) => ({
                session: id,
                start: rfc3339(start),
                seconds: waitMs / 1000,
                quote: "",
              }),
            });
          const reportOf = (sum: Tally) =>
            JSON.stringify(
              toReport(sum, {
                settings: {
                  ...run.settings.printed,
                  segmenter: "",
                  platforms: [],
                  autoTexts: { configured: [], recognised: [], refused: [] },
                },
                generatedAt: null,
                rubrics: run.rubrics.map((rubric) => rubricInfo(rubric, "zh")),
                profiles: [],
                actTitles: new Map(),
                inputs: [],
                diagnostics: [],
                reconciliation: [],
              }),
            );
          const whole = tally();
          for (const one of judged) whole.add(one);
          const three = [tally(), tally(), tally()];
          judged.forEach((one, index) => {
            three[parts[index % parts.length]!]!.add(one);
          });
          const [first, second, third] = order.map((index) => three[index]!);
          second!.absorb(structuredClone(third!.state()));
          first!.absorb(structuredClone(second!.state()));
          expect(reportOf(first!)).toBe(reportOf(whole));
        },
      ),
      runs,
    );
  });
});
