import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AuditOptions } from "../../src/settings.ts";
import type { ShopperTemplate } from "../../src/shopper/form-schema.ts";
import { nickFit } from "../../src/shopper/match.ts";
import type { Visit } from "../../src/shopper/report.ts";
import { shopper } from "../../src/shopper/run.ts";
import { folder, ndjson, records } from "../support/chats.ts";

/** 10:00:00 on Monday: greeting, name, smile, first reply 9 s, mean 7 s, offer of help, farewell. */
const good = `
  # 会话=v1 顾客=山茶花开
  客户 10:00:00 你好，保温杯有货吗
  客服(青柠店:小满) 10:00:09 亲，您好😊 我是客服小满，有货的，请问您是自己用还是送人呢
  客户 10:01:00 自己用
  客服(青柠店:小满) 10:01:05 推荐您看看这款500毫升的，自己用刚好，还有什么可以帮您的吗
  客户 10:02:00 没有了，谢谢
  客服(青柠店:小满) 10:02:07 不客气，感谢光临，祝您生活愉快，再见😊`;
/** 14:00:00: no greeting by a person, first reply 80 s. */
const curt = `
  # 会话=v2 顾客=晚风轻吹
  客户 14:00:00 这个锅能用电磁炉吗
  客服(青柠店:阿力) 14:01:20 能
  客户 14:02:00 好的谢谢`;
/** 16:00:00: the automatic welcome greets after 1 s, the person replies after 40 s without a greeting. */
const welcomed = `
  # 会话=v3 顾客=小巷深深
  客户 16:00:00 在吗，想问下尺码
  自动 16:00:01 您好，欢迎光临
  客服(青柠店:阿力) 16:00:40 身高体重报一下
  客户 16:01:00 170，60公斤
  客服(青柠店:阿力) 16:01:10 穿M`;

const heads =
  "访客,店铺,客服,访客昵称,开始时间,提交时间,问好,自我介绍,表情,首次响应时间,平均响应时间,道别,服务态度";

async function run(rows: readonly string[], template: ShopperTemplate = {}, options: AuditOptions = {}) {
  const path = folder({
    "forms.csv": [heads, ...rows].join("\n"),
    "chat.ndjson": ndjson(records(good + curt + welcomed)),
  });
  return shopper([join(path, "forms.csv")], [join(path, "chat.ndjson")], template, options);
}

async function visitOf(row: string, template?: ShopperTemplate): Promise<Visit> {
  return (await run([row], template)).report.visits[0]!;
}

const verdicts = ({ answers }: Visit) =>
  Object.fromEntries(answers.map(({ item, verdict }) => [item, verdict]));

describe("a form against the log", () => {
  it("of an honest shopper agrees, with the words as evidence", async () => {
    const visit = await visitOf(
      "甲,小店,小满,山茶花开,2026-11-16 10:00,2026-11-16 12:00,是,是,有,10秒,7,是,5",
    );
    expect(visit).toMatchObject({
      status: "matched",
      session: "v1",
      isLate: false,
      servedBy: ["青柠店:小满"],
    });
    expect(verdicts(visit)).toEqual({
      greeting: "agreed",
      "self-id": "agreed",
      smile: "agreed",
      "first-reply": "agreed",
      "mean-reply": "agreed",
      farewell: "agreed",
      attitude: "aside",
    });
    expect(visit.answers[0]!.evidence[0]!.quote).toContain("您好");
  });

  it("of a careless shopper is refuted item by item", async () => {
    const visit = await visitOf(
      "乙,小店,阿力,晚风轻吹,2026-11-16 14:02,2026-11-18 12:00,是,否,是,15,15,是,5",
    );
    expect(visit).toMatchObject({ status: "matched", isLate: true, isDoubtful: true });
    expect(verdicts(visit)).toMatchObject({
      greeting: "wrong",
      "self-id": "agreed",
      smile: "wrong",
      "first-reply": "wrong",
      farewell: "wrong",
    });
    expect(visit.answers.find(({ item }) => item === "first-reply")).toMatchObject({ value: 15, log: 80 });
  });

  it("is not refuted by what only a machine said or did", async () => {
    const visit = await visitOf("丙,小店,阿力,小巷深深,2026-11-16 16:00,,是,否,否,1,,否,3");
    expect(verdicts(visit)).toMatchObject({
      greeting: "silent",
      "first-reply": "silent",
      "mean-reply": "blank",
    });
    expect(visit.isLate).toBeNull();
  });

  it("says no where the log has it: refuted with the quote", async () => {
    const visit = await visitOf("甲,小店,小满,山茶花开,2026-11-16 10:00,,否,,,,,,");
    expect(visit.answers[0]).toMatchObject({ verdict: "wrong", log: 1 });
    expect(visit.answers[0]!.evidence[0]!.quote).not.toBe("");
  });

  it("with words that cannot be read as an answer are told and not guessed", async () => {
    const { report } = await run(["甲,小店,小满,山茶花开,2026-11-16 10:00,,大概吧,,,很快,,,"]);
    expect(report.problems.map(({ value }) => value)).toEqual(["大概吧", "很快"]);
    expect(verdicts(report.visits[0]!)).toMatchObject({ greeting: "silent", "first-reply": "silent" });
  });
});

