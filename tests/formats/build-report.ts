import type {
  AgentWeek,
  Distribution,
  Evidence,
  Finding,
  Metrics,
  Praise,
  Report,
  RowEvidence,
  RuleInfo,
  Score,
  Share,
  ShopWeek,
  SlowTurn,
} from "../../src/model/report.ts";

/** What the built report is like. */
export interface Build {
  seed?: number;
  shops?: (string | null)[];
  agents?: string[];
  weeks?: (string | null)[];
  /** Sessions of an agent in a week. */
  sessions?: number;
  /** In all; spread over the agent-weeks. */
  findings?: number;
  /** Replaces words that customers and agents control: names, quotes. */
  words?: (words: string) => string;
}

/**
 * A believable report, the same for the same build. Its figures belong together as in a real one:
 * sums, shares and scores are computed from drawn cases, not drawn themselves.
 */
export function buildReport(build: Build = {}): Report {
  const random = mulberry(build.seed ?? 7);
  const words = build.words ?? ((text: string) => text);
  const shops = (build.shops ?? ["晴川家居旗舰店"]).map((shop) => (shop === null ? null : words(shop)));
  const agents = (build.agents ?? ["小满", "阿岚", "老周", "新来的小许", "木木", "Cici"]).map(words);
  const weeks = build.weeks ?? ["2026-W45", "2026-W46"];
  const agentWeeks: AgentWeek[] = [];
  const shopWeeks: ShopWeek[] = [];
  const findings: Finding[] = [];
  const praises: Praise[] = [];
  for (const week of weeks) {
    for (const shop of shops) {
      const rows: AgentWeek[] = agents.map((agent, at) => {
        const quality = 0.55 + 0.42 * ((at * 7 + 3) % 10) * 0.1;
        const sessions = agent === agents[3] ? 4 : (build.sessions ?? 30) + Math.floor(random() * 12);
        return { ...buildRow(random, week, shop, sessions, quality, words), agent };
      });
      rows.push(unassignedRow(week, shop));
      agentWeeks.push(...rows);
      shopWeeks.push(addUp(rows, week, shop));
    }
  }
  const people = agentWeeks.filter((row) => row.sessions > 0);
  const wanted = build.findings ?? 40 * people.length;
  for (let at = 0; at < wanted; at++)
    findings.push(buildFinding(random, people[at % people.length]!, at, words));
  for (const [at, row] of people.entries()) praises.push(...buildPraises(random, row, at, words));
  for (const row of agentWeeks) row.improvements = improvementsOf(row);
  return { ...frame(shops, words), agentWeeks, shopWeeks, findings, praises };
}

/** Rules of the built report. */
const rules: RuleInfo[] = [
  rule("opening-greeting", "开场问候", ["O1"], "major", 10, "您好，欢迎光临，请问有什么可以帮您？"),
  rule("opening-smile", "首句带微笑表情", ["O2"], "minor", 5, "您好，欢迎光临😊"),
  rule("self-introduction", "报出工号或称呼", ["O3"], "minor", 5, "您好，我是客服小满，很高兴为您服务。"),
  rule("offer-help", "主动询问需要", ["O4"], "minor", 5, "请问有什么可以帮您？"),
  rule("first-reply", "30 秒内首次回复", ["R1"], "major", 20, "先回一句“您好，我在的，马上为您看”。"),
  rule("no-customer-left", "最后的提问有人回答", ["R5"], "fatal", 30, "下班前看一遍未回复的会话。"),
  rule("farewell", "结束时道别", ["E1"], "minor", 10, "感谢您的光临，祝您生活愉快，再见。"),
  rule("last-word", "最后一句由客服说", ["E3"], "info", 0, "顾客道谢后回一句“不客气，随时找我”。"),
];

