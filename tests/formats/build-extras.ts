import type { Conversation, Finding, Report } from "../../src/model/report.ts";

/** The report with what not every audit has: conversations, handbook, reconciliation, customers' words, risks. */
export function withEverything(report: Report, words: (words: string) => string = (same) => same): Report {
  const { shopWeeks } = report;
  const risky = report.findings[0]!.rule;
  return {
    ...report,
    settings: {
      ...report.settings,
      maxConversations: 6,
      handbook: { title: words("晴川话术"), hash: "0".repeat(64), similarity: 0.8 },
    },
    rubrics: report.rubrics.map((rubric) => ({
      ...rubric,
      rules: rubric.rules.map((rule) => (rule.id === risky ? { ...rule, standards: ["K4"] } : rule)),
    })),
    conversations: conversationsOf(report, words),
    acts: { greeting: "问候", question: "提问或请求", apology: words("致歉") },
    firstSentences: shopWeeks.map(({ week, shop }) => ({
      week,
      shop,
      intent: words("什么时候发货"),
      count: 12,
      examples: [words("今天能发吗")],
    })),
    bargainers: shopWeeks.map(({ week, shop }) => ({
      week,
      shop,
      type: words("比价型"),
      count: 3,
      examples: [words("别家才卖八十")],
    })),
    faq: [
      {
        shop: shopWeeks[0]!.shop,
        question: words("怎么退换货"),
        count: 7,
        bestAnswer: words("订单页面点申请退货，运费险会赔付的"),
        session: words("S1001"),
      },
    ],
    handbook: shopWeeks.map(({ week, shop }) => ({
      week,
      shop,
      occasion: "welcome",
      title: "欢迎",
      use: { n: 20, hits: 15, value: 0.75 },
      agents: [
        {
          agent: report.agentWeeks[0]!.agent,
          use: { n: 10, hits: 6, value: 0.6 },
          deviations: [{ session: "S1001", quote: words("在的，说吧"), similarity: 0.2 }],
        },
      ],
      thankedSessions: 4,
      variants: [{ text: words("您好呀，我在的"), sessions: 3 }],
    })),
    reconciliation: [
      {
        file: words("生意参谋.xlsx"),
        table: "taobao",
        title: "生意参谋客服数据",
        platform: "taobao",
        rows: [
          {
            agent: report.agentWeeks[0]!.agent,
            day: null,
            figure: words("平均响应(秒)"),
            unit: "seconds",
            by: "replySeconds.mean",
            theirs: 31,
            ours: 30,
            n: 90,
            difference: -1,
            agrees: false,
            reason: null,
          },
        ],
        onlyOurs: [words("木木")],
        sessions: null,
      },
    ],
  };
}

/** A conversation of each agent in each week that shows what she should improve first. */
function conversationsOf(report: Report, words: (words: string) => string): Conversation[] {
  return report.agentWeeks.flatMap((row): Conversation[] => {
    const own = report.findings.filter(
      ({ week, shop, agent }) => week === row.week && shop === row.shop && agent === row.agent,
    );
    const first = own.find(({ rule }) => rule === row.improvements[0]?.rule);
    const [quoted] = first?.evidence ?? [];
    if (first === undefined || quoted === undefined) return [];
    return [
      {
        week: row.week,
        shop: row.shop,
        session: first.session,
        agents: [row.agent],
        findings: own.filter((finding) => isSaid(finding, first)).map(({ id }) => id),
        messages: Array.from({ length: quoted.message + 2 }, (_, at) => ({
          time: first.time,
          role:
            at === quoted.message ? quoted.role : at % 2 === 0 ? ("customer" as const) : ("agent" as const),
          auto: at === 1 && at !== quoted.message,
          sender: at % 2 === 0 ? "客**" : row.agent,
          kind: "text" as const,
          event: null,
          to: null,
          text: at === quoted.message ? quoted.quote : words(`第 ${at + 1} 句`),
          acts: at === 0 ? [{ id: "question", start: 0, end: 1 }] : [{ id: "apology", start: 0, end: 1 }],
        })),
        leftOut: 3,
        waits: [
          { from: 0, outcome: "answered" as const, reply: 1, seconds: 217, start: first.time },
          { from: quoted.message, outcome: "answered" as const, reply: null, seconds: null, start: null },
        ],
      },
    ];
  });
}

function isSaid(finding: Finding, first: Finding): boolean {
  const [a, b] = [finding.evidence[0]!, first.evidence[0]!];
  return finding.session === first.session && a.message === b.message && a.quote === b.quote;
}
