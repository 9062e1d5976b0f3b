import { showMessage, showSessionId } from "./aggregate/findings.ts";
import { addUp } from "./aggregate/points.ts";
import type { JudgedSession } from "./aggregate/tally.ts";
import { UserError } from "./errors.ts";
import { judgeCustomer } from "./judging/customer.ts";
import { type FigureStanding, standings } from "./metrics/platforms/standing.ts";
import type { SessionMessage } from "./model/message.ts";
import type { Severity, ShownMessage } from "./model/report.ts";
import { type SceneId, sceneTitles } from "./model/scene.ts";
import { type Points, sessionScore } from "./model/score.ts";
import {
  type Act,
  isMeasured,
  type ReadSession,
  type Session,
  startOf,
  type Turn,
  waitOf,
} from "./model/session.ts";
import { pointsOf, type RuleResult } from "./rubric/judge.ts";
import { inLocale } from "./rubric/local-text.ts";
import type { Hit } from "./rubric/operator.ts";
import { openRun, type Run } from "./run.ts";
import { readingOf } from "./sessions/read.ts";
import type { AuditOptions } from "./settings.ts";
import { maskNick, maskWords } from "./text/mask.ts";
import { type TimelineLine, timelineOf } from "./timeline.ts";

/** One conversation with everything that the audit makes of it, as plain data. */
export interface Explanation {
  session: string;
  shop: string | null;
  platform: string | null;
  customer: string | null;
  week: string | null;
  locale: "zh" | "en";
  scenes: readonly ExplainedScene[];
  messages: readonly ExplainedMessage[];
  turns: readonly ExplainedTurn[];
  /** What the platforms' definitions make of the turns. */
  platforms: readonly ExplainedPlatform[];
  results: readonly ExplainedResult[];
  /** Arithmetic of the session's score, per agent. */
  scores: readonly ExplainedScore[];
}

/** What the conversation is about, and the words that show it. */
export interface ExplainedScene {
  id: SceneId;
  title: string;
  quotes: readonly { message: number; quote: string }[];
}

export interface ExplainedMessage extends ShownMessage, TimelineLine {
  acts: readonly Act[];
}

export interface ExplainedTurn {
  /** Indexes of the customer's messages. */
  messages: readonly number[];
  start: string | null;
  outcome: Turn["outcome"];
  needsAnswer: boolean;
  closed: boolean;
  /** Index of the message that ended it. */
  reply: number | null;
  owner: string | null;
  /** Seconds by the shop's clock; null where unanswered or without times. */
  seconds: number | null;
  /** Seconds by the owner's own clock after a transfer; equals `seconds` without one. */
  ownSeconds: number | null;
  /** The part of `seconds` inside shop hours. */
  workingSeconds: number | null;
  /** Counts in waiting times. */
  measured: boolean;
  transferredAt: string | null;
}

/** The turns of the conversation as a platform builds them, and what its figures make of each. */
export interface ExplainedPlatform {
  name: string;
  title: string;
  /** The alternative description that was chosen; null for the default. */
  variant: string | null;
  turns: readonly {
    /** Index of the message that opened it, or of the first of this conversation in it. */
    opened: number;
    /** Where the turn began in an earlier conversation of the day, which the platform joins with this one. */
    before: { session: string; time: string | null } | null;
    owner: string | null;
    outcome: Turn["outcome"];
    seconds: number | null;
    hours: string;
    figures: readonly (Omit<FigureStanding, "title"> & { title: string })[];
  }[];
}

export interface ExplainedResult {
  rubric: string;
  rule: string;
  title: string;
  severity: Severity;
  agent: string | null;
  outcome: RuleResult["outcome"];
  points: number;
  bonus: boolean;
  reason: string;
  better: string;
  quotes: readonly { message: number; quote: string }[];
}

export interface ExplainedScore extends Points {
  agent: string | null;
  value: number | null;
}

/** Explains the conversation of this id. Throws UserError (exit 2) where there is none, naming those that are near. */
export async function explain(
  session: string,
  paths: readonly string[],
  options: AuditOptions = {},
): Promise<Explanation> {
  const run = await openRun(paths, options);
  try {
    const ids: string[] = [];
    for await (const sessions of run.gathered.customers()) {
      const isMeant = (one: Pick<Session, "id" | "customer">) =>
        one.id === session || showSessionId(one, run.show) === session;
      if (sessions.some(isMeant)) {
        const all = judgeCustomer(sessions, run);
        const judged = all.find((one) => isMeant(one.session));
        if (judged !== undefined) return explained(judged, all, run);
      }
      if (ids.length < 2000) ids.push(...sessions.map((one) => showSessionId(one, run.show)));
    }
    throw notFound(session, ids);
  } finally {
    await run.gathered.close();
  }
}

const nearCount = 5;

function notFound(session: string, ids: readonly string[]): UserError {
  const near = [...ids].filter((id) => id.includes(session) || session.includes(id));
  const named = (near.length > 0 ? near : ids).slice(0, nearCount);
  return new UserError(2, `没有会话“${session}” / no conversation "${session}"`, {
    hint:
      named.length === 0
        ? "输入里没有会话。The input has no conversations."
        : `例如 / for example: ${named.join("  ")}`,
  });
}

