import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HandbookSums } from "../../src/aggregate/handbook-sums.ts";
import { UserErrors } from "../../src/errors.ts";
import { personalReports } from "../../src/formats/personal.ts";
import { formats } from "../../src/index.ts";
import { occasionIds } from "../../src/model/occasion.ts";
import type { HandbookUse } from "../../src/model/report.ts";
import type { ReadSession } from "../../src/model/session.ts";
import { occasionFinder } from "../../src/rubric/occasions.ts";
import { loadShopHandbook } from "../../src/rubric/shop-handbook.ts";
import { dataFolder } from "../../src/text/data.ts";
import { Zone } from "../../src/text/zone.ts";
import { zhijian } from "../cli/terminal.ts";
import { auditChats, conversation, folder, ndjson, records, share } from "../support/chats.ts";

const handbook = `title: 小店话术
occasions:
  welcome:
    - 亲，您好，欢迎光临小店，我是客服{名字}，请问有什么可以帮您？
  bargaining: [亲，价格是统一定的，我帮您申请一份小礼物，您看可以吗？]
  logistics: [已经联系快递帮您催了，有消息马上告诉您]
  farewell: [感谢您的光临，祝您生活愉快，有需要随时找我]
  emoticons: ["😊"]
`;
const written = (text = handbook) => join(folder({ "话术.yaml": text }), "话术.yaml");

const show = { zone: new Zone("Asia/Shanghai"), locale: "zh" as const, mask: true };
let finder: ReturnType<typeof occasionFinder> | null = null;

function sumOf(sessions: readonly ReadSession[]): HandbookSums {
  finder ??= occasionFinder(loadShopHandbook(written(), "zh"), "zh");
  const sums = new HandbookSums(show);
  for (const session of sessions) sums.add(session, "2026-W47", finder(session, show));
  return sums;
}

/** What is reported on an occasion of these conversations. */
function useOf(occasion: string, ...chats: string[]): HandbookUse | undefined {
  const sessions = chats.map((text, index) => conversation(`# 会话=s${index} 顾客=顾客${index}\n${text}`));
  return sumOf(sessions)
    .report()
    .find((entry) => entry.occasion === occasion);
}

describe("standard wording", () => {
  test.each([
    ["word for word", "客服 5s 亲，您好，欢迎光临小店，我是客服小满，请问有什么可以帮您？"],
    ["nearly", "客服 5s 亲您好呀~欢迎光临小店！我是客服阿岚，有什么可以帮您的吗"],
    [
      "among other words",
      "客服 5s 亲，您好，欢迎光临小店，我是客服小满，请问有什么可以帮您？蓝色的今天到货，白色的要等到后天",
    ],
    [
      "over several messages of a turn",
      "客服 5s 亲，您好，欢迎光临小店😊\n客服 8s 我是客服小满，请问有什么可以帮您？",
    ],
    ["in Traditional script", "客服 5s 親，您好，歡迎光臨小店，我是客服小滿，請問有什麼可以幫您？"],
  ])("is used where it is said %s", (_, said) => {
    expect(useOf("welcome", `客户 0s 在吗\n${said}`)).toMatchObject({
      week: "2026-W47",
      shop: "小店",
      title: "欢迎",
      use: share(1, 1),
      agents: [{ agent: "客服", use: share(1, 1), deviations: [] }],
    });
  });

  test("other words on the occasion are a deviation, quoted with the conversation", () => {
    expect(useOf("welcome", "客户 0s 在吗\n客服 5s 您好，我姓周，请讲")).toMatchObject({
      use: share(0, 1),
      agents: [{ deviations: [{ session: "s0", quote: "您好，我姓周，请讲" }] }],
    });
  });

  test("an occasion that did not arise is nobody's: no bargaining, no counted reply to it", () => {
    expect(useOf("bargaining", "客户 0s 有蓝色吗\n客服 5s 不好意思，没有货了")).toBeUndefined();
    expect(useOf("bargaining", "客户 0s 便宜点吧\n客服 5s 不好意思，不能再便宜了")).toMatchObject({
      use: share(0, 1),
    });
  });

  test("each agent answers for her own words, the conversation counts once for the shop", () => {
    const said =
      "客户 0s 我的快递到哪了\n客服(小满) 5s 抱歉，我这边也在等消息\n客户 60s 到底到哪了\n客服(阿岚) 70s 已经联系快递帮您催了，有消息马上告诉您";
    expect(useOf("logistics", said)).toMatchObject({
      use: share(1, 1),
      agents: [
        { agent: "小满", use: share(0, 1) },
        { agent: "阿岚", use: share(1, 1), deviations: [] },
      ],
    });
  });

  test("emoticons are the shop's or others", () => {
    expect(
      useOf(
        "emoticons",
        "客户 0s 在吗\n客服 5s 在的😊",
        "客户 0s 在吗\n客服 5s 在的🌹",
        "客户 0s 在吗\n客服 5s 在的",
      ),
    ).toMatchObject({ use: share(1, 2), agents: [{ deviations: [{ quote: "🌹" }] }] });
  });

  test("personal data in quotes is masked", () => {
    const entry = useOf("farewell", "客户 0s 好的\n客服 5s 打这个电话13812345678找我，再见");
    expect(entry!.agents[0]!.deviations[0]!.quote).toContain("138****");
  });
});

