import type { FigureList } from "../metrics/platforms/profile.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import {
  type Conversation,
  type KnownFinding,
  nobody,
  type Reconciliation,
  type Report,
  type RubricInfo,
  type Settings,
} from "../model/report.ts";
import { version } from "../version.ts";
import type { Baseline } from "./baseline.ts";
import { compareBy } from "./capped.ts";
import { rowsOfReport } from "./rows.ts";
import { ruleRemarks } from "./rule-remarks.ts";
import type { TallySums } from "./tally-sums.ts";

/** What a report says besides what was summed. */
export interface ReportFacts {
  settings: Settings;
  generatedAt: string | null;
  rubrics: readonly RubricInfo[];
  profiles: readonly FigureList[];
  /** Titles of all acts, by id. */
  actTitles: ReadonlyMap<string, string>;
  inputs: readonly InputSummary[];
  diagnostics: readonly Diagnostic[];
  reconciliation: readonly Reconciliation[];
  /** Findings against those known before, and of which of those this run can tell. */
  baseline?: { findings: Baseline; wasAudited: (entry: KnownFinding) => boolean };
}

/**
 * The report with all its lists in memory. In that of a very long log findings, praises and conversations are
 * read from a temporary file whenever they are asked for: who goes through them several times takes this.
 */
export function atHand(report: Report): Report {
  const { findings, praises, conversations } = report;
  return {
    ...report,
    findings: [...findings],
    praises: [...praises],
    ...(conversations && { conversations: [...conversations] }),
  };
}

/** What `cut` says of findings and of praises, as codes. */
export const cutCodes = ["findings-cut", "praises-cut"] as const;

/** The report of contract §7; the same sums give the same bytes. */
export function toReport(tally: TallySums, facts: ReportFacts): Report {
  const { settings, rubrics, baseline } = facts;
  const { locale, minSessions } = settings;
  const explainGap = (figure: string, unknown: number, all: boolean) => explain(locale, figure, unknown, all);
  const { agentWeeks, shopWeeks } = rowsOfReport(tally, {
    locale,
    minSessions,
    rubrics,
    profiles: facts.profiles,
    explainGap,
    ...(baseline && { baseline: baseline.findings }),
  });
  const findings = tally.findings.list("findings");
  const praises = tally.praises.list("praises");
  const conversations = tally.conversations.list(
    agentWeeks.map((row) => ({ ...row, agent: row.agent === nobody ? null : row.agent })),
    settings.maxConversations ?? 0,
  );
  return {
    schemaVersion: 1,
    tool: { name: "zhijian", version },
    generatedAt: facts.generatedAt,
    settings,
    rubrics: [...rubrics],
    inputs: [...facts.inputs].sort(compareBy((input) => input.file)),
    agentWeeks,
    shopWeeks,
    findings,
    praises,
    conversations,
    acts: titlesUsed(conversations, facts.actTitles),
    ...(baseline && { baseline: baseline.findings.summary(baseline.wasAudited) }),
    firstSentences: tally.words.firstSentences(),
    bargainers: tally.words.bargainers(),
    faq: tally.words.faq(),
    ...(settings.handbook && { handbook: tally.handbook.report() }),
    reconciliation: [...facts.reconciliation],
    diagnostics: [
      ...facts.diagnostics,
      ...cut("findings", tally.findings.lowered, findings.length),
      ...cut("praises", tally.praises.lowered, praises.length),
      ...ruleRemarks(tally, rubrics),
    ],
  };
}

/** Tells how many of each rule and row are stored where not as many as the settings say. */
function cut(what: "findings" | "praises", cap: number | null, count: number): Diagnostic[] {
  if (cap === null) return [];
  const code: (typeof cutCodes)[number] = `${what}-cut`;
  return [
    { code, level: "note", file: null, count, samples: [{ file: what, line: null, value: String(cap) }] },
  ];
}

function titlesUsed(
  conversations: readonly Conversation[],
  titles: ReadonlyMap<string, string>,
): Record<string, string> {
  const acts = new Set<string>();
  for (const { messages } of conversations)
    for (const message of messages) for (const { id } of message.acts) acts.add(id);
  const used = [...acts].sort();
  return Object.fromEntries(used.map((id) => [id, titles.get(id) ?? id]));
}

/** Why a figure is null, or what it leaves out. */
function explain(locale: "zh" | "en", figure: string, unknown: number, all: boolean): string {
  if (figure === "answerRatio") {
    return locale === "zh" ? "没有顾客消息" : "no customer messages";
  }
  if (all && isQueue(figure)) {
    return locale === "zh"
      ? "导出里没有可用的时间或客服账号，无法计算"
      : "the export has no usable times or accounts";
  }
  if (all) {
    return locale === "zh" ? "导出里没有可用的时间，无法计算" : "the export has no usable times";
  }
  const [zh, en] =
    figure === "durationSeconds" || figure === "concurrency"
      ? [
          `另有 ${unknown} 个会话没有时间，未计入`,
          `${unknown} more conversations have no times and are left out`,
        ]
      : [`另有 ${unknown} 轮没有时间，未计入`, `${unknown} more turns have no times and are left out`];
  return locale === "zh" ? zh : en;
}

/** Who answered has to be known, too, where lines of customers are counted. */
function isQueue(figure: string): boolean {
  return figure === "queuePosition" || figure === "newCustomersFirst";
}