/** mulberry32: numbers in [0, 1), the same for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function rule(
  id: string,
  title: string,
  standards: string[],
  severity: RuleInfo["severity"],
  points: number,
  better: string,
): RuleInfo {
  return {
    id,
    title,
    standards,
    severity,
    points,
    bonus: false,
    why: `顾客会因此感到被重视：${title}。`,
    better,
  };
}

function buildRow(
  random: () => number,
  week: string | null,
  shop: string | null,
  sessions: number,
  quality: number,
  words: (text: string) => string,
): ShopWeek {
  const waits = Array.from(
    { length: sessions * 3 },
    () => Math.round(8000 + 90_000 * random() ** 3 * (1.6 - quality) * 2) / 1000,
  );
  const open = Math.round(sessions * (1 - quality) * 0.2);
  const tallies = rules.map((info) => {
    const applicable = sessions - Math.floor(random() * 4);
    const failed = Math.min(applicable, Math.round(applicable * (1 - quality) * (0.3 + 0.9 * random())));
    return {
      rubric: "basics",
      id: info.id,
      passed: applicable - failed,
      failed,
      skipped: sessions - applicable,
      pointsLost: failed * info.points,
    };
  });
  return {
    week,
    shop,
    sessions,
    score: score(random, sessions, quality),
    metrics: metrics(sessions, waits, open),
    rules: tallies,
    slowTurns: slowTurns(waits, week, words),
    evidence: evidenceOf(open, week, words),
    praises: tallies
      .filter((tally) => tally.failed <= sessions * 0.05)
      .map((tally) => ({
        rule: tally.id,
        title: rules.find((info) => info.id === tally.id)!.title,
        hits: tally.passed,
        n: tally.passed + tally.failed,
      })),
    improvements: [],
  };
}

function score(random: () => number, n: number, quality: number): Score {
  const applicable = 85;
  const passed = Array.from(
    { length: n },
    () => Math.round(Math.min(1, quality + 0.3 * (random() - 0.5)) * 17) * 5,
  );
  const values = passed.map((points) => (100 * points) / applicable);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1));
  const margin = (1.96 * spread) / Math.sqrt(n);
  return {
    value: mean,
    n,
    low: Math.max(0, mean - margin),
    high: Math.min(100, mean + margin),
    enough: n >= 10,
    sessions: passed.map((points) => [points, applicable, 0, 1]),
  };
}

function metrics(sessions: number, waits: number[], open: number): Metrics {
  const turns = waits.length + open;
  const within = (limit: number) => share(waits.filter((wait) => wait <= limit).length, turns);
  return {
    sessions,
    customers: sessions,
    customerMessages: sessions * 6,
    agentMessages: sessions * 7,
    firstReplySeconds: distribution(waits.slice(0, sessions)),
    replySeconds: distribution(waits),
    withinSeconds: { "15": within(15), "30": within(30), "60": within(60), "180": within(180) },
    replyRate: share(sessions - open, sessions),
    unanswered: share(open, sessions),
    slowTurns: waits.filter((wait) => wait > 60).length,
    workingSeconds: {
      firstReplySeconds: distribution(waits.slice(0, sessions)),
      replySeconds: distribution(waits),
      withinSeconds: { "15": within(15), "30": within(30), "60": within(60), "180": within(180) },
      slowTurns: waits.filter((wait) => wait > 60).length,
    },
    answerRatio: 7 / 6,
    cannedShare: share(sessions * 2, sessions * 7),
    emoticonShare: share(sessions, sessions * 7),
    politePer100: share(sessions * 4, sessions * 7),
    youOverI: share(sessions * 3, sessions),
    durationSeconds: distribution(waits.slice(0, sessions).map((wait) => wait * 20)),
    waitingByHour: waitingByHour(waits, open),
    shiftReplies: share(0, 0),
    unattended: share(open, sessions),
    queuePosition: distribution(waits.slice(0, sessions).map((_, at) => 1 + (at % 3))),
    newCustomersFirst: share(Math.floor(sessions * 0.8), sessions),
    concurrency: {
      max: Math.min(6, sessions),
      mean: sessions === 0 ? null : 2.4,
      conversationSeconds: sessions * 600,
      busySeconds: sessions * 250,
    },
    platform: {
      taobao: {
        averageReplySeconds: { n: turns, sum: turns * 30, mean: 30 },
        reply3MinRate: share(turns - open, turns),
      },
    },
    reasons: {},
  };
}

/** Nine to nine on all days but Sunday, spread evenly. */
function waitingByHour(waits: number[], open: number): Metrics["waitingByHour"] {
  const cells = new Map<number, Metrics["waitingByHour"][number]>();
  for (const [at, wait] of [...waits, ...Array.from({ length: open }, () => null)].entries()) {
    const [weekday, hour] = [1 + (at % 6), 9 + ((at * 5) % 12)];
    const cell = cells.get(weekday * 24 + hour) ?? { weekday, hour, n: 0, sum: 0, unanswered: 0 };
    cells.set(weekday * 24 + hour, cell);
    if (wait === null) cell.unanswered += 1;
    else {
      cell.n += 1;
      cell.sum += wait;
    }
  }
  return [...cells].sort(([a], [b]) => a - b).map(([, cell]) => cell);
}

