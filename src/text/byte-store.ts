import { pages } from "./pages.ts";

/** Bytes of a block; what is longer has one of its own. */
const blockBytes = 1 << 18;
/** Room is given in multiples of this, so that what one leaves another of about its length can take. */
const step = 64;
/** The length of each stands before it. */
const headBytes = 4;

/**
 * Texts, as UTF-8, and bytes outside the heap. The garbage collector walks and copies what is in the heap again
 * and again, and lets it grow in proportion; here each takes the room that it needs, once.
 */
export class ByteStore {
  readonly #blocks: Buffer[] = [];
  /** Bytes in use of the last block. */
  #used = blockBytes;
  /** Where there is room again, by its size in steps. */
  readonly #free = new Map<number, number[]>();

  /** Keeps a text or a copy of bytes; gives its place. */
  add(content: string | Uint8Array): number {
    const length = typeof content === "string" ? Buffer.byteLength(content) : content.length;
    const steps = stepsFor(length);
    const place = this.#free.get(steps)?.pop() ?? this.#newPlace(steps * step);
    const [block, start] = this.#at(place);
    block.writeUInt32LE(length, start);
    if (typeof content === "string") block.write(content, start + headBytes);
    else block.set(content, start + headBytes);
    return place;
  }

  /** The text at a place. */
  text(place: number): string {
    return this.bytes(place).toString();
  }

  /** The bytes at a place, as long as they stand there. */
  bytes(place: number): Buffer {
    const [block, start] = this.#at(place);
    const from = start + headBytes;
    return block.subarray(from, from + block.readUInt32LE(start));
  }

  /** Gives up what is at a place. */
  drop(place: number): void {
    const [block, start] = this.#at(place);
    const steps = stepsFor(block.readUInt32LE(start));
    const places = this.#free.get(steps);
    if (places === undefined) this.#free.set(steps, [place]);
    else places.push(place);
  }

  #newPlace(size: number): number {
    if (this.#used + size > blockBytes) {
      this.#blocks.push(pages(Math.max(size, blockBytes)));
      this.#used = 0;
    }
    const place = (this.#blocks.length - 1) * blockBytes + this.#used;
    this.#used += size;
    return place;
  }

  #at(place: number): [block: Buffer, start: number] {
    return [this.#blocks[Math.floor(place / blockBytes)]!, place % blockBytes];
  }
}

const stepsFor = (length: number): number => Math.ceil((headBytes + length) / step);
