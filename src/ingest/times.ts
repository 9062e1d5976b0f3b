import type { Zone } from "../text/zone.ts";

/** Which comes first in `03/04/2026`. */
export type DayOrder = "dmy" | "mdy";

const firstYear = 1990;
const lastYear = 2100;
const earliest = Date.UTC(firstYear, 0, 1);
const latest = Date.UTC(lastYear + 1, 0, 1);
/** Day 0 of the serial dates of workbooks, 1900 system. */
const serialEpoch = Date.UTC(1899, 11, 30);
const day = 86_400_000;
/** No time is longer; keeps hostile cells away from the patterns. */
const longest = 64;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const yearFirst = /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?:\s?[日号])?/;
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/;
const compact = /^(\d{4})(\d{2})(\d{2})(?=$|\D|\d{4}(?:\d{2})?$)/;
const dayMonthName = /^(\d{1,2})[ -]([a-z]{3})[a-z]*\.?[ ,-]+(\d{4})/;
const monthNameDay = /^([a-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})/;
const weekday =
  /[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?/g;
const clock =
  /^(上午|早上|凌晨|清晨|中午|下午|傍晚|晚上|晚|am|pm)?\s?(\d{1,2})\s?[:时点]\s?(\d{1,2})\s?(?:[:分]\s?(?:(\d{1,2})(?:[.,](\d{1,9}))?\s?秒?)?)?\s?([ap]\.?m\.?)?\s?(z|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?|utc|gmt)?$/;
const compactClock = /^(\d{2})(\d{2})(\d{2})?$/;

interface CalendarDay {
  year: number;
  month: number;
  day: number;
  rest: string;
}

interface Clock {
  /** Milliseconds since midnight. */
  ms: number;
  hasSeconds: boolean;
  /** Milliseconds ahead of UTC, where the value says so. */
  offset: number | null;
}

/** Reads times as exports write them; nothing is guessed and nothing rolled over. */
export class TimeReader {
  readonly #zone: Zone;
  /** What decides `03/04/2026`; null leaves such values unread. */
  order: DayOrder | null;
  /** How many of the times read so far were given to the minute only, and how many in all. */
  minuteOnly = 0;
  total = 0;
  #lastDate = "";
  #lastMidnight = 0;

  constructor(zone: Zone, order: DayOrder | null) {
    this.#zone = zone;
    this.order = order;
  }

  /** Milliseconds since 1970, or null where the value is no complete time. */
  read(value: string): number | null {
    const plain = this.#readPlain(value);
    if (plain !== null) {
      this.total++;
      return plain;
    }
    const parsed = this.#readAny(value);
    if (parsed === null) return null;
    this.total++;
    if (!parsed.hasSeconds) this.minuteOnly++;
    return parsed.at;
  }

  /** `2026-11-16 09:05:00`, the form of nearly all rows, without patterns. */
  #readPlain(value: string): number | null {
    if (value.length !== 19 || value.charCodeAt(13) !== 58 || value.charCodeAt(16) !== 58) return null;
    const date = value.slice(0, 10);
    if (date !== this.#lastDate) {
      const found = plainDate.exec(date);
      if (found === null) return null;
      const midnight = midnightOf(Number(found[1]), Number(found[2]), Number(found[3]));
      if (midnight === null) return null;
      this.#lastDate = date;
      this.#lastMidnight = midnight;
    }
    const separator = value.charCodeAt(10);
    const hour = twoDigits(value, 11);
    const minute = twoDigits(value, 14);
    const second = twoDigits(value, 17);
    if ((separator !== 32 && separator !== 84) || !isClock(hour, minute, second)) return null;
    return this.#instant(this.#lastMidnight + ((hour * 60 + minute) * 60 + second) * 1000);
  }

  /** Null where the wall clock skips the time. */
  #instant(wall: number): number | null {
    const at = this.#zone.instantOf(wall);
    return at + this.#zone.offsetAt(at) === wall ? at : null;
  }

  #readAny(value: string): { at: number; hasSeconds: boolean } | null {
    if (value.length > longest) return null;
    const text = plainForm(value).replace(weekday, " ").replace(/\s+/g, " ").trim();
    if (/^\d+(\.\d+)?$/.test(text)) {
      const at = this.#readNumber(text);
      if (at !== null) return { at, hasSeconds: true };
    }
    const date = this.#readDate(text);
    if (date === null) return null;
    const midnight = midnightOf(date.year, date.month, date.day);
    const time = readClock(date.rest.replace(/^(?: ?[t,] ?| )/, ""));
    if (midnight === null || time === null) return null;
    const wall = midnight + time.ms;
    const at = time.offset === null ? this.#instant(wall) : wall - time.offset;
    return at === null ? null : { at, hasSeconds: time.hasSeconds };
  }

  #readDate(text: string): CalendarDay | null {
    let found = yearFirst.exec(text) ?? compact.exec(text);
    if (found !== null) return calendarDay(text, found, 1, 2, 3);
    found = yearLast.exec(text);
    if (found !== null) {
      if (this.order === null) return null;
      return this.order === "dmy" ? calendarDay(text, found, 3, 2, 1) : calendarDay(text, found, 3, 1, 2);
    }
    found = dayMonthName.exec(text);
    if (found !== null) return namedMonth(text, found, 3, 2, 1);
    found = monthNameDay.exec(text);
    return found === null ? null : namedMonth(text, found, 3, 1, 2);
  }

  /** Seconds or milliseconds since 1970, or a serial date of a workbook; their ranges do not meet. */
  #readNumber(text: string): number | null {
    const value = Number(text);
    if (value >= earliest && value < latest) return Math.round(value);
    if (value >= earliest / 1000 && value < latest / 1000) return Math.round(value * 1000);
    const wall = serialToWall(value);
    return text.includes(".") && wall >= earliest && wall < latest ? this.#instant(wall) : null;
  }
}

