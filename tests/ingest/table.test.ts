import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeEntities } from "../../src/ingest/entities.ts";
import { chat, readText } from "./support/read.ts";

describe("columns", () => {
  test("title rows above, totals below, header again", async () => {
    const { messages, counts } = await readText(
      "客服聊天记录\n导出时间：2026-11-20\n\n时间,客户,发送者,内容\n2026-11-16 09:00:00,小葵,小葵,在吗\n时间,客户,发送者,内容\n2026-11-16 09:00:09,小葵,小柯,在的\n合计,1,,2\n平均值,1,,2\n",
    );
    expect(chat(messages)).toEqual(["customer 在吗", "agent 在的"]);
    expect(counts).toEqual({ "header-repeated": 1, "totals-row": 2 });
  });

  test("a customer who writes 合计 in a message is no line of totals", async () => {
    const { messages } = await readText("客户,发送者,时间,内容\n合计,合计,2026-11-16 09:00:00,总共多少钱\n");
    expect(chat(messages)).toEqual(["customer 总共多少钱"]);
  });

  test("words that every JavaScript object knows are words", async () => {
    const { messages } = await readText(
      "客户,发送者,时间,内容\nconstructor,constructor,2026-11-16 09:00:00,constructor\nconstructor,小柯,2026-11-16 09:00:09,__proto__\n",
    );
    expect(messages.map(({ role, kind, text }) => [role, kind, text])).toEqual([
      ["customer", "text", "constructor"],
      ["agent", "text", "__proto__"],
    ]);
    expect(decodeEntities("&toString;&amp;")).toBe("&toString;&");
  });

  test("--map by header, by number and by letter", async () => {
    const text = "甲,乙,丙,丁\n2026-11-16 09:00:00,小葵,小葵,在吗\n";
    for (const map of [
      { time: "甲", customer: "乙", sender: "丙", text: "丁" },
      { time: "1", customer: "2", sender: "3", text: "4" },
      { time: "A", customer: "B", sender: "C", text: "D" },
    ]) {
      const { messages } = await readText(text.slice(map.time === "甲" ? 0 : text.indexOf("\n") + 1), {
        map,
      });
      expect(chat(messages)).toEqual(["customer 在吗"]);
    }
  });

  test("without known headers nothing is guessed, and the way out is told", async () => {
    const { intake } = await readText("2026-11-16 09:00:00,小葵,在吗\n2026-11-16 09:00:01,小柯,在的\n");
    expect(intake.errors[0]).toMatchObject({
      exit: 3,
      message: expect.stringContaining("2026-11-16 09:00:00,小葵,在吗"),
      hint: expect.stringContaining("--map"),
    });
  });

  test("the same header twice is refused by name", async () => {
    const { intake } = await readText("时间,发送者,内容,内容\n2026-11-16 09:00:00,买家,a,b\n");
    expect(intake.errors[0]).toMatchObject({ exit: 3, message: expect.stringContaining("内容") });
  });

  test("too few cells are rejected; surplus ones belong to the last column if that is the text", async () => {
    const { messages, counts, intake } = await readText(
      "时间,角色,内容\n2026-11-16 09:00:00,买家,红的,蓝的,都要\n2026-11-16 09:00:01\n",
    );
    expect(chat(messages)).toEqual(["customer 红的,蓝的,都要"]);
    expect(counts).toEqual({ "row-too-short": 1 });
    expect(intake.inputs[0]).toMatchObject({ rows: 2, messages: 1, rejected: 1 });
  });

  test("a header and no rows: a warning, no error", async () => {
    const { intake, counts } = await readText("时间,角色,内容\n");
    expect([intake.errors, counts]).toEqual([[], { "no-rows": 1 }]);
  });

  test("no role known in any row: an error", async () => {
    const { intake, counts } = await readText(
      "时间,角色,内容\n2026-11-16 09:00:00,甲方,a\n2026-11-16 09:00:00,乙方,b\n",
    );
    expect(counts).toEqual({ "role-unknown": 2 });
    expect(intake.errors).toHaveLength(1);
  });
});

