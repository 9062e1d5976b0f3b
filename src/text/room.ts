import { pages } from "./pages.ts";
import { NamelessFile } from "./temp-folder.ts";

/** A part of a room. */
export interface RoomBlock {
  /** Bytes from a place on, at most so many as there are in the block; they are valid until the next are read. */
  read: (at: number, bytes: number) => Buffer;
  write: (bytes: Uint8Array, at: number) => void;
}

export interface RoomOptions {
  /** Bytes that are held in memory. */
  held?: number | undefined;
  /** Folder for the temporary file; the system's by default. */
  tempDir?: string | undefined;
}

/**
 * Room for bytes that are needed now and then: in memory as long as they are few, the others in a temporary
 * file.
 */
export class Room {
  readonly #tempDir: string | undefined;
  #left: number;
  #file: NamelessFile | null = null;
  /** Bytes of the file that are given away. */
  #end = 0;

  constructor({ held = 1 << 24, tempDir }: RoomOptions = {}) {
    this.#left = held;
    this.#tempDir = tempDir;
  }

  /** Whether all blocks are in memory. */
  get isAtHand(): boolean {
    return this.#file === null;
  }

  /** A new part of so many bytes. Throws UserError (exit 2) where there is no place for a temporary file. */
  block(bytes: number): RoomBlock {
    if (this.#file === null && bytes <= this.#left) {
      this.#left -= bytes;
      return new HeldBlock(bytes);
    }
    this.#file ??= new NamelessFile(this.#tempDir);
    const start = this.#end;
    this.#end += bytes;
    return new FileBlock(this.#file, start, bytes);
  }

  /** Gives up what is in the file; nothing in the room is to be used any more. */
  close(): void {
    this.#file?.close();
  }
}

class HeldBlock implements RoomBlock {
  readonly #bytes: Buffer;

  constructor(bytes: number) {
    this.#bytes = pages(bytes);
  }

  read(at: number, bytes: number): Buffer {
    return this.#bytes.subarray(at, at + bytes);
  }

  write(bytes: Uint8Array, at: number): void {
    this.#bytes.set(bytes, at);
  }
}

class FileBlock implements RoomBlock {
  readonly #file: NamelessFile;
  readonly #start: number;
  readonly #bytes: number;

  constructor(file: NamelessFile, start: number, bytes: number) {
    this.#file = file;
    this.#start = start;
    this.#bytes = bytes;
  }

  read(at: number, bytes: number): Buffer {
    return this.#file.read(this.#start + at, Math.min(bytes, this.#bytes - at));
  }

  write(bytes: Uint8Array, at: number): void {
    this.#file.write(bytes, this.#start + at);
  }
}
