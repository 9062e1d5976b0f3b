import type { Metrics } from "../model/report.ts";
import type { Figure } from "./figure.ts";
import { heldBy, openStretches } from "./stretches.ts";

/** Beginnings and ends of the stretches in which conversations were open, ms, in no order. */
export interface Concurrency {
  starts: number[];
  ends: number[];
  /** Sessions without times. */
  unknown: number;
}

/**
 * `concurrency`: how many conversations were open side by side; on an agent's row those that she had,
 * on the shop's all. The mean is over the time in which at least one was open.
 */
export const concurrency: Figure<Concurrency> = {
  empty: () => ({ starts: [], ends: [], unknown: 0 }),
  add(state, row) {
    const stretches = row.isShop ? openStretches(row.session) : heldBy(row.session, row.agent);
    if (row.spoke && row.session.messages.every(({ at }) => at === null)) state.unknown += 1;
    for (const { start, end } of stretches) {
      if (start === end) continue;
      state.starts.push(start);
      state.ends.push(end);
    }
  },
  merge(into, from) {
    for (const start of from.starts) into.starts.push(start);
    for (const end of from.ends) into.ends.push(end);
    into.unknown += from.unknown;
  },
  tidy({ starts, ends }) {
    starts.sort((a, b) => a - b);
    ends.sort((a, b) => a - b);
  },
  result({ starts, ends, unknown }, gaps) {
    const none = starts.length === 0 && unknown > 0;
    if (unknown > 0) gaps.set("concurrency", { unknown, all: none });
    return {
      concurrency: none ? null : sweep(Float64Array.from(starts).sort(), Float64Array.from(ends).sort()),
    };
  },
};

/** Goes through beginnings and ends in order of time; at the same instant ends come first. */
function sweep(starts: Float64Array, ends: Float64Array): NonNullable<Metrics["concurrency"]> {
  let open = 0;
  let max = 0;
  let conversations = 0;
  let busy = 0;
  let since = 0;
  let next = 0;
  for (const end of ends) {
    for (; next < starts.length && starts[next]! < end; next += 1) {
      if (open === 0) since = starts[next]!;
      open += 1;
      max = Math.max(max, open);
      conversations -= starts[next]!;
    }
    open -= 1;
    conversations += end;
    if (open === 0) busy += end - since;
  }
  return {
    max,
    mean: busy === 0 ? null : conversations / busy,
    conversationSeconds: conversations / 1000,
    busySeconds: busy / 1000,
  };
}
