import { Chance } from "../../fixtures/demo/script/random.ts";
import { Sentences } from "./sentences.ts";
import type { Shape } from "./shapes.ts";

/** One message of the log. */
export interface Line {
  session: string;
  /** Seconds since 1970 by the clock on the shop's wall. */
  at: number;
  isAgent: boolean;
  agent: string;
  customer: string;
  text: string;
}

/** A conversation: its lines in the order of time. */
export type Conversation = readonly Line[];

const begin = Date.UTC(2026, 0, 5) / 1000;
const day = 86_400;
const opening = 9 * 3600;
const openSeconds = 13 * 3600;
/** A million messages in conversations of ten fill four weeks; a longer log has more days, not more a day. */
const messagesPerDay = 1_000_000 / 28;
/** With a customer's and an agent's message first: 548 of 1,000 messages are the agent's. */
const agentShare = 0.56;
/** Longest silence within a conversation, in seconds. */
const longestWait = 1500;
const shop = "松果生活";
const surnames = [..."赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"];

/** The log of a shape, conversation by conversation: the same for a seed in whatever order they are asked for. */
export class Conversations {
  /** How many there are. */
  readonly count: number;
  readonly #shape: Shape;
  readonly #seed: string;
  readonly #sentences = new Sentences();

  constructor(size: number, shape: Shape, seed: string) {
    this.count = Math.max(1, Math.round(size / shape.meanLength));
    this.#shape = shape;
    this.#seed = seed;
  }

  /** When a conversation begins; later numbers never begin earlier. */
  startOf(conversation: number): number {
    const perDay = Math.max(1, messagesPerDay / this.#shape.meanLength);
    const days = conversation / perDay;
    return begin + Math.floor(days) * day + opening + Math.floor((days % 1) * openSeconds);
  }

  /** No conversation is longer, in seconds. */
  longest(): number {
    return longestWait * Math.max(...Array.from({ length: 17 }, (_, at) => this.#shape.lengthOf(at)));
  }

  get(conversation: number): Conversation {
    const chance = new Chance(`${this.#seed}/${conversation}`);
    const theme = chance.pick(this.#sentences.themes);
    const session = `S${String(conversation + 1).padStart(7, "0")}`;
    const agent = `${shop}:${agentName(chance.between(1, this.#shape.agents))}`;
    const customer = `tb${chance.between(100_000, 99_999_999)}`;
    let at = this.startOf(conversation);
    return Array.from({ length: this.#shape.lengthOf(conversation) }, (_, index): Line => {
      const isAgent = index === 1 || (index > 1 && chance.of(agentShare));
      if (index > 0) at += waitSeconds(chance);
      const said = isAgent ? this.#sentences.agent(theme, chance) : this.#sentences.customer(theme, chance);
      const text = this.#shape.isDistinct ? `${said} ${conversation + 1}.${index + 1}` : said;
      return { session, at, isAgent, agent, customer, text };
    });
  }
}

const agentName = (number: number) => `小${surnames[number % surnames.length]}${number}`;

/** Log-normal, half a minute in the median. */
function waitSeconds(chance: Chance): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance.draw())) * Math.cos(2 * Math.PI * chance.draw());
  return Math.min(longestWait, Math.round(28 * Math.exp(0.9 * normal)));
}
