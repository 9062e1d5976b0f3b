import { Readable, Writable } from "node:stream";
import type { Io } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";

/** What came of a command. */
export interface Outcome {
  exit: number;
  stdout: string;
  stderr: string;
}

export interface Given {
  cwd?: string;
  stdin?: string | NodeJS.ReadableStream;
  env?: Record<string, string>;
  /** Both streams are a terminal. */
  isTTY?: boolean;
}

class Collector extends Writable {
  readonly #chunks: Buffer[] = [];
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.#chunks.push(Buffer.from(chunk));
    done();
  }
  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}

/** Runs a command line in a world of its own. */
export async function zhijian(args: readonly string[], given: Given = {}): Promise<Outcome> {
  const { cwd = process.cwd(), stdin = "", env = {}, isTTY = false } = given;
  const stdout = Object.assign(new Collector(), { isTTY });
  const stderr = Object.assign(new Collector(), { isTTY });
  const io: Io = {
    stdin: typeof stdin === "string" ? Readable.from([Buffer.from(stdin)]) : stdin,
    stdout,
    stderr,
    env,
    cwd: () => cwd,
  };
  const exit = await main(args, io);
  return { exit, stdout: stdout.text, stderr: stderr.text };
}

/** Input that breaks off in the middle. */
export function brokenPipe(text: string): NodeJS.ReadableStream {
  async function* breaking() {
    yield text;
    throw Object.assign(new Error("read EIO"), { code: "EIO" });
  }
  return Readable.from(breaking());
}
