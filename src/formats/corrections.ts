import type { Appeal, Report, RuleInfo, RuleTally } from "../model/report.ts";
import type { Wording } from "../text/wording.ts";
import { formatCount, formatDecimal, formatInterval, type Row } from "./figures.ts";
import { agentName } from "./view.ts";

/** What people said against a report or added to it, as every format writes it. */
export interface CorrectionTable {
  title: string;
  /** How many there are and what they mean, in sentences. */
  summary: string;
  heads: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Appeals, and rules that only people can judge; none where there are neither. */
export function correctionTables(report: Report, wording: Wording): CorrectionTable[] {
  return [...appealTables(report, wording), ...manualTables(report, wording)];
}

/** `机器 82.3` where people corrected the score of the row, else null. */
export function machineScore({ machineScore: score }: Row, wording: Wording): string | null {
  if (score === undefined) return null;
  return wording.corrections.machine(score.value === null ? wording.none : score.value.toFixed(1));
}

/** What stands beside a score: its interval, and the machine's score where people corrected it. */
export function scoreNote(row: Row, wording: Wording): string {
  return [formatInterval(row.score, wording), machineScore(row, wording)]
    .filter((part) => part !== null && part !== "")
    .join(wording.comma);
}

function appealTables({ appeals = [] }: Report, wording: Wording): CorrectionTable[] {
  if (appeals.length === 0) return [];
  const words = wording.corrections;
  const count = (status: Appeal["status"]) =>
    formatCount(appeals.filter((appeal) => appeal.status === status).length);
  return [
    {
      title: words.appeals,
      summary: words.appealsLine(count("accepted"), count("rejected"), count("open")),
      heads: [
        ...[words.finding, wording.agent, wording.session, wording.rule, wording.pointsLost, words.objection],
        ...[words.status, words.reviewer, words.date, words.note],
      ],
      rows: appeals.map(({ finding, status, as, reason, reviewer, date, note }) => [
        ...[finding.id, agentName(finding, wording), finding.session, finding.title],
        ...[formatDecimal(finding.pointsLost, 1), reason],
        as === "skip" ? words.notApplicable : words.statuses[status],
        ...[reviewer ?? "", date ?? "", note ?? ""],
      ]),
    },
  ];
}

function manualTables({ rubrics, shopWeeks, answers = [] }: Report, wording: Wording): CorrectionTable[] {
  const asked = rubrics.flatMap(({ id, rules }) =>
    rules.flatMap((info) => (info.ask === undefined ? [] : [{ rubric: id, info, ask: info.ask }])),
  );
  if (asked.length === 0) return [];
  const words = wording.corrections;
  const points = asked.reduce((sum, { info }) => sum + info.points, 0);
  return [
    {
      title: words.manual,
      summary: words.manualLine(formatCount(asked.length), formatDecimal(points, 1)),
      heads: [wording.rule, words.question, words.points, words.answered, ...words.verdicts, words.mean],
      rows: asked.map(({ rubric, info, ask }) => {
        const own = answers.filter((answer) => answer.rubric === rubric && answer.rule === info.id);
        const scores = own.flatMap(({ score }) => (score === null ? [] : [score]));
        const tallies = shopWeeks.flatMap((row) => row.rules.filter((tally) => isOf(tally, rubric, info)));
        const sum = (of: (tally: RuleTally) => number) =>
          formatCount(tallies.reduce((total, tally) => total + of(tally), 0));
        const mean = scores.reduce((total, score) => total + score, 0) / scores.length;
        return [
          ...[info.title, ask, formatDecimal(info.points, 1), formatCount(own.length)],
          ...[sum(({ passed }) => passed), sum(({ failed }) => failed)],
          scores.length === 0 ? wording.none : formatDecimal(mean, 2),
        ];
      }),
    },
  ];
}

function isOf(tally: RuleTally, rubric: string, info: RuleInfo): boolean {
  return tally.rubric === rubric && tally.id === info.id;
}
