import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOrderOf, serialToWall, TimeReader } from "../../src/ingest/times.ts";
import { Zone } from "../../src/text/zone.ts";

const shanghai = new Zone("Asia/Shanghai");

function read(value: string, zone = shanghai, order: "dmy" | "mdy" | null = null): string | null {
  const at = new TimeReader(zone, order).read(value);
  return at === null ? null : zone.format(at);
}

describe("forms of times", () => {
  test.each([
    ["2026-11-16 09:05:07", "2026-11-16T09:05:07+08:00"],
    ["2026/11/16 9:05", "2026-11-16T09:05:00+08:00"],
    ["2026.1.6 9:5:3", "2026-01-06T09:05:03+08:00"],
    ["2026年11月16日 上午9:05:03", "2026-11-16T09:05:03+08:00"],
    ["2026年11月16日 下午3时05分", "2026-11-16T15:05:00+08:00"],
    ["2026年11月16日 12:30 AM", "2026-11-16T00:30:00+08:00"],
    ["2026-11-16 中午12:30", "2026-11-16T12:30:00+08:00"],
    ["2026-11-16 星期一 09:05:00", "2026-11-16T09:05:00+08:00"],
    ["２０２６-11-16　09：05：07", "2026-11-16T09:05:07+08:00"],
    ["20261116090507", "2026-11-16T09:05:07+08:00"],
    ["2026-05-27 23:16:41.020", "2026-05-27T23:16:41.020+08:00"],
    ["46342.378553240741", "2026-11-16T09:05:07+08:00"],
    ["1794791107", "2026-11-16T09:05:07+08:00"],
    ["1794791107250", "2026-11-16T09:05:07.250+08:00"],
    ["2026-11-16T01:05:07Z", "2026-11-16T09:05:07+08:00"],
    ["2026-11-16T10:05:07+09:00", "2026-11-16T09:05:07+08:00"],
    ["2026-11-16 01:05:07 UTC", "2026-11-16T09:05:07+08:00"],
    ["Nov 16, 2026 9:05 AM", "2026-11-16T09:05:00+08:00"],
    ["Mon, 16 Nov 2026 09:05:07 +0800", "2026-11-16T09:05:07+08:00"],
  ])("%s", (value, expected) => expect(read(value)).toBe(expected));

  test.each([
    "2026-02-30 10:00:00",
    "2026-11-16 24:00:00",
    "2026-11-16 10:60:00",
    "2026-13-01 10:00:00",
    "2026-11-16",
    "10:00:00",
    "昨天 10:00",
    "刚刚",
    "",
    "0001-01-01 00:00:00",
    "9999-12-31 00:00:00",
    "1989-12-31 23:59:59",
    "2101-01-01 00:00:00",
    "16/11/26 10:00",
    "03/04/2026 10:00",
    "2026-11-16 上午13:00",
    "晚上12:10",
    "12345",
    "9".repeat(5000),
  ])("%s is no complete time", (value) => expect(read(value)).toBeNull());

  test("minutes without seconds are counted, so that the resolution is known", () => {
    const reader = new TimeReader(shanghai, null);
    for (const value of ["2026/11/16 9:05", "2026/11/16 9:05:00", "x"]) reader.read(value);
    expect([reader.total, reader.minuteOnly]).toEqual([2, 1]);
  });
});

describe("day and month", () => {
  test("the reader is told the order, never guesses", () => {
    expect(read("03/04/2026 10:00:00", shanghai, "dmy")).toBe("2026-04-03T10:00:00+08:00");
    expect(read("03/04/2026 10:00:00", shanghai, "mdy")).toBe("2026-03-04T10:00:00+08:00");
    expect(read("31/04/2026 10:00:00", shanghai, "dmy")).toBeNull();
  });

  test("a value above 12 decides", () => {
    expect(["13/04/2026", "04/13/2026", "04/05/2026", "2026/04/05"].map(dayOrderOf)).toEqual([
      "dmy",
      "mdy",
      "open",
      null,
    ]);
  });
});

describe("summer time (edge 40)", () => {
  const newYork = new Zone("America/New_York");
  test("a time that the clock skips is no time; of one shown twice the first", () => {
    expect(read("2026-03-08 02:30:00", newYork)).toBeNull();
    expect(read("2026-11-01 01:30:00", newYork)).toBe("2026-11-01T01:30:00-04:00");
    expect(read("2026-07-01 12:00:00", newYork)).toBe("2026-07-01T12:00:00-04:00");
  });
});

test("every instant of these years survives writing and reading, in any zone", () => {
  const zones = ["Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"].map(
    (name) => new Zone(name),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 632_000_000, max: 4_100_000_000 }),
      fc.constantFrom(...zones),
      (seconds, zone) => {
        expect(new TimeReader(zone, null).read(zone.format(seconds * 1000))).toBe(seconds * 1000);
      },
    ),
    { numRuns: 300 },
  );
});

test("serial dates are exact to the second", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 86_399 }),
      fc.integer({ min: 33_000, max: 73_000 }),
      (second, day) => {
        expect(serialToWall(day + second / 86_400) % 86_400_000).toBe(second * 1000);
      },
    ),
  );
});

test("no text whatever throws or takes long", () => {
  const reader = new TimeReader(shanghai, "dmy");
  fc.assert(
    fc.property(
      fc.string({ maxLength: 300 }),
      fc.stringMatching(/^[0-9年月日上下午: \-/.]{0,80}$/),
      (any, near) => {
        reader.read(any);
        reader.read(near);
      },
    ),
  );
});
