import { describe, expect, it } from "vitest";
import { ChunkList } from "../../src/parallel/claims.ts";
import { inThreads } from "../../src/parallel/threads.ts";
import { folder } from "../support/chats.ts";
import type { Plan } from "./dying-worker.ts";

const chunks = 20;

async function run(plan: Plan, threads: number) {
  const deaths: (number | null)[] = [];
  const done: number[] = [];
  await inThreads<Plan, number[]>({
    module: new URL("./dying-worker.ts", import.meta.url),
    plan,
    chunks,
    threads,
    onState: (state) => done.push(...state),
    onDeath: (chunk) => deaths.push(chunk),
  });
  return { done: done.sort((a, b) => a - b), deaths };
}

const all = Array.from({ length: chunks }, (_, chunk) => chunk);

describe("work in threads", () => {
  it.each([1, 2, 7])("does every chunk once: %i threads", async (threads) => {
    expect(await run({ how: "never", at: 0, folder: null }, threads)).toEqual({ done: all, deaths: [] });
  });

  it.each(["exit", "memory"] as const)(
    "does again what a dead worker had done since its last sum, and says so: %s",
    async (how) => {
      expect(await run({ how, at: 7, folder: folder() }, 2)).toEqual({ done: all, deaths: [7] });
    },
  );

  it("gives up at a chunk in hand at two deaths, and names it", async () => {
    await expect(run({ how: "exit", at: 7, folder: null }, 2)).rejects.toMatchObject({
      exit: 3,
      message: expect.stringContaining("第 8 块"),
    });
  });

  it("hands on what a worker throws", async () => {
    await expect(run({ how: "throw", at: 3, folder: null }, 2)).rejects.toThrow(new RangeError("broken"));
    await expect(run({ how: "full", at: 3, folder: null }, 2)).rejects.toMatchObject({
      name: "UserError",
      exit: 3,
      message: "disk full",
      hint: "free some",
    });
  });
});

describe("the thread that asks", () => {
  it("does its share of the chunks, each is done once", async () => {
    const own: number[] = [];
    const others: number[] = [];
    await inThreads<Plan, number[]>({
      module: new URL("./dying-worker.ts", import.meta.url),
      plan: { how: "never", at: 0, folder: null },
      chunks,
      threads: 1,
      here: (chunk) => own.push(chunk),
      onState: (state) => others.push(...state),
      onDeath: () => {},
    });
    expect(own.length).toBeGreaterThan(0);
    expect([...own, ...others].sort((a, b) => a - b)).toEqual(all);
  });

  it("stops the others where it fails", async () => {
    const failing = inThreads<Plan, number[]>({
      module: new URL("./dying-worker.ts", import.meta.url),
      plan: { how: "never", at: 0, folder: null },
      chunks,
      threads: 2,
      here: () => {
        throw new RangeError("here");
      },
      onState: () => {},
      onDeath: () => expect.unreachable(),
    });
    await expect(failing).rejects.toThrow(new RangeError("here"));
  });
});

describe("the list of chunks", () => {
  it("gives each chunk to one worker, and frees those of a dead one", () => {
    const list = ChunkList.of(3);
    const first = list.take(1);
    expect([first.next().value, first.next().value]).toEqual([0, 1]);
    expect(list.heldBy(1)).toBe(1);
    expect([...list.take(2)]).toEqual([2]);
    expect(list.heldBy(2)).toBeNull();
    list.arrive([0]);
    list.free(1);
    expect([...list.take(3)]).toEqual([1]);
    expect(list.share()).toBe(1);
  });
});
