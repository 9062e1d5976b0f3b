import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adapters } from "../../src/ingest/registry.ts";
import { expectExactAccount } from "./support/account.ts";
import { chat, readText } from "./support/read.ts";

const formats = [
  "sycm-json",
  "jd-json",
  "pdd-json",
  "qianniu-json",
  "wecom",
  "chatwoot",
  "zendesk-chat",
  "zendesk-tickets",
  "intercom",
];

function exportOf(format: string): string {
  const folder = join("fixtures/formats", format);
  const name = readdirSync(folder).find((file) => file !== "expected.ndjson")!;
  return readFileSync(join(folder, name), "utf8");
}

const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join("\n");

describe("every JSON export", () => {
  test.each(formats)("%s is told from all others, also on one line and cut off", async (format) => {
    const text = exportOf(format);
    const isLines = format === "wecom";
    const whole = isLines ? text : JSON.stringify(JSON.parse(text));
    const { intake, messages } = await readText(whole);
    expect(intake.inputs.map((input) => input.format)).toEqual([format]);
    const cut = await readText(text.slice(0, Math.floor(text.length * 0.7)));
    expect(cut.intake.inputs.map((input) => input.format)).toEqual([format]);
    expect(cut.messages.length).toBeLessThan(messages.length);
    if (!isLines) {
      const [error] = cut.intake.errors;
      expect(error).toMatchObject({
        exit: 3,
        place: { line: expect.any(Number), column: expect.any(Number) },
      });
    }
  });

  test.each(formats)(
    "%s: records with wrong values never throw, every row is accounted for",
    async (format) => {
      const text = exportOf(format);
      const document = format === "wecom" ? text.trim().split("\n")[0]! : text;
      const strange = [null, 0, -1, "", "x", [], {}, true, 1e300, "9".repeat(30)];
      const places = [...document.matchAll(/": ?("(?:[^"\\]|\\.)*"|-?\d+|null|true|false)/g)];
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.constantFrom(...strange), async (at, value) => {
          const { index, 1: old } = places[at % places.length]!;
          const start = document.indexOf(old!, index);
          const changed =
            document.slice(0, start) + JSON.stringify(value) + document.slice(start + old!.length);
          expectExactAccount(await readText(changed, { from: format }));
        }),
        { numRuns: 60 },
      );
    },
  );

  test("the order of lists in the registry decides nothing", () => {
    expect(adapters.map(({ name }) => name)).toEqual(expect.arrayContaining(formats));
  });
});

describe("broken and hostile", () => {
  test("decision 45: a broken line of NDJSON is rejected, the others are read, whichever is first", async () => {
    const good = (at: number) => ({
      msgid: `m${at}`,
      action: "send",
      from: "wmKe01",
      tolist: ["XiaoMan"],
      msgtime: 1794789900000 + at,
      msgtype: "text",
      text: { content: `第${at}句` },
    });
    const text = ['{"msgid":"m0","act', lines(good(1), good(2)), "不是 JSON", lines(good(3))].join("\n");
    const outcome = await readText(text);
    expect(chat(outcome.messages)).toEqual(["customer 第1句", "customer 第2句", "customer 第3句"]);
    expect(outcome.counts["json-invalid"]).toBe(2);
    expectExactAccount(outcome);
  });

  test("decision 45: JSON that breaks before it is known is told with line and column", async () => {
    const { intake } = await readText('{\n "code": 0,\n "result": {"messages": [}\n}');
    expect(intake.errors[0]).toMatchObject({ exit: 3, place: { line: 3, column: 26 } });
  });

  test("deep nesting inside a record is an error with its place, in NDJSON the loss of a line", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const message =
      '{"msgid":"a","action":"send","from":"wmA","tolist":["B"],"msgtime":1794789900000,"msgtype":"text","text":{"content":"在"}}';
    const document = await readText(`[${message},{"msgid":${deep}}]`);
    expect([chat(document.messages), document.intake.errors[0]?.place?.line]).toEqual([["customer 在"], 1]);
    const byLine = await readText(`${message}\n{"msgid":${deep}}\n${message.replace('"a"', '"b"')}`);
    expect([byLine.messages.length, byLine.intake.errors]).toEqual([2, []]);
  });

  test("a long list on one line is read without holding it; GB18030 as well", async () => {
    const message = (at: number) => ({
      msg_id: String(at),
      ts: String(1794799900 + at),
      from: { role: "user", uid: `u${at % 7}` },
      to: { role: "mall_cs", mall_id: "1" },
      type: 0,
      content: `第 ${at} 句，想问一下这款到底什么时候能发货呢`,
    });
    const messages = Array.from({ length: 20_000 }, (_, at) => message(20_000 - at));
    const text = JSON.stringify({ result: { messages } });
    const outcome = await readText(text, { limits: { lineBytes: 300_000 } });
    expect([outcome.messages.length, outcome.intake.errors]).toEqual([20_000, []]);
  });

  test("one record longer than the limit is refused, not held", async () => {
    const chats = Array.from({ length: 10_000 }, () => ({
      date: "2026-11-16",
      time: "09:00:00",
      sender: "a",
      text: "在吗",
    }));
    const { intake } = await readText(JSON.stringify({ user: "a", chats }), {
      limits: { lineBytes: 300_000 },
    });
    expect(intake.errors[0]).toMatchObject({ exit: 3, message: expect.stringContaining("太长") });
  });
});

