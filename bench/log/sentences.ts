import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Chance } from "../../fixtures/demo/script/random.ts";

interface Grammar {
  slots: Record<string, string[]>;
  opener: string[];
  closer: string[];
  tail: string[];
  canned: string[];
  filler: string[];
  themes: Record<string, { customer: string[]; agent: string[] }>;
  faulty: string[];
}

/** A sentence with places to fill: literal text, the words of a slot, or so many digits. */
type Template = readonly (string | { words: readonly Template[] } | { digits: number })[];

/** What both sides say about one matter. */
export interface Theme {
  customer: readonly Template[];
  agent: readonly Template[];
}

/** Shares among the agents' messages, so that about a third of them are exact repeats. */
const cannedShare = 0.18;
const faultyShare = 0.003;
/** Share of a customer's messages that are a word or two. */
const fillerShare = 0.3;
const openerShare = 0.55;
const closerShare = 0.75;

/** Sentences composed from `grammar.yaml`. */
export class Sentences {
  readonly themes: readonly Theme[];
  readonly #opener: readonly Template[];
  readonly #closer: readonly Template[];
  readonly #tail: readonly Template[];
  readonly #canned: readonly Template[];
  readonly #filler: readonly Template[];
  readonly #faulty: readonly Template[];
  readonly #slots = new Map<string, Template[]>();

  constructor() {
    const grammar = parse(readFileSync(new URL("grammar.yaml", import.meta.url), "utf8")) as Grammar;
    // Slots stand in one another, so that their lists are there before they are filled.
    for (const name of Object.keys(grammar.slots)) this.#slots.set(name, []);
    for (const [name, words] of Object.entries(grammar.slots))
      this.#slots.get(name)!.push(...this.#compileAll(words));
    this.themes = Object.values(grammar.themes).map(({ customer, agent }) => ({
      customer: this.#compileAll(customer),
      agent: this.#compileAll(agent),
    }));
    this.#opener = this.#compileAll(grammar.opener);
    this.#closer = this.#compileAll(grammar.closer);
    this.#tail = this.#compileAll(grammar.tail);
    this.#canned = this.#compileAll(grammar.canned);
    this.#filler = this.#compileAll(grammar.filler);
    this.#faulty = this.#compileAll(grammar.faulty);
  }

  customer({ customer }: Theme, chance: Chance): string {
    if (chance.of(fillerShare)) return fill(chance.pick(this.#filler), chance);
    return fill(chance.pick(customer), chance) + fill(chance.pick(this.#tail), chance);
  }

  agent({ agent }: Theme, chance: Chance): string {
    const draw = chance.draw();
    if (draw < faultyShare) return fill(chance.pick(this.#faulty), chance);
    if (draw < faultyShare + cannedShare) return fill(chance.pick(this.#canned), chance);
    const opener = chance.of(openerShare) ? fill(chance.pick(this.#opener), chance) : "";
    const closer = chance.of(closerShare) ? fill(chance.pick(this.#closer), chance) : "";
    return opener + fill(chance.pick(agent), chance) + closer;
  }

  #compileAll(sentences: readonly string[]): Template[] {
    return sentences.map((sentence) => this.#compile(sentence));
  }

  #compile(sentence: string): Template {
    return sentence.split(/(\{[^}]+\})/).map((part) => {
      const name = /^\{(.+)\}$/.exec(part)?.[1];
      if (name === undefined) return part;
      if (name.startsWith("#")) return { digits: Number(name.slice(1)) };
      const words = this.#slots.get(name);
      if (words === undefined) throw new Error(`no slot {${name}}: ${sentence}`);
      return { words };
    });
  }
}

function fill(template: Template, chance: Chance): string {
  let text = "";
  for (const part of template) {
    if (typeof part === "string") text += part;
    else if ("words" in part) text += fill(chance.pick(part.words), chance);
    else text += chance.between(10 ** (part.digits - 1), 10 ** part.digits - 1);
  }
  return text;
}
