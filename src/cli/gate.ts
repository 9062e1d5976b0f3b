import type { Finding, Report } from "../index.ts";

export interface GateOptions {
  failOn: "fatal" | "major" | "minor" | "never";
  minScore: number | null;
}

const order = ["fatal", "major", "minor", "info"] as const;

/** How many conversations a message names. */
const named = 5;

/**
 * Why the gate fell, a line each; empty where it held. The figures are those that the report prints;
 * a score counts from `minSessions` on.
 */
export function gateFaults(report: Report, { failOn, minScore }: GateOptions): string[] {
  const zh = report.settings.locale === "zh";
  const faults: string[] = [];
  if (failOn !== "never") {
    const barred = new Set<string>(order.slice(0, order.indexOf(failOn) + 1));
    const rules = report.rubrics.flatMap((rubric) =>
      rubric.rules.map((rule) => ({ rubric: rubric.id, ...rule })),
    );
    for (const rule of rules.filter(({ severity }) => barred.has(severity))) {
      const failed = report.shopWeeks
        .flatMap((week) => week.rules)
        .filter((tally) => tally.rubric === rule.rubric && tally.id === rule.id)
        .reduce((sum, tally) => sum + tally.failed, 0);
      if (failed === 0) continue;
      const where = sessionsOf(report.findings, rule.rubric, rule.id);
      faults.push(
        zh
          ? `${rule.id} ${rule.title}：${failed} 处（${rule.severity}），会话 ${where}`
          : `${rule.id} ${rule.title}: ${failed} findings (${rule.severity}), conversations ${where}`,
      );
    }
  }
  if (minScore !== null) {
    for (const { week, agent, score } of report.agentWeeks) {
      if (score.value === null || !score.enough || score.value >= minScore) continue;
      const value = score.value.toFixed(1);
      faults.push(
        zh
          ? `${week ?? "无时间"} ${agent}：得分 ${value}，低于 ${minScore}（${score.n} 个会话）`
          : `${week ?? "no time"} ${agent}: score ${value} is below ${minScore} (${score.n} conversations)`,
      );
    }
  }
  return faults;
}

function sessionsOf(findings: readonly Finding[], rubric: string, rule: string): string {
  const sessions = [
    ...new Set(
      findings.filter((item) => item.rubric === rubric && item.rule === rule).map(({ session }) => session),
    ),
  ];
  return `${sessions.slice(0, named).join("  ")}${sessions.length > named ? " …" : ""}`;
}