describe("拼多多", () => {
  const shop = { role: "mall_cs", uid: "9", mall_id: "88", csid: "主账号" };
  const customer = { role: "user", uid: "u1" };
  const row = (ts: number, isCustomer: boolean, rest: object) => ({
    msg_id: String(ts),
    ts: String(1794799900 + ts),
    from: isCustomer ? customer : shop,
    to: isCustomer ? shop : customer,
    type: 0,
    content: "话",
    ...rest,
  });
  const sides = async (rows: object[]) =>
    (await readText(JSON.stringify({ result: { messages: rows.reverse() } }))).messages.map(
      ({ role, auto }) => `${role}${auto ? " auto" : ""}`,
    );

  test("decision 1: is_aut is the robot only on a day with a robot's messages, and never within 2 s", async () => {
    const day = [
      row(0, true, {}),
      row(2, false, { is_aut: 1 }),
      row(3, false, { is_aut: 1 }),
      row(9, false, { manual_reply: 1, is_aut: 0 }),
    ];
    expect((await sides([...day])).reverse()).toEqual(["customer", "agent auto", "agent auto", "agent"]);
    const robotDay = [...day, row(10, false, { type: 31, is_aut: 1 })];
    expect((await sides(robotDay)).reverse()).toEqual(["customer", "agent auto", "robot", "agent", "system"]);
  });

  test("another customer's or day's robot changes nothing", async () => {
    const other = { ...row(20, false, { type: 56 }), to: { role: "user", uid: "u2" } };
    const rows = [row(-86_400, false, { type: 31 }), row(0, true, {}), row(5, false, { is_aut: 1 }), other];
    expect((await sides(rows)).reverse()[2]).toBe("agent auto");
  });

  test("where answers leave the receiver out, the only customer of the list is meant", async () => {
    const bare = [
      row(0, true, {}),
      row(5, false, { to: {}, is_aut: 1 }),
      row(6, false, { to: {}, type: "56" }),
    ];
    expect((await sides(bare)).reverse()).toEqual(["customer", "robot", "robot"]);
  });

  test("decision 11: messages of one second keep their order, newest first or not, page by page", async () => {
    const rows = ["甲", "乙", "丙"].map((content, at) => row(at, true, { ts: "1794799900", content }));
    const later = row(60, true, { content: "丁" });
    for (const text of [
      JSON.stringify({ result: { messages: [later, ...[...rows].reverse()] } }),
      JSON.stringify({ result: { messages: [...rows, later] } }),
      JSON.stringify([{ result: { messages: [later] } }, { result: { messages: [...rows].reverse() } }]),
    ]) {
      const { messages } = await readText(text);
      const inOrder = [...messages].sort((a, b) => a.seq - b.seq);
      expect(inOrder.map((message) => message.text)).toEqual(["甲", "乙", "丙", "丁"]);
    }
  });
});

describe("企业微信", () => {
  const message = (msgid: string, from: string, tolist: string[], rest: object = {}) => ({
    msgid,
    action: "send",
    from,
    tolist,
    msgtime: 1794789900000 + Number(msgid),
    msgtype: "text",
    text: { content: msgid },
    ...rest,
  });
  const recall = (msgid: string, pre_msgid: string) =>
    message(msgid, "Lin", ["wmA"], { action: "recall", msgtype: "revoke", revoke: { pre_msgid } });

  test("decision 5: what was recalled is marked, before or behind its recall; the recall stands alone only without it", async () => {
    const { messages, counts } = await readText(
      lines(
        recall("1", "2"),
        message("2", "Lin", ["wmA"]),
        message("3", "Lin", ["wmA"]),
        recall("4", "3"),
        recall("5", "0"),
      ),
    );
    expect(messages.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      "recalled 2",
      "recalled 3",
      "recalled ",
    ]);
    expect(counts["no-message"]).toBe(2);
  });

  test("decision 15: colleagues are internal, groups of colleagues are groups, a room belongs to who wrote last", async () => {
    const room = { roomid: "wrR" };
    const { messages, counts } = await readText(
      lines(
        message("1", "Lin", ["Zhou"]),
        message("2", "Lin", ["Zhou", "Chen"], room),
        message("3", "wmA", ["Lin", "wmB"], room),
        message("4", "Lin", ["wmA", "wmB"], room),
        message("5", "wmB", ["Lin", "wmA"], room),
        message("6", "Lin", ["wmA", "wmB"], room),
        message("7", "wbBot", ["wmA"]),
      ),
    );
    expect(messages.map(({ role, customer }) => `${role} ${customer}`)).toEqual([
      "customer wmA",
      "agent wmA",
      "customer wmB",
      "agent wmB",
      "robot wmA",
    ]);
    expect(counts).toMatchObject({ internal: 1, "group-chat": 1 });
  });

  test("decision 23: mixed is text, a picture without any", async () => {
    const mixed = (...items: { type: string; content: string }[]) => ({
      msgtype: "mixed",
      mixed: { item: items },
    });
    const { messages } = await readText(
      lines(
        message("1", "wmA", ["Lin"], mixed({ type: "image", content: "{}" })),
        message(
          "2",
          "wmA",
          ["Lin"],
          mixed({ type: "text", content: '{"content":"看图"}' }, { type: "image", content: "{}" }),
        ),
      ),
    );
    expect(messages.map(({ kind, text }) => [kind, text])).toEqual([
      ["image", ""],
      ["text", "看图"],
    ]);
  });

  test("an archive that is still encrypted is refused", async () => {
    const { intake, counts } = await readText(
      lines({ seq: 1, msgid: "a", publickey_ver: 1, encrypt_random_key: "x", encrypt_chat_msg: "y" }),
    );
    expect([counts["record-encrypted"], intake.errors[0]?.exit]).toEqual([1, 3]);
  });
});

