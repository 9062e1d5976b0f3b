/** Numbers, texts and bytes, one after the other, as bytes. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(1 << 12);
  #length = 0;
  /** What was taken of the bytes, and stands before the rest until the next is written. */
  #taken = 0;

  /** Bytes that were written and not taken. */
  get length(): number {
    return this.#length - this.#taken;
  }

  /**
   * What was written since the last time, but for a rest that makes no whole group of so many bytes; valid
   * until the next is written.
   */
  take(group = 1): Buffer {
    const from = this.#taken;
    this.#taken = this.#length - ((this.#length - from) % group);
    return this.#bytes.subarray(from, this.#taken);
  }

  /** A whole number, the smaller the shorter. Throws RangeError where it is none from 0 to 2^53. */
  number(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`no whole number: ${value}`);
    this.#room(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number with its sign in the lowest bit. Throws RangeError where it is none between -2^52 and 2^52. */
  integer(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  fraction(value: number): void {
    this.#room(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  text(text: string): void {
    const length = Buffer.byteLength(text);
    this.number(length);
    this.#room(length);
    this.#length += this.#bytes.write(text, this.#length);
  }

  bytes(bytes: Uint8Array): void {
    this.number(bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #room(bytes: number): void {
    if (this.#taken > 0) {
      this.#bytes.copyWithin(0, this.#taken, this.#length);
      this.#length -= this.#taken;
      this.#taken = 0;
    }
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe((this.#length + bytes) * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Reads what a `ByteWriter` wrote, in the same order. Throws RangeError beyond the end. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor({ buffer, byteOffset, length }: Uint8Array) {
    this.#bytes = Buffer.from(buffer, byteOffset, length);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError("ends early");
      if (byte < 0x80) return value + byte * scale;
      value += (byte - 0x80) * scale;
    }
  }

  integer(): number {
    const value = this.number();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  fraction(): number {
    const from = this.#skip(8);
    return this.#bytes.readDoubleLE(from);
  }

  text(): string {
    const length = this.number();
    const from = this.#skip(length);
    return this.#bytes.toString("utf8", from, from + length);
  }

  /** A copy, as the rest need not stay for them. */
  bytes(): Uint8Array {
    const length = this.number();
    const from = this.#skip(length);
    return Uint8Array.prototype.slice.call(this.#bytes, from, from + length);
  }

  #skip(bytes: number): number {
    const from = this.#at;
    this.#at += bytes;
    if (this.#at > this.#bytes.length) throw new RangeError("ends early");
    return from;
  }
}
