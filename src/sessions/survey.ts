import type { Message } from "../model/message.ts";
import { isByHand } from "../model/session.ts";
import { conversationKey } from "./assemble.ts";

/** Conversations of one part that are followed at a time; more are begun anew. */
const followed = 50_000;

/** What an export says of its messages, counted over one part. */
interface Coverage {
  messages: number;
  withTime: number;
  /** Messages by hand, and those whose account is known. */
  byHand: number;
  named: number;
}

/**
 * What only the whole input tells: which accounts are robots, which platforms occur, which parts run
 * backwards, and which mark automatic messages themselves.
 */
export class Survey {
  readonly #robots = new Set<string>();
  readonly #people = new Set<string>();
  readonly #steps = new Map<number, { rises: number; falls: number }>();
  readonly #platforms = new Set<string>();
  readonly #marksAuto = new Set<number>();
  readonly #coverage = new Map<number, Coverage>();
  #part = -1;
  #latest = new Map<string, number>();

  see(message: Message): void {
    const account = message.sender ?? message.agent;
    if (account !== null && message.role === "robot") this.#robots.add(account);
    if (account !== null && isByHand(message)) this.#people.add(account);
    if (message.platform !== null) this.#platforms.add(message.platform);
    if (message.auto) this.#marksAuto.add(message.part);
    if (message.role === "system") return;
    if (message.at !== null) this.#seeTime(message, message.at);
    this.#cover(message, account);
  }

  /** What the given parts lack as a whole, so that figures are missing or uncertain. */
  lacks(parts: readonly number[]): ("times" | "accounts")[] {
    const all = parts.map((part) => this.#coverage.get(part)).filter((coverage) => coverage !== undefined);
    const sum = (key: keyof Coverage) => all.reduce((total, coverage) => total + coverage[key], 0);
    return [
      ...(sum("messages") > 0 && sum("withTime") === 0 ? (["times"] as const) : []),
      ...(sum("byHand") > 0 && sum("named") === 0 ? (["accounts"] as const) : []),
    ];
  }

  /** Parts that had messages, in the order of reading. */
  get parts(): number[] {
    return [...this.#coverage.keys()];
  }

  #cover(message: Message, account: string | null): void {
    const coverage = this.#coverage.get(message.part) ?? { messages: 0, withTime: 0, byHand: 0, named: 0 };
    this.#coverage.set(message.part, coverage);
    coverage.messages += 1;
    if (message.at !== null) coverage.withTime += 1;
    if (!isByHand(message)) return;
    coverage.byHand += 1;
    if (account !== null) coverage.named += 1;
  }

  /** Reception robots: accounts that answer as a robot and never by hand. */
  robots(): string[] {
    return [...this.#robots].filter((account) => !this.#people.has(account));
  }

  /** Some message is of this platform. */
  hasPlatform(name: string): boolean {
    return this.#platforms.has(name);
  }

  /** Some message of the part is marked as sent by itself. */
  marksAuto(part: number): boolean {
    return this.#marksAuto.has(part);
  }

  /** The messages of its conversations stand newest first more often than not. */
  runsBackwards(part: number): boolean {
    const steps = this.#steps.get(part);
    return steps !== undefined && steps.falls > steps.rises;
  }

  #seeTime(message: Message, at: number): void {
    const { part } = message;
    if (part !== this.#part || this.#latest.size >= followed) this.#latest = new Map();
    this.#part = part;
    const key = conversationKey(message);
    const before = this.#latest.get(key);
    this.#latest.set(key, at);
    if (before === undefined || before === at) return;
    const steps = this.#steps.get(part) ?? { rises: 0, falls: 0 };
    if (at > before) steps.rises += 1;
    else steps.falls += 1;
    this.#steps.set(part, steps);
  }
}
