import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { UserError } from "../errors.ts";
import { TempFolder } from "../text/temp-folder.ts";
import { InputError, type Sentence } from "./input-error.ts";
import type { Limits } from "./limits.ts";

/** The bytes of one input, readable from the start as often as wanted. */
export interface Content {
  /** As given on the command line; inside an archive `a.zip!inner/b.log`. */
  file: string;
  /** Lower case, with its dot; '' without one. */
  extension: string;
  /** Where the bytes stand; null where they can only be streamed, out of an archive. */
  where: { path: string } | { bytes: Buffer } | null;
  /** Infinity where only reading tells. */
  size: number;
  stream(): AsyncIterable<Uint8Array>;
  /** Whether the file is no longer the one that was opened: somebody writes to it. */
  hasChanged(): Promise<boolean>;
  /** Removes what was written to disk for this input. */
  close(): Promise<void>;
}

const chunkBytes = 256 * 1024;
/** So much of a pipe or of an archive's member stays in memory. */
const inMemoryBytes = 32 * 2 ** 20;

/** Opens a file; throws InputError (exit 3) where it cannot be read. */
export async function openFile(path: string, limits: Limits, tempDir?: string): Promise<Content> {
  try {
    const info = await stat(path);
    if (!info.isFile()) return await spool(path, createReadStream(path), limits, tempDir);
    // Opened once here, so that a file without permission fails before anything is read.
    await (await open(path, "r")).close();
    return {
      ...onDisk(path, path, info.size),
      hasChanged: async () => {
        const now = await stat(path).catch(() => null);
        return now === null || now.size !== info.size || now.mtimeMs !== info.mtimeMs;
      },
    };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** Reads a pipe to its end, in memory or in a temporary file. Throws UserError (exit 3) where it breaks off. */
export async function spool(
  file: string,
  stream: NodeJS.ReadableStream,
  limits: Limits,
  tempDir?: string,
): Promise<Content> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    const iterator = buffers(stream)[Symbol.asyncIterator]();
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return inMemory(file, Buffer.concat(chunks));
      chunks.push(next.value);
      size += next.value.length;
      if (size > inMemoryBytes) return await spoolToDisk(file, chunks, iterator, limits, tempDir);
    }
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

async function* buffers(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield Buffer.from(chunk as string | Uint8Array);
}

async function spoolToDisk(
  file: string,
  head: readonly Buffer[],
  rest: AsyncIterator<Buffer>,
  { pipeBytes }: Limits,
  tempDir: string | undefined,
): Promise<Content> {
  const folder = new TempFolder(tempDir);
  const name = "input";
  let size = 0;
  const keep = (chunk: Buffer) => {
    folder.append(name, chunk);
    size += chunk.length;
  };
  try {
    for (const chunk of head) keep(chunk);
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      keep(next.value);
      if (size > pipeBytes) throw endless(file, pipeBytes);
    }
  } catch (cause) {
    folder.remove();
    throw cause;
  }
  return { ...onDisk(file, join(folder.path, name), size), close: async () => folder.remove() };
}

function onDisk(file: string, path: string, size: number): Content {
  return {
    ...kept(file),
    where: { path },
    size,
    // What is appended while the file is read belongs to the next run.
    async *stream() {
      if (size === 0) return;
      try {
        yield* createReadStream(path, { highWaterMark: chunkBytes, end: size - 1 });
      } catch (cause) {
        throw unreadable(file, cause);
      }
    },
  };
}

/** Content that is in memory. */
function inMemory(file: string, bytes: Buffer): Content {
  return {
    ...kept(file),
    where: { bytes },
    size: bytes.length,
    async *stream() {
      for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
  };
}

/** What comes out of an archive: kept in memory once a short one was read to its end, else unpacked by each reading. */
export function unpacked(file: string, bytes: () => AsyncIterable<Buffer>): Content {
  let whole: Content | null = null;
  return {
    ...kept(file),
    where: null,
    size: Number.POSITIVE_INFINITY,
    async *stream() {
      if (whole !== null) {
        yield* whole.stream();
        return;
      }
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of bytes()) {
        size += chunk.length;
        if (size <= inMemoryBytes) chunks.push(chunk);
        yield chunk;
      }
      if (size <= inMemoryBytes) whole = inMemory(file, Buffer.concat(chunks));
    },
  };
}

/** The same content, read into memory where it could only be streamed. Throws InputError beyond the limit. */
export async function held(content: Content, { heldBytes }: Limits): Promise<Content> {
  if (content.where !== null) return content;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content.stream()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > heldBytes) throw tooLargeInArchive(content.file, heldBytes);
  }
  return { ...content, where: { bytes: Buffer.concat(chunks) } };
}

/** The same content, ending where it cannot be read on: what was read of its last record is then accounted for. */
export function endingEarly(content: Content, onFailure: (error: InputError) => void): Content {
  return {
    ...content,
    async *stream() {
      try {
        yield* content.stream();
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        onFailure(error);
      }
    },
  };
}

function kept(file: string): Pick<Content, "file" | "extension" | "hasChanged" | "close"> {
  return {
    file,
    extension: extname(file).toLowerCase(),
    hasChanged: async () => false,
    close: async () => {},
  };
}

function tooLargeInArchive(file: string, limit: number): InputError {
  const size = `${Math.round(limit / 2 ** 20)} MB`;
  return new InputError(
    3,
    {
      zh: `压缩包里的这个文件太大（上限 ${size}），没有读`,
      en: `this file inside an archive is larger than ${size} and was not read`,
    },
    { place: { file }, hint: { zh: "请先解压再试。", en: "Unpack it first." } },
  );
}

function endless(file: string, limit: number): InputError {
  const size = `${Math.round(limit / 2 ** 30)} GB`;
  return new InputError(
    3,
    { zh: `输入超过 ${size}，已停止`, en: `the input is larger than ${size}; stopped` },
    { place: { file } },
  );
}

const reasons: Readonly<Record<string, Sentence>> = {
  ENOENT: { zh: "没有这个文件", en: "there is no such file" },
  EACCES: { zh: "没有读取权限", en: "no permission to read it" },
  EPERM: { zh: "没有读取权限", en: "no permission to read it" },
  EISDIR: { zh: "是文件夹", en: "it is a folder" },
  ELOOP: { zh: "是指向自己的链接", en: "it is a link to itself" },
};

function unreadable(file: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  const reason = reasons[code ?? ""] ?? { zh: message, en: message };
  return new InputError(
    3,
    { zh: `读不了：${reason.zh}`, en: `cannot be read: ${reason.en}` },
    { place: { file }, cause },
  );
}
