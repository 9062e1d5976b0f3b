import type { Score } from "../model/report.ts";
import { type Points, sessionScore } from "../model/score.ts";
import { meanOf } from "../statistics/mean.ts";

/** How many sessions came out with the same points, by these: a line of numbers takes less room than an object. */
export type SessionScores = Map<string, number>;

/** Adds a session's outcome; a session to which nothing applied has no score. */
export function addScore(scores: SessionScores, points: Points): void {
  if (sessionScore(points) !== null) countScore(scores, lineOf(points), 1);
}

export function mergeScores(into: SessionScores, from: SessionScores): void {
  for (const [points, sessions] of from) countScore(into, points, sessions);
}

function countScore(scores: SessionScores, points: string, sessions: number): void {
  scores.set(points, (scores.get(points) ?? 0) + sessions);
}

const lineOf = ({ passed, applicable, fatal }: Points): string => `${passed}/${applicable}/${fatal ? 1 : 0}`;

function pointsIn(line: string): Points {
  const [passed, applicable, fatal] = line.split("/").map(Number) as [number, number, number];
  return { passed, applicable, fatal: fatal === 1 };
}

/**
 * Mean over sessions with the 95 % interval of Student's t, kept within 0–100. `sessions` lists what
 * is summed, so that anybody can do it again.
 */
export function scoreOf(scores: SessionScores, minSessions: number): Score {
  const outcomes = [...scores]
    .map(([line, sessions]) => ({ ...pointsIn(line), sessions }))
    .sort((a, b) => a.passed - b.passed || a.applicable - b.applicable || Number(a.fatal) - Number(b.fatal));
  const sessions = outcomes.map(({ passed, applicable, fatal, sessions: n }) => [
    passed,
    applicable,
    fatal ? 1 : 0,
    n,
  ]);
  const cases = outcomes.map((outcome) => ({ value: sessionScore(outcome)!, n: outcome.sessions }));
  const mean = meanOf({ cases, from: 0, to: 100 });
  return { ...mean, enough: mean.n > 0 && mean.n >= minSessions, sessions };
}
