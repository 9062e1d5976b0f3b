import { isByHand, type Turn, turnOf } from "../model/session.ts";
import type { LocalText } from "./local-text.ts";
import { type Hit, type Outcome, unknown } from "./operator.ts";
import type { Owner } from "./schema.ts";
import { accountOf, type Scope, type View } from "./view.ts";

/** One agent's part of a session under a rule. */
export interface Case {
  /** Who the result belongs to; null where nobody is known. */
  agent: string | null;
  view: View;
  /** The part of the outcome that is hers. */
  share: (outcome: Outcome) => Outcome;
}

/** Those whom a rule judges in a session. */
export interface Cases {
  cases: Case[];
  /** Why there is no case. */
  nobody: LocalText;
}

const noAgent: LocalText = { zh: "没有人工客服发言", en: "no person of the shop wrote" };
const nobodysWords: LocalText = {
  zh: "没有做到，但没有一句话能说明是谁（owner 是 author 的规则只看说出来的话）",
  en: "it failed without words that tell whose it is (a rule with owner author judges words only)",
};
const noTurn: LocalText = { zh: "没有轮到人工回答的话", en: "nothing was left for a person to answer" };

/** The agents whom a rule judges in a session, each with her view of it. */
export function casesOf(owner: Owner, whole: View): Cases {
  return finders[owner](whole);
}

const undivided = (outcome: Outcome) => outcome;
const everybody = (agent: string | null): Scope => ({ author: null, agent });

function writing(
  whole: View,
  agents: readonly (string | null)[],
  scopeOf: (agent: string | null) => Scope,
): Cases {
  const cases = agents.map((agent) => ({ agent, view: whole.for(scopeOf(agent)), share: undivided }));
  return { cases, nobody: noAgent };
}

function charged(whole: View, turns: readonly Turn[]): Cases {
  const agents = [...new Set(turns.map(({ owner }) => owner))];
  const scopeOf = (agent: string | null): Scope => ({ author: null, turnOwner: agent, agent });
  return {
    cases: agents.map((agent) => ({ agent, view: whole.for(scopeOf(agent)), share: undivided })),
    nobody: noTurn,
  };
}

const finders: Record<Owner, (whole: View) => Cases> = {
  first: (whole) => writing(whole, whole.writers.slice(0, 1), everybody),
  last: (whole) => {
    const last = whole.messages.findLast(isByHand);
    return writing(whole, last === undefined ? [] : [accountOf(last)], everybody);
  },
  each: (whole) => writing(whole, whole.writers, (agent) => ({ author: agent, agent })),
  author: (whole) => {
    const agents = new Set([...whole.writers, ...whole.turns.map(({ owner }) => owner)]);
    const cases = [...agents].map((agent) => ({
      agent,
      view: whole.for(everybody(agent)),
      share: answeredFor(whole, agent),
    }));
    return { cases, nobody: noAgent };
  },
  "in-charge": (whole) =>
    charged(
      whole,
      whole.turns.filter(({ needsAnswer }) => needsAnswer),
    ),
  "first-turn": (whole) => charged(whole, whole.firstTurn === null ? [] : [whole.firstTurn]),
  "last-turn": (whole) => charged(whole, whole.turns.slice(-1)),
};

/**
 * An outcome with only what one agent answers for: her own words, and words of the customer in a turn
 * that counts for her. Nobody answers for the words of a colleague.
 */
function answeredFor(whole: View, agent: string | null): (outcome: Outcome) => Outcome {
  const isHers = ({ message }: Hit) => answerable(whole, message) === agent;
  return (outcome) => {
    if (outcome.value === null) return outcome;
    if (!outcome.value && outcome.misses.length === 0) return unknown(nobodysWords);
    const [hits, misses] = [outcome.hits.filter(isHers), outcome.misses.filter(isHers)];
    const tookPart = hits.length + misses.length > 0 || whole.writers.includes(agent);
    return tookPart ? { ...outcome, value: misses.length === 0, hits, misses } : unknown(noAgent);
  };
}

/** Who answers for a message; undefined = nobody, as for words of a robot. */
function answerable(whole: View, index: number): string | null | undefined {
  const message = whole.messages[index]!;
  if (isByHand(message)) return accountOf(message);
  return turnOf(whole.session, index)?.owner;
}
