import { firstTurn } from "../metrics/waiting.ts";
import { isByHand, isCounted, isMeasured, type ReadSession, waitOf } from "../model/session.ts";
import type { SessionFact } from "../model/session-fact.ts";

/** Figures of one conversation that tables about sessions give. */
export const sessionFigures = [
  "firstReplySeconds",
  "meanReplySeconds",
  "newMeanReplySeconds",
  "customerMessages",
  "agentMessages",
] as const;
export type SessionFigure = (typeof sessionFigures)[number];

/** A conversation of ours that a row of the table is about. */
export interface OurSession {
  /** As the report shows it. */
  id: string;
  values: Record<SessionFigure, number | null>;
}

/** The conversation found for a row of the table. */
export interface Match {
  distance: number;
  session: OurSession;
}

/** The table's time and the first message may differ by so much. */
const nearMs = 5 * 60_000;

/** Finds to each row of a table about sessions the conversation that it is about. */
export class SessionClaims {
  readonly facts: readonly SessionFact[];
  readonly #byId = new Map<string, number[]>();
  readonly #byTime = new Map<number, number[]>();
  readonly #matches = new Map<number, Match>();

  constructor(facts: readonly SessionFact[]) {
    this.facts = facts;
    facts.forEach(({ id, at }, index) => {
      if (id !== null) push(this.#byId, id, index);
      if (at !== null) push(this.#byTime, Math.floor(at / nearMs), index);
    });
  }

  /** `shownId` is called only for a conversation that is in the table. */
  offer(session: ReadSession, shownId: () => string): void {
    const at =
      session.messages.find((message) => message.role !== "system" && message.at !== null)?.at ?? null;
    const found = this.#nearest(session, at);
    if (found === null) return;
    const known = this.#matches.get(found.index);
    if (known !== undefined && known.distance < found.distance) return;
    const match = { distance: found.distance, session: { id: shownId(), values: valuesOf(session) } };
    this.#keep(found.index, match);
  }

  /** Matches so far, by the table's row. */
  state(): ReadonlyMap<number, Match> {
    return this.#matches;
  }

  absorb(matches: ReadonlyMap<number, Match>): void {
    for (const [index, match] of matches) this.#keep(index, match);
  }

  /** The nearest stays; of several as near, the same one in whatever order they come. */
  #keep(index: number, match: Match): void {
    const known = this.#matches.get(index);
    const isBetter =
      known === undefined ||
      match.distance < known.distance ||
      (match.distance === known.distance && match.session.id < known.session.id);
    if (isBetter) this.#matches.set(index, match);
  }

  match(index: number): OurSession | null {
    return this.#matches.get(index)?.session ?? null;
  }

  #nearest(session: ReadSession, at: number | null): { index: number; distance: number } | null {
    const distance = (index: number) => Math.abs((this.facts[index]!.at ?? at ?? 0) - (at ?? 0));
    const sameId = this.#byId.get(session.id) ?? [];
    const near =
      at === null ? [] : [-1, 0, 1].flatMap((step) => this.#byTime.get(Math.floor(at / nearMs) + step) ?? []);
    const candidates =
      sameId.length > 0
        ? sameId
        : near.filter(
            (index) => distance(index) <= nearMs && isSameNick(this.facts[index]!.customer, session.customer),
          );
    const [first] = [...candidates].sort((a, b) => distance(a) - distance(b) || a - b);
    return first === undefined ? null : { index: first, distance: distance(first) };
  }
}

/** Nicks may be masked on either side: `小****花`. */
function isSameNick(theirs: string, ours: string | null): boolean {
  if (ours === null) return false;
  return theirs === ours || fits(theirs, ours) || fits(ours, theirs);
}

function fits(masked: string, nick: string): boolean {
  if (!masked.includes("*")) return false;
  const [first = "", ...others] = masked.split(/\*+/u);
  const last = others.at(-1) ?? "";
  return nick.length >= first.length + last.length && nick.startsWith(first) && nick.endsWith(last);
}

function valuesOf(session: ReadSession): OurSession["values"] {
  const waits = session.turns.flatMap((turn) => {
    const wait = isMeasured(turn) ? waitOf(turn, false) : null;
    return wait === null ? [] : [wait];
  });
  const mean = waits.length === 0 ? null : waits.reduce((sum, wait) => sum + wait, 0) / waits.length / 1000;
  const first = firstTurn({ session });
  const firstWait = first === null ? null : waitOf(first, false);
  const count = (isOne: (message: ReadSession["messages"][number]) => boolean) =>
    session.messages.filter(isOne).length;
  return {
    firstReplySeconds: firstWait === null ? null : firstWait / 1000,
    meanReplySeconds: mean,
    newMeanReplySeconds: mean,
    customerMessages: count((message) => message.role === "customer" && isCounted(message)),
    agentMessages: count(isByHand),
  };
}

function push<K>(map: Map<K, number[]>, key: K, index: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [index]);
  else known.push(index);
}