describe("the conversation of a visit", () => {
  it.each([
    [
      "fabricated: no such buyer",
      "丁,小店,小满,查无此人,2026-11-16 10:00,,是,,,,,,",
      "no-customer",
      /没有这位买家/u,
    ],
    [
      "matched to the wrong buyer",
      "丁,小店,小满,晚风轻吹,2026-11-16 14:00,,是,,,,,,",
      "other-agent",
      /阿力/u,
    ],
    ["in another shop", "丁,大店,小满,山茶花开,2026-11-16 10:00,,是,,,,,,", "other-shop", /小店/u],
    ["with times of another zone", "丁,小店,小满,山茶花开,2026-11-16 02:00,,是,,,,,,", "other-time", /时区/u],
    ["on another day", "丁,小店,小满,山茶花开,2026-11-14 12:30,,是,,,,,,", "other-time", /分钟$/u],
    ["without a nick", "丁,小店,小满,,2026-11-16 10:00,,是,,,,,,", "incomplete", /昵称/u],
    ["with a time that is none", "丁,小店,小满,山茶花开,上午十点,,是,,,,,,", "incomplete", /读不出/u],
  ] as const)("%s is listed with what is known", async (_, row, status, reason) => {
    const visit = await visitOf(row);
    expect(visit.status).toBe(status);
    expect(visit.reason).toMatch(reason);
    expect(visit.session).toBeNull();
    expect(visit.answers.every(({ verdict }) => verdict === "silent" || verdict === "blank")).toBe(true);
  });

  it("is found by a masked nick with shop, agent and time, and by the zone of the template", async () => {
    expect(await visitOf("甲,小店,小满,山**开,2026-11-16 10:00,,是,,,,,,")).toMatchObject({
      status: "matched",
    });
    const row = "甲,小店,小满,山茶花开,2026-11-16 02:00,,是,,,,,,";
    expect(await visitOf(row, { timezone: "UTC" })).toMatchObject({ status: "matched" });
  });

  it("two forms of one conversation are nobody's", async () => {
    const { report, sessions } = await run([
      "甲,小店,小满,山茶花开,2026-11-16 10:00,,是,,,,,,",
      "甲,小店,小满,山茶花开,2026-11-16 10:03,,否,,,,,,",
    ]);
    expect(report.visits.map(({ status }) => status)).toEqual(["shared", "shared"]);
    expect(sessions).toEqual([{ shop: "小店", id: "v1" }]);
  });

  describe("two visits in one conversation", () => {
    /** 小满 greets at 10:00, nobody writes from 10:02 to 10:20, 阿力 does not greet then. */
    const twice = `${good}
  客户 10:20:00 还有个事，能开发票吗
  客服(青柠店:阿力) 10:21:30 能`;
    const visitsOf = async (...rows: string[]) => {
      const path = folder({
        "forms.csv": [heads, ...rows].join("\n"),
        "chat.ndjson": ndjson(records(twice)),
      });
      return shopper([join(path, "forms.csv")], [join(path, "chat.ndjson")], {});
    };
    const first = "甲,小店,小满,山茶花开,2026-11-16 10:01,,是,是,是,9,,是,5";
    const second = "乙,小店,阿力,山茶花开,2026-11-16 10:19,,否,否,否,90,,否,2";

    it("are held against their own parts", async () => {
      const { report, sessions } = await visitsOf(second, first);
      expect(report.visits).toMatchObject([
        { shopper: "乙", status: "matched", session: "v1", part: 2, servedBy: ["青柠店:阿力"] },
        { shopper: "甲", status: "matched", session: "v1", part: 1, servedBy: ["青柠店:小满"] },
      ]);
      for (const { answers } of report.visits)
        expect(answers.some(({ verdict }) => verdict === "wrong")).toBe(false);
      expect(verdicts(report.visits[0]!)).toMatchObject({ greeting: "agreed", "first-reply": "agreed" });
      expect(sessions).toEqual([{ shop: "小店", id: "v1" }]);
    });

    it.each([
      ["at one time", second.replace("10:19", "10:02").replace("阿力", "小满")],
      ["with a part that another agent served", second.replace("阿力", "小满")],
      ["without a time", second.replace("2026-11-16 10:19", "")],
    ])("%s are not guessed apart", async (_, other) => {
      const { report } = await visitsOf(first, other);
      expect(report.visits.map(({ status }) => status)).toEqual(["shared", "shared"]);
    });
  });

  it("several that fit are listed", async () => {
    const again = good.replace("v1", "v4").replaceAll("10:0", "10:1");
    const path = folder({
      "forms.csv": `${heads}\n甲,小店,小满,山茶花开,2026-11-16 10:06,,是,,,,,,`,
      "chat.ndjson": ndjson(records(good + again)),
    });
    const { report } = await shopper([join(path, "forms.csv")], [join(path, "chat.ndjson")], {});
    expect(report.visits[0]).toMatchObject({ status: "ambiguous" });
    expect(report.visits[0]!.candidates).toHaveLength(2);
  });

  it.each([
    ["山茶花开", "山茶花开", "exact"],
    ["Ｔb123", "tb123", "exact"],
    ["山**开", "山茶花开", "masked"],
    ["t***3", "tb123", "masked"],
    ["山**开", "山**开", "masked"],
    ["山**来", "山茶花开", null],
    ["**", "山茶花开", null],
  ] as const)("nicks %s and %s: %s", (one, other, fit) => {
    expect(nickFit(one, other)).toBe(fit);
    expect(nickFit(other, one)).toBe(fit);
  });
});

