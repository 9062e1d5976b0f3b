import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/**
 * Room for many bytes, which goes back to the system when they are given up: what could be resized is made of
 * pages. Other buffers are taken from `malloc`, and of a large one that is freed, glibc learns to keep as much
 * for those to come.
 */
export const pages = (bytes: number): Buffer =>
  Buffer.from(new ArrayBuffer(bytes, { maxByteLength: bytes }), 0, bytes);

/** Gives such room back at once; it is not to be used any more. */
export function giveBack(bytes: Buffer): void {
  (bytes.buffer as ArrayBuffer).resize(0);
}

/** The bytes of a file that nobody writes to. */
export function readPages(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = pages(fstatSync(file).size);
    for (let at = 0; at < bytes.length; ) {
      const got = readSync(file, bytes, at, bytes.length - at, null);
      if (got === 0) throw new Error(`${path}: ${at} of ${bytes.length} bytes`);
      at += got;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}
