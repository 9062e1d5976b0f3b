import type { Metrics } from "../model/report.ts";
import { addRecord, columnsOf, mergeRecords, noRecords, type Records, tidyRecords } from "../text/records.ts";
import type { Figure } from "./figure.ts";
import { heldBy, openStretches } from "./stretches.ts";

export interface Concurrency {
  /** Stretches in which conversations were open: beginning and length, ms. */
  stretches: Records;
  /** Sessions without times. */
  unknown: number;
}

/**
 * `concurrency`: how many conversations were open side by side; on an agent's row those that she had,
 * on the shop's all. The mean is over the time in which at least one was open.
 */
export const concurrency: Figure<Concurrency> = {
  empty: () => ({ stretches: noRecords(2), unknown: 0 }),
  add(state, row) {
    const stretches = row.isShop ? openStretches(row.session) : heldBy(row.session, row.agent);
    if (row.spoke && row.session.messages.every(({ at }) => at === null)) state.unknown += 1;
    for (const { start, end } of stretches) {
      if (start < end) addRecord(state.stretches, start, end - start);
    }
  },
  merge(into, from) {
    mergeRecords(into.stretches, from.stretches);
    into.unknown += from.unknown;
  },
  tidy({ stretches }) {
    tidyRecords(stretches);
  },
  result({ stretches, unknown }, gaps) {
    const none = stretches.rows === 0 && unknown > 0;
    if (unknown > 0) gaps.set("concurrency", { unknown, all: none });
    const [starts, lengths] = columnsOf(stretches) as [Float64Array, Float64Array];
    const ends = starts.map((start, index) => start + lengths[index]!).sort();
    return { concurrency: none ? null : sweep(starts, ends) };
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