describe("candidates for the handbook", () => {
  const bye = (words: string, last = "谢谢") => `客户 0s 好的\n客服 5s ${words}\n客户 9s ${last}`;

  test("are other words of several conversations that ended with thanks, the most frequent first", () => {
    const entry = useOf(
      "farewell",
      bye("夜里凉，记得盖好被子，再见"),
      bye("夜里凉，记得盖好被子，再见😊"),
      bye("夜里凉 记得盖好被子，再见~"),
      bye("有空常来坐坐，拜拜"),
      bye("有空常来坐坐，拜拜"),
      bye("就这样吧，再见"),
    );
    expect(entry).toMatchObject({
      use: share(0, 6),
      thankedSessions: 6,
      variants: [
        { text: expect.stringMatching(/^夜里凉.记得盖好被子/u), sessions: 3 },
        { text: "有空常来坐坐，拜拜", sessions: 2 },
      ],
    });
  });

  test("words after which the customer is unhappy, and words that no agent should say, are none", () => {
    const chats = [
      ...[1, 2].map(() => bye("有空常来坐坐，拜拜", "谢谢，不过你们发货太慢了，太失望了")),
      ...[1, 2].map(() => bye("加我微信聊吧，再见")),
    ];
    expect(useOf("farewell", ...chats)).toMatchObject({ thankedSessions: 0, variants: [] });
  });
});

test("without a handbook nothing is measured", async () => {
  const report = await auditChats("客户 0s 在吗\n客服 5s 您好");
  expect(report).not.toHaveProperty("handbook");
  expect(report.settings).not.toHaveProperty("handbook");
});

test("the report says which handbook it was; every format for people shows it", async () => {
  const report = await auditChats("客户 0s 在吗\n客服 5s 您好", { handbook: written() });
  expect(report.settings.handbook).toEqual({
    title: "小店话术",
    hash: expect.stringMatching(/^[0-9a-f]{64}$/u),
    similarity: 0.7,
  });
  for (const id of ["terminal", "markdown", "html"] as const) {
    const [file] = formats[id].render(report, { locale: "zh", color: false, width: 100 });
    expect(file!.content, id).toContain("用了标准话术");
  }
});

test("an agent's own report has her own use and nothing of the others", async () => {
  const report = await auditChats(
    "客户 0s 在吗\n客服(小满) 5s 您好，小满请您说\n客户 60s 有货吗\n客服(阿岚) 70s 您好，阿岚来答您，有的",
    { handbook: written() },
  );
  const own = personalReports(report).find(({ agent }) => agent === "小满")!;
  expect(JSON.stringify(own.report.handbook)).toMatch(/小满请您说/u);
  expect(JSON.stringify(own.report.handbook)).not.toMatch(/阿岚/u);
});

test("parts come to the same whole in any order", () => {
  const sessions = Array.from({ length: 150 }, (_, index) => ({
    ...conversation(
      `客户 0s 在吗\n客服 5s 您好，我是${["小满", "阿岚", "老周"][index % 3]}\n客户 9s 好的\n客服 12s ${["再见", "祝您好运，再见"][index % 2]}\n客户 20s 谢谢`,
    ),
    id: `s${index}`,
  }));
  const whole = sumOf(sessions);
  expect(whole.report().find(({ occasion }) => occasion === "farewell")).toMatchObject({
    use: share(0, 150),
    thankedSessions: 100,
  });
  for (const cut of [1, 75, 149]) {
    const sum = sumOf(sessions.slice(cut).reverse());
    sum.absorb(sumOf(sessions.slice(0, cut)).state());
    expect(sum.report()).toEqual(whole.report());
  }
});

describe("the file", () => {
  test("named in the config stands beside it", async () => {
    const files = folder({
      "a.ndjson": ndjson(records("客户 0s 在吗\n客服 5s 您好")),
      "zhijian.config.yaml": "handbook: 话术.yaml\n",
      "话术.yaml": handbook,
    });
    const config = ["--config", join(files, "zhijian.config.yaml")];
    const { stdout } = await zhijian(["audit", join(files, "a.ndjson"), ...config, "--quiet"]);
    expect(stdout).toContain("欢迎 0/1");
    const missing = join(files, "没有.yaml");
    expect(await zhijian(["audit", files, "--handbook", missing])).toMatchObject({ exit: 2 });
  });

  const problemsOf = (text: string) => {
    try {
      loadShopHandbook(written(text), "zh");
    } catch (error) {
      if (error instanceof UserErrors)
        return error.errors.map(({ message, place }) => [place?.line, place?.column, message]);
      throw error;
    }
    return [];
  };

  test("is refused with all its problems, each at its line and column", () => {
    expect(problemsOf("title: 话术\noccasions:\n  welcom: [您好]\n  farewell: 再见\n")).toEqual([
      [3, 3, expect.stringContaining("welcom")],
      [4, 3, expect.stringContaining("array")],
    ]);
    expect(
      problemsOf(
        "title: 话术\noccasions:\n  farewell:\n    - 慢走\n    - 祝您{称呼}好\n  emoticons: [微笑着]\n",
      ),
    ).toEqual([
      [4, 7, expect.stringContaining("慢走")],
      [5, 7, expect.stringContaining("祝您")],
      [6, 15, expect.stringContaining("微笑着")],
    ]);
  });

  test("that ships as a template has every occasion", () => {
    const file = join(dataFolder, "handbook", "example.yaml");
    const { wording, emoticons } = loadShopHandbook(file, "zh");
    expect([...wording.keys(), "emoticons"]).toEqual([...occasionIds]);
    expect(emoticons.size).toBeGreaterThan(0);
  });
});
