import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { audit } from "../../src/index.ts";
import { demo } from "../demo/truth.ts";
import { folder } from "../support/chats.ts";

/** More than is kept of a pipe in memory. */
const pipeBytes = 40 * 2 ** 20;

/** An audit of a pipe that does not end, at the moment when it has a temporary file. */
async function underWay(tempDir: string, out: string): Promise<ChildProcess> {
  const args = [
    "tests/cli/zhijian.ts",
    "audit",
    "-",
    "--temp-dir",
    tempDir,
    "-f",
    "json",
    "-o",
    out,
    "--quiet",
  ];
  const child = spawn(process.execPath, ["--import", "tsx", ...args], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  child.stdin!.on("error", () => {});
  child.stdin!.write("时间,角色,客户,内容\n");
  child.stdin!.write(Buffer.alloc(pipeBytes, "2026-11-16 09:00:00,买家,青团,在吗\n"));
  while (readdirSync(tempDir).length === 0) await setTimeout(20);
  return child;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  const [exit] = (await once(child, "exit")) as [number | null];
  return exit;
}

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s ends with %i, without report and temporary files", async (signal, exit) => {
  const tempDir = folder();
  const out = join(folder(), "report.json");
  expect(await ended(await underWay(tempDir, out), signal)).toBe(exit);
  expect(readdirSync(tempDir)).toEqual([]);
  expect(existsSync(out)).toBe(false);
});

it("signals are heard while conversations that memory holds are judged", async () => {
  let heard = 0;
  // Signals come with the rounds of the event loop, of which a pause is one; timers may need a second one.
  let next: NodeJS.Immediate;
  const listen = () => {
    heard += 1;
    next = setImmediate(listen);
  };
  listen();
  const atSteps: number[] = [];
  await audit([join(demo, "exports")], {
    onProgress({ stage }) {
      if (stage === "judge") atSteps.push(heard);
    },
  });
  clearImmediate(next!);
  expect(atSteps.at(-1)).toBeGreaterThan(atSteps[0]!);
});

it("what kill -9 leaves, the next run removes", async () => {
  const tempDir = folder();
  const out = join(folder(), "report.json");
  await ended(await underWay(tempDir, out), "SIGKILL");
  expect(readdirSync(tempDir)).toHaveLength(1);
  expect(existsSync(out)).toBe(false);
  const next = spawn(process.execPath, [
    "--import",
    "tsx",
    "tests/cli/zhijian.ts",
    "convert",
    "fixtures/formats/ndjson",
    "--temp-dir",
    tempDir,
  ]);
  next.stdout.resume();
  await once(next, "close");
  expect(readdirSync(tempDir)).toEqual([]);
});
