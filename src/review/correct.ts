import { highlightsOf, ruleInfos } from "../aggregate/highlights.ts";
import { addScore, type SessionScores, scoreOf } from "../aggregate/score.ts";
import { type Place, UserError, UserErrors } from "../errors.ts";
import {
  type AgentWeek,
  type Appeal,
  type Finding,
  nobody,
  type Report,
  type RuleTally,
  type ShopWeek,
} from "../model/report.ts";
import { sessionScore } from "../model/score.ts";
import { groupBy } from "../statistics/groups.ts";
import type { Objection } from "./appeals.ts";
import type { Judgement } from "./judgements.ts";
import { manualAnswers, type SealedAnswer } from "./manual.ts";

/** What people say against a report, and what it left to them. */
export interface Corrections {
  appeals?: readonly Objection[];
  /** Filled-in review forms; only answers to questions that the machine cannot judge count. */
  judgements?: readonly Judgement[];
}

/**
 * The report as people corrected it, from the machine's alone: accepted appeals turn a fault into a
 * pass or a rule that does not apply, answers to manual questions enter the score. What the machine had
 * found stays beside it (`machineScore`, `appeals`). Throws UserErrors (exit 2), each at its line.
 */
export function corrected(report: Report, { appeals = [], judgements = [] }: Corrections): Report {
  if (report.appeals !== undefined || report.answers !== undefined)
    throw new UserError(2, "这份报告已经按人的意见更正过 / this report has been corrected already", {
      hint: "请用机器原来的 report.json，和全部申诉、复核表一起重做。Start from the machine's report, with all lists.",
    });
  const answers = manualAnswers(judgements, report);
  const books = new Books(report);
  const decided = decidedAppeals(report, appeals);
  const errors = [
    ...answers.map((answer) => books.answer(answer)),
    ...decided.map(({ appeal, place }) =>
      appeal.status === "accepted" ? books.accept(appeal, place) : null,
    ),
  ].filter((error) => error !== null);
  if (errors.length > 0) throw new UserErrors(errors);
  const accepted = new Set(
    decided.filter(({ appeal }) => appeal.status === "accepted").map(({ appeal }) => appeal.finding.id),
  );
  const { baseline, conversations } = report;
  const known = report.findings.filter(
    ({ id, known: isKnown }) => accepted.has(id) && isKnown === true,
  ).length;
  return {
    ...report,
    agentWeeks: report.agentWeeks.map((row) => books.row(row)),
    shopWeeks: report.shopWeeks.map((row) => books.row(row)),
    findings: report.findings.filter(({ id }) => !accepted.has(id)),
    ...(decided.length > 0 && { appeals: decided.map(({ appeal }) => appeal) }),
    ...(answers.length > 0 && { answers: answers.map(({ answer }) => answer) }),
    ...(conversations && {
      conversations: conversations.map((one) => ({
        ...one,
        findings: one.findings.filter((id) => !accepted.has(id)),
      })),
    }),
    ...(baseline && {
      baseline: {
        ...baseline,
        known: baseline.known - known,
        new: baseline.new - (accepted.size - known),
      },
    }),
  };
}

/** The findings that objections are about, in the order of the report. */
function decidedAppeals(
  { findings }: Report,
  objections: readonly Objection[],
): { appeal: Appeal; place: Place }[] {
  const byId = groupBy(
    findings.map((finding, at) => ({ finding, at })),
    ({ finding }) => finding.id,
  );
  const errors: UserError[] = [];
  const found = objections.flatMap(({ place, finding: id, decision, reason, by, reviewer, date, note }) => {
    const [known, another] = byId.get(id) ?? [];
    if (known === undefined || another !== undefined) {
      errors.push(known === undefined ? unknownFinding(id, place) : repeatedFinding(id, place));
      return [];
    }
    const { finding, at } = known;
    const isAccepted = decision === "pass" || decision === "skip";
    const status = isAccepted ? ("accepted" as const) : decision;
    const as = isAccepted ? decision : null;
    return [{ at, place, appeal: { finding, status, as, reason, by, reviewer, date, note } }];
  });
  if (errors.length > 0) throw new UserErrors(errors);
  return found.sort((a, b) => a.at - b.at);
}

