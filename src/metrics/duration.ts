import type { Figure } from "./figure.ts";
import { addTo, distributionOf, type Histogram, mergeInto } from "./histogram.ts";
import { openStretches } from "./stretches.ts";

export interface Durations {
  known: Histogram;
  unknown: number;
}

/** `durationSeconds`: how long conversations were open (metric-decision 9). */
export const duration: Figure<Durations> = {
  empty: () => ({ known: new Map(), unknown: 0 }),
  add(state, row) {
    if (!row.spoke) return;
    const stretches = openStretches(row.session);
    if (stretches.length === 0) state.unknown += 1;
    else
      addTo(
        state.known,
        stretches.reduce((sum, { start, end }) => sum + end - start, 0),
      );
  },
  merge(into, from) {
    mergeInto(into.known, from.known);
    into.unknown += from.unknown;
  },
  result(state, gaps) {
    const none = state.known.size === 0 && state.unknown > 0;
    if (state.unknown > 0) gaps.set("durationSeconds", { unknown: state.unknown, all: none });
    return { durationSeconds: none ? null : distributionOf(state.known) };
  },
};
