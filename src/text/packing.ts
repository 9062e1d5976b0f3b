// Sums in a file: plain data as bytes. JSON would take five times the room, and keep neither maps nor sets.

/** What follows in the bytes. */
const tags = {
  null: 0,
  undefined: 1,
  true: 2,
  false: 3,
  /** A whole number as a varint. */
  integer: 4,
  float: 5,
  text: 6,
  /** A list of whole numbers, each as the difference from the one before. */
  integers: 7,
  /** A list of texts by their numbers, likewise. */
  texts: 8,
  list: 9,
  map: 10,
  set: 11,
  object: 12,
  /** An object that the reader knows. */
  known: 13,
  bytes: 14,
} as const;

/** Differences of greater numbers would not be exact. */
const greatest = 2 ** 51;

const isWhole = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && Math.abs(value) < greatest;

/**
 * Plain data (objects, lists, maps, sets, texts, numbers, bytes) as base64. Maps, sets and members of objects are
 * put in order, so that equal data gives equal bytes; members that are undefined are left out. Objects in
 * `known` are written as their place in that list.
 */
export function pack(value: unknown, known: readonly object[] = []): string {
  return [...packInPieces(value, known)].join("");
}

/** The same piece by piece. What the members of objects and lists are is asked for when their turn has come. */
export function* packInPieces(value: unknown, known: readonly object[] = []): Generator<string> {
  const writer = new Writer(known);
  for (const _done of writer.stepsOf(value, steppedDepth)) yield writer.take();
  yield writer.end();
}

/** What `pack` wrote, with the same list of objects. Throws RangeError where it is damaged. */
export function unpack(packed: string, known: readonly object[] = []): unknown {
  return new Reader(Buffer.from(packed, "base64"), known).read();
}

/** Members of members to this depth are steps of their own. */
const steppedDepth = 3;

/** Names of members in order, and the number under which they were written. */
interface Shape {
  keys: readonly string[];
  number: number;
}

class Writer {
  /** What is done and was not taken, in base64; what is not, as bytes. */
  #packed = "";
  #bytes = Buffer.alloc(1 << 16);
  #length = 0;
  readonly #texts = new Map<string, number>();
  /** By the names of members, as they stand in an object. */
  readonly #shapes = new Map<string, Shape>();
  #shapeCount = 0;
  readonly #known: ReadonlyMap<object, number>;

  constructor(known: readonly object[]) {
    this.#known = new Map(known.map((object, index) => [object, index]));
  }

  /** What is done since this was last asked for. */
  take(): string {
    const packed = this.#packed;
    this.#packed = "";
    return packed;
  }

  end(): string {
    return this.take() + this.#bytes.toString("base64", 0, this.#length);
  }

  /** Writes a value member by member, and stops after each. */
  *stepsOf(value: unknown, depth: number): Generator<void> {
    for (const member of this.#begin(value, true)) {
      if (depth === 0) this.#write(member);
      else yield* this.stepsOf(member, depth - 1);
      yield;
    }
  }

  #write(value: unknown): void {
    for (const member of this.#begin(value)) this.#write(member);
  }

  /** Writes a value but for its members; these are to follow. `inTurn`: they are made one after the other. */
  #begin(value: unknown, inTurn = false): Iterable<unknown> {
    if (Array.isArray(value)) return this.#list(value);
    if (value instanceof Map) return this.#map(value);
    if (value instanceof Set) {
      this.#byte(tags.set);
      return [[...value].sort(inOrder)];
    }
    if (value instanceof Uint8Array) this.#bytesOf(value);
    else if (typeof value === "object" && value !== null)
      return this.#object(value as Record<string, unknown>, inTurn);
    else this.#single(value);
    return [];
  }

  #single(value: unknown): void {
    if (value === null) this.#byte(tags.null);
    else if (value === undefined) this.#byte(tags.undefined);
    else if (typeof value === "boolean") this.#byte(value ? tags.true : tags.false);
    else if (typeof value === "number") this.#number(value);
    else if (typeof value === "string") {
      this.#byte(tags.text);
      this.#text(value, 0);
    } else throw new TypeError(`no plain data: ${typeof value}`);
  }

  #number(value: number): void {
    if (isWhole(value)) {
      this.#byte(tags.integer);
      this.#difference(value);
      return;
    }
    this.#byte(tags.float);
    this.#room(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  #list(values: readonly unknown[]): readonly unknown[] {
    if (values.length > 0 && values.every(isWhole)) {
      this.#byte(tags.integers);
      this.#varint(values.length);
      let before = 0;
      for (const value of values) {
        this.#difference(value - before);
        before = value;
      }
      return [];
    }
    if (values.length > 0 && values.every((value) => typeof value === "string")) {
      this.#byte(tags.texts);
      this.#varint(values.length);
      let before = 0;
      for (const value of values) before = this.#text(value, before);
      return [];
    }
    this.#byte(tags.list);
    this.#varint(values.length);
    return values;
  }

  #map(map: ReadonlyMap<unknown, unknown>): readonly unknown[] {
    const entries = [...map].sort(([a], [b]) => inOrder(a, b));
    this.#byte(tags.map);
    return [entries.map(([key]) => key), entries.map(([, value]) => value)];
  }

  #bytesOf(bytes: Uint8Array): void {
    this.#byte(tags.bytes);
    this.#varint(bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #object(object: Readonly<Record<string, unknown>>, inTurn: boolean): Iterable<unknown> {
    const known = this.#known.get(object);
    if (known !== undefined) {
      this.#byte(tags.known);
      this.#varint(known);
      return [];
    }
    const names = Object.keys(object);
    const there = names.filter((name) => (inTurn && isMade(object, name)) || object[name] !== undefined);
    const { keys, number, isNew } = this.#shape(there);
    this.#byte(tags.object);
    this.#varint(number);
    if (isNew) this.#write(keys);
    return inTurn ? membersOf(object, keys) : keys.map((key) => object[key]);
  }

  #shape(names: readonly string[]): Shape & { isNew: boolean } {
    const id = JSON.stringify(names);
    const known = this.#shapes.get(id);
    if (known !== undefined) return { ...known, isNew: false };
    const keys = [...names].sort();
    const sortedId = JSON.stringify(keys);
    const sorted = this.#shapes.get(sortedId);
    const shape = sorted ?? { keys, number: this.#shapeCount };
    if (sorted === undefined) this.#shapeCount += 1;
    this.#shapes.set(id, shape).set(sortedId, shape);
    return { ...shape, isNew: sorted === undefined };
  }

  /** Writes the number of a text less `before`, and after a new number the text itself; gives the number. */
  #text(text: string, before: number): number {
    const number = this.#texts.get(text) ?? this.#texts.size;
    this.#difference(number - before);
    if (number === this.#texts.size) {
      this.#texts.set(text, number);
      const length = Buffer.byteLength(text);
      this.#varint(length);
      this.#room(length);
      this.#length += this.#bytes.write(text, this.#length);
    }
    return number;
  }

  /** A number with its sign in the lowest bit. */
  #difference(value: number): void {
    this.#varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  #varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#byte((rest % 0x80) + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#byte(rest);
  }

  #byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    // Three bytes are four signs.
    const whole = this.#length - (this.#length % 3);
    this.#packed += this.#bytes.toString("base64", 0, whole);
    const rest = this.#bytes.subarray(whole, this.#length);
    if (rest.length + bytes > this.#bytes.length) this.#bytes = Buffer.alloc(rest.length + bytes);
    rest.copy(this.#bytes);
    this.#length = rest.length;
  }
}