function explained(judged: JudgedSession, all: readonly JudgedSession[], run: Run): Explanation {
  const { session, week, results, scenes } = judged;
  const { locale, mask } = run.show;
  const shown = (text: string) => (mask ? maskWords(text, session.customer) : text);
  const quotesOf = (evidence: readonly Hit[]) =>
    evidence.map(({ message, start, end }) => ({
      message,
      quote: shown(session.messages[message]!.text).slice(start, end),
    }));
  const lines = timelineOf(session, session.turns, readingIn(run)(session));
  return {
    session: showSessionId(session, run.show),
    shop: session.shop,
    platform: session.platform,
    customer: mask && session.customer !== null ? maskNick(session.customer) : session.customer,
    week,
    locale,
    scenes: scenes.map(({ id, evidence }) => ({
      id,
      title: inLocale(sceneTitles[id], locale),
      quotes: quotesOf(evidence),
    })),
    messages: session.messages.map((message, index) => ({
      ...showMessage(message, session, run.show),
      ...lines[index]!,
      acts: session.acts[index]!.map((act) => ({
        ...act,
        quote: shown(message.text).slice(act.start, act.end),
      })),
    })),
    turns: session.turns.map((turn) => explainTurn(turn, session.shop, run)),
    platforms: explainPlatforms(session, all, run),
    results: results.map((result) => ({
      rubric: result.rubric,
      rule: result.rule.id,
      title: inLocale(result.rule.title, locale),
      severity: result.rule.severity,
      agent: result.agent,
      outcome: result.outcome,
      points: pointsOf(result.rule),
      bonus: result.rule.bonus === true,
      reason: result.reason,
      better: inLocale(result.rule.better, locale),
      quotes: quotesOf(result.evidence),
    })),
    scores: scoresOf(results),
  };
}

function explainTurn(turn: Turn, shop: string | null, run: Run): ExplainedTurn {
  const { zone } = run.show;
  const wait = waitOf(turn, false);
  const own = waitOf(turn, true);
  const inSeconds = (ms: number | null) => (ms === null ? null : ms / 1000);
  return {
    messages: turn.messages,
    start: turn.start === null ? null : zone.format(turn.start),
    outcome: turn.outcome,
    needsAnswer: turn.needsAnswer,
    closed: turn.closed,
    reply: turn.reply,
    owner: turn.owner,
    seconds: inSeconds(wait),
    ownSeconds: inSeconds(own),
    workingSeconds:
      wait === null
        ? null
        : run.settings.calendar.hours({ shop }).overlap(startOf(turn, false)!, turn.end!) / 1000,
    measured: isMeasured(turn),
    transferredAt: turn.transferred?.at == null ? null : zone.format(turn.transferred.at),
  };
}

const readingIn =
  ({ marker, isRobot }: Run) =>
  ({ messages, acts }: ReadSession) =>
    readingOf(messages, acts, marker, isRobot);

/** Platforms build turns over a customer's day, so all sessions of the customer are needed. */
function explainPlatforms(
  session: ReadSession,
  all: readonly JudgedSession[],
  run: Run,
): ExplainedPlatform[] {
  const { profiles, show, settings } = run;
  const isTaken = (name: string, { platform }: ReadSession) =>
    settings.options.platform === name || platform === name;
  const place = new Map(session.messages.map((message, index) => [message, index]));
  return profiles
    .filter(({ name }) => isTaken(name, session))
    .map((profile) => {
      const sessions = all.map((one) => one.session).filter((one) => isTaken(profile.name, one));
      const turns = standings(sessions, profile, { zone: show.zone, readingOf: readingIn(run) });
      return {
        name: profile.name,
        title: inLocale(profile.title, show.locale),
        variant: profile.variant,
        turns: turns.flatMap(({ opened, messages, figures, ...turn }) => {
          const own = messages.flatMap((message) => place.get(message) ?? []);
          const index = place.get(opened) ?? null;
          if (index === null && own.length === 0) return [];
          const named = figures.map((one) => ({ ...one, title: inLocale(one.title, show.locale) }));
          const before = index === null ? beforeOf(opened, all, run) : null;
          return [{ ...turn, opened: index ?? own[0]!, before, figures: named }];
        }),
      };
    });
}

/** The conversation of the same day in which the platform's turn began. */
function beforeOf(
  opened: SessionMessage,
  all: readonly JudgedSession[],
  { show }: Run,
): ExplainedPlatform["turns"][number]["before"] {
  const session = all.find((one) => one.session.messages.includes(opened))!.session;
  return {
    session: showSessionId(session, show),
    time: opened.at === null ? null : show.zone.format(opened.at),
  };
}

function scoresOf(results: readonly RuleResult[]): ExplainedScore[] {
  const agents = new Set(results.filter(({ outcome }) => outcome !== "skip").map(({ agent }) => agent));
  return [...agents].map((agent) => {
    const points = addUp(results.filter((result) => result.agent === agent));
    return { agent, ...points, value: sessionScore(points) };
  });
}
