import { describe, expect, test } from "vitest";
import { chat, readText } from "./support/read.ts";

const page = (body: string) => `<!doctype html>\n<html><body>\n${body}\n</body></html>`;
const table = (...rows: string[]) =>
  page(`<table><tr><th>时间</th><th>角色</th><th>内容</th></tr>\n${rows.join("\n")}</table>`);
const row = (role: string, words: string, attributes = "") =>
  `<tr ${attributes}><td>2026-11-16 10:00:00</td><td>${role}</td><td>${words}</td></tr>`;
const bubble = (side: string, words: string, time = "2026-11-16 10:00:00") =>
  `<div class="msg ${side}"><span class="time">${time}</span><div class="content">${words}</div></div>`;

describe("tables of a page", () => {
  test("ingest-decision 24: entities are decoded once; breaks and paragraphs are lines", async () => {
    const { messages } = await readText(table(row("买家", "&amp;lt; &lt;大&gt;<br>二<p>三</p>\n  四")));
    expect(messages[0]!.text).toBe("&lt; <大>\n二\n三\n四");
  });

  test("ingest-decision 33: scripts, comments, templates and hidden rows are not read", async () => {
    const { messages, intake } = await readText(
      table(
        row("买家", "看得见<script>x()</script><!-- 注释 --><template>模板</template>"),
        row("客服", "看不见", "hidden"),
        row("客服", "看不见", 'style="color:red; display : none"'),
      ),
    );
    expect(chat(messages)).toEqual(["customer 看得见"]);
    expect(intake.inputs[0]).toMatchObject({ format: "html", rows: 1 });
  });

  test("ingest-decision 32: the line is that of the row's start tag", async () => {
    const { messages } = await readText(table(row("买家", "一\n\n"), row("客服", "二")));
    expect(messages.map(({ source }) => source.line)).toEqual([4, 7]);
  });

  test("emoticons are text, pictures are pictures with their address", async () => {
    const { messages } = await readText(
      table(
        row("买家", '<img src="f/1.gif" alt="/:^_^">好'),
        row("客服", '<img src="https://img.example.com/a.png" alt="尺码表">'),
      ),
    );
    expect(messages.map(({ kind, text }) => [kind, text])).toEqual([
      ["text", "/:^_^好"],
      ["image", "https://img.example.com/a.png"],
    ]);
  });

  test("cells over several rows hold for all of them; tags left open do no harm", async () => {
    const { messages } = await readText(
      page(
        "<table><tr><td>会话ID<td>角色<td>内容<tr><td rowspan=2>s1<td>买家<td>一<tr><td>客服<td>二</table>",
      ),
    );
    expect(messages.map(({ session, text }) => [session, text])).toEqual([
      ["s1", "一"],
      ["s1", "二"],
    ]);
  });

  test("ingest-decision 38: another charset is named, not guessed", async () => {
    const big5 = Buffer.concat([
      Buffer.from('<html><meta charset="big5"><table><tr><td>role<td>text<tr><td>agent<td>'),
      Buffer.from([0xb1, 0x7a, 0xa6, 0x6e]),
      Buffer.from("</table>"),
    ]);
    const { intake } = await readText(big5);
    expect(intake.errors[0]).toMatchObject({ exit: 3, message: expect.stringContaining("big5") });
  });
});

describe("bubbles of a page", () => {
  test("ingest-decision 33: left customer, right shop, middle system", async () => {
    const { messages } = await readText(
      page(
        [bubble("left", "在吗"), bubble("center", "客服小满为您服务"), bubble("right", "在的")].join("\n"),
      ),
    );
    expect(messages.map(({ role, kind, event, source }) => [role, kind, event, source.line])).toEqual([
      ["customer", "text", null, 3],
      ["system", "event", "assigned", 4],
      ["agent", "text", null, 5],
    ]);
  });

  test("ingest-decision 7: a clock needs a date above it; 昨天 gives none", async () => {
    const { messages, counts } = await readText(
      page(
        `<p>2026-11-16</p>${bubble("left", "一", "10:00:00")}<p>昨天</p>${bubble("right", "二", "10:00:09")}`,
      ),
    );
    expect(messages.map(({ at }) => at)).toEqual([Date.parse("2026-11-16T10:00:00+08:00"), null]);
    expect(counts).toEqual({ "time-unreadable": 1 });
  });

  test("columns of the page are no messages; a side alone is enough where nothing else tells", async () => {
    const inColumn = await readText(
      page(`<div class="main-right"><p>标题</p>${bubble("left", "在吗")}${bubble("right", "在")}</div>`),
    );
    expect(chat(inColumn.messages)).toEqual(["customer 在吗", "agent 在"]);
    const bare = await readText(
      page(
        '<p class="left">小舟 2026-11-16 10:00:00<br>在吗</p><p class="right">小满(2026-11-16 10:00:09): 在</p>',
      ),
    );
    expect(bare.messages.map(({ sender, text }) => [sender, text])).toEqual([
      ["小舟", "在吗"],
      ["小满", "在"],
    ]);
  });

  test("a page without a chat is said to be none", async () => {
    expect((await readText(page("<p>你好</p>"))).intake.errors).toHaveLength(1);
  });

  test("deep nesting and many tags cost no more than their length", async () => {
    const started = performance.now();
    const { intake } = await readText(page(`${"<div>".repeat(200_000)}${bubble("left", "在吗")}`));
    expect(intake.errors[0]).toMatchObject({ exit: 3, message: expect.stringContaining("太深") });
    await readText(table(...Array.from({ length: 20_000 }, () => row("买家", "在吗"))));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