describe("summaries", () => {
  const rows = [
    "甲,小店,小满,山茶花开,2026-11-16 10:00,2026-11-16 12:00,是,是,是,10,7,是,5",
    "乙,小店,阿力,晚风轻吹,2026-11-16 14:00,2026-11-18 12:00,是,是,是,10,7,是,5",
    "乙,小店,阿力,小巷深深,2026-11-16 16:00,2026-11-18 12:00,是,是,是,10,7,是,5",
    "乙,小店,阿力,不在记录里,2026-11-16 17:00,,,,,,,,",
  ];

  it("tell of a shopper accuracy with interval, late and empty forms, all items alike and repeated", async () => {
    const { report } = await run(rows);
    const [careless, honest] = report.shoppers;
    expect(honest).toMatchObject({ shopper: "甲", visits: 1, accuracy: { hits: 6, n: 6 }, alikeRefuted: 0 });
    expect(careless).toMatchObject({
      shopper: "乙",
      visits: 3,
      matched: 2,
      late: 2,
      empty: 1,
      alike: 2,
      alikeRefuted: 2,
      repeated: 1,
    });
    expect(careless!.accuracy.high).toBeLessThan(honest!.accuracy.low! + 0.5);
  });

  it("warn below nine visits of an agent", async () => {
    const { report } = await run(rows);
    expect(report.agents).toMatchObject([
      { name: "青柠店:小满", visits: 1, enough: false },
      { name: "青柠店:阿力", visits: 2, enough: false },
    ]);
    expect(report.shops).toMatchObject([{ name: "小店", visits: 3, enough: false }]);
  });

  it("hide nicks and personal data", async () => {
    const inAnswer = "甲,小店,小满,山茶花开,2026-11-16 10:00,,是,是,有,10秒,7,是,我是山茶花开";
    const { report } = await run([...rows, inAnswer]);
    expect(report.problems).toHaveLength(1);
    expect(JSON.stringify(report)).not.toContain("山茶花开");
    expect((await run(rows, {}, { mask: false })).report.visits[0]!.customer).toBe("山茶花开");
  });
});
