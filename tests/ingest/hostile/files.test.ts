import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { readInputs } from "../../../src/ingest/read.ts";
import { chat, folderOf, readAll } from "../support/read.ts";

const csv = (text: string) => `时间,角色,内容\n2026-11-16 09:00:00,买家,${text}\n`;

test("links that lead back, to each other and to nothing neither loop nor multiply", async () => {
  const folder = folderOf({ "a.csv": csv("甲") });
  symlinkSync("self", join(folder, "self"));
  symlinkSync("gone.csv", join(folder, "dangling.csv"));
  for (let depth = 0; depth < 24; depth++) {
    const at = join(folder, `d${depth}`);
    mkdirSync(at);
    for (const name of ["left", "right"]) symlinkSync(join("..", `d${(depth + 1) % 24}`), join(at, name));
  }
  symlinkSync("..", join(folder, "d0", "up"));
  const { messages, intake } = await readAll([folder]);
  expect(chat(messages)).toEqual(["customer 甲"]);
  expect(intake.errors.map(({ message, exit }) => [message, exit])).toEqual([
    ["读不了：没有这个文件", 3],
    ["读不了：是指向自己的链接", 3],
  ]);
});

test.skipIf(process.platform === "win32")("a pipe in a folder is not waited for", async () => {
  const folder = folderOf({ "a.csv": csv("甲") });
  execFileSync("mkfifo", [join(folder, "pipe.csv")]);
  expect(chat((await readAll([folder])).messages)).toEqual(["customer 甲"]);
});

test.skipIf(process.getuid?.() === 0)(
  "files and folders without permission are told, the others read",
  async () => {
    const folder = folderOf({ "a.csv": csv("甲"), "b.csv": csv("乙") });
    mkdirSync(join(folder, "closed"));
    chmodSync(join(folder, "closed"), 0);
    chmodSync(join(folder, "b.csv"), 0);
    const { messages, intake } = await readAll([folder]);
    chmodSync(join(folder, "closed"), 0o700);
    expect(chat(messages)).toEqual(["customer 甲"]);
    expect(intake.errors).toHaveLength(2);
  },
);

test("an error is told in English where that is asked for", async () => {
  const folder = folderOf({ "empty.csv": "" });
  const { intake } = await readAll([join(folder, "empty.csv"), join(folder, "none.csv")], { locale: "en" });
  expect(intake.errors.map(({ message }) => message).sort()).toEqual([
    "the file is empty (0 bytes)",
    "there is no such file, and no file matches this pattern",
  ]);
});

/** Reads a file of 20,000 rows and meddles with it after the first message. */
async function readWhile(meddle: (path: string) => void) {
  const rows = Array.from({ length: 20_000 }, (_, at) => `2026-11-16 09:00:00,买家,第 ${at} 句`).join("\n");
  const path = join(folderOf({}), "week.csv");
  writeFileSync(path, `时间,角色,内容\n${rows}\n`);
  const intake = await readInputs([path], { timezone: "Asia/Shanghai" });
  let messages = 0;
  for await (const batch of intake.messages) {
    if (messages === 0) meddle(path);
    messages += batch.length;
  }
  return { messages, intake };
}

test("what is written while a file is read is left to the next run, and told", async () => {
  const { messages, intake } = await readWhile((path) =>
    appendFileSync(path, "2026-11-16 10:00:00,买家,后来\n"),
  );
  expect([messages, intake.errors]).toEqual([20_000, []]);
  expect(intake.diagnostics.list()).toMatchObject([{ code: "file-changed", level: "warning", count: 1 }]);
});

test("a file that shrinks while it is read is told", async () => {
  const { intake } = await readWhile((path) => truncateSync(path, 300_000));
  expect(intake.diagnostics.count("file-changed")).toBe(1);
});

test("a pipe that breaks off, and one that never ends", async () => {
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from(csv("甲"));
      throw new Error("pipe closed");
    })(),
  );
  expect((await readAll(["-"], { stdin: broken })).intake.errors).toMatchObject([
    { exit: 3, message: expect.stringContaining("pipe closed") },
  ]);
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(1 << 20, "x\n");
    })(),
  );
  const { intake } = await readAll(["-"], { stdin: endless, limits: { pipeBytes: 40 << 20 } });
  expect(intake.errors).toMatchObject([{ exit: 3, message: expect.stringContaining("已停止") }]);
});
