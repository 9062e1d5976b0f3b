import type { Profile } from "../metrics/platforms/profile.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import type { KnownFinding, Reconciliation, Report, RubricInfo, Settings } from "../model/report.ts";
import { pointsOf } from "../rubric/judge.ts";
import { inLocale } from "../rubric/local-text.ts";
import type { Rubric } from "../rubric/schema.ts";
import { version } from "../version.ts";
import type { Baseline } from "./baseline.ts";
import { compareBy } from "./capped.ts";
import { rowsOfReport } from "./rows.ts";
import { ruleRemarks } from "./rule-remarks.ts";
import type { Tally } from "./tally.ts";

/** What a report says besides what was summed. */
export interface ReportFacts {
  settings: Settings;
  generatedAt: string | null;
  rubrics: readonly Rubric[];
  profiles: readonly Profile[];
  inputs: readonly InputSummary[];
  diagnostics: readonly Diagnostic[];
  reconciliation: readonly Reconciliation[];
  /** Findings against those known before, and of which of those this run can tell. */
  baseline?: { findings: Baseline; wasAudited: (entry: KnownFinding) => boolean };
}

/** The report of contract §7; the same sums give the same bytes. */
export function toReport(tally: Tally, facts: ReportFacts): Report {
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
  return {
    schemaVersion: 1,
    tool: { name: "zhijian", version },
    generatedAt: facts.generatedAt,
    settings,
    rubrics: rubrics.map((rubric) => rubricInfo(rubric, locale)),
    inputs: [...facts.inputs].sort(compareBy((input) => input.file)),
    agentWeeks,
    shopWeeks,
    findings: tally.findings.list(),
    praises: tally.praises.list(),
    ...(baseline && { baseline: baseline.findings.summary(baseline.wasAudited) }),
    firstSentences: tally.words.firstSentences(),
    bargainers: tally.words.bargainers(),
    faq: tally.words.faq(),
    ...(settings.handbook && { handbook: tally.handbook.report() }),
    reconciliation: [...facts.reconciliation],
    diagnostics: [...facts.diagnostics, ...ruleRemarks(tally, rubrics, locale)],
  };
}

function rubricInfo(rubric: Rubric, locale: "zh" | "en"): RubricInfo {
  return {
    id: rubric.id,
    version: rubric.version,
    title: inLocale(rubric.title, locale),
    hash: rubric.hash,
    rules: rubric.rules.map((rule) => ({
      id: rule.id,
      title: inLocale(rule.title, locale),
      standards: rule.standards,
      severity: rule.severity,
      points: pointsOf(rule),
      bonus: rule.bonus === true,
      why: inLocale(rule.why, locale),
      better: inLocale(rule.better, locale),
    })),
  };
}

/** Why a figure is null, or what it leaves out. */
function explain(locale: "zh" | "en", figure: string, unknown: number, all: boolean): string {
  if (figure === "answerRatio") {
    return locale === "zh" ? "没有顾客消息" : "no customer messages";
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