/** A member that is made when it is asked for. */
const isMade = (object: object, name: string): boolean =>
  Object.getOwnPropertyDescriptor(object, name)?.get !== undefined;

function* membersOf(object: Readonly<Record<string, unknown>>, keys: readonly string[]): Generator<unknown> {
  for (const key of keys) yield object[key];
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  readonly #texts: string[] = [];
  readonly #shapes: string[][] = [];
  readonly #known: readonly object[];

  constructor(bytes: Buffer, known: readonly object[]) {
    this.#bytes = bytes;
    this.#known = known;
  }

  read(): unknown {
    const tag = this.#byte();
    if (tag === tags.null) return null;
    if (tag === tags.undefined) return undefined;
    if (tag === tags.true) return true;
    if (tag === tags.false) return false;
    if (tag === tags.integer) return this.#difference();
    if (tag === tags.float) return this.#bytes.readDoubleLE(this.#skip(8));
    if (tag === tags.text) return this.#texts[this.#text(0)]!;
    if (tag === tags.integers) return this.#integers();
    if (tag === tags.texts) return this.#textList();
    if (tag === tags.list) return Array.from({ length: this.#varint() }, () => this.read());
    if (tag === tags.map) return this.#map();
    if (tag === tags.set) return new Set(this.#list());
    if (tag === tags.object) return this.#object();
    if (tag === tags.known) return found(this.#known, this.#varint());
    if (tag === tags.bytes) return this.#bytesOf();
    throw new RangeError(`unknown tag ${tag}`);
  }

  /** A copy, as the rest need not stay for them. */
  #bytesOf(): Uint8Array {
    const length = this.#varint();
    const start = this.#skip(length);
    return Uint8Array.prototype.slice.call(this.#bytes, start, start + length);
  }

  #integers(): number[] {
    let before = 0;
    return Array.from({ length: this.#varint() }, () => {
      before += this.#difference();
      return before;
    });
  }

  #textList(): string[] {
    let before = 0;
    return Array.from({ length: this.#varint() }, () => {
      before = this.#text(before);
      return this.#texts[before]!;
    });
  }

  #list(): unknown[] {
    const list = this.read();
    if (!Array.isArray(list)) throw new RangeError("no list");
    return list;
  }

  #map(): Map<unknown, unknown> {
    const keys = this.#list();
    const values = this.#list();
    return new Map(keys.map((key, index) => [key, values[index]]));
  }

  #object(): object {
    const number = this.#varint();
    if (number === this.#shapes.length) this.#shapes.push(this.#list() as string[]);
    const object: Record<string, unknown> = {};
    for (const key of found(this.#shapes, number)) {
      const value = this.read();
      // As any other key: setting it would change what the object inherits.
      if (key === "__proto__") {
        Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
      } else object[key] = value;
    }
    return object;
  }

  /** Number of a text, which is read with it where it is new. */
  #text(before: number): number {
    const number = before + this.#difference();
    if (number === this.#texts.length) {
      const length = this.#varint();
      const start = this.#skip(length);
      this.#texts.push(this.#bytes.toString("utf8", start, start + length));
    }
    found(this.#texts, number);
    return number;
  }

  #difference(): number {
    const value = this.#varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  #varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#byte();
      value += (byte % 0x80) * scale;
      if (byte < 0x80) return value;
    }
  }

  #byte(): number {
    return found(this.#bytes, this.#at++);
  }

  #skip(bytes: number): number {
    const start = this.#at;
    this.#at += bytes;
    if (this.#at > this.#bytes.length) throw new RangeError("ends early");
    return start;
  }
}

function found<T>(list: { readonly [index: number]: T }, index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`nothing at ${index}`);
  return item;
}

/** Numbers before texts, each in their order. */
function inOrder(a: unknown, b: unknown): number {
  if (typeof a === typeof b) return (a as number) < (b as number) ? -1 : 1;
  return typeof a === "number" ? -1 : 1;
}
