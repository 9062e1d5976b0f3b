import { UserError } from "../errors.ts";

/** Milliseconds in a minute and in a day. */
export const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** Largest offset change that a zone can have within a day; wide enough for every zone of tzdata. */
const hourMs = 3_600_000;

/**
 * Local time of one IANA zone. Offsets are looked up once per hour of input (a zone changes its
 * offset only on whole quarter hours, in practice on whole hours), so that a million messages cost
 * a few thousand look-ups.
 */
export class Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();
  #lastHour = Number.NaN;
  #lastOffset = 0;

  constructor(name: string) {
    this.name = name;
    try {
      this.#format = new Intl.DateTimeFormat("en-US", {
        timeZone: name,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch (cause) {
      throw new UserError(2, `不认识的时区“${name}” / unknown time zone "${name}"`, {
        hint: "请写 IANA 时区名，例如 Asia/Shanghai。Use an IANA name such as Asia/Shanghai.",
        cause,
      });
    }
  }

  /** Offset from UTC in ms at an instant. */
  offsetAt(at: number): number {
    const hour = Math.floor(at / hourMs);
    if (hour === this.#lastHour) return this.#lastOffset;
    let offset = this.#offsets.get(hour);
    if (offset === undefined) {
      const parts: Record<string, number> = {};
      for (const { type, value } of this.#format.formatToParts(hour * hourMs)) parts[type] = Number(value);
      const { year = 0, month = 1, day = 1, hour: h = 0, minute = 0, second = 0 } = parts;
      offset = Date.UTC(year, month - 1, day, h, minute, second) - hour * hourMs;
      this.#offsets.set(hour, offset);
    }
    this.#lastHour = hour;
    this.#lastOffset = offset;
    return offset;
  }

  /** Days since 1970-01-01 of the local calendar day. */
  dayOf(at: number): number {
    return Math.floor((at + this.offsetAt(at)) / dayMs);
  }

  /** Milliseconds since the local midnight by the clock on the wall. */
  clockOf(at: number): number {
    const local = at + this.offsetAt(at);
    return local - Math.floor(local / dayMs) * dayMs;
  }

  /**
   * The instant of a local wall time given as ms since 1970-01-01T00:00 of the wall calendar.
   * A time that the clock skips is read with the offset before the change; of a time that occurs
   * twice the first is taken.
   */
  instantOf(wall: number): number {
    const before = this.offsetAt(wall - dayMs);
    const early = wall - before;
    if (this.offsetAt(early) === before) return early;
    const late = wall - this.offsetAt(early);
    return late + this.offsetAt(late) === wall ? late : early;
  }

  /** RFC 3339 with offset; milliseconds only where there are some. */
  format(at: number): string {
    const offset = this.offsetAt(at);
    const iso = new Date(at + offset).toISOString();
    const local = iso.endsWith(".000Z") ? iso.slice(0, -5) : iso.slice(0, -1);
    if (offset === 0) return `${local}Z`;
    const minutes = Math.round(Math.abs(offset) / minuteMs);
    const sign = offset < 0 ? "-" : "+";
    // Joined, for a report keeps many times: in a template the parts would live on beside the whole.
    return [local, sign, pad(Math.floor(minutes / 60)), ":", pad(minutes % 60)].join("");
  }
}

function pad(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** Day number of `2026-11-16`; null where the text is no day. */
export function dayOfText(text: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && formatDay(at / dayMs) === text ? at / dayMs : null;
}

/** `2026-11-16` of a day number. */
export function formatDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** First day of the week in the report; a week from Sunday carries the ISO label of its Monday. */
export type WeekStart = "monday" | "sunday";

/** Day number of the Monday whose ISO week labels the week that holds `day`. */
export function mondayOf(day: number, start: WeekStart): number {
  // 1970-01-01 was a Thursday: day 4 is a Monday.
  const shifted = start === "sunday" ? day + 1 : day;
  return Math.floor((shifted - 4) / 7) * 7 + 4;
}

/** ISO 8601 label (`2026-W46`) of the week that holds a local day. */
export function weekOf(day: number, start: WeekStart): string {
  const thursday = mondayOf(day, start) + 3;
  const year = new Date(thursday * dayMs).getUTCFullYear();
  const firstThursday = Date.UTC(year, 0, 1) / dayMs;
  return `${year}-W${pad(Math.floor((thursday - firstThursday) / 7) + 1)}`;
}
