import { Readable, Writable } from "node:stream";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { progress } from "../../src/cli/progress.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function terminal(isTTY: boolean, env: Record<string, string> = {}): { io: Io; text: () => string } {
  let text = "";
  const stderr = Object.assign(
    new Writable({
      write(chunk, _, done) {
        text += String(chunk);
        done();
      },
    }),
    { isTTY },
  );
  const io = { stdin: Readable.from([]), stdout: stderr, stderr, env, cwd: () => "." };
  return { io, text: () => text };
}

it("shows stage, rate and the time that is left, and wipes the line at the end", () => {
  const { io, text } = terminal(true);
  const bar = progress(io, true, "zh");
  vi.advanceTimersByTime(10_000);
  bar.report({ stage: "read", messages: 50_000, share: 0.25 });
  expect(text()).toContain("读取 50,000 条消息，每秒 5,000 条，还要约 30 秒");
  vi.advanceTimersByTime(1000);
  bar.report({ stage: "judge", messages: 0, share: 0 });
  expect(text()).toContain("质检 …");
  vi.advanceTimersByTime(10_000);
  bar.report({ stage: "judge", messages: 20_000, share: 0.1 });
  expect(text()).toContain("质检 20,000 条消息，每秒 2,000 条，还要约 1 分 30 秒");
  bar.done();
  expect(text().endsWith("\r\u001b[K")).toBe(true);
});

it("does not guess the end of a pipe", () => {
  const { io, text } = terminal(true);
  const bar = progress(io, true, "en");
  vi.advanceTimersByTime(10_000);
  bar.report({ stage: "read", messages: 5000, share: null });
  expect(text()).toContain("reading: 5,000 messages, 500 a second");
  expect(text()).not.toContain("left");
});

it.each([
  ["in a pipe", terminal(false), true],
  ["in CI", terminal(true, { CI: "true" }), true],
  ["with --no-progress", terminal(true), false],
])("says nothing %s", (_, { io, text }, wanted) => {
  const bar = progress(io, wanted, "zh");
  vi.advanceTimersByTime(10_000);
  bar.report({ stage: "read", messages: 50_000, share: 0.5 });
  bar.done();
  expect(text()).toBe("");
});

it("says nothing of what is done in a second", () => {
  const { io, text } = terminal(true);
  const bar = progress(io, true, "zh");
  vi.advanceTimersByTime(900);
  bar.report({ stage: "read", messages: 5000, share: 0.9 });
  bar.done();
  expect(text()).toBe("");
});
