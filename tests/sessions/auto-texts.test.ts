import { describe, expect, it } from "vitest";
import { type AuditOptions, audit, type Report } from "../../src/index.ts";
import { figuresOf, folder, seconds } from "../support/chats.ts";

const welcome = "欢迎光临小店，客服马上就来～";

/** A plain table of conversations, as exports that mark nothing have it: customer, then the rows. */
function table(
  conversations: readonly (readonly [seconds: number, sender: string, words: string][])[],
  time = clock,
) {
  const rows = conversations.flatMap((rows, index) =>
    rows.map(([at, sender, words]) =>
      [
        `${index + 1}`,
        `顾客${index + 1}`,
        sender === "客户" ? `顾客${index + 1}` : sender,
        sender === "客户" ? "客户" : "客服",
        time(index, at),
        words,
      ].join(","),
    ),
  );
  return ["会话ID,客户,发送人,角色,发送时间,消息内容", ...rows].join("\n");
}

const pad = (value: number) => String(value).padStart(2, "0");
const clock = (hour: number, second: number) =>
  `2026-11-16 ${pad(9 + hour)}:${pad(Math.floor(second / 60))}:${pad(second % 60)}`;
const minuteClock = (hour: number, second: number) => clock(hour, second).slice(0, -3);

/** The same welcome `after` seconds after the customer's first words, and a person at 40 s, so many times. */
const welcomed = (times: number, after = 1, words = welcome) =>
  Array.from({ length: times }, (): [number, string, string][] => [
    [0, "客户", "在吗"],
    [after, "小满", words],
    [40, "小满", "您好，请讲"],
  ]);

async function auditTable(content: string, options: AuditOptions = {}): Promise<Report> {
  const { report } = await audit([folder({ "导出.csv": content })], { shop: "小店", ...options });
  return report;
}

const firstReplies = (report: Report) => figuresOf(report, "店铺").firstReplySeconds;
const fast = (n: number, wait: number) => seconds(...Array.from({ length: n }, () => wait));

describe("welcome texts that the export does not mark", () => {
  it("are recognised in five conversations within two seconds, and the report says how many", async () => {
    const report = await auditTable(table(welcomed(5, 2)));
    expect(firstReplies(report)).toMatchObject(fast(5, 40));
    expect(report.settings.autoTexts.recognised).toEqual([
      { text: welcome.normalize("NFKC"), messages: 5, sessions: 5 },
    ]);
  });

  it("are people's words in four conversations", async () => {
    const report = await auditTable(table(welcomed(4)));
    expect(firstReplies(report)).toMatchObject(fast(4, 1));
    expect(report.settings.autoTexts.recognised).toEqual([]);
  });

  it("are people's words when they come after three seconds", async () => {
    expect(firstReplies(await auditTable(table(welcomed(6, 3))))).toMatchObject(fast(6, 3));
  });

  it("are the same words whatever their layout", async () => {
    const conversations = [...welcomed(3), ...welcomed(3, 1, `${welcome.replace("，", "， ")}`)];
    expect(firstReplies(await auditTable(table(conversations)))).toMatchObject(fast(6, 40));
  });

  it("are taken for people's where the shop says so", async () => {
    const report = await auditTable(table(welcomed(6)), { autoTexts: { notAutomatic: [welcome] } });
    expect(firstReplies(report)).toMatchObject(fast(6, 1));
    expect(report.settings.autoTexts.refused).toEqual([welcome]);
  });

  it("are automatic wherever they stand if the shop names them", async () => {
    const conversation: [number, string, string][] = [
      [0, "客户", "在吗"],
      [9, "小满", "当前咨询人数较多"],
      [30, "小满", "您好"],
    ];
    const report = await auditTable(table([conversation]), { autoTexts: { texts: ["当前咨询人数较多"] } });
    expect(firstReplies(report)).toMatchObject(seconds(30));
  });

  it("cannot be told from fast people where times have no seconds", async () => {
    const report = await auditTable(table(welcomed(6), minuteClock));
    expect(report.inputs[0]!.resolutionSeconds).toBe(60);
    expect(report.settings.autoTexts.recognised).toEqual([]);
  });

  it("are not sought in canonical records, which mark them", async () => {
    const lines = welcomed(6).flatMap((rows, index) =>
      rows.map(([at, sender, text]) =>
        JSON.stringify({
          session: String(index),
          time: `${clock(index, at).replace(" ", "T")}+08:00`,
          role: sender === "客户" ? "customer" : "agent",
          sender,
          text,
        }),
      ),
    );
    const { report } = await audit([folder({ "a.ndjson": lines.join("\n") })], { shop: "小店" });
    expect(firstReplies(report)).toMatchObject(fast(6, 1));
  });
});