const plainDate = /^(\d{4})[-/](\d{2})[-/](\d{2})$/;

/** A serial date (days since 1899-12-30) as `Date.UTC` of the digits that the workbook shows. */
export function serialToWall(serial: number): number {
  const ms = Math.round(serial * day);
  const second = Math.round(ms / 1000) * 1000;
  // A day's fraction cannot hold a second exactly; exports cut it to five digits or more.
  return serialEpoch + (Math.abs(ms - second) <= 450 && !hasMilliseconds(ms) ? second : ms);
}

function hasMilliseconds(ms: number): boolean {
  return ms % 1000 !== 0 && ms % 100 === 0;
}

/** What a value says about the order of day and month; `open` where both readings are dates. */
export function dayOrderOf(value: string): DayOrder | "open" | null {
  if (value.length > longest) return null;
  const found = yearLast.exec(plainForm(value).trim());
  if (found === null) return null;
  const first = Number(found[1]);
  const second = Number(found[2]);
  if (first > 12 && first <= 31 && second >= 1 && second <= 12) return "dmy";
  if (second > 12 && second <= 31 && first >= 1 && first <= 12) return "mdy";
  return first >= 1 && first <= 12 && second >= 1 && second <= 12 ? "open" : null;
}

/** A time of day without a date. */
export function isClockOnly(value: string): boolean {
  return value.length <= longest && readClock(plainForm(value).trim()) !== null;
}

/** Windows puts marks of direction into the dates that people copy. */
function plainForm(value: string): string {
  return value
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "");
}

function readClock(text: string): Clock | null {
  const packed = compactClock.exec(text);
  if (packed !== null) {
    const [, hour, minute, second] = packed;
    return makeClock(Number(hour), Number(minute), second, undefined, null);
  }
  const found = clock.exec(text);
  if (found === null) return null;
  const [, before, hourText, minute, second, fraction, after, offset] = found;
  const hour = fullHour(Number(hourText), before ?? after?.replaceAll(".", ""));
  if (hour === null) return null;
  const ahead = offset === undefined ? null : readOffset(offset);
  return ahead === undefined ? null : makeClock(hour, Number(minute), second, fraction, ahead);
}

function makeClock(
  hour: number,
  minute: number,
  second: string | undefined,
  fraction: string | undefined,
  offset: number | null,
): Clock | null {
  const seconds = second === undefined ? 0 : Number(second);
  if (!isClock(hour, minute, seconds)) return null;
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  return { ms: ((hour * 60 + minute) * 60 + seconds) * 1000 + ms, hasSeconds: second !== undefined, offset };
}

function fullHour(hour: number, half: string | undefined): number | null {
  switch (half) {
    case undefined:
      return hour;
    case "上午":
    case "早上":
    case "凌晨":
    case "清晨":
    case "am":
      return hour > 12 ? null : hour % 12;
    case "中午":
      return hour >= 10 ? hour : hour + 12;
    case "晚":
    case "晚上":
      // 晚上 12 点 may mean either midnight.
      return hour === 12 || hour === 0 ? null : hour < 12 ? hour + 12 : hour;
    default:
      return hour < 12 ? hour + 12 : hour;
  }
}

/** Milliseconds ahead of UTC; undefined where it is no offset. */
function readOffset(text: string): number | undefined {
  const found = /([+-])(\d{1,2}):?(\d{2})?$/.exec(text);
  if (found === null) return 0;
  const hours = Number(found[2]);
  const minutes = Number(found[3] ?? 0);
  if (hours > 14 || minutes > 59) return undefined;
  return (found[1] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function calendarDay(
  text: string,
  found: RegExpExecArray,
  year: number,
  month: number,
  date: number,
): CalendarDay {
  return {
    year: Number(found[year]),
    month: Number(found[month]),
    day: Number(found[date]),
    rest: text.slice(found[0].length),
  };
}

function namedMonth(
  text: string,
  found: RegExpExecArray,
  year: number,
  month: number,
  date: number,
): CalendarDay {
  return {
    ...calendarDay(text, found, year, month, date),
    month: months.indexOf(found[month]!) + 1,
  };
}

function midnightOf(year: number, month: number, date: number): number | null {
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || date < 1 || date > 31) return null;
  const midnight = Date.UTC(year, month - 1, date);
  return new Date(midnight).getUTCDate() === date ? midnight : null;
}

function isClock(hour: number, minute: number, second: number): boolean {
  return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
}

function twoDigits(text: string, start: number): number {
  const tens = text.charCodeAt(start) - 48;
  const units = text.charCodeAt(start + 1) - 48;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : -1;
}
