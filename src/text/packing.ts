import { ByteReader, ByteWriter } from "./bytes.ts";
import { setOwn } from "./own-member.ts";

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
  /** What the reader has: the name of a list, as a text, and a place in it. */
  known: 13,
  bytes: 14,
} as const;

/** Differences of greater numbers would not be exact. */
const greatest = 2 ** 51;

/** What the reader finds in one of the lists that it has. */
export class Known {
  readonly list: string;
  readonly place: number;

  constructor(list: string, place: number) {
    this.list = list;
    this.place = place;
  }
}

/** Tells of items that stand in such a list where; of others undefined. */
export function knownIn<T>(list: string, items: readonly T[]): (item: T) => Known | undefined {
  const places = new Map(items.map((item, place) => [item, place]));
  return (item) => {
    const place = places.get(item);
    return place === undefined ? undefined : new Known(list, place);
  };
}

/** Lists by their names. */
export type KnownLists = Readonly<Record<string, readonly unknown[]>>;

const isWhole = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && Math.abs(value) < greatest;

/**
 * Plain data (objects, lists, maps, sets, texts, numbers, bytes) and what is `Known`, as base64. Maps, sets and
 * members of objects are put in order, so that equal data gives equal bytes; members that are undefined are left out.
 */
export function pack(value: unknown): string {
  return [...packInPieces(value)].join("");
}

/** The same piece by piece. What the members of objects and lists are is asked for when their turn has come. */
export function* packInPieces(value: unknown): Generator<string> {
  const writer = new Writer();
  for (const _done of writer.stepsOf(value, steppedDepth))
    if (writer.waits >= pieceBytes) yield writer.take();
  yield writer.end();
}

/** What `pack` wrote. Throws RangeError where it is damaged, or speaks of what is not in the lists. */
export function unpack(packed: string, known: KnownLists = {}): unknown {
  return new Reader(Buffer.from(packed, "base64"), known).read();
}

/** Longer texts are mostly there once; a number for each of a million would take more memory than they save. */
const longestNumbered = 16;

/** Bytes that are given out at once, at least. */
const pieceBytes = 1 << 16;

/** Members of members to this depth are steps of their own. */
const steppedDepth = 3;

/** Names of members in order, and the number under which they were written. */
interface Shape {
  keys: readonly string[];
  number: number;
}

class Writer {
  readonly #bytes = new ByteWriter();
  readonly #texts = new Map<string, number>();
  /** By the names of members, as they stand in an object. */
  readonly #shapes = new Map<string, Shape>();
  #shapeCount = 0;

  /** Bytes that were written and not taken. */
  get waits(): number {
    return this.#bytes.length;
  }

  /** What was written since this was last asked for. Three bytes are four signs. */
  take(): string {
    return this.#bytes.take(3).toString("base64");
  }

