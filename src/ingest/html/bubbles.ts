import type { Kind, Role } from "../../model/message.ts";
import { dateTime } from "../chat-lines.ts";
import { normaliseWord, roleWords } from "../table/aliases.ts";
import { ShownWords } from "./words.ts";

/** A message as a page draws it. */
export interface Bubble {
  line: number;
  role: Role;
  name: string | null;
  /** As shown: own time, else null. */
  time: string | null;
  text: string;
  kind: Kind | null;
  isInTable: boolean;
  /** Told by a class of a message, not by a side alone. */
  isSure: boolean;
}

/** Text between the bubbles: dates, titles. */
export interface Loose {
  line: number;
  loose: string;
}

/** Left customer, right shop, middle system (ingest-decision 33), and what classes call them. */
const sides: ReadonlyMap<string, Role> = new Map(
  Object.entries({
    customer: "left customer buyer client visitor guest incoming received receive other others in",
    agent: "right agent seller staff kefu waiter merchant outgoing sent send self me mine out",
    robot: "robot bot chatbot",
    system: "center middle system notice tip tips",
  }).flatMap(([role, words]) => words.split(" ").map((word) => [word, role as Role] as const)),
);
const messageWords: ReadonlySet<string> = new Set(
  "msg message messages chat bubble item row line dialog dialogue talk record speech li".split(" "),
);
const parts: ReadonlyMap<string, "name" | "time" | "aside"> = new Map(
  Object.entries({
    time: "time date datetime timestamp clock",
    name: "name nick nickname sender author username from account",
    aside: "avatar head portrait icon status read unread toolbar action actions",
  }).flatMap(([part, words]) =>
    words.split(" ").map((word) => [word, part as "name" | "time" | "aside"] as const),
  ),
);
const sideAttributes = ["data-role", "data-side", "data-direction", "data-sender-type", "data-from", "align"];
const sideStyle = /(?:^|[;\s])(?:text-align|float)\s*:\s*(left|right)\b/i;
/** A first line `小舟 (2026-11-16 10:00:00):  words` where no element holds name and time. */
const headLine = new RegExp(String.raw`^(.{0,60}?)[\s(（[]{0,4}(${dateTime})[)）\]]?\s?[:：]?(?:\s{1,4}|$)`);
const media: ReadonlyMap<string, Kind> = new Map([
  ["audio", "voice"],
  ["video", "video"],
]);

export function isBubble(one: Bubble | Loose): one is Bubble {
  return "role" in one;
}

interface OpenBubble {
  depth: number;
  line: number;
  role: Role;
  isSure: boolean;
  words: ShownWords;
  name: string;
  time: string;
  kind: Kind | null;
  address: string | null;
  isInTable: boolean;
}

/** Finds the messages of a page in which every message is an element of its own. */
export class PageBubbles {
  readonly #found: (Bubble | Loose)[] = [];
  #depth = 0;
  #bubble: OpenBubble | null = null;
  /** The part of a bubble that is being read, and where it began. */
  #part: { part: "name" | "time" | "aside"; depth: number } | null = null;
  #loose = "";
  #looseLine = 1;

