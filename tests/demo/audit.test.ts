import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { audit, type Report } from "../../src/index.ts";
import { demo, type TrueFigures, truth } from "./truth.ts";

/** The audit of the sample weeks as `zhijian demo` runs it; the log of 京东 does not name its shop. */
async function reportOfDemo(): Promise<Report> {
  const shop = truth.shops.find(({ platform }) => platform === "jd")!.name;
  const { report, errors } = await audit([join(demo, "exports")], { shop });
  expect(errors).toEqual([]);
  return report;
}

let report: Report;
beforeAll(async () => {
  report = await reportOfDemo();
});

describe("the audit of the sample weeks", () => {
  it("quotes words with every finding (W2)", async () => {
    const { report: whole } = await audit([join(demo, "exports")], { rubrics: ["ecommerce"] });
    expect(whole.findings.length).toBeGreaterThan(0);
    expect(whole.findings.filter(({ evidence }) => evidence.length === 0)).toEqual([]);
  });

  it("reads every message, and counts the second export of two days once", () => {
    const read = report.inputs.map(({ messages }) => messages).reduce((sum, n) => sum + n, 0);
    const repeated = report.inputs.map(({ duplicates }) => duplicates).reduce((sum, n) => sum + n, 0);
    expect(read).toBe(truth.inputs.reduce((sum, { messages }) => sum + messages, 0));
    expect(repeated).toBe(truth.inputs.reduce((sum, { repeats }) => sum + repeats, 0));
    expect(report.inputs.filter(({ rejected }) => rejected > 0)).toEqual([]);
  });

  it("has a row for everyone of the truth, and for nobody else", () => {
    const key = (row: { week: string | null; shop: string | null; agent: string }) =>
      `${row.week} ${row.shop} ${row.agent}`;
    expect(report.agentWeeks.map(key).sort()).toEqual(truth.agentWeeks.map(key).sort());
    expect(report.shopWeeks).toHaveLength(truth.shopWeeks.length);
  });

  it.each(truth.shopWeeks)("gives the true figures of $shop in $week", (expected) => {
    const row = report.shopWeeks.find(({ week, shop }) => week === expected.week && shop === expected.shop);
    expect(figuresOf(row!.metrics)).toEqual(figuresOf(expected));
  });

  it.each(truth.agentWeeks)("gives the true figures of $agent in $week", (expected) => {
    const row = report.agentWeeks.find(
      ({ week, shop, agent }) => week === expected.week && shop === expected.shop && agent === expected.agent,
    );
    expect(figuresOf(row!.metrics)).toEqual(figuresOf(expected));
  });

  it("ranks the agents as the script means them to be, in both weeks", () => {
    for (const week of new Set(truth.agentWeeks.map((row) => row.week))) {
      const scoreOf = (account: string): number =>
        report.agentWeeks.find((row) => row.week === week && row.agent === account)!.score.value!;
      for (const better of truth.agents) {
        for (const worse of truth.agents.filter(({ rank }) => rank > better.rank)) {
          expect(scoreOf(better.agent), `${week} ${better.agent} > ${worse.agent}`).toBeGreaterThan(
            scoreOf(worse.agent),
          );
        }
      }
    }
  });

  /** Rules may skip a conversation, but never judge one against what the script wrote. */
  const tallyOf = (row: (typeof truth.agentWeeks)[number], id: string) =>
    report.agentWeeks
      .find(({ week, shop, agent }) => week === row.week && shop === row.shop && agent === row.agent)!
      .rules.find((rule) => rule.id === id) ?? { passed: 0, failed: 0 };

  it.each([
    ["O1", "greeted"],
    ["O3", "selfIdentified"],
    ["E1", "farewell"],
  ] as const)("rule %s accuses nobody who did it", (id, did) => {
    for (const row of truth.agentWeeks) {
      const { failed } = tallyOf(row, id);
      expect(failed, `${row.week} ${row.agent}`).toBeLessThanOrEqual(row.conduct.n - row.conduct[did]);
    }
  });

  it.each([
    ["O1", "greeted"],
    ["O3", "selfIdentified"],
  ] as const)("rule %s praises nobody who did not do it", (id, did) => {
    for (const row of truth.agentWeeks) {
      expect(tallyOf(row, id).passed, `${row.week} ${row.agent}`).toBeLessThanOrEqual(row.conduct[did]);
    }
  });
});

type Compared = Pick<
  TrueFigures,
  | "sessions"
  | "customers"
  | "customerMessages"
  | "agentMessages"
  | "firstReplySeconds"
  | "replySeconds"
  | "withinSeconds"
  | "unanswered"
  | "replyRate"
  | "slowTurns"
>;

type Nullable<T> = { [K in keyof T]: T[K] | null };

/** What truth and report have in common, in one shape; figures that the truth does not hold are left out. */
function figuresOf(row: Nullable<Compared>) {
  const share = (value: TrueFigures["unanswered"]) => ({ n: value.n, hits: value.hits });
  const spread = (value: TrueFigures["replySeconds"] | null) =>
    value === null ? null : { n: value.n, sum: value.sum, max: value.max };
  return {
    sessions: row.sessions,
    customers: row.customers,
    customerMessages: row.customerMessages,
    agentMessages: row.agentMessages,
    firstReplySeconds: spread(row.firstReplySeconds),
    replySeconds: spread(row.replySeconds),
    withinSeconds: Object.fromEntries(
      Object.entries(row.withinSeconds ?? {}).map(([limit, value]) => [limit, share(value)]),
    ),
    unanswered: share(row.unanswered!),
    replyRate: share(row.replyRate!),
    slowTurns: row.slowTurns,
  };
}