describe("helpdesks", () => {
  const bare = (id: number, message_type: number | string, rest: object) => ({
    id,
    message_type,
    content: `c${id}`,
    conversation_id: 5,
    private: false,
    created_at: 1794794400 + id,
    ...rest,
  });

  test("edge 5: a private note is no reply, whoever wrote it", async () => {
    for (const format of ["chatwoot", "zendesk-tickets", "intercom"]) {
      expect((await readText(exportOf(format))).counts.internal).toBe(1);
    }
  });

  test("edge 3: somebody joining is an event, not a reply", async () => {
    const { messages } = await readText(exportOf("zendesk-chat"));
    expect(messages.filter(({ event }) => event === "joined").map(({ role }) => role)).toEqual([
      "system",
      "system",
    ]);
  });

  test("edge 4, 6: campaigns, rules, triggers and greetings were sent by themselves", async () => {
    const texts: string[] = [];
    for (const format of ["chatwoot", "zendesk-chat", "zendesk-tickets", "intercom"]) {
      const { messages } = await readText(exportOf(format));
      texts.push(...messages.filter(({ auto }) => auto).map(({ text }) => text.slice(0, 9)));
    }
    expect(texts).toEqual(["Thanks fo", "Still awa", "Please ra", "Welcome! ", "We receiv", "Our autum"]);
  });

  test("Chatwoot messages without their conversation learn the customer from the whole list", async () => {
    const { messages } = await readText(
      JSON.stringify({
        meta: {},
        payload: [
          bare(1, 1, { sender: { id: 3, name: "Mina", type: "user" } }),
          bare(2, "incoming", { sender: { id: 9, name: "Rui", type: "contact" } }),
          bare(3, 1, { sender_type: "AgentBot" }),
          bare(4, 1, {}),
          bare(5, 2, { content: "Assigned to Mina via Care by Otto" }),
        ],
      }),
    );
    expect(messages.map(({ role, customer, session }) => `${role} ${customer} ${session}`)).toEqual([
      "agent Rui 5",
      "customer Rui 5",
      "robot Rui 5",
      "robot Rui 5",
      "system Rui 5",
    ]);
    expect(messages.at(-1)).toMatchObject({ event: "transferred", to: "Mina" });
  });

  test("ticket comments without people: whoever wrote first is the customer, with a warning", async () => {
    const comment = (id: number, author_id: number, isPublic = true) => ({
      id,
      author_id,
      public: isPublic,
      body: `b${id}`,
      created_at: `2026-11-16T01:0${id}:00Z`,
    });
    const { messages, counts } = await readText(
      JSON.stringify({
        comments: [comment(1, 8), comment(2, 7), comment(3, 7, false), comment(4, 8)],
        count: 4,
      }),
    );
    expect(messages.map(({ role }) => role)).toEqual(["customer", "agent", "customer"]);
    expect(counts).toEqual({ "customer-uncertain": 1, "agent-assumed": 1, internal: 1 });
  });

  test("京东: an answer with one object; sessions that follow each other are one", async () => {
    const log = {
      waiter: "店-阿柚",
      customer: "m**k",
      waiterSend: 0,
      createdTime: 1794796203000,
      content: "在",
      sid: "b",
    };
    const { messages } = await readText(JSON.stringify({ success: true, data: log }));
    expect(messages).toMatchObject([{ role: "customer", session: "b", customer: "m**k", agent: "店-阿柚" }]);
    const loop = ["a", "b"].map((sid) => ({ sid, toSid: sid === "a" ? "b" : "a", closeTime: 1794796203000 }));
    expectExactAccount(await readText(JSON.stringify({ data: [...loop, log] })));
  });
});
