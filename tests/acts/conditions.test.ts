import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadActs } from "../../src/acts/load.ts";
import type { Role } from "../../src/model/message.ts";
import { dataFolder } from "../../src/text/data.ts";

/** Marks a talk (`客服 …`, `客户 …`) with one trial act; gives the quotes of its last line. */
function quotes(ways: string, ...talk: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "zhijian-acts-"));
  try {
    for (const file of ["parts.yaml", "scopes.yaml", "only-thanks.yaml", "words"]) {
      cpSync(join(dataFolder, "acts", file), join(folder, file), { recursive: true });
    }
    for (const side of ["agent", "customer"]) mkdirSync(join(folder, side));
    const head = (id: string, side: string) =>
      `id: ${id}\nside: ${side}\ntitle: { zh: 试, en: trial }\nexamples: { yes: [], no: [] }\n`;
    writeFileSync(join(folder, "agent", "trial.yaml"), `${head("trial", "agent")}${ways}`);
    writeFileSync(
      join(folder, "customer", "angry.yaml"),
      `${head("angry", "customer")}ways: [{ words: 气死 }]\n`,
    );
    writeFileSync(
      join(folder, "agent", "whole.yaml"),
      `${head("whole", "agent")}ways: [{ words: 质量保证书 }]\n`,
    );
    const messages = talk.map((line) => ({
      role: (line.startsWith("客户") ? "customer" : "agent") as Role,
      kind: "text" as const,
      text: line.slice(3),
    }));
    const acts = loadActs({ folder }).mark(messages, null).at(-1)!;
    return acts.filter(({ id }) => id === "trial").map(({ quote }) => quote);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("edge 53, 54: wholeWords takes words, not pieces of other words", () => {
  const ways = "ways: [{ words: 大麻 口交 我, wholeWords: true }]\n";
  expect(quotes(ways, "客服 给您添了大麻烦")).toEqual([]);
  expect(quotes(ways, "客服 到路口交通方便")).toEqual([]);
  expect(quotes(ways, "客服 我们店铺正品")).toEqual([]);
  expect(quotes(ways, "客服 我看过了")).toEqual(["我"]);
});

test("near marks two ideas together, and only within reach", () => {
  const ways = "ways: [{ words: 好评, near: { words: 返现 返5元, within: 6, side: after } }]\n";
  expect(quotes(ways, "客服 给个好评可以返现哦")).toEqual(["好评可以返现"]);
  expect(quotes(ways, "客服 返现活动和好评无关")).toEqual([]);
  expect(quotes(ways, "客服 好评见详情页说明，另外老客户返现")).toEqual([]);
});

test("notNear and scopes drop what is denied or quoted", () => {
  const ways =
    "notIn: [negated, quoted]\nways: [{ words: 保证, notNear: { words: 质量, within: 0, side: before } }]\n";
  expect(quotes(ways, "客服 保证明天到")).toEqual(["保证"]);
  expect(quotes(ways, "客服 不敢保证")).toEqual([]);
  expect(quotes(ways, "客服 质量保证书在箱子里")).toEqual([]);
  expect(quotes(ways, "客服 您说的保证是指哪个")).toEqual([]);
  expect(quotes(ways, "客服 能不能保证要看天气")).toEqual(["保证"]);
});

test("yieldsTo leaves overlapping words to the other act", () => {
  const ways = "yieldsTo: [whole]\nways: [{ words: 保证 }]\n";
  expect(quotes(ways, "客服 附质量保证书，保证正品")).toEqual(["保证"]);
});

test("place counts the texts of the side", () => {
  const last = "ways: [{ words: 再会, place: { last: 1 } }]\n";
  expect(quotes(last, "客服 再会", "客户 好", "客服 再会")).toEqual(["再会"]);
  const first = "ways: [{ words: 再会, place: { first: 1 } }]\n";
  expect(quotes(first, "客服 您好", "客服 再会")).toEqual([]);
  expect(quotes(first, "客户 您好", "客服 再会")).toEqual(["再会"]);
});

test("answers asks for words in the other side's last turn", () => {
  const ways = "ways: [{ words: 结束了, answers: { words: 为什么, patterns: ['怎么{gap}没'] } }]\n";
  expect(quotes(ways, "客户 为什么没优惠", "客户 说好的", "客服 您好", "客服 活动结束了")).toEqual([
    "结束了",
  ]);
  expect(quotes(ways, "客户 怎麼還沒優惠", "客服 活动结束了")).toEqual(["结束了"]);
  expect(quotes(ways, "客户 为什么", "客服 稍等", "客户 好", "客服 活动结束了")).toEqual([]);
  expect(quotes(ways, "客服 为什么选我们？活动结束了")).toEqual([]);
});

test("after and notAfter look back at the other side's acts", () => {
  const after = "ways: [{ words: 理解, after: { act: angry, side: customer, within: 2 } }]\n";
  expect(quotes(after, "客户 气死了", "客服 理解")).toEqual(["理解"]);
  expect(quotes(after, "客户 气死了", "客服 嗯", "客服 哦", "客服 理解")).toEqual([]);
  const notAfter = "ways: [{ words: 理解, notAfter: { act: angry, side: customer, within: 2 } }]\n";
  expect(quotes(notAfter, "客户 气死了", "客服 理解")).toEqual([]);
});
