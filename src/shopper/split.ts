import type { SessionMessage } from "../model/message.ts";

/** So long has nobody to write before a customer's words can be the start of another visit. */
const pauseMs = 5 * 60_000;

/**
 * The parts of one conversation that several visits are of: each begins with words of the customer after
 * a pause, near the time that its form gives. Null unless exactly one such division fits: nothing is
 * guessed. `times` in their order.
 */
export function visitParts<T extends Pick<SessionMessage, "at" | "role">>(
  messages: readonly T[],
  times: readonly number[],
  toleranceMs: number,
): readonly (readonly T[])[] | null {
  const starts = startsOf(messages);
  const divisions = divisionsOf(
    times.map((time) => starts.filter((at) => Math.abs(messages[at]!.at! - time) <= toleranceMs)),
    -1,
  );
  const [cuts] = divisions;
  if (cuts === undefined || divisions.length > 1) return null;
  return cuts.map((from, at) => messages.slice(from, cuts[at + 1]));
}

function startsOf(messages: readonly Pick<SessionMessage, "at" | "role">[]): number[] {
  return messages.flatMap(({ at, role }, index) => {
    if (role !== "customer" || at === null) return [];
    const before = messages.slice(0, index).findLast((message) => message.role !== "system");
    const isFirst = before === undefined;
    return isFirst || (before.at !== null && at - before.at >= pauseMs) ? [index] : [];
  });
}

/** At most two of the ways to give every form a start of its own, later forms later ones. */
function divisionsOf(choices: readonly (readonly number[])[], after: number): number[][] {
  const [own, ...others] = choices;
  if (own === undefined) return [[]];
  const found: number[][] = [];
  for (const start of own.filter((at) => at > after)) {
    for (const rest of divisionsOf(others, start)) found.push([start, ...rest]);
    if (found.length > 1) break;
  }
  return found.slice(0, 2);
}