  open(name: string, attributes: Readonly<Record<string, string>>, line: number, isInTable: boolean): void {
    this.#depth++;
    if (name !== "br" && name !== "img" && this.#bubble === null) this.#endLoose();
    const told = sideOf(name, attributes);
    if (told !== null && this.#begins(told)) {
      this.#bubble = {
        depth: this.#depth,
        line,
        ...told,
        words: new ShownWords(),
        name: attributes["data-nick"] ?? attributes["data-sender"] ?? "",
        time: attributes["data-time"] ?? "",
        kind: null,
        address: null,
        isInTable,
      };
      this.#part = null;
    } else if (this.#bubble !== null) this.#openPart(this.#bubble, name, attributes);
  }

  close(name: string): void {
    if (this.#bubble?.depth === this.#depth) this.#endBubble(this.#bubble);
    else this.#bubble?.words.close(name);
    if (this.#part?.depth === this.#depth) this.#part = null;
    if (this.#bubble === null) this.#endLoose();
    this.#depth--;
  }

  text(text: string, line: number): void {
    const bubble = this.#bubble;
    if (bubble === null) {
      if (this.#loose === "") this.#looseLine = line;
      this.#loose += text;
    } else if (this.#part === null) bubble.words.add(text);
    else if (this.#part.part !== "aside") bubble[this.#part.part] += text;
  }

  end(): void {
    this.#endLoose();
  }

  /** In the order of the page. Where classes tell the messages, what only stands at a side is none. */
  get found(): (Bubble | Loose)[] {
    const isTold = this.#found.some((one) => isBubble(one) && one.isSure);
    return this.#found.map((one) =>
      isBubble(one) && isTold && !one.isSure ? { line: one.line, loose: one.text } : one,
    );
  }

  /** A surer element, or one of another side, shows that the element around it is a column of the page. */
  #begins({ role, isSure }: { role: Role; isSure: boolean }): boolean {
    const around = this.#bubble;
    return around === null || (isSure && !around.isSure) || (isSure && role !== around.role);
  }

  #openPart(bubble: OpenBubble, name: string, attributes: Readonly<Record<string, string>>): void {
    const part = name === "time" ? "time" : partOf(attributes.class ?? "");
    if (this.#part === null && part !== null) this.#part = { part, depth: this.#depth };
    if (this.#part !== null) return;
    bubble.words.open(name, attributes);
    const kind = media.get(name);
    if (kind === undefined) return;
    bubble.kind ??= kind;
    bubble.address ??= attributes.src ?? null;
  }

  #endBubble(bubble: OpenBubble): void {
    this.#bubble = null;
    const { line, role, words, isInTable, isSure } = bubble;
    let [name, time, text] = [bubble.name.trim(), bubble.time.trim(), words.text];
    const head = time === "" ? headLine.exec(text) : null;
    if (head !== null) {
      time = head[2]!;
      name ||= head[1]!.trim();
      text = text.slice(head[0].length).trimStart();
    }
    const isMedia = text === "" && (bubble.kind !== null || words.image !== null);
    const nothing = text === "" && !isMedia && name === "" && time === "";
    if (nothing) return;
    // A line in the middle that holds a time only is the time of what follows.
    if (role === "system" && text === "") {
      this.#found.push({ line, loose: time || name });
      return;
    }
    this.#found.push({
      line,
      role,
      name: name === "" ? null : name.replace(/[:：]$/, ""),
      time: time === "" ? null : time,
      text: isMedia ? (bubble.address ?? words.image ?? "") : text,
      kind: isMedia ? (bubble.kind ?? "image") : null,
      isInTable,
      isSure,
    });
  }

  #endLoose(): void {
    const loose = this.#loose.replace(/\s+/g, " ").trim();
    this.#loose = "";
    if (loose !== "") this.#found.push({ line: this.#looseLine, loose });
  }
}

function tokensOf(classes: string): string[] {
  return classes
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
}

function sideOf(
  name: string,
  attributes: Readonly<Record<string, string>>,
): { role: Role; isSure: boolean } | null {
  for (const attribute of sideAttributes) {
    const word = normaliseWord(attributes[attribute] ?? "");
    const role = sides.get(word) ?? roleWords.get(word)?.role;
    if (role !== undefined && word !== "") return { role, isSure: attribute !== "align" };
  }
  const tokens = tokensOf(attributes.class ?? "");
  const word = tokens.find((token) => sides.has(token));
  if (word !== undefined && partOf(attributes.class ?? "") === null) {
    return {
      role: sides.get(word)!,
      isSure: name === "li" || tokens.some((token) => messageWords.has(token)),
    };
  }
  const side = sideStyle.exec(attributes.style ?? "")?.[1]?.toLowerCase();
  return side === undefined ? null : { role: side === "left" ? "customer" : "agent", isSure: false };
}

function partOf(classes: string): "name" | "time" | "aside" | null {
  for (const token of tokensOf(classes)) {
    const part = parts.get(token);
    if (part !== undefined) return part;
  }
  return null;
}
