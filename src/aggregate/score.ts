import type { Score } from "../model/report.ts";
import { type Points, sessionScore } from "../model/score.ts";
import { meanOf } from "../statistics/mean.ts";

/** How many sessions came out with the same points. */
export type SessionScores = Map<string, Points & { sessions: number }>;

/** Adds a session's outcome; a session to which nothing applied has no score. */
export function addScore(scores: SessionScores, points: Points): void {
  if (sessionScore(points) !== null) countScore(scores, { ...points, sessions: 1 });
}

export function mergeScores(into: SessionScores, from: SessionScores): void {
  for (const outcome of from.values()) countScore(into, outcome);
}

function countScore(scores: SessionScores, outcome: Points & { sessions: number }): void {
  const key = `${outcome.passed}/${outcome.applicable}/${outcome.fatal ? 1 : 0}`;
  const known = scores.get(key);
  if (known === undefined) scores.set(key, { ...outcome });
  else known.sessions += outcome.sessions;
}

/**
 * Mean over sessions with the 95 % interval of Student's t, kept within 0–100. `sessions` lists what
 * is summed, so that anybody can do it again.
 */
export function scoreOf(scores: SessionScores, minSessions: number): Score {
  const outcomes = [...scores.values()].sort(
    (a, b) => a.passed - b.passed || a.applicable - b.applicable || Number(a.fatal) - Number(b.fatal),
  );
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
