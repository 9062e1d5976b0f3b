import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shopper } from "../../src/shopper/run.ts";
import { chance } from "../../src/statistics/draw.ts";
import { folder, ndjson, records } from "../support/chats.ts";

/** Forty conversations; greeting, name, smile, offer of help and farewell are there or not, as `does` says. */
const items = ["问好", "自报姓名或工号", "笑脸表情", "主动问需要什么", "道别"] as const;
const visits = Array.from({ length: 40 }, (_, at) => ({
  nick: `${"春夏秋冬山川湖海"[at % 8]}${"风花雪月云"[at % 5]}${at}`,
  clock: `${String(9 + Math.floor(at / 5)).padStart(2, "0")}:${String((at % 5) * 11).padStart(2, "0")}`,
  wait: 5 + ((at * 7) % 50),
  does: items.map((item) => chance("真", `${item}${at}`) < 0.5),
}));

const chats = visits
  .map(({ nick, clock, wait, does: [greets, names, smiles, offers, parts] }, at) => {
    const first = [greets ? "您好" : "", names ? "我是客服小满" : "", smiles ? "😊" : "", "有货的"].filter(
      Boolean,
    );
    const last = [offers ? "还有什么可以帮您的吗" : "今天发", parts ? "祝您生活愉快，再见" : ""].filter(
      Boolean,
    );
    return `
  # 会话=v${at} 顾客=${nick}
  客户 ${clock}:00 这个杯子有现货吗
  客服(青柠店:小满) ${clock}:${String(wait).padStart(2, "0")} ${first.join("，")}
  客户 ${clock}:58 什么时候发
  客服(青柠店:小满) ${clock}:59 ${last.join("，")}`;
  })
  .join("");

const heads = ["访客", "店铺", "客服", "访客昵称", "开始时间", ...items, "首次回复秒数", "服务态度"].join(
  ",",
);
type Visit = (typeof visits)[number];

/** The form of a shopper who gets each item wrong at a rate. */
function form(shopperName: string, { nick, clock, wait, does }: Visit, error: number): string {
  const answers = does.map((isDone, at) => {
    const isWrong = chance(shopperName, `${nick}${at}`) < error;
    return isDone !== isWrong ? "是" : "否";
  });
  const seconds = chance(shopperName, `${nick}秒`) < error ? wait + 60 : wait + 1;
  return [shopperName, "小店", "小满", nick, `2026-11-16 ${clock}`, ...answers, seconds, 4].join(",");
}

const moved = (row: string, hours: number) =>
  row.replace(/ (\d\d):/u, (_, hour: string) => ` ${String(Number(hour) + hours).padStart(2, "0")}:`);

describe("shoppers of known truth", () => {
  it("are recovered: accuracy within its interval, made-up and misplaced visits told apart", {
    timeout: 60_000,
  }, async () => {
    const of = (from: number) => visits.slice(from, from + 10);
    const rows = [
      ...of(0).map((visit) => form("诚实", visit, 0)),
      ...of(10).map((visit) => form("马虎", visit, 0.3)),
      ...of(20).map((visit) =>
        ["敷衍", "小店", "小满", visit.nick, `2026-11-16 ${visit.clock}`, "是,是,是,是,是", 10, 5].join(","),
      ),
      ...of(30)
        .slice(0, 4)
        .map((visit) => moved(form("外区", visit, 0), -8)),
      ...of(30)
        .slice(4, 8)
        .map((visit) => form("编造", { ...visit, nick: `没有${visit.nick}` }, 0)),
    ];
    const path = folder({ "forms.csv": [heads, ...rows].join("\n"), "chat.ndjson": ndjson(records(chats)) });
    const { report } = await shopper([join(path, "forms.csv")], [join(path, "chat.ndjson")], {});
    const shopperOf = (name: string) => report.shoppers.find((one) => one.shopper === name)!;
    expect(shopperOf("诚实")).toMatchObject({
      matched: 10,
      accuracy: { value: 1 },
      alikeRefuted: 0,
      doubtful: 0,
    });
    const careless = shopperOf("马虎").accuracy;
    expect(careless.low!).toBeLessThanOrEqual(0.7);
    expect(careless.high!).toBeGreaterThanOrEqual(0.7);
    expect(careless.high!).toBeLessThan(shopperOf("诚实").accuracy.low!);
    expect(shopperOf("敷衍")).toMatchObject({ matched: 10, alike: 10, repeated: 9 });
    expect(shopperOf("敷衍").alikeRefuted).toBeGreaterThan(5);
    const statusesOf = (name: string) => report.visits.filter((visit) => visit.shopper === name);
    expect(statusesOf("编造").every(({ status }) => status === "no-customer")).toBe(true);
    expect(
      statusesOf("外区").every(({ status, reason }) => status === "other-time" && /时区/u.test(reason)),
    ).toBe(true);
    expect(report.visits.filter(({ status }) => status === "matched")).toHaveLength(30);
  });

  it("who agree with the log agree with one another; one who guesses does not", {
    timeout: 60_000,
  }, async () => {
    // Two shoppers on the same eight agents: the same service for both, so α is that of their care.
    const agents = Array.from({ length: 8 }, (_, at) => `客服${at}`);
    const pairs = visits.slice(0, 16);
    const served = chats
      .split("\n  # ")
      .slice(1, 17)
      .map((text, at) => `\n  # ${text}`.replaceAll("青柠店:小满", agents[at % 8]!))
      .join("");
    const alphaOf = async (error: number) => {
      const rows = pairs.map((visit, at) => {
        const truth = { ...visit, does: pairs[at % 8]!.does };
        return form(at < 8 ? "甲" : "乙", truth, at < 8 ? 0 : error).replace(",小满,", `,${agents[at % 8]},`);
      });
      const path = folder({
        "forms.csv": [heads, ...rows].join("\n"),
        "chat.ndjson": ndjson(records(served)),
      });
      const { report } = await shopper([join(path, "forms.csv")], [join(path, "chat.ndjson")], {});
      return report.agreement.find(({ item }) => item === "greeting")!;
    };
    expect(await alphaOf(0)).toMatchObject({ agents: 8, alpha: 1 });
    expect((await alphaOf(0.5)).alpha!).toBeLessThan(0.7);
  });
});
