import { type OccasionId, occasionIds, occasionTitles } from "../model/occasion.ts";
import type { HandbookUse, Share } from "../model/report.ts";
import type { ReadSession } from "../model/session.ts";
import type { OccasionUse } from "../rubric/occasions.ts";
import { clausesOf } from "../rubric/said.ts";
import { hashOf } from "../text/hash.ts";
import { maskWords, templateOf } from "../text/mask.ts";
import { unfit, unhappy } from "./answers.ts";
import { CappedGroups, type CappedState, compareBy } from "./capped.ts";
import { type ShowOptions, sessionPlace, showSessionId } from "./findings.ts";
import type { Sum as Mergeable } from "./sum.ts";

/** Conversations with other words kept per occasion and week, of an agent and of the shop; of more, these are a sample. */
const sampleCaps = { agent: 20, shop: 100 };

/** Other words shown, and in how many conversations they must have been said to be a candidate. */
const shownCap = 3;
const candidateLeast = 2;

interface Place {
  week: string | null;
  shop: string | null;
  occasion: OccasionId;
}

interface Sum extends Place {
  /** Undefined on the shop's sum. */
  agent: string | null | undefined;
  n: number;
  hits: number;
}

/** Other words than the standard ones. */
interface OtherWords {
  /** What is left without signs, emoticons, numbers and the customer's name, to tell whether two are the same. */
  template: string;
  quote: string;
  session: string;
  similarity: number;
}

interface State {
  sums: ReadonlyMap<string, Sum>;
  deviations: CappedState<OtherWords>;
  variants: CappedState<OtherWords>;
}

/**
 * Use of the shop's standard wording (W7): a mergeable sum whose size depends on weeks, shops and
 * agents, not on the number of conversations.
 */
export class HandbookSums implements Mergeable<State> {
  readonly #show: ShowOptions;
  readonly #sums = new Map<string, Sum>();
  readonly #deviations = new CappedGroups<OtherWords>(sampleCaps.agent);
  readonly #variants = new CappedGroups<OtherWords>(sampleCaps.shop);

  constructor(show: ShowOptions) {
    this.#show = show;
  }

  /** Adds what was said in a session; an occasion counts once for each agent and once for the shop. */
  add(session: ReadSession, week: string | null, uses: readonly OccasionUse[]): void {
    for (const occasion of new Set(uses.map((use) => use.occasion))) {
      const place: Place = { week, shop: session.shop, occasion };
      const here = uses.filter((use) => use.occasion === occasion);
      this.#count({ ...place, agent: undefined, n: 1, hits: here.some(isStandard) ? 1 : 0 });
      for (const use of here) {
        this.#count({ ...place, agent: use.agent, n: 1, hits: isStandard(use) ? 1 : 0 });
        if (use.instead !== null) this.#keep(session, place, use.agent, use.instead);
      }
    }
  }

  state(): State {
    return {
      sums: this.#sums,
      deviations: this.#deviations.state(),
      variants: this.#variants.state(),
    };
  }

  absorb({ sums, deviations, variants }: State): void {
    for (const sum of sums.values()) this.#count(sum);
    this.#deviations.absorb(deviations);
    this.#variants.absorb(variants);
  }

  /** By week, shop and occasion. */
  report(): HandbookUse[] {
    const sums = [...this.#sums.values()];
    return sums
      .filter(({ agent }) => agent === undefined)
      .sort(
        compareBy(
          ({ week }) => week,
          ({ shop }) => shop,
          ({ occasion }) => occasionIds.indexOf(occasion),
        ),
      )
      .map((sum) => {
        const { week, shop, occasion } = sum;
        const sample = this.#variants.group(keyOf(sum));
        return {
          week,
          shop,
          occasion,
          title: occasionTitles[occasion][this.#show.locale],
          use: shareOf(sum),
          agents: sums
            .filter((other) => other.agent !== undefined && keyOf(other) === keyOf(sum))
            .map((other) => ({
              agent: other.agent ?? null,
              use: shareOf(other),
              deviations: byFrequency(this.#deviations.group(keyOf(other, other.agent)))
                .slice(0, shownCap)
                .map(({ session, quote, similarity }) => ({ session, quote, similarity })),
            }))
            .sort(compareBy(({ agent }) => agent)),
          thankedSessions: sample.length,
          variants: byFrequency(sample)
            .filter(({ sessions }) => sessions >= candidateLeast)
            .slice(0, shownCap)
            .map(({ quote, sessions }) => ({ text: quote, sessions })),
        };
      });
  }

  #count(given: Sum): void {
    const key = keyOf(given, given.agent);
    const known = this.#sums.get(key);
    if (known === undefined) this.#sums.set(key, { ...given });
    else {
      known.n += given.n;
      known.hits += given.hits;
    }
  }

  /** Keeps other words than the standard ones, as a candidate too where the customer was content. */
  #keep(
    session: ReadSession,
    place: Place,
    agent: string | null,
    instead: NonNullable<OccasionUse["instead"]>,
  ): void {
    const draft = {
      about: "",
      // By a hash, so that the sample is one of all conversations, whatever the order in which they come.
      order: [hashOf(JSON.stringify([session.id, agent])), sessionPlace(session, this.#show), agent],
      make: () => otherWords(session, instead, this.#show),
    };
    this.#deviations.offer({ row: keyOf(place, agent), ...draft });
    const acts = session.acts[instead.message]!;
    if (!endedWell(session) || acts.some(({ id }) => unfit.has(id))) return;
    this.#variants.offer({ row: keyOf(place), ...draft });
  }
}

function otherWords(
  session: ReadSession,
  { message, start, end, similarity }: NonNullable<OccasionUse["instead"]>,
  show: ShowOptions,
): OtherWords {
  const { text, platform } = session.messages[message]!;
  const { customer } = session;
  const words = text.slice(start, end);
  const plain = clausesOf(words, platform).join("");
  const quote = (show.mask ? maskWords(text, customer) : text).slice(start, end);
  return {
    template: plain === "" ? words : templateOf(plain, customer === null ? [] : [customer]),
    quote: quote.replace(/\s+/gu, " ").trim(),
    session: showSessionId(session, show),
    similarity,
  };
}

const isStandard = ({ instead }: OccasionUse): boolean => instead === null;

const shareOf = ({ n, hits }: Sum): Share => ({ n, hits, value: n === 0 ? null : hits / n });

/** An occasion of a shop's week, or of an agent's. */
function keyOf({ week, shop, occasion }: Place, agent?: string | null): string {
  return JSON.stringify(agent === undefined ? [week, shop, occasion] : [week, shop, occasion, agent]);
}

/** Whether the customer thanked, and was not unhappy afterwards. */
function endedWell({ messages, acts }: ReadSession): boolean {
  const said = acts.flatMap((here, index) => (messages[index]!.role === "customer" ? here : []));
  return said.findLast(({ id }) => id === "thanks" || unhappy.has(id))?.id === "thanks";
}

/** The same words together, those said in most conversations first; the smallest text stands for its group. */
function byFrequency(sample: readonly OtherWords[]): (OtherWords & { sessions: number })[] {
  const groups = new Map<string, OtherWords & { sessions: number }>();
  for (const words of [...sample].sort(byQuote)) {
    const group = groups.get(words.template);
    if (group === undefined) groups.set(words.template, { ...words, sessions: 1 });
    else group.sessions += 1;
  }
  return [...groups.values()].sort(
    compareBy(
      ({ sessions }) => -sessions,
      ({ quote }) => quote,
    ),
  );
}

const byQuote = compareBy<OtherWords>(
  ({ quote }) => quote,
  ({ session }) => session,
);
