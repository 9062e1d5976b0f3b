import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../../src/errors.ts";
import { ChunkList } from "../../src/parallel/claims.ts";
import { failureOf, type WorkerSum, type WorkerTask } from "../../src/parallel/threads.ts";

// A worker that lists its chunks, and at one of them ends as the plan says.

export interface Plan {
  how: "exit" | "memory" | "throw" | "full" | "never";
  /** Where it ends. */
  at: number;
  /** Ends there only once: remembers in this folder that it did. */
  folder: string | null;
}

const { plan, chunks, worker } = workerData as WorkerTask<Plan>;

function end(): void {
  if (plan.folder !== null) {
    const mark = join(plan.folder, "ended");
    if (existsSync(mark)) return;
    writeFileSync(mark, "");
  }
  if (plan.how === "exit") process.exit(5);
  if (plan.how === "full") throw new UserError(3, "disk full", { hint: "free some" });
  if (plan.how === "throw") throw new RangeError("broken");
  if (plan.how === "memory") {
    const held: unknown[] = [];
    for (;;) held.push(new Array(100_000).fill(held.length));
  }
}

const chunksPerSum = 3;

let done: number[] = [];
const send = (isLast: boolean) => {
  const sum: WorkerSum<number[]> = { state: done, chunks: done, isLast };
  parentPort!.postMessage(sum);
  done = [];
};
try {
  for (const chunk of new ChunkList(chunks).take(worker)) {
    if (done.length === chunksPerSum) send(false);
    if (chunk === plan.at) end();
    done.push(chunk);
  }
  send(true);
} catch (error) {
  parentPort!.postMessage(failureOf(error));
}
