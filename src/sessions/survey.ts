import type { Message } from "../model/message.ts";
import { isByHand } from "../model/session.ts";

/** Conversations of one part that are followed at a time; more are begun anew. */
const followed = 50_000;

/** What is counted of each part of the input: an export has as many parts as it has sections. */
const counts = ["messages", "withTime", "byHand", "named", "automatic", "rises", "falls"] as const;
type Count = (typeof counts)[number];
const placeOf = Object.fromEntries(counts.map((count, place) => [count, place])) as Record<Count, number>;

/** Accounts by what they did. */
export interface Accounts {
  /** Answered as a robot. */
  robots: ReadonlySet<string>;
  /** Wrote by hand. */
  people: ReadonlySet<string>;
  /** Were named as in charge, or as the one to whom a conversation went. */
  inCharge: ReadonlySet<string>;
}

/** Reception robots: accounts that answer as a robot and never by hand. */
export function robotsOf({ robots, people }: Pick<Accounts, "robots" | "people">): string[] {
  return [...robots].filter((account) => !people.has(account));
}

/**
 * What only the whole input tells: which accounts are robots, which platforms occur, which parts run
 * backwards, and which mark automatic messages themselves.
 */
export class Survey {
  readonly #robots = new Set<string>();
  readonly #people = new Set<string>();
  readonly #inCharge = new Set<string>();
  readonly #platforms = new Set<string>();
  /** The counts of each part, one part after the other. */
  #counts = new Uint32Array(counts.length * 64);
  #partsSeen = 0;
  #part = -1;
  #latest = new Map<string, number>();

  /** `key` names the message's conversation. */
  see(message: Message, key: string): void {
    const { role, at, part } = message;
    const account = message.sender ?? message.agent;
    const isHand = isByHand(message);
    if (account !== null && role === "robot") this.#robots.add(account);
    if (account !== null && isHand) this.#people.add(account);
    if (message.agent !== null) this.#inCharge.add(message.agent);
    if (message.to !== null) this.#inCharge.add(message.to);
    if (message.platform !== null) this.#platforms.add(message.platform);
    if (message.auto) this.#count(part, "automatic");
    if (role === "system") return;
    this.#count(part, "messages");
    if (at !== null) {
      this.#count(part, "withTime");
      this.#seeTime(part, key, at);
    }
    if (!isHand) return;
    this.#count(part, "byHand");
    if (account !== null) this.#count(part, "named");
  }

  /** What the given parts lack as a whole, so that figures are missing or uncertain. */
  lacks(parts: readonly number[]): ("times" | "accounts")[] {
    const sum = (count: Count) => parts.reduce((total, part) => total + this.#counted(part, count), 0);
    return [
      ...(sum("messages") > 0 && sum("withTime") === 0 ? (["times"] as const) : []),
      ...(sum("byHand") > 0 && sum("named") === 0 ? (["accounts"] as const) : []),
    ];
  }

  /** Parts that had messages. */
  get parts(): number[] {
    const parts: number[] = [];
    for (let part = 0; part < this.#partsSeen; part += 1)
      if (this.#counted(part, "messages") > 0) parts.push(part);
    return parts;
  }

  /** Who did what. */
  accounts(): Accounts {
    return { robots: this.#robots, people: this.#people, inCharge: this.#inCharge };
  }

  /** Some message is of this platform. */
  hasPlatform(name: string): boolean {
    return this.#platforms.has(name);
  }

  /** Some message of the part is marked as sent by itself. */
  marksAuto(part: number): boolean {
    return this.#counted(part, "automatic") > 0;
  }

  /** The messages of its conversations stand newest first more often than not. */
  runsBackwards(part: number): boolean {
    return this.#counted(part, "falls") > this.#counted(part, "rises");
  }

  #seeTime(part: number, key: string, at: number): void {
    if (part !== this.#part || this.#latest.size >= followed) this.#latest = new Map();
    this.#part = part;
    const before = this.#latest.get(key);
    if (before === at) return;
    this.#latest.set(key, at);
    if (before !== undefined) this.#count(part, at > before ? "rises" : "falls");
  }

  #counted(part: number, count: Count): number {
    return this.#counts[part * counts.length + placeOf[count]] ?? 0;
  }

  #count(part: number, count: Count): void {
    const place = part * counts.length + placeOf[count];
    if (place >= this.#counts.length) {
      const larger = new Uint32Array(place * 2);
      larger.set(this.#counts);
      this.#counts = larger;
    }
    this.#counts[place]! += 1;
    if (part >= this.#partsSeen) this.#partsSeen = part + 1;
  }
}