describe("who wrote", () => {
  const rolesOf = async (text: string) => (await readText(text)).messages.map(({ role }) => role);

  test("words, whatever their case and language", async () => {
    const words = ["买家", "客服", "机器人", "系统消息", "Visitor", "end-user", "Agent", "BOT"];
    expect(await rolesOf(`role,text\n${words.map((word) => `${word},x`).join("\n")}\n`)).toEqual([
      "customer",
      "agent",
      "robot",
      "system",
      "customer",
      "customer",
      "agent",
      "robot",
    ]);
  });

  test("numbers by the legend in the header, else 0 customer and 1 agent", async () => {
    expect(await rolesOf("发送方(1:买家 2:客服),内容\n1,a\n2,b\n")).toEqual(["customer", "agent"]);
    expect(await rolesOf("角色,内容\n0,a\n1,b\n")).toEqual(["customer", "agent"]);
    expect(await rolesOf("waiterSend,content\ntrue,a\nfalse,b\n")).toEqual(["agent", "customer"]);
  });

  test("directions", async () => {
    expect(await rolesOf("方向,内容\n接收,a\n发送,b\n")).toEqual(["customer", "agent"]);
    expect(await rolesOf("direction,body\nin,a\nout,b\n")).toEqual(["customer", "agent"]);
  });

  test("sub-accounts, and the main account that is called like their shop (edge 68)", async () => {
    const { messages } = await readText(
      "时间,发送者,内容\n2026-11-16 09:00:00,木木,您好\n2026-11-16 09:00:01,小舟,在吗\n2026-11-16 09:00:02,木木:阿橘,在的\n",
    );
    expect(messages.map(({ role, customer, sender }) => [role, customer, sender])).toEqual([
      ["agent", "小舟", "木木"],
      ["customer", "小舟", "小舟"],
      ["agent", "小舟", "木木:阿橘"],
    ]);
  });

  test("an unknown word is counted, never guessed", async () => {
    const { counts, messages } = await readText("角色,内容\n买家,a\n店长,b\n");
    expect([messages.length, counts]).toEqual([1, { "role-unknown": 1 }]);
  });

  test("internal notes are no messages (edge 5)", async () => {
    const { counts, messages } = await readText(
      "role,text,private\ncustomer,hi,false\nagent,check stock,true\nagent,hello,false\n",
    );
    expect(chat(messages)).toEqual(["customer hi", "agent hello"]);
    expect(counts).toEqual({ internal: 1 });
  });
});

describe("times in tables", () => {
  test("day or month first is decided by any row, else asked", async () => {
    const rows = Array.from({ length: 700 }, () => "03/04/2026 10:00:00,买家,a").join("\n");
    const decided = await readText(`时间,角色,内容\n${rows}\n25/04/2026 10:00:00,买家,b\n`);
    expect(decided.messages[0]!.at).toBe(Date.parse("2026-04-03T10:00:00+08:00"));
    const open = await readText(`时间,角色,内容\n${rows}\n`);
    expect(open.intake.errors[0]).toMatchObject({ exit: 3, hint: expect.stringContaining("--date-format") });
    const told = await readText(`时间,角色,内容\n${rows}\n`, { dateFormat: "mdy" });
    expect(told.messages[0]!.at).toBe(Date.parse("2026-03-04T10:00:00+08:00"));
  });

  test("newest first: numbers run forward with time (edge 67)", async () => {
    const { messages, intake } = await readText(
      "时间,角色,内容\n2026-11-16 09:00:02,客服,丙\n2026-11-16 09:00:00,买家,乙\n2026-11-16 09:00:00,买家,甲\n",
    );
    expect(messages.toSorted((a, b) => a.seq - b.seq).map(({ text }) => text)).toEqual(["甲", "乙", "丙"]);
    expect(intake.isBackwards(messages[0]!.part)).toBe(true);
  });

  test("message numbers decide the order within a second", async () => {
    const { messages } = await readText(
      "消息序号,客户名,发送时间,发送账号,账号类型,发送内容\n3,小舟,2026-11-16 09:00:02,木木:阿橘,客服,丙\n2,小舟,2026-11-16 09:00:00,小舟,买家,乙\n1,小舟,2026-11-16 09:00:00,小舟,买家,甲\n",
    );
    expect(messages.toSorted((a, b) => a.seq - b.seq).map(({ text }) => text)).toEqual(["甲", "乙", "丙"]);
  });
});