function unassignedRow(week: string | null, shop: string | null): AgentWeek {
  const empty = metrics(0, [], 2);
  return {
    week,
    shop,
    agent: "未分配",
    sessions: 0,
    score: { value: null, n: 0, low: null, high: null, enough: false, sessions: [] },
    metrics: {
      ...empty,
      replyRate: share(0, 2),
      unanswered: share(2, 2),
      answerRatio: null,
      reasons: { answerRatio: "没有客服消息" },
    },
    rules: [],
    slowTurns: [],
    evidence: evidenceOf(2, week, (text) => text),
    praises: [],
    improvements: [],
  };
}

/** The shop's row over the rows of its agents. */
function addUp(rows: AgentWeek[], week: string | null, shop: string | null): ShopWeek {
  const sessions = rows.reduce((sum, row) => sum + row.sessions, 0);
  const cases = rows.flatMap((row) => row.score.sessions);
  const value = cases.reduce((sum, [passed, of]) => sum + (100 * passed!) / of!, 0) / cases.length;
  const totals = (read: (row: AgentWeek) => Distribution | null) => {
    const parts = rows.map((row) => read(row)!);
    const n = parts.reduce((sum, part) => sum + part.n, 0);
    const sum = parts.reduce((total, part) => total + part.sum, 0);
    const biggest = parts.reduce((most, part) => (part.n > most.n ? part : most));
    return { ...biggest, n, sum, mean: sum / n, max: Math.max(...parts.map((part) => part.max ?? 0)) };
  };
  const shares = (read: (row: AgentWeek) => Share) =>
    share(
      rows.reduce((sum, row) => sum + read(row).hits, 0),
      rows.reduce((sum, row) => sum + read(row).n, 0),
    );
  const first = rows[0]!;
  const within = (limit: "15" | "30" | "60" | "180") => shares((row) => row.metrics.withinSeconds![limit]);
  return {
    week,
    shop,
    sessions,
    score: {
      value,
      n: sessions,
      low: value - 1.9,
      high: Math.min(100, value + 1.9),
      enough: true,
      sessions: cases,
    },
    metrics: {
      ...first.metrics,
      sessions,
      customers: sessions,
      customerMessages: sessions * 6,
      agentMessages: sessions * 7,
      firstReplySeconds: totals((row) => row.metrics.firstReplySeconds),
      replySeconds: totals((row) => row.metrics.replySeconds),
      withinSeconds: { "15": within("15"), "30": within("30"), "60": within("60"), "180": within("180") },
      replyRate: shares((row) => row.metrics.replyRate),
      unanswered: shares((row) => row.metrics.unanswered),
      slowTurns: rows.reduce((sum, row) => sum + (row.metrics.slowTurns ?? 0), 0),
    },
    rules: first.rules.map((tally, at) => ({
      ...tally,
      passed: rows.reduce((sum, row) => sum + (row.rules[at]?.passed ?? 0), 0),
      failed: rows.reduce((sum, row) => sum + (row.rules[at]?.failed ?? 0), 0),
      skipped: rows.reduce((sum, row) => sum + (row.rules[at]?.skipped ?? 0), 0),
      pointsLost: rows.reduce((sum, row) => sum + (row.rules[at]?.pointsLost ?? 0), 0),
    })),
    slowTurns: rows
      .flatMap((row) => row.slowTurns)
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, 20),
    evidence: evidenceOf(shares((row) => row.metrics.unanswered).hits, week, (text) => text),
    praises: first.praises,
    improvements: [],
  };
}

