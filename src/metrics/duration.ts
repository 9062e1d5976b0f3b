import { addRecord, mergeRecords, noRecords, type Records, tidyRecords } from "../text/records.ts";
import { distributionOf } from "./distribution.ts";
import type { Figure } from "./figure.ts";
import { openStretches } from "./stretches.ts";

export interface Durations {
  /** ms. */
  known: Records;
  unknown: number;
}

/** `durationSeconds`: how long conversations were open (metric-decision 9). */
export const duration: Figure<Durations> = {
  empty: () => ({ known: noRecords(1), unknown: 0 }),
  add(state, row) {
    if (!row.spoke) return;
    const stretches = openStretches(row.session);
    if (stretches.length === 0) state.unknown += 1;
    else
      addRecord(
        state.known,
        stretches.reduce((sum, { start, end }) => sum + end - start, 0),
      );
  },
  merge(into, from) {
    mergeRecords(into.known, from.known);
    into.unknown += from.unknown;
  },
  tidy({ known }) {
    tidyRecords(known);
  },
  result(state, gaps) {
    const none = state.known.rows === 0 && state.unknown > 0;
    if (state.unknown > 0) gaps.set("durationSeconds", { unknown: state.unknown, all: none });
    return { durationSeconds: none ? null : distributionOf(state.known) };
  },
};
