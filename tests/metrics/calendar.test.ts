import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../src/metrics/calendar.ts";
import { Zone } from "../../src/text/zone.ts";
import { auditChats, figuresOf, folder } from "../support/chats.ts";

const zone = new Zone("Asia/Shanghai");
const groups: Record<string, string> = { 小夜: "夜班" };
const options = { zone, groupOf: (agent: string) => groups[agent] ?? null };
const at = (text: string) => Date.parse(`${text}+08:00`);
const hours = (from: string, to: string) => [at(from), at(to)] as const;

/** A calendar with this text below its head. */
function calendar(text: string, files: Record<string, string> = {}) {
  const path = join(folder({ ...files, "c.yaml": `id: c\ntitle: { zh: 试, en: Test }\n${text}` }), "c.yaml");
  return loadCalendar(path, options);
}

describe("opening hours by weekday", () => {
  const week = `hours:
  weekdays: 09:00-12:00,13:00-22:00
  saturday: 10:00-16:00
  dates: { "2026-11-11": 00:00-24:00, "2026-11-12": 休息 }`;
  const open = (from: string, to: string) =>
    calendar(week)
      .hours({ shop: null })
      .overlap(...hours(from, to)) / 3_600_000;

  it("edge 37 has several spans a day, the lunch break is out", () => {
    expect(open("2026-11-16T00:00", "2026-11-17T00:00")).toBe(12);
    expect(open("2026-11-16T11:30", "2026-11-16T13:30")).toBe(1);
  });

  it("has its own Saturday, and is closed on the Sunday that nothing names", () => {
    expect(open("2026-11-14T00:00", "2026-11-15T00:00")).toBe(6);
    expect(open("2026-11-15T00:00", "2026-11-16T00:00")).toBe(0);
  });

  it("edge 39 has single days before everything else", () => {
    expect(open("2026-11-11T00:00", "2026-11-12T00:00")).toBe(24);
    expect(open("2026-11-12T00:00", "2026-11-13T00:00")).toBe(0);
  });

  it("edge 38 runs a night shift into the next day, over the end of the week", () => {
    const night = calendar("hours: { sunday: 21:00-02:00 }").hours({ shop: null });
    expect(night.overlap(...hours("2026-11-15T20:00", "2026-11-16T12:00"))).toBe(5 * 3_600_000);
    expect(night.includes(at("2026-11-16T01:59"))).toBe(true);
    expect(night.includes(at("2026-11-15T01:59"))).toBe(false);
  });
});

