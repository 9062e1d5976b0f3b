import type { Role } from "../../model/message.ts";
import { normaliseWord, noWords, type RoleWord, roleWords, yesWords } from "./aliases.ts";

/** The cells of a row that tell who wrote. */
export interface SideCells {
  role: string;
  isAgent: string;
  isCustomer: string;
  sender: string;
  agent: string;
  customer: string;
  shop: string;
}

/** Numbers of a role column without a legend, as data sets and helpdesks use them. */
const bareNumbers: ReadonlyMap<string, RoleWord> = new Map([
  ["0", { role: "customer" }],
  ["1", { role: "agent" }],
]);

/** Tells the side of a row; null where nothing of it is known. */
export class Sides {
  readonly #legend: ReadonlyMap<string, RoleWord>;
  /** True where the export names the customer in a column of its own. */
  readonly #hasCustomer: boolean;
  readonly #hasAgent: boolean;
  /** Parts before the colon of `店铺:客服`, as seen so far: the main account is called like that. */
  readonly #mainAccounts = new Set<string>();
  readonly #words = new Map<string, RoleWord | null>();

  constructor(legend: ReadonlyMap<string, RoleWord>, hasCustomer: boolean, hasAgent: boolean) {
    this.#legend = legend;
    this.#hasCustomer = hasCustomer;
    this.#hasAgent = hasAgent;
  }

  of(cells: SideCells): RoleWord | null {
    this.learn(cells.sender);
    if (cells.role !== "") return this.word(cells.role);
    return (
      flag(cells.isAgent, "agent", "customer") ??
      flag(cells.isCustomer, "customer", "agent") ??
      this.#bySender(cells)
    );
  }

  /** Remembers the shop of a sub-account. */
  learn(sender: string): void {
    const colon = subAccountColon(sender);
    if (colon !== -1) this.#mainAccounts.add(sender.slice(0, colon));
  }

  /** What a word of a role column says. */
  word(value: string): RoleWord | null {
    let known = this.#words.get(value);
    if (known === undefined) {
      const word = normaliseWord(value);
      known =
        this.#legend.get(word) ??
        roleWords.get(word) ??
        (this.#legend.size === 0 ? bareNumbers.get(word) : undefined) ??
        null;
      if (this.#words.size < 1000) this.#words.set(value, known);
    }
    return known;
  }

  #bySender({ sender, agent, customer, shop }: SideCells): RoleWord | null {
    if (sender === "") return null;
    if (sender === customer) return { role: "customer" };
    if (
      sender === agent ||
      sender === shop ||
      subAccountColon(sender) !== -1 ||
      this.#mainAccounts.has(sender)
    ) {
      return { role: "agent" };
    }
    const word = roleWords.get(normaliseWord(sender));
    if (word !== undefined && sender.length > 1) return word;
    if (this.#hasCustomer && customer !== "") return { role: "agent" };
    if (this.#hasAgent && agent !== "") return { role: "customer" };
    return this.#mainAccounts.size > 0 ? { role: "customer" } : null;
  }
}

/** Where the shop of `店铺:客服` ends; -1 where it is no sub-account. */
export function subAccountColon(sender: string): number {
  const colon = sender.indexOf(":");
  return colon > 0 && colon < sender.length - 1 && !sender.includes("//") ? colon : -1;
}

function flag(value: string, yes: Role, no: Role): RoleWord | null {
  if (value === "") return null;
  const word = normaliseWord(value);
  return yesWords.has(word) ? { role: yes } : noWords.has(word) ? { role: no } : null;
}
