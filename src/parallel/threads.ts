import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { UserError } from "../errors.ts";
import { ChunkList } from "./claims.ts";

/** What a worker finds in its `workerData`. */
export interface WorkerTask<Plan> {
  plan: Plan;
  /** Shared memory of the list of chunks. */
  chunks: SharedArrayBuffer;
  worker: number;
}

/** What a worker sends, now and then and when no chunk is left. */
export interface WorkerSum<State> {
  /** The sum of these chunks. */
  state: State;
  chunks: readonly number[];
  /** Nothing follows. */
  isLast: boolean;
}

/** A sum, or what the worker threw. */
export type WorkerMessage<State> = WorkerSum<State> | Failure;

/** Of an error only the message comes out of a thread; this is what a UserError says beside it. */
interface Failure {
  error: Error;
  told: Pick<UserError, "exit" | "hint"> | null;
}

/** What a worker sends of an error. */
export function failureOf(error: unknown): Failure {
  const told = error instanceof UserError ? { exit: error.exit, hint: error.hint } : null;
  return { error: error as Error, told };
}

export interface ThreadOptions<Plan, State> {
  /** Module that a worker runs. */
  module: URL;
  /** The same for all workers; it is copied to each. */
  plan: Plan;
  chunks: number;
  /** How many workers to start. */
  threads: number;
  /** Takes the sums of workers, as they come; together they hold every chunk that was not done `here`, once. */
  onState: (state: State) => void;
  /** Called now and then with the part of the chunks that is done, 0–1. */
  onShare?: (share: number) => void;
  /** Does a chunk in this thread, which would only wait otherwise and has its word lists already. */
  here?: (chunk: number) => void;
  /** A worker died; what it had done is being done again. */
  onDeath: (chunk: number | null, cause: Error) => void;
}

/** Number of the main thread in the list of chunks. */
const mainThread = 1;

/** How often the part that is done is told, ms. */
const shareEvery = 200;

/** Largest heap of a worker, MB: it holds one chunk, the lists of words, and its sums. */
const heapMb = 1024;

/** Room for what is young, MB: more of it saves little time and is held by every worker. */
const youngMb = 16;

/**
 * Has chunks of work done in threads. What a dead worker had done since its last sum is done again, by
 * another. Throws UserError (exit 3) where a chunk was in hand at two deaths, and what workers throw.
 */
export async function inThreads<Plan, State>(options: ThreadOptions<Plan, State>): Promise<void> {
  const { chunks, threads, onDeath } = options;
  const list = ChunkList.of(chunks);
  const running = new Set<Worker>();
  const fatal = new Set<number | null>();
  let workers = mainThread;
  let isOver = false;
  const work = async (): Promise<void> => {
    workers += 1;
    const worker = workers;
    try {
      await workOf(options, list, worker, running);
    } catch (error) {
      if (!(error instanceof WorkerDeath) || isOver) throw error;
      const chunk = list.heldBy(worker);
      if (fatal.has(chunk)) throw givingUp(chunk, error);
      fatal.add(chunk);
      list.free(worker);
      onDeath(chunk, error);
      return work();
    }
  };
  const ownShare = async () => {
    if (options.here === undefined) return;
    for (const chunk of list.take(mainThread)) {
      options.here(chunk);
      // Between two chunks there is time to hear of workers.
      await setImmediate();
    }
  };
  const telling = setInterval(() => options.onShare?.(list.share()), shareEvery);
  try {
    const workersShare = Promise.all(Array.from({ length: Math.min(threads, chunks) }, work));
    await Promise.all([workersShare, ownShare()]);
  } finally {
    isOver = true;
    clearInterval(telling);
    await Promise.all([...running].map((worker) => worker.terminate()));
  }
}

/** A thread that ended before its last sum. */
class WorkerDeath extends Error {}

/** One worker from its start to its last sum. */
function workOf<Plan, State>(
  { module, plan, onState }: ThreadOptions<Plan, State>,
  list: ChunkList,
  worker: number,
  running: Set<Worker>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const workerData: WorkerTask<Plan> = { plan, chunks: list.shared, worker };
    const resourceLimits = { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: youngMb };
    const thread = new Worker(module, { workerData, resourceLimits });
    running.add(thread);
    // What comes after its death is done again by another.
    const die = (message: string, cause?: Error) => {
      thread.removeAllListeners("message");
      reject(new WorkerDeath(message, { cause }));
    };
    thread.on("message", (message: WorkerMessage<State>) => {
      if ("error" in message) return reject(errorOf(message));
      list.arrive(message.chunks);
      try {
        onState(message.state);
      } catch (error) {
        return reject(error);
      }
      if (message.isLast) resolve();
    });
    thread.once("error", (error) => die(error.message, error));
    thread.once("exit", (code) => {
      running.delete(thread);
      die(`exit ${code}`);
    });
  });
}

function errorOf({ error, told }: Failure): Error {
  if (told === null) return error;
  const { exit, hint } = told;
  return new UserError(exit, error.message, { ...(hint !== null && { hint }), cause: error });
}

function givingUp(chunk: number | null, cause: WorkerDeath): UserError {
  const which = chunk === null ? "" : ` ${chunk + 1}`;
  return new UserError(
    3,
    `第${which} 块会话两次没有算完：${cause.message} / two workers died at chunk${which}: ${cause.message}`,
    {
      hint: "请用 --threads 1 再试；内存不够时请关掉别的程序。Try --threads 1, and give it more memory.",
      cause,
    },
  );
}