function improvementsOf(row: AgentWeek): AgentWeek["improvements"] {
  return row.rules
    .filter((tally) => tally.failed > 0)
    .sort((a, b) => b.pointsLost - a.pointsLost)
    .map((tally) => {
      const info = rules.find(({ id }) => id === tally.id)!;
      return {
        rule: tally.id,
        title: info.title,
        failed: tally.failed,
        n: tally.passed + tally.failed,
        pointsLost: tally.pointsLost,
        better: info.better,
      };
    });
}

const agentLines = [
  "有货的",
  "这个没有",
  "自己看详情页",
  "拍下就行",
  "发中通",
  "嗯",
  "稍等",
  "退不了的",
  "按尺码表拍",
  "已经发了",
];
const customerLines = ["在吗，这款还有吗", "什么时候能到呀", "我想退一件", "可以便宜点吗", "为什么还没发货"];
const thanks = ["谢谢你，解释得很清楚", "服务真好，下次还来", "好的辛苦啦😊"];

function buildFinding(
  random: () => number,
  row: AgentWeek,
  at: number,
  words: (text: string) => string,
): Finding {
  const info = rules[Math.floor(random() * rules.length)]!;
  const time = timeOf(row.week, at);
  const asked = info.id === "no-customer-left";
  const said = words(asked ? pick(random, customerLines) : pick(random, agentLines));
  const session = `S${String(1000 + (at % 900))}`;
  return {
    id: `f${at.toString(16).padStart(8, "0")}`,
    rubric: "basics",
    rule: info.id,
    title: info.title,
    standards: info.standards,
    severity: info.severity,
    pointsLost: info.points,
    week: row.week,
    shop: row.shop,
    agent: row.agent,
    session,
    time,
    reason: `${info.title}：这一句里没有做到。`,
    better: info.better,
    evidence: [evidence(said, asked ? "customer" : "agent", asked ? "客**" : row.agent, time, at)],
  };
}

function buildPraises(
  random: () => number,
  row: AgentWeek,
  at: number,
  words: (text: string) => string,
): Praise[] {
  return row.praises.map((praise, number) => {
    const byCustomer = number === 0;
    const time = timeOf(row.week, at * 10 + number);
    const said = words(
      byCustomer ? pick(random, thanks) : "您好，欢迎光临，我是客服，请问有什么可以帮您？😊",
    );
    return {
      rubric: byCustomer ? null : "basics",
      rule: byCustomer ? null : praise.rule,
      title: byCustomer ? "顾客致谢" : praise.title,
      week: row.week,
      shop: row.shop,
      agent: row.agent,
      session: `S${1000 + at}`,
      time,
      evidence: [
        evidence(said, byCustomer ? "customer" : "agent", byCustomer ? "客**" : row.agent, time, at),
      ],
    };
  });
}

function evidence(
  quote: string,
  role: Evidence["role"],
  sender: string,
  time: string | null,
  at: number,
): Evidence {
  return {
    message: 1 + (at % 5),
    role,
    sender,
    time,
    source: { file: "千牛导出-11月.csv", line: 2 + at },
    quote,
    start: 0,
    end: quote.length,
  };
}

function slowTurns(waits: number[], week: string | null, words: (text: string) => string): SlowTurn[] {
  if (week === null) return [];
  return waits
    .filter((wait) => wait > 60)
    .sort((a, b) => b - a)
    .slice(0, 20)
    .map((seconds, at) => ({
      session: `S${1000 + at}`,
      start: timeOf(week, at)!,
      seconds,
      quote: words("在吗，这款还有吗"),
    }));
}