function repeatedFinding(id: string, place: Place): UserError {
  return new UserError(2, `编号“${id}”在报告里不止一处 / the report has ${id} more than once`, {
    place,
    hint: "同一段对话很可能导出了两份；去掉一份再运行 zhijian audit。One conversation seems to be in the input twice.",
  });
}

function unknownFinding(id: string, place: Place): UserError {
  const isNumber = /^\d+(?:\.\d+)?E\+?\d+$/iu.test(id);
  return new UserError(2, `报告里没有编号为“${id}”的改进点 / the report has no finding ${id}`, {
    place,
    hint: isNumber
      ? "编号像是被表格软件改成了数字，请用 xlsx 格式的申诉表。A spreadsheet made a number of the id; use the xlsx form."
      : "请核对编号和周次；报告没有存全明细时，加大 --max-findings 再做一次。Check id and week; if the report keeps only part of the findings, raise --max-findings.",
  });
}

type Row = AgentWeek | ShopWeek;
/** Points of a session: passed, applicable, vetoes. */
type Points = readonly number[];

interface Change {
  session: string;
  /** The session's points by the machine. */
  machine: Points;
  passed: number;
  applicable: number;
  vetoes: number;
  /** What changes in the counts of the rule. */
  rubric: string;
  rule: string;
  counts: Partial<Record<"passed" | "failed" | "skipped" | "pointsLost" | "known", number>>;
}

/** The rows of a report while they are corrected. */
class Books {
  readonly #report: Report;
  readonly #accounts: ReadonlyMap<string, Account>;

  constructor(report: Report) {
    this.#report = report;
    this.#accounts = new Map(
      [...report.agentWeeks, ...report.shopWeeks].map((row) => [keyOf(row), new Account(row)]),
    );
  }

  /** Takes an accepted appeal into its rows; an error where the report does not say enough. */
  accept({ finding, as }: Appeal, place: Place): UserError | null {
    const { sessionPoints, pointsLost, severity, rubric, rule, session, known } = finding;
    if (sessionPoints === undefined)
      return new UserError(
        2,
        "报告里没有重算得分要用的数 / the report lacks what the score is computed from",
        {
          place,
          hint: "请用现在的版本重新运行 zhijian audit。Audit again with this version.",
        },
      );
    const change = {
      ...{ session, rubric, rule },
      passed: as === "pass" ? pointsLost : 0,
      applicable: as === "skip" ? -pointsLost : 0,
      vetoes: severity === "fatal" && pointsLost > 0 ? -1 : 0,
      counts: {
        failed: -1,
        [as === "pass" ? "passed" : "skipped"]: 1,
        pointsLost: -pointsLost,
        ...(known === true && { known: -1 }),
      },
    };
    return this.#enter(finding, sessionPoints, change, place);
  }

  /** Takes an answer into its rows; one that does not decide changes nothing. */
  answer({ answer, info, sealed, place }: SealedAnswer): UserError | null {
    const { outcome, passed, applicable, rubric, rule, session } = answer;
    if (outcome === "open" || outcome === "skip") return null;
    const change = {
      ...{ session, rubric, rule, passed, applicable },
      vetoes: outcome === "fail" && info.severity === "fatal" && info.points > 0 ? 1 : 0,
      counts: {
        [outcome === "pass" ? "passed" : "failed"]: 1,
        skipped: -1,
        pointsLost: applicable === 0 ? 0 : applicable - passed,
      },
    };
    return this.#enter(answer, sealed, change, place);
  }

  /** A row with what was entered; the same object where nothing was. */
  row<T extends Row>(row: T): T {
    return this.#accounts.get(keyOf(row))!.settled(row, this.#report);
  }

  #enter(
    { week, shop, agent }: Pick<Finding, "week" | "shop" | "agent">,
    points: { agent: Points; shop: Points },
    change: Omit<Change, "machine">,
    place: Place,
  ): UserError | null {
    const own = this.#accounts.get(keyOf({ week, shop, agent: agent ?? nobody }));
    const team = this.#accounts.get(keyOf({ week, shop }));
    const isEntered =
      team?.enter({ ...change, machine: points.shop }) === true &&
      (own === undefined || own.enter({ ...change, machine: points.agent }));
    if (isEntered) return null;
    return new UserError(2, `${change.session} 在报告里没有这样的得分 / the report has no such score of it`, {
      place,
      hint: "复核表和报告要来自同样的聊天记录和设置。The form and the report must be of the same chats and settings.",
    });
  }
}

