import fc from "fast-check";
import { monday } from "./chats.ts";

/** A line of a log: who, how long after the line before, and what. */
const line = fc.record({
  who: fc.constantFrom(
    "customer",
    "customer",
    "customer",
    "agent",
    "agent",
    "robot",
    "auto",
    "assigned",
    "transferred",
    "closed",
  ),
  account: fc.constantFrom("小满", "小林"),
  afterMs: fc.oneof(
    fc.constantFrom(0, 1000, 60_000, 60_001, 180_000, 1_800_000, 3_600_000),
    fc.integer({ min: 1, max: 20_000_000 }),
  ),
  text: fc.constantFrom<string>(
    "有货吗",
    "谢谢",
    "转人工",
    "好的，那今天能发吗",
    "收到",
    "亲，您好😊",
    "稍等哦",
    "[图片]",
  ),
});

const session = fc.record({
  customer: fc.constantFrom("阿青", "阿蓝", "阿紫", "阿绿", "阿白"),
  platform: fc.constantFrom("taobao", "jd", "pdd", "douyin", "kuaishou", "xiaohongshu"),
  startMs: fc.integer({ min: 0, max: 7 * 86_400_000 }),
  lines: fc.array(line, { minLength: 1, maxLength: 12 }),
});

/** Conversations of a few customers on several platforms, with robots, transfers and closings. */
export const sessions = fc.array(session, { minLength: 1, maxLength: 25 });
export type Sessions = typeof sessions extends fc.Arbitrary<infer T> ? T : never;
export type Line = Sessions[number]["lines"][number];

export const rfc3339 = (at: number) => `${new Date(at + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;

/** Canonical records of generated sessions; `shiftMs` moves all times, `strictly` makes every instant its own. */
export function recordsOf(all: Sessions, { shiftMs = 0, strictly = false } = {}) {
  return all.flatMap(({ customer, platform, startMs, lines }, index) => {
    let at = Date.parse(`${monday}T00:00:00+08:00`) + startMs + shiftMs;
    return lines.map(({ who, account, afterMs, text }) => {
      at += afterMs + (strictly ? 1 : 0);
      const isEvent = who === "assigned" || who === "transferred" || who === "closed";
      return {
        session: `s${index}`,
        time: rfc3339(at),
        role: isEvent ? "system" : who === "auto" ? "agent" : who,
        auto: who === "auto",
        sender: isEvent ? null : who === "customer" ? customer : who === "robot" ? "机器人" : account,
        agent: who === "agent" ? account : null,
        customer,
        shop: "小店",
        platform,
        kind: isEvent ? "event" : text === "[图片]" ? "image" : "text",
        event: isEvent ? who : null,
        to: isEvent && who !== "closed" ? account : null,
        text: isEvent ? "" : text,
      };
    });
  });
}

export type Records = ReturnType<typeof recordsOf>;