  end(): string {
    return this.#bytes.take().toString("base64");
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
      this.#tag(tags.set);
      return [[...value].sort(inOrder)];
    }
    if (value instanceof Uint8Array) {
      this.#tag(tags.bytes);
      this.#bytes.bytes(value);
    } else if (value instanceof Known) {
      this.#tag(tags.known);
      this.#text(value.list, 0);
      this.#bytes.number(value.place);
    } else if (typeof value === "object" && value !== null)
      return this.#object(value as Record<string, unknown>, inTurn);
    else this.#single(value);
    return [];
  }

  #single(value: unknown): void {
    if (value === null) this.#tag(tags.null);
    else if (value === undefined) this.#tag(tags.undefined);
    else if (typeof value === "boolean") this.#tag(value ? tags.true : tags.false);
    else if (typeof value === "number") this.#number(value);
    else if (typeof value === "string") {
      this.#tag(tags.text);
      this.#text(value, 0);
    } else throw new TypeError(`no plain data: ${typeof value}`);
  }

  #number(value: number): void {
    if (isWhole(value)) {
      this.#tag(tags.integer);
      this.#bytes.integer(value);
      return;
    }
    this.#tag(tags.float);
    this.#bytes.fraction(value);
  }

  #list(values: readonly unknown[]): readonly unknown[] {
    if (values.length > 0 && values.every(isWhole)) {
      this.#tag(tags.integers);
      this.#bytes.number(values.length);
      let before = 0;
      for (const value of values) {
        this.#bytes.integer(value - before);
        before = value;
      }
      return [];
    }
    if (values.length > 0 && values.every((value) => typeof value === "string")) {
      this.#tag(tags.texts);
      this.#bytes.number(values.length);
      let before = 0;
      for (const value of values) before = this.#text(value, before);
      return [];
    }
    this.#tag(tags.list);
    this.#bytes.number(values.length);
    return values;
  }

  #map(map: ReadonlyMap<unknown, unknown>): readonly unknown[] {
    const entries = [...map].sort(([a], [b]) => inOrder(a, b));
    this.#tag(tags.map);
    return [entries.map(([key]) => key), entries.map(([, value]) => value)];
  }

  #object(object: Readonly<Record<string, unknown>>, inTurn: boolean): Iterable<unknown> {
    const names = Object.keys(object);
    const there = names.filter((name) => (inTurn && isMade(object, name)) || object[name] !== undefined);
    const { keys, number, isNew } = this.#shape(there);
    this.#tag(tags.object);
    this.#bytes.number(number);
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

  /**
   * Writes the number of a text less `before`, and after a new number the text itself; gives the number. A long
   * text is written each time, under the number behind the next, and leaves that before as it is.
   */
  #text(text: string, before: number): number {
    if (text.length > longestNumbered) {
      this.#bytes.integer(this.#texts.size + 1 - before);
      this.#bytes.text(text);
      return before;
    }
    const number = this.#texts.get(text) ?? this.#texts.size;
    this.#bytes.integer(number - before);
    if (number === this.#texts.size) {
      this.#texts.set(text, number);
      this.#bytes.text(text);
    }
    return number;
  }

  #tag(tag: number): void {
    this.#bytes.number(tag);
  }
}

/** A member that is made when it is asked for. */
const isMade = (object: object, name: string): boolean =>
  Object.getOwnPropertyDescriptor(object, name)?.get !== undefined;

function* membersOf(object: Readonly<Record<string, unknown>>, keys: readonly string[]): Generator<unknown> {
  for (const key of keys) yield object[key];
}

class Reader {
  readonly #bytes: ByteReader;
  readonly #texts: string[] = [];
  readonly #shapes: string[][] = [];
  readonly #known: KnownLists;
  /** Number of the text before, in a list of texts. */
  #before = 0;

  constructor(bytes: Buffer, known: KnownLists) {
    this.#bytes = new ByteReader(bytes);
    this.#known = known;
  }

  read(): unknown {
    const tag = this.#bytes.number();
    if (tag === tags.null) return null;
    if (tag === tags.undefined) return undefined;
    if (tag === tags.true) return true;
    if (tag === tags.false) return false;
    if (tag === tags.integer) return this.#bytes.integer();
    if (tag === tags.float) return this.#bytes.fraction();
    if (tag === tags.text) return this.#textAlone();
    if (tag === tags.integers) return this.#integers();
    if (tag === tags.texts) return this.#textList();
    if (tag === tags.list) return Array.from({ length: this.#bytes.number() }, () => this.read());
    if (tag === tags.map) return this.#map();
    if (tag === tags.set) return new Set(this.#list());
    if (tag === tags.object) return this.#object();
    if (tag === tags.known) return found(this.#known[this.#textAlone()] ?? [], this.#bytes.number());
    if (tag === tags.bytes) return this.#bytes.bytes();
    throw new RangeError(`unknown tag ${tag}`);
  }

  #integers(): number[] {
    let before = 0;
    return Array.from({ length: this.#bytes.number() }, () => {
      before += this.#bytes.integer();
      return before;
    });
  }

  #textAlone(): string {
    this.#before = 0;
    return this.#text();
  }

  #textList(): string[] {
    this.#before = 0;
    return Array.from({ length: this.#bytes.number() }, () => this.#text());
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
    const number = this.#bytes.number();
    if (number === this.#shapes.length) this.#shapes.push(this.#list() as string[]);
    const object: Record<string, unknown> = {};
    for (const key of found(this.#shapes, number)) setOwn(object, key, this.read());
    return object;
  }

  /** A text, which is read with its number where it is new or long. */
  #text(): string {
    const number = this.#before + this.#bytes.integer();
    if (number === this.#texts.length + 1) return this.#bytes.text();
    if (number === this.#texts.length) this.#texts.push(this.#bytes.text());
    this.#before = number;
    return found(this.#texts, number);
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
