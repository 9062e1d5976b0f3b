import type { Room, RoomBlock } from "./room.ts";

/** Bytes of a block; what is longer has one of its own, which stands where several would. */
const blockBytes = 1 << 18;
/** Room is given in multiples of this, so that what one leaves another of about its length can take. */
const step = 64;
/** The length of each stands before it. */
const headBytes = 4;
/** So many bytes are read at first: most are no longer. */
const readAtFirst = 1 << 10;

/**
 * Texts, as UTF-8, and bytes outside the heap. The garbage collector walks and copies what is in the heap again
 * and again, and lets it grow in proportion; here each takes the room that it needs, once.
 */
export class ByteStore {
  readonly #room: Room;
  /** By the number of the place where each begins. */
  readonly #blocks: RoomBlock[] = [];
  /** Bytes in use of the last block. */
  #used = blockBytes;
  /** Where there is room again, by its size in steps. */
  readonly #free = new Map<number, number[]>();
  /** What is being written. */
  #record = Buffer.allocUnsafe(0);

  constructor(room: Room) {
    this.#room = room;
  }

  /** Whether all of it is in memory. */
  get isAtHand(): boolean {
    return this.#room.isAtHand;
  }

  /** Keeps a text or a copy of bytes; gives its place. Throws UserError (exit 2 or 3) where the disk has no room. */
  add(content: string | Uint8Array): number {
    const length = typeof content === "string" ? Buffer.byteLength(content) : content.length;
    const steps = stepsFor(length);
    const place = this.#free.get(steps)?.pop() ?? this.#newPlace(steps * step);
    if (this.#record.length < headBytes + length) this.#record = Buffer.allocUnsafe(steps * step * 2);
    this.#record.writeUInt32LE(length);
    if (typeof content === "string") this.#record.write(content, headBytes);
    else this.#record.set(content, headBytes);
    const [block, start] = this.#at(place);
    block.write(this.#record.subarray(0, headBytes + length), start);
    return place;
  }

  /** The bytes at a place, until anything else is read or written. */
  bytes(place: number): Buffer {
    const [block, start] = this.#at(place);
    const first = block.read(start, readAtFirst);
    const length = first.readUInt32LE();
    if (headBytes + length <= first.length) return first.subarray(headBytes, headBytes + length);
    return block.read(start + headBytes, length);
  }

  /** Gives up what is at a place. */
  drop(place: number): void {
    const [block, start] = this.#at(place);
    const steps = stepsFor(block.read(start, headBytes).readUInt32LE());
    const places = this.#free.get(steps);
    if (places === undefined) this.#free.set(steps, [place]);
    else places.push(place);
  }

  #newPlace(size: number): number {
    if (this.#used + size > blockBytes) {
      this.#blocks.push(this.#room.block(Math.max(size, blockBytes)));
      this.#used = 0;
    }
    const place = (this.#blocks.length - 1) * blockBytes + this.#used;
    this.#used += size;
    return place;
  }

  #at(place: number): [block: RoomBlock, start: number] {
    return [this.#blocks[Math.floor(place / blockBytes)]!, place % blockBytes];
  }
}

const stepsFor = (length: number): number => Math.ceil((headBytes + length) / step);
