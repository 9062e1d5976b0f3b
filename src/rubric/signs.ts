// What conditions look for in words, numbered over all rubrics, and which conditions look for it. While none
// of its signs is in a session, a condition that depends on nothing else says the same of every session.

/** Whose words: the customer's or those of all others. */
export type Side = "customer" | "others";

const acts = new Map<string, number>();
const watchers: number[][] = [];
/** Numbers of conditions that are watched are below this. */
let watched = 0;

/** Sign of an act in words of a side. */
export function signOfAct(side: Side, act: string): number {
  let number = acts.get(act);
  if (number === undefined) {
    number = acts.size;
    acts.set(act, number);
  }
  return 4 * number + (side === "customer" ? 0 : 1);
}

/** Sign of wording that words of a side may hold (see criteria.ts). */
export function signOfCriterion(side: Side, criterion: number): number {
  return 4 * criterion + (side === "customer" ? 2 : 3);
}

/** Signs that conditions may ask for are below this, with so many criteria. */
export function signCount(criteria: number): number {
  return 4 * Math.max(acts.size, criteria);
}

/** Notes that a condition, by number, depends on these signs. */
export function watch(condition: number, signs: Iterable<number>): void {
  for (const sign of signs) {
    watchers[sign] ??= [];
    watchers[sign].push(condition);
  }
  watched = Math.max(watched, condition + 1);
}

/** Numbers of the conditions noted by now are below this: what was found out with fewer says nothing of the others. */
export function watchedCount(): number {
  return watched;
}

/** Numbers of the conditions that depend on a sign. */
export function watchersOf(sign: number): readonly number[] {
  return watchers[sign] ?? none;
}

const none: readonly number[] = [];
