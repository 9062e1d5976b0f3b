import { InputError, type Sentence } from "../input-error.ts";

/** A JSON object; `lineOf` tells where its opening brace stands. */
export interface JsonObject {
  [key: string]: JsonValue | undefined;
  [openedAt]?: number;
}
export type JsonValue = string | number | boolean | null | JsonObject | JsonValue[];

const openedAt = Symbol("line");

/** 1-based line of the object's opening brace. */
export function lineOf(object: JsonObject): number {
  return object[openedAt]!;
}

/** An element of a list, or a whole document. */
export interface JsonRecord {
  value: JsonValue;
  line: number;
  /** True for what remains of a document whose lists were given out element by element. */
  isRest: boolean;
}

export interface ParserOptions {
  file: string;
  /** Line of the first character. */
  firstLine: number;
  /**
   * Lists under these names, and a list that is the document, are given out element by element; null
   * holds everything, for a look into what may be cut off.
   */
  lists: ReadonlySet<string> | null;
  /** Most characters that are held at once. */
  longest: number;
  onRecord(record: JsonRecord): void;
}

/** `open`: may hold lists; `list`: given out element by element; `held`: built as a whole. */
type Mode = "open" | "list" | "held";
type Expected = "document" | "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end";

interface Frame {
  value: JsonObject | JsonValue[];
  mode: Mode;
  /** Of the member that is being read. */
  key: string;
  line: number;
}

/** Deeper nesting is no export. */
const deepest = 200;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literal = /(?:true|false|null)(?![a-z])/y;
const literals: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
const quoteOrEscape = /"|\\./g;
const control = /[\u0000-\u001f]/;

/**
 * Reads JSON as it comes in, without recursion, several documents one after the other, each object with
 * its line. Whole numbers that a number cannot hold stay strings. Throws InputError (exit 3) with line and column.
 */
export class JsonParser {
  readonly #options: ParserOptions;
  readonly #frames: Frame[] = [];
  /** What was begun so far, where everything is held. */
  readonly documents: JsonValue[] = [];
  #expected: Expected = "document";
  #text = "";
  #at = 0;
  /** Characters before `#text`. */
  #before = 0;
  #line: number;
  /** Where the line began, from the start of `#text`. */
  #lineStart = 0;
  /** Characters of closed lists and documents, and where the open list and its last element began. */
  #released = 0;
  #listStart: number | null = null;
  #elementStart = 0;
  #hasLists = false;

  constructor(options: ParserOptions) {
    this.#options = options;
    this.#line = options.firstLine;
  }

