import { type OccasionId, occasionIds } from "../model/occasion.ts";
import { isByHand, type ReadSession } from "../model/session.ts";
import { findEmoticons } from "../text/emoticons.ts";
import type { Locale } from "../text/wording.ts";
import { namedConditions } from "./named-conditions.ts";
import type { Evaluate, Hit } from "./operator.ts";
import { clausesOf, runsOfClauses } from "./said.ts";
import type { ShopHandbook } from "./shop-handbook.ts";
import { closest, Pairs } from "./similarity.ts";
import { accountOf, type JudgeContext, type View, viewOf } from "./view.ts";

/** What an agent said on an occasion of a conversation. */
export interface OccasionUse {
  occasion: OccasionId;
  /** The account; null where the export names none. */
  agent: string | null;
  /** Her other words on the occasion that come nearest; null where she used the standard ones. */
  instead: (Hit & { similarity: number }) | null;
}

/** Finds what agents said on the occasions of a handbook, once per agent and occasion. */
export type OccasionFinder = (session: ReadSession, context: JudgeContext) => OccasionUse[];

/** Clauses beside those of the wording that a message may break it into. */
const looseClauses = 2;

/**
 * Standard wording counts wherever it is said, in one message or in several of a turn, among other
 * words or not. Where an agent did not use it, rubrics/handbook/occasions.yaml tells whether she spoke
 * on the occasion at all. Throws UserErrors (exit 2) where that file is wrong.
 */
export function occasionFinder(handbook: ShopHandbook, locale: Locale): OccasionFinder {
  const named = namedConditions("handbook/occasions.yaml", locale);
  const asked = occasionIds.filter((id) =>
    id === "emoticons" ? handbook.emoticons.size > 0 : handbook.wording.has(id),
  );
  const conditions = new Map(asked.map((id) => [id, named(id)]));
  return (session, context) => {
    const whole = viewOf(session, context);
    return whole.writers.flatMap((agent) => usesOf(whole, agent, handbook, conditions));
  };
}

function usesOf(
  whole: View,
  agent: string | null,
  handbook: ShopHandbook,
  conditions: ReadonlyMap<OccasionId, Evaluate>,
): OccasionUse[] {
  const view = whole.for({ author: agent, agent });
  const hers = new Set<number>();
  whole.messages.forEach((message, index) => {
    if (isByHand(message) && message.kind === "text" && accountOf(message) === agent) hers.add(index);
  });
  const nearness = nearnessIn(view, handbook);
  const turns = new Map<number, number[]>();
  for (const index of hers) turns.set(view.run(index), [...(turns.get(view.run(index)) ?? []), index]);
  return [...conditions].flatMap(([occasion, holds]): OccasionUse[] => {
    const isStandard = [...turns.values()].some(
      (turn) => nearness(occasion, turn) >= handbook.printed.similarity,
    );
    if (isStandard) return [{ occasion, agent, instead: null }];
    const nearest = holds(view)
      .hits.filter(({ message }) => hers.has(message))
      .map((hit) => ({ ...wordsAt(view, occasion, hit), similarity: nearness(occasion, [hit.message]) }))
      .toSorted((a, b) => b.similarity - a.similarity || a.message - b.message || a.start - b.start)[0];
    return nearest === undefined ? [] : [{ occasion, agent, instead: nearest }];
  });
}

/** The words that stand for an occasion: the emoticon itself, else the whole message. */
const wordsAt = (view: View, occasion: OccasionId, hit: Hit): Hit =>
  occasion === "emoticons" ? hit : view.whole(hit.message);

/** How near messages come to the standard wording of an occasion, 0–1; emoticons are the shop's or not. */
function nearnessIn({ messages }: View, { wording, emoticons, longest }: ShopHandbook) {
  const parts = new Map<string, Pairs[]>();
  const partsOf = (indexes: readonly number[]) => {
    const key = indexes.join();
    let known = parts.get(key);
    if (known === undefined) {
      const clauses = indexes.flatMap((index) => clausesOf(messages[index]!.text, messages[index]!.platform));
      known = runsOfClauses(clauses, longest + looseClauses).map((text) => new Pairs(text));
      parts.set(key, known);
    }
    return known;
  };
  return (occasion: OccasionId, indexes: readonly number[]): number => {
    if (occasion !== "emoticons") return closest(wording.get(occasion)!, partsOf(indexes));
    const found = indexes.flatMap((index) => findEmoticons(messages[index]!.text, messages[index]!.platform));
    return found.some(({ name }) => emoticons.has(name)) ? 1 : 0;
  };
}