describe("holidays and 调休", () => {
  const office = loadCalendar("office", options).hours({ shop: null });
  const isOpen = (day: string) => office.includes(at(`${day}T10:00`));

  it.each(["2025-01-28", "2025-10-08", "2026-02-15", "2026-02-23", "2026-09-25", "2026-10-07"])(
    "edge 39 %s is a day off",
    (day) => {
      expect(isOpen(day)).toBe(false);
    },
  );

  it.each(["2025-01-26", "2025-02-08", "2025-10-11", "2026-02-14", "2026-02-28", "2026-10-10"])(
    "edge 39 %s is a weekend day worked",
    (day) => {
      expect(isOpen(day)).toBe(true);
    },
  );

  it("ordinary days are ordinary", () => {
    expect(["2026-11-16", "2026-11-20", "2026-11-21", "2026-11-22"].map(isOpen)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("a shop that does not name holidays works through them", () => {
    const always = calendar("holidays: cn\nhours: { daily: 09:00-22:00 }").hours({ shop: null });
    expect(always.includes(at("2026-10-01T10:00"))).toBe(true);
  });

  it("of a year whose arrangement is not announced are those of the law, and that is told", async () => {
    expect(["2027-02-04", "2027-02-05", "2027-02-08", "2027-02-09"].map(isOpen)).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(loadCalendar("office", options).knows(at("2027-01-01T12:00") / 86_400_000)).toBe(false);
    const report = await auditChats("客户 2027-01-01 10:00:00 在吗", { calendar: "office" });
    expect(report.diagnostics).toContainEqual(
      expect.objectContaining({ code: "holidays-unknown", level: "warning", count: 1 }),
    );
  });
});

describe("shops, groups and shifts", () => {
  const text = `hours: { daily: 09:00-18:00 }
shops: { 夜猫店: { daily: 12:00-24:00 } }
groups: { 夜班: { daily: 18:00-02:00 } }
shifts: { 夜班: { daily: 18:00-02:00 }, 小日: { daily: 09:00-18:00 } }`;
  it("a group's hours come before the shop's, the shop's before the others'", () => {
    const both = calendar(text);
    const late = at("2026-11-16T20:00");
    expect(both.hours({ shop: null }).includes(late)).toBe(false);
    expect(both.hours({ shop: "夜猫店" }).includes(late)).toBe(true);
    expect(both.hours({ shop: null, agent: "小夜" }).includes(late)).toBe(true);
    expect(both.hours({ shop: null, agent: "小日" }).includes(late)).toBe(false);
  });

  it("replies are inside or outside the shift of who wrote them", async () => {
    const path = join(folder({ "c.yaml": `id: c\ntitle: { zh: 试, en: Test }\n${text}` }), "c.yaml");
    const report = await auditChats(
      `
      客户 17:59:00 在吗
      客服(小日) 17:59:59 在的
      客户 18:00:00 有货吗
      客服(小日) 18:00:10 有的
      客户 18:05:00 包邮吗
      客服(小夜) 18:05:10 包的
      客服(无排班) 18:05:20 是的`,
      { calendar: path, agents: { 小夜: { group: "夜班" } } },
    );
    expect(figuresOf(report, "小日").shiftReplies).toEqual({ n: 2, hits: 1, value: 0.5 });
    expect(figuresOf(report, "小夜").shiftReplies).toEqual({ n: 1, hits: 1, value: 1 });
    expect(figuresOf(report, "店铺").shiftReplies).toMatchObject({ n: 3, hits: 2 });
    expect(figuresOf(report, "小夜").workingSeconds.replySeconds).toMatchObject({ n: 1, sum: 10 });
    expect(report.settings).toMatchObject({
      hours: null,
      calendar: { id: "c", groups: ["夜班"], shifts: ["夜班", "小日"] },
    });
  });
});

describe("agents who change teams, conversations that change hands", () => {
  const hours = `id: c
title: { zh: 试, en: Test }
hours: { daily: 09:00-22:00 }
groups: { 早班: { daily: 08:00-12:00 }, 晚班: { daily: 14:00-22:00 } }`;
  const file = () => join(folder({ "c.yaml": hours }), "c.yaml");

  it("edge 33 the group is that of the config, for all that is audited: it changes hours, and no row", async () => {
    const text = "客户 11:59:00 在吗\n客服(小满) 14:01:00 在的";
    const of = async (group: string) =>
      (await auditChats(text, { calendar: file(), agents: { 小满: { group } } })).agentWeeks;
    const [early, late] = [await of("早班"), await of("晚班")];
    expect(early[0]!.metrics.workingSeconds.replySeconds).toMatchObject({ sum: 60 });
    expect(late[0]!.metrics.workingSeconds.replySeconds).toMatchObject({ sum: 60 });
    const others = ({ metrics: { workingSeconds: _, ...metrics }, ...row }: (typeof early)[number]) => ({
      ...row,
      metrics,
    });
    expect(late.map(others)).toEqual(early.map(others));
  });

  it("edge 34 each agent's wait counts in the hours of her own group, the shop's in the shop's", async () => {
    const report = await auditChats(
      `
      系统 11:00:00 分配 小早
      客户 11:50:00 在吗
      系统 13:00:00 转接 小晚
      客服(小晚) 14:10:00 在的
      客户 14:20:00 有货吗
      客服(小早) 14:30:00 有的`,
      { calendar: file(), agents: { 小早: { group: "早班" }, 小晚: { group: "晚班" } } },
    );
    const working = (who: string) => figuresOf(report, who).workingSeconds.replySeconds;
    expect(working("小晚")).toMatchObject({ n: 1, sum: 600 });
    expect(working("小早")).toMatchObject({ n: 1, sum: 0 });
    expect(working("店铺")).toMatchObject({ n: 2, sum: 8400 + 600 });
  });
});

describe("what is written wrong", () => {
  it("is told with its line, all at once", () => {
    let problems: { message: string; place: { line: number } | null }[] = [];
    try {
      calendar('hours:\n  monday: 9-22\n  dates: { "2026-11-11": 朝九晚五 }');
    } catch (error) {
      problems = (error as { errors: typeof problems }).errors;
    }
    expect(problems.map(({ place }) => place?.line)).toEqual([4, 5]);
  });

  it.each([
    ["hours: { moonday: 09:00-22:00 }", /不认识的字段/u],
    ["holidays: mars\nhours: { daily: 09:00-22:00 }", /没有“mars”/u],
  ])("%s", (text, words) => {
    expect(() => calendar(text)).toThrow(words);
  });

  it("is no calendar of ours, no file, or hours besides", async () => {
    expect(() => loadCalendar("nope", options)).toThrow(/没有“nope”这个日历/u);
    expect(() => loadCalendar("nope.yaml", options)).toThrow(/读不了/u);
    await expect(auditChats("客户 0s 在", { calendar: "office", hours: "09:00-18:00" })).rejects.toThrow(
      /只能写一个/u,
    );
  });
});
