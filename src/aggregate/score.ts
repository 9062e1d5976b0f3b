import type { Score } from "../model/report.ts";
import { type Points, sessionScore } from "./points.ts";

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
  let n = 0;
  let sum = 0;
  for (const outcome of outcomes) {
    n += outcome.sessions;
    sum += outcome.sessions * sessionScore(outcome)!;
  }
  if (n === 0) return { value: null, n, low: null, high: null, enough: false, sessions };
  const value = sum / n;
  const enough = n >= minSessions;
  if (n === 1) return { value, n, low: null, high: null, enough, sessions };
  let squares = 0;
  for (const outcome of outcomes) {
    const score = sessionScore(outcome)!;
    squares += outcome.sessions * (score - value) ** 2;
  }
  const half = studentT975(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { value, n, low: Math.max(0, value - half), high: Math.min(100, value + half), enough, sessions };
}

/** 97.5 % quantile of Student's t for 1 to 30 degrees of freedom (any table of statistics). */
const table = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** Beyond the table by the first terms of its expansion about the normal quantile (Abramowitz & Stegun 26.7.5). */
function studentT975(degrees: number): number {
  const listed = table[degrees - 1];
  if (listed !== undefined) return listed;
  const z = 1.959964;
  return z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
}
