import { isCounted, type ReadSession } from "../model/session.ts";
import type { Figure } from "./figure.ts";
import { addTo, distributionOf, type Histogram, mergeInto } from "./histogram.ts";

export interface Durations {
  known: Histogram;
  unknown: number;
}

/** `durationSeconds`: how long conversations were open (metric-decision 9). */
export const duration: Figure<Durations> = {
  empty: () => ({ known: new Map(), unknown: 0 }),
  add(state, row) {
    if (!row.spoke) return;
    const open = openMs(row.session);
    if (open === null) state.unknown += 1;
    else addTo(state.known, open);
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

/**
 * Sum of the open stretches: from the first words to `closed` or the last words; a customer who
 * writes more than thanks reopens what was closed. Null without times.
 */
function openMs(session: ReadSession): number | null {
  const loose = new Set(session.loose.map(({ message }) => message));
  let total: number | null = null;
  let start: number | null = null;
  let end: number | null = null;
  let closed = false;
  let spoken = false;
  session.messages.forEach((message, index) => {
    if (message.event === "closed") {
      // Closing what nobody has opened ends nothing.
      if (!spoken) return;
      // It stands no earlier than the words above it (metric-decision 4).
      if (start !== null) total = (total ?? 0) + Math.max(message.at ?? end!, end!) - start;
      start = null;
      closed = true;
    } else if (message.role !== "system") {
      if (closed && (message.role !== "customer" || !isCounted(message) || loose.has(index))) return;
      closed = false;
      spoken = true;
      if (message.at === null) return;
      start ??= message.at;
      end = message.at;
    }
  });
  if (start !== null) total = (total ?? 0) + end! - start;
  return total;
}
