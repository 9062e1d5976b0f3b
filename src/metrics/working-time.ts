import { UserError } from "../errors.ts";
import { dayMs, minuteMs, type Zone } from "../text/zone.ts";

/** Part of a day as ms since local midnight; `end` beyond 24 h runs into the next day. */
export interface Span {
  start: number;
  end: number;
}

/** Reads `09:00-12:00,13:00-22:00`; a span whose end is not after its start runs into the next day (metric-decision 26). */
export function parseHours(text: string): Span[] {
  const spans = text.split(/[,，]/u).map((part) => {
    const match = /^\s*(\d{1,2}):(\d{2})\s*[-–~至]\s*(\d{1,2}):(\d{2})\s*$/u.exec(part);
    const [, h1 = 0, m1 = 0, h2 = 0, m2 = 0] = match?.map(Number) ?? [];
    if (match === null || m1 > 59 || m2 > 59 || h1 * 60 + m1 > 1440 || h2 * 60 + m2 > 1440) {
      throw new UserError(2, `营业时间“${part.trim()}”看不懂 / unreadable hours "${part.trim()}"`, {
        hint: "请写成 09:00-22:00，多段用逗号分开。Write 09:00-22:00, several spans with commas.",
      });
    }
    const start = (h1 * 60 + m1) * minuteMs;
    const end = (h2 * 60 + m2) * minuteMs;
    return { start, end: end > start ? end : end + dayMs };
  });
  return spans.sort((a, b) => a.start - b.start);
}

/** Shop hours in a zone. */
export class WorkingTime {
  readonly #zone: Zone;
  readonly #spansOf: (day: number) => readonly Span[];

  /** `spansOf` gives the spans that begin on a local day (number of days since 1970-01-01). */
  constructor(zone: Zone, spansOf: (day: number) => readonly Span[]) {
    this.#zone = zone;
    this.#spansOf = spansOf;
  }

  /** Milliseconds of [start, end) inside shop hours. */
  overlap(start: number, end: number): number {
    let total = 0;
    let covered = start;
    // From the day before, whose last span may run past midnight.
    for (let day = this.#zone.dayOf(start) - 1; day <= this.#zone.dayOf(end); day += 1) {
      for (const span of this.#instants(day)) {
        const from = Math.max(span.start, covered);
        const to = Math.min(span.end, end);
        if (to <= from) continue;
        total += to - from;
        covered = to;
      }
    }
    return total;
  }

  /** Whether the shop is open at an instant. */
  includes(at: number): boolean {
    return this.overlap(at, at + 1) > 0;
  }

  #instants(day: number): Span[] {
    return this.#spansOf(day).map((span) => ({
      start: this.#zone.instantOf(day * dayMs + span.start),
      end: this.#zone.instantOf(day * dayMs + span.end),
    }));
  }
}