function keyOf(row: { week: string | null; shop: string | null; agent?: string }): string {
  return JSON.stringify([row.week, row.shop, row.agent ?? null]);
}

/** The sessions and counts of one row. */
class Account {
  /** How many sessions have the same points, by points. */
  readonly #sessions: Map<string, { points: Points; count: number }>;
  readonly #touched = new Map<string, { machine: Points; now: Points }>();
  readonly #counts = new Map<string, Change["counts"]>();
  readonly #isScored: boolean;

  constructor(row: Row) {
    // Nobody in charge is nobody to score.
    this.#isScored = !("agent" in row && row.agent === nobody);
    this.#sessions = new Map(
      row.score.sessions.map(([passed, applicable, fatal, count]) => {
        const points = [passed!, applicable!, fatal!];
        return [bucketOf(points), { points, count: count! }];
      }),
    );
  }

  /** False where the row has no session with these points. */
  enter({ session, machine, passed, applicable, vetoes, rubric, rule, counts }: Change): boolean {
    const key = JSON.stringify([rubric, rule]);
    this.#counts.set(key, added(this.#counts.get(key) ?? {}, counts));
    if (!this.#isScored || (passed === 0 && applicable === 0 && vetoes === 0)) return true;
    const known = this.#touched.get(session);
    // Another conversation of the same id, which masking may have made: not to be mixed up.
    if (known !== undefined && bucketOf(known.machine) !== bucketOf(machine)) return false;
    const before = known?.now ?? machine;
    const after = [before[0]! + passed, before[1]! + applicable, before[2]! + vetoes];
    if (!this.#move(before, -1)) return false;
    this.#touched.set(session, { machine, now: after });
    return this.#move(after, 1);
  }

  settled<T extends Row>(row: T, { rubrics, settings }: Report): T {
    if (this.#counts.size === 0) return row;
    const rules = row.rules.map((tally): RuleTally => {
      const counts = this.#counts.get(JSON.stringify([tally.rubric, tally.id]));
      return counts === undefined ? tally : { ...tally, ...added(tally, counts) };
    });
    const customers = row.praises.filter(({ rule }) => rule === null);
    const scored: SessionScores = new Map();
    for (const { points, count } of this.#sessions.values()) {
      for (let nth = 0; nth < count; nth += 1) addScore(scored, pointsOf(points));
    }
    return {
      ...row,
      ...(this.#touched.size > 0 && {
        score: scoreOf(scored, settings.minSessions),
        machineScore: row.score,
      }),
      rules,
      ...highlightsOf(rules, ruleInfos(rubrics), customers),
    };
  }

  /** Puts a session into its bucket or takes it out; one to which nothing applies has none. */
  #move(points: Points, by: 1 | -1): boolean {
    if (sessionScore(pointsOf(points)) === null) return true;
    const key = bucketOf(points);
    const bucket = this.#sessions.get(key) ?? { points, count: 0 };
    if (bucket.count + by < 0) return false;
    this.#sessions.set(key, { points, count: bucket.count + by });
    return true;
  }
}

function pointsOf([passed, applicable, vetoes]: Points) {
  return { passed: passed!, applicable: applicable!, fatal: vetoes! > 0 };
}

function bucketOf([passed, applicable, vetoes]: Points): string {
  return `${passed}/${applicable}/${vetoes! > 0 ? 1 : 0}`;
}

function added<T extends Change["counts"]>(sums: T, more: Change["counts"]): T {
  const result: Change["counts"] = { ...sums };
  for (const key of ["passed", "failed", "skipped", "pointsLost", "known"] as const) {
    if (more[key] !== undefined) result[key] = (sums[key] ?? 0) + more[key];
  }
  return result as T;
}