function evidenceOf(open: number, week: string | null, words: (text: string) => string): RowEvidence {
  const waiting = {
    count: open,
    sessions: Array.from({ length: Math.min(open, 20) }, (_, at) => ({
      session: `S${2000 + at}`,
      customer: "客**",
      time: timeOf(week, at),
      quote: words("还有人吗"),
    })),
  };
  return { replyRate: waiting, unanswered: waiting, unattended: waiting };
}

function timeOf(week: string | null, at: number): string | null {
  if (week === null) return null;
  const firstDay = Date.UTC(2026, 0, 5) + (Number(week.slice(6)) - 2) * 7 * 86_400_000;
  const time = new Date(firstDay + (at % 7) * 86_400_000 + (9 * 3600 + ((at * 977) % 43_200)) * 1000);
  return `${time.toISOString().slice(0, 19)}+08:00`;
}

function frame(
  shops: (string | null)[],
  words: (text: string) => string,
): Omit<Report, "agentWeeks" | "shopWeeks" | "findings" | "praises"> {
  return {
    schemaVersion: 1,
    tool: { name: "zhijian", version: "0.1.0" },
    generatedAt: "2026-11-16T09:00:00+08:00",
    settings: {
      locale: "zh",
      timezone: "Asia/Shanghai",
      weekStart: "monday",
      sessionGapSeconds: 1800,
      slowAfterSeconds: 60,
      minSessions: 10,
      hours: "09:00-22:00",
      calendar: null,
      masked: true,
      from: null,
      to: null,
      platform: null,
      segmenter: "nodejieba 3.5.8",
      maxFindingsPerRule: 100_000,
      platforms: [
        {
          name: "taobao",
          title: { zh: "淘宝/天猫", en: "Taobao/Tmall" },
          variant: "8-24",
          why: { zh: words("时段到 24 点"), en: "Hours to midnight" },
          figures: {
            averageReplySeconds: { zh: words("旺旺人工平响时长"), en: "Average human reply time" },
            reply3MinRate: { zh: "3 分钟人工响应率", en: "Answered within 3 minutes" },
          },
          versions: [
            {
              effective: "2022-03-01",
              hours: "08:00-24:00",
              method: { zh: words("按对话轮次，单轮最长记 600 秒。"), en: "By turns, 600 s at most." },
              sources: [words("商家帮助中心（转述）")],
            },
          ],
        },
      ],
      autoTexts: {
        configured: [],
        recognised: [{ text: words("亲，欢迎光临，客服马上就到~"), messages: 58, sessions: 58 }],
        refused: [],
      },
    },
    rubrics: [
      {
        id: "basics",
        version: "1.0.0",
        title: "基础规范",
        hash: "3f6c1f5f0f0b4c6d8a7e9b2c1d0e3f4a5b6c7d8e9f0a1b2c3d4e5f6a7b8c9d0e",
        rules,
      },
    ],
    inputs: shops.map((shop) => ({
      file: words(`${shop ?? "聊天记录"}-11月.csv`),
      format: "csv",
      encoding: "gb18030",
      rows: 2310,
      messages: 2284,
      rejected: 3,
      duplicates: 23,
      resolutionSeconds: 1,
    })),
    firstSentences: [],
    faq: [],
    reconciliation: [],
    diagnostics: [
      {
        code: "time-unreadable",
        level: "lost",
        file: "千牛导出-11月.csv",
        count: 3,
        samples: [{ file: "千牛导出-11月.csv", line: 118, value: words("2026/13/40 09:00") }],
      },
      { code: "kind-unknown", level: "note", file: null, count: 58, samples: [] },
    ],
  };
}

function share(hits: number, n: number): Share {
  return { n, hits, value: n === 0 ? null : hits / n };
}

function distribution(values: number[]): Distribution {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const sum = sorted.reduce((total, value) => total + value, 0);
  const rank = (percent: number) => sorted[Math.ceil((percent * n) / 100) - 1] ?? null;
  return { n, sum, mean: n === 0 ? null : sum / n, p50: rank(50), p90: rank(90), max: sorted.at(-1) ?? null };
}

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}