  /** Reads on. A piece may end inside a string, but not inside another token. */
  write(piece: string): void {
    this.#before += this.#at;
    this.#lineStart -= this.#at;
    this.#text = this.#text.slice(this.#at) + piece;
    this.#at = 0;
    while (this.#step());
    const end = this.#before + this.#text.length;
    const outside = (this.#listStart ?? end) - this.#released;
    const held = Math.max(outside, this.#listStart === null ? 0 : end - this.#elementStart);
    if (held > this.#options.longest) {
      throw this.#broken({ zh: "一条 JSON 记录太长", en: "JSON record too long" });
    }
  }

  /** Throws where the input ends too early. */
  end(): void {
    if (this.#expected === "document" && this.#at === this.#text.length) return;
    throw this.#broken({ zh: "JSON 没有写完就断了", en: "JSON breaks off" });
  }

  /** Reads one token; false where the text so far ends. */
  #step(): boolean {
    if (!this.#skipBlanks()) return false;
    const character = this.#text[this.#at]!;
    switch (this.#expected) {
      case "colon":
        if (character !== ":") throw this.#unexpected();
        this.#at++;
        this.#expected = "value";
        return true;
      case "comma or end":
        return this.#afterMember(character);
      case "key":
      case "key or }":
        return this.#key(character);
      default:
        return this.#value(character);
    }
  }

  #skipBlanks(): boolean {
    const text = this.#text;
    for (; this.#at < text.length; this.#at++) {
      const code = text.charCodeAt(this.#at);
      if (code === 10) {
        this.#line++;
        this.#lineStart = this.#at + 1;
      } else if (code !== 32 && code !== 13 && code !== 9) return true;
    }
    return false;
  }

  #afterMember(character: string): boolean {
    const isList = Array.isArray(this.#frames.at(-1)!.value);
    if (character === (isList ? "]" : "}")) return this.#close();
    if (character !== ",") throw this.#unexpected();
    this.#at++;
    this.#expected = isList ? "value" : "key";
    return true;
  }

  #key(character: string): boolean {
    if (character === "}" && this.#expected === "key or }") return this.#close();
    if (character !== '"') throw this.#unexpected();
    const key = this.#string();
    if (key === null) return false;
    this.#frames.at(-1)!.key = key;
    this.#expected = "colon";
    return true;
  }

  #value(character: string): boolean {
    if (character === "{" || character === "[") return this.#open(character === "[");
    if (character === "]" && this.#expected === "value or ]") return this.#close();
    const value = character === '"' ? this.#string() : this.#scalar();
    if (value === null && character === '"') return false;
    const parent = this.#frames.at(-1);
    if (parent === undefined || parent.mode === "list") this.#give(value, this.#line, false);
    else this.#attach(parent, value);
    this.#expected = parent === undefined ? "document" : "comma or end";
    return true;
  }

  #open(isList: boolean): boolean {
    if (this.#frames.length === deepest) {
      throw this.#broken({ zh: `JSON 嵌套超过 ${deepest} 层`, en: `JSON nested deeper than ${deepest}` });
    }
    const parent = this.#frames.at(-1);
    const value = isList ? [] : { [openedAt]: this.#line };
    const mode = this.#modeIn(parent, isList);
    const start = this.#before + this.#at;
    if (parent === undefined && this.#options.lists === null) this.documents.push(value);
    else if (parent?.mode === "list") this.#elementStart = start;
    else if (parent !== undefined) this.#attach(parent, value);
    if (mode === "list") {
      this.#listStart = start;
      this.#elementStart = start;
      this.#hasLists = true;
    }
    this.#frames.push({ value, mode, key: "", line: this.#line });
    this.#expected = isList ? "value or ]" : "key or }";
    this.#at++;
    return true;
  }

  #modeIn(parent: Frame | undefined, isList: boolean): Mode {
    const { lists } = this.#options;
    if (lists === null || (parent !== undefined && parent.mode !== "open")) return "held";
    if (!isList) return "open";
    return parent === undefined || lists.has(parent.key) ? "list" : "held";
  }

  #close(): boolean {
    this.#at++;
    const { value, mode, line } = this.#frames.pop()!;
    const parent = this.#frames.at(-1);
    if (mode === "list") {
      this.#released += this.#before + this.#at - this.#listStart!;
      this.#listStart = null;
    }
    if (parent === undefined) {
      if (mode !== "list") this.#give(value, line, this.#hasLists);
      this.#hasLists = false;
      this.#released = this.#before + this.#at;
    } else if (parent.mode === "list") this.#give(value, line, false);
    this.#expected = parent === undefined ? "document" : "comma or end";
    return true;
  }

  #give(value: JsonValue, line: number, isRest: boolean): void {
    this.#options.onRecord({ value, line, isRest });
    this.#elementStart = this.#before + this.#at;
  }

  #attach(parent: Frame, value: JsonValue): void {
    if (Array.isArray(parent.value)) parent.value.push(value);
    else if (parent.key !== "__proto__") parent.value[parent.key] = value;
  }

  /** The string that begins here; null where its end has not come in. */
  #string(): string | null {
    const start = this.#at + 1;
    let end = this.#text.indexOf('"', start);
    let text = this.#text.slice(start, end === -1 ? undefined : end);
    if (control.test(text))
      throw this.#broken({ zh: "字符串里有换行或控制字符", en: "control character in a string" });
    if (text.includes("\\")) {
      quoteOrEscape.lastIndex = start;
      let found = quoteOrEscape.exec(this.#text);
      while (found !== null && found[0] !== '"') found = quoteOrEscape.exec(this.#text);
      end = found?.index ?? -1;
      if (end !== -1) text = this.#unescaped(end + 1);
    }
    if (end === -1) return null;
    this.#at = end + 1;
    return text;
  }

  #unescaped(end: number): string {
    try {
      return JSON.parse(this.#text.slice(this.#at, end)) as string;
    } catch {
      throw this.#broken({
        zh: "字符串里有不合法的转义或控制字符",
        en: "bad escape or control character in a string",
      });
    }
  }

  #scalar(): JsonValue {
    for (const pattern of [number, literal]) {
      pattern.lastIndex = this.#at;
      const found = pattern.exec(this.#text)?.[0];
      if (found === undefined) continue;
      this.#at += found.length;
      if (pattern === literal) return literals[found]!;
      const value = Number(found);
      // Longer whole numbers are ids, which as numbers would lose their last digits.
      return Number.isSafeInteger(value) || !/^-?\d+$/.test(found) ? value : found;
    }
    throw this.#unexpected();
  }

  #unexpected(): InputError {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    return this.#broken({
      zh: `JSON 写错了：这里不该有“${character}”`,
      en: `unexpected "${character}" in JSON`,
    });
  }

  #broken(message: Sentence): InputError {
    const { file } = this.#options;
    const column = this.#at - this.#lineStart + 1;
    return new InputError(3, message, { place: { file, line: this.#line, column } });
  }
}
