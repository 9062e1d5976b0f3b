import type { Finding, Report } from "../index.ts";
import { type Excess, excesses, type Limit } from "./limits.ts";

export interface GateOptions {
  failOn: "fatal" | "major" | "minor" | "never";
  minScore: number | null;
  limits: readonly Limit[];
  /** Inputs and options of judging as they were named, for the command that shows a case again. */
  again: readonly string[];
}

const order = ["fatal", "major", "minor", "info"] as const;

/** How many conversations a message names. */
const named = 5;

/**
 * Why the gate fell, each with its conversations and the command that explains the first; empty where
 * it held. The figures are those that the report prints, and count from their least number of cases on.
 */
export function gateFaults(report: Report, { failOn, minScore, limits, again }: GateOptions): string[] {
  const scoreLimit: Limit[] =
    minScore === null
      ? []
      : [{ figure: "score.value", sign: ">=", bound: minScore, for: "agent", minN: null }];
  return [
    ...(failOn === "never" ? [] : ruleFaults(report, failOn)),
    ...excesses(report, [...scoreLimit, ...limits]).map((excess) => limitFault(excess, report)),
  ].map(({ text, sessions }) => `${text}${casesOf(sessions, report, again)}`);
}

interface Fault {
  text: string;
  sessions: readonly string[];
}

function ruleFaults(report: Report, failOn: "fatal" | "major" | "minor"): Fault[] {
  const barred = new Set<string>(order.slice(0, order.indexOf(failOn) + 1));
  const rules = report.rubrics.flatMap((rubric) =>
    rubric.rules.map((rule) => ({ rubric: rubric.id, ...rule })),
  );
  return rules.flatMap((rule) => {
    if (!barred.has(rule.severity)) return [];
    const failed = report.shopWeeks
      .flatMap((week) => week.rules)
      .filter((tally) => tally.rubric === rule.rubric && tally.id === rule.id)
      .reduce((sum, tally) => sum + tally.failed - (tally.known ?? 0), 0);
    if (failed === 0) return [];
    const text = isChinese(report)
      ? `${rule.id} ${rule.title}：${failed} 处（${rule.severity}）`
      : `${rule.id} ${rule.title}: ${failed} findings (${rule.severity})`;
    const cases = report.findings.filter(
      (item) => item.rubric === rule.rubric && item.rule === rule.id && item.known !== true,
    );
    return [{ text, sessions: cases.map(({ session }) => session) }];
  });
}

function limitFault({ limit, row, value, n }: Excess, report: Report): Fault {
  const zh = isChinese(report);
  const { figure, sign, bound } = limit;
  const who = row.agent ?? (zh ? "团队" : "team");
  const where = [row.week ?? (zh ? "无时间" : "no time"), ...(row.shop === null ? [] : [row.shop]), who];
  const side = zh ? { ">=": "低于", "<=": "高于" }[sign] : { ">=": "is below", "<=": "is above" }[sign];
  const shown = apartFrom(value, bound);
  const name = figure === "score.value" ? (zh ? "得分" : "score") : figure;
  const text = zh
    ? `${where.join(" ")}：${name} ${shown}，${side} ${bound}（n = ${n}）`
    : `${where.join(" ")}: ${name} ${shown} ${side} ${bound} (n = ${n})`;
  return { text, sessions: provingSessions(figure, row, report.findings) };
}

/** Rounded for the eye, unless that would put it on the limit. */
function apartFrom(value: number, bound: number): string {
  const rounded = Number(value.toPrecision(4));
  return String(rounded === bound ? value : rounded);
}

/** Conversations behind a figure: its own evidence, the longest waits, or those that lost most points. */
function provingSessions(figure: string, row: Excess["row"], findings: readonly Finding[]): string[] {
  if (figure.startsWith("score.")) {
    const { week, shop, agent } = row;
    return findings
      .filter((finding) => finding.week === week && finding.shop === shop)
      .filter((finding) => agent === undefined || finding.agent === agent)
      .sort((a, b) => b.pointsLost - a.pointsLost)
      .map(({ session }) => session);
  }
  const { replyRate, unanswered, unattended } = row.evidence;
  const own = { replyRate, unanswered, unattended }[figure.split(".")[0]!];
  if (own !== undefined) return own.sessions.map(({ session }) => session);
  if (!/seconds|slow|^platform\./iu.test(figure)) return [];
  // Rates count those whom nobody answered as well.
  const silent = /rate/iu.test(figure) ? unanswered.sessions : [];
  return [...row.slowTurns, ...silent].map(({ session }) => session);
}

/** `，会话 甲  乙 …`, and below it the command for the first of them. */
function casesOf(all: readonly string[], report: Report, again: readonly string[]): string {
  const sessions = [...new Set(all)];
  const [first] = sessions;
  if (first === undefined) return "";
  const list = `${sessions.slice(0, named).join("  ")}${sessions.length > named ? " …" : ""}`;
  const command = ["zhijian", "explain", first, ...again].map(inShell).join(" ");
  return isChinese(report)
    ? `，会话 ${list}\n    重现：${command}`
    : `, conversations ${list}\n    reproduce: ${command}`;
}

/** A word as a POSIX shell takes it whole. */
function inShell(word: string): string {
  return /^[\p{Letter}\p{Number}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function isChinese(report: Report): boolean {
  return report.settings.locale === "zh";
}
