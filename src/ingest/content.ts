import { createReadStream } from "node:fs";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { Readable } from "node:stream";
import { UserError } from "../errors.ts";

/** The bytes of one input, readable from the start as often as wanted. */
export interface Content {
  /** As given on the command line. */
  file: string;
  /** Lower case, with its dot; '' without one. */
  extension: string;
  /** Where the bytes stand: on disk, or in memory. */
  where: { path: string } | { bytes: Buffer };
  size: number;
  stream(): AsyncIterable<Uint8Array>;
  /** Removes what was written to disk for this input. */
  close(): Promise<void>;
}

const chunkBytes = 256 * 1024;
/** A pipe of at most this many bytes stays in memory, a longer one goes to a private temporary file. */
const spoolBytes = 32 * 2 ** 20;

/** Opens a file; throws UserError (exit 3) where it cannot be read. */
export async function openFile(path: string): Promise<Content> {
  try {
    const info = await stat(path);
    if (!info.isFile()) return spool(path, createReadStream(path));
    // Opened once here, so that a file without permission fails before anything is read.
    await (await open(path, "r")).close();
    return onDisk(path, path, info.size, async () => {});
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** Reads a pipe to its end, in memory or in a temporary file. */
export async function spool(file: string, stream: NodeJS.ReadableStream): Promise<Content> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const iterator = stream[Symbol.asyncIterator]();
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return inMemory(file, Buffer.concat(chunks));
      const chunk = Buffer.from(next.value as string | Uint8Array);
      chunks.push(chunk);
      size += chunk.length;
      if (size > spoolBytes) return await spoolToDisk(file, chunks, iterator);
    }
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

async function spoolToDisk(
  file: string,
  head: readonly Buffer[],
  rest: AsyncIterator<string | Buffer>,
): Promise<Content> {
  const folder = await mkdtemp(join(tmpdir(), "zhijian-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, "input");
    const handle = await open(path, "wx", 0o600);
    let size = 0;
    try {
      for (const chunk of head) size += (await handle.write(chunk)).bytesWritten;
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
        size += (await handle.write(Buffer.from(next.value as string))).bytesWritten;
      }
    } finally {
      await handle.close();
    }
    return onDisk(file, path, size, remove);
  } catch (cause) {
    await remove();
    throw cause;
  }
}

function onDisk(file: string, path: string, size: number, close: () => Promise<void>): Content {
  return {
    file,
    extension: extname(file).toLowerCase(),
    where: { path },
    size,
    // What is appended while the file is read belongs to the next run.
    stream: () =>
      size === 0 ? Readable.from([]) : createReadStream(path, { highWaterMark: chunkBytes, end: size - 1 }),
    close,
  };
}

/** Content that is in memory: a short pipe. */
function inMemory(file: string, bytes: Buffer): Content {
  return {
    file,
    extension: extname(file).toLowerCase(),
    where: { bytes },
    size: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
    close: async () => {},
  };
}

function unreadable(file: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  const reason =
    { ENOENT: "没有这个文件", EACCES: "没有读取权限", EPERM: "没有读取权限", EISDIR: "是文件夹" }[code] ??
    (cause as Error).message;
  return new UserError(3, `读不了：${reason}`, { place: { file }, cause });
}