describe("what was sent", () => {
  const kindOf = async (role: string, text: string) => {
    const { messages } = await readText(
      `角色,发送者,客户,内容\n${role},${role === "买家" ? "小舟" : "阿橘"},小舟,${text}\n`,
    );
    const { kind, event, to, sender } = messages[0]!;
    return { kind, event, to, sender };
  };

  test.each([
    ["客服", "[图片]", "image"],
    ["客服", "看[图片]", "text"],
    ["客服", "😊👍🏽", "emoticon"],
    ["客服", "好的😊", "text"],
    ["客服", "请在客户端查看原始聊天记录，网页版无法展示", "missing"],
    ["客服", "你撤回了一条消息", "recalled"],
    ["买家", "你撤回了一条消息", "text"],
    ["买家", "你刚才是不是撤回了一条消息", "text"],
    ["买家", "系统提示", "text"],
  ])("%s: %s → %s", async (role, text, kind) => expect(await kindOf(role, text)).toMatchObject({ kind }));

  test.each([
    ["由 木木:阿橘 转交给 木木:小满", "transferred", "木木:小满"],
    ["系统已为您分配客服 小满", "assigned", "小满"],
    ["请勿向他人透露验证码", null, null],
    ["会话已结束", "closed", null],
    ["小满 加入会话", "joined", null],
  ])("系统: %s", async (text, event, to) =>
    expect(await kindOf("系统", text)).toMatchObject({ event, to, kind: event === null ? "text" : "event" }),
  );

  test.each([
    ["消息类型", "系统", "由 木木:阿橘 转交给 木木:小满", "", "木木:小满"],
    ["消息类型", "事件", "会话已转接给 小满", "", "小满"],
    ["事件", "转接", "会话已转接给 小满", "", "小满"],
    ["事件", "转接", "会话已转接给 小满", "木木:小满", "木木:小满"],
    ["事件", "转接", "（转接记录）", "木木:小满", "木木:小满"],
  ])(
    "a transfer keeps its target, whatever the %s column says (%s)",
    async (header, word, text, to, target) => {
      const { messages } = await readText(`角色,${header},转接后客服,内容\n系统,${word},${to},${text}\n`);
      expect(messages[0]).toMatchObject({ kind: "event", event: "transferred", to: target });
    },
  );

  test("a recall notice of type 撤回 is a message of whoever took back", async () => {
    const { messages } = await readText("角色,消息类型,客户,内容\n系统,撤回,小舟,小舟 撤回了一条消息\n");
    expect(messages[0]).toMatchObject({ role: "customer", kind: "recalled", sender: "小舟" });
  });

  test("the recall notice of the system (edge 70) is a message of whoever took back", async () => {
    expect(await kindOf("系统", "小舟 撤回了一条消息")).toMatchObject({ kind: "recalled", sender: "小舟" });
  });
});

test("whatever the table: no exception but UserError, and every row is accounted for", async () => {
  const cell = fc.oneof(
    fc.constantFrom(
      "2026-11-16 09:00:00",
      "买家",
      "客服",
      "系统",
      "小葵",
      "合计",
      "",
      "[图片]",
      '"',
      '""',
      "时间",
      "内容",
      "角色",
      "\u0000",
      "\u202e",
    ),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 12 }),
      fc.boolean(),
      async (rows, hasHeader) => {
        const lines = rows.map((cells) => cells.join(",")).join("\n");
        const { intake, messages, counts } = await readText(hasHeader ? `时间,角色,内容\n${lines}` : lines);
        for (const input of intake.inputs) {
          expect(input.messages).toBe(messages.length);
          expect(input.rows).toBe(input.messages + input.rejected + (counts["totals-row"] ?? 0));
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe("marks of a robot's help (ingest-decision 3)", () => {
  const of = async (type: string, mark: string) => {
    const { messages } = await readText(
      `发送方类型,发送方,接待客服,消息内容,消息标注\n${type},${type === "智能客服" ? type : "小棠"},小棠,线长一米五,${mark}\n`,
    );
    const { role, assisted, sender } = messages[0]!;
    return [role, assisted, sender];
  };

  test.each([
    ["智能客服", "此消息由机器人自动回复", ["robot", false, "智能客服"]],
    ["人工客服", "此消息由机器人自动回复", ["agent", true, "小棠"]],
    ["智能客服", "此消息由机器人推荐", ["agent", true, "小棠"]],
    ["人工客服", "此消息由机器人推荐", ["agent", true, "小棠"]],
    ["人工客服", "", ["agent", false, "小棠"]],
  ])("%s, %s", async (type, mark, expected) => expect(await of(type, mark)).toEqual(expected));
});

test("day and month that no row decides: the question names the option, and the option answers it", async () => {
  const text = "时间,角色,内容\n03/04/2026 09:00:00,买家,在吗\n05/06/2026 09:00:00,客服,在\n";
  const { intake } = await readText(text, { locale: "en" });
  expect(intake.errors).toMatchObject([
    { exit: 3, place: { line: 2 }, hint: expect.stringContaining("--date-format dmy") },
  ]);
  const { messages } = await readText(text, { dateFormat: "mdy" });
  expect(messages[0]!.at).toBe(Date.UTC(2026, 2, 4, 1));
});
