import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Conversation } from "../model/report.ts";
import { type ReadSession, waitOf } from "../model/session.ts";
import { pointsOf, type RuleResult } from "../rubric/judge.ts";
import { ByteStore } from "../text/byte-store.ts";
import { CompactJson } from "../text/compact-json.ts";
import { CappedGroups, compareBy, groupsIn, type Order } from "./capped.ts";
import { findingId, type ShowOptions, sessionPlace, showMessage, showSessionId } from "./findings.ts";
import { AsBytes, type Keeper, type Kept, type Placed } from "./kept.ts";
import { type RowKey, rowKey } from "./keys.ts";
import { resultsByAgent } from "./points.ts";
import type { Sum } from "./sum.ts";
import type { SummedSession } from "./tally.ts";

/** A longer conversation is an example only where there is no shorter one. */
const readableMessages = 60;

/** How many messages of a conversation are shown. */
const messageCap = 200;

/** How many conversations of a rule are at hand, as some show several rules. */
const perRule = 3;

/** How many of an agent-week's examples, at most, show what was done well. */
const praiseShare = 1 / 3;

/** A conversation is short: more room to work in would be cleared for each, and save nothing. */
const deflating = { windowBits: 12, memLevel: 5 };

interface Example {
  order: Order;
  readonly conversation: Conversation;
}

/** An example on its way to another thread. */
interface SentExample {
  order: Order;
  json: string;
}

/** Examples, each once, and by group in their order which of them it keeps. */
interface State {
  examples: readonly (Example | SentExample)[];
  groups: ReadonlyMap<string, readonly { order: Order; example: number }[]>;
}

/** Examples as bytes outside the heap, by number, each until it was released and no group keeps it. */
class Shelf implements Keeper<number> {
  readonly #json = new CompactJson();
  readonly #examples = new ByteStore();
  readonly #places = new AsBytes<number>();
  /** By example, how many hold it. */
  readonly #uses = new Map<number, number>();
  /** Conversations in the report, which what it carries for merging points to. */
  readonly #shown = new Map<number, Conversation>();

  /** To be released by whom it is given to. */
  add(example: Example): number {
    const number = this.#examples.add(deflateRawSync(this.#json.write(example), deflating));
    this.#uses.set(number, 1);
    return number;
  }

  release(example: number): void {
    const uses = this.#uses.get(example)! - 1;
    if (uses > 0) {
      this.#uses.set(example, uses);
      return;
    }
    this.#uses.delete(example);
    this.#examples.drop(example);
  }

  keep(rank: number, placed: Placed<number>): Kept<number> {
    this.#uses.set(placed.item, this.#uses.get(placed.item)! + 1);
    return this.#places.keep(rank, placed);
  }

  leave(kept: Kept<number>): void {
    const { item } = kept.read();
    this.#places.leave(kept);
    this.release(item);
  }

  /** Its conversation is made when it is asked for. */
  lazily(example: number): Example {
    const conversationOf = () => this.#shown.get(example) ?? this.read(example).conversation;
    return {
      order: this.orderOf(example),
      get conversation() {
        return conversationOf();
      },
    };
  }

  orderOf(example: number): Order {
    return this.read(example).order;
  }

  show(example: number): Conversation {
    const { conversation } = this.read(example);
    this.#shown.set(example, conversation);
    return conversation;
  }

  read(example: number): Example {
    return this.#json.read(inflateRawSync(this.#examples.bytes(example)).toString()) as Example;
  }
}

/** What of a row an example shows. */
interface Subject {
  praises: readonly { rule: string | null }[];
  improvements: readonly { rule: string }[];
}

/**
 * For every rule of a row the conversations that show it best: where most else went wrong as well, or,
 * for praise, least. Conversations are added in any order and in any number of parts.
 */
export class ExampleConversations implements Sum<State> {
  readonly #show: ShowOptions;
  readonly #shelf = new Shelf();
  readonly #best: CappedGroups<number>;

  /** `after`: examples that these are brought together with. */
  constructor(show: ShowOptions, after?: ExampleConversations) {
    this.#show = show;
    this.#best = new CappedGroups(perRule, {
      rankOf,
      keeper: this.#shelf,
      ...(after && { after: after.#best }),
    });
  }

  add({ session, week, results, praised }: SummedSession): void {
    const start = session.messages.find(({ at }) => at !== null)?.at ?? null;
    const isLong = session.messages.length > readableMessages ? 1 : 0;
    const place = sessionPlace(session, this.#show);
    let example: number | undefined;
    const make = () => {
      example ??= this.#shelf.add({
        order: [week, session.shop, start, place],
        conversation: showConversation(session, week, results, this.#show),
      });
      return example;
    };
    const offer = (group: string, points: number) =>
      this.#best.offer({ group, order: [isLong, points, start, place], make });
    for (const [agent, own] of resultsByAgent(results)) {
      const row = rowKey({ week, shop: session.shop, agent });
      const failed = own.filter(({ outcome }) => outcome === "fail");
      const lost = failed.reduce((sum, { rule }) => sum + pointsOf(rule), 0);
      for (const { rule } of failed) offer(groupOf(row, "improvement", rule.id), -lost);
      for (const { rule, outcome } of own)
        if (rule.bonus === true && outcome === "pass") offer(groupOf(row, "praise", rule.id), lost);
      if (praised.has(agent)) offer(groupOf(row, "praise", null), lost);
    }
    if (example !== undefined) this.#shelf.release(example);
  }

  state(): State {
    return this.#stateOf((example) => this.#shelf.lazily(example));
  }

  toSend(): State {
    return this.#stateOf((example) => {
      const { order, conversation } = this.#shelf.read(example);
      return { order, json: JSON.stringify(conversation) };
    });
  }

  /** Examples are numbered in one order, whatever the order in which they came. */
  #stateOf(form: (example: number) => Example | SentExample): State {
    const numbers = new Map<number, number>();
    const groups = [...groupsIn(this.#best.state())].sort(compareBy(([group]) => group));
    const numbered = groups.map(([group, kept]) => {
      const places = kept.map(({ order, item }) => {
        const example = numbers.get(item) ?? numbers.size;
        numbers.set(item, example);
        return { order, example };
      });
      return [group, places] as const;
    });
    return { examples: [...numbers.keys()].map(form), groups: new Map(numbered) };
  }

  absorb({ examples, groups }: State): void {
    const taken: number[] = [];
    const take = (number: number) => {
      const given = examples[number]!;
      const conversation = "json" in given ? (JSON.parse(given.json) as Conversation) : given.conversation;
      taken[number] = this.#shelf.add({ order: given.order, conversation });
      return taken[number];
    };
    for (const [group, places] of groups)
      for (const { order, example } of places)
        this.#best.offer({ group, order, make: () => taken[example] ?? take(example) });
    for (const example of taken) if (example !== undefined) this.#shelf.release(example);
  }

  /** At most `cap` conversations of each row, those of its foremost praises and points to improve. */
  list(rows: readonly (RowKey & Subject)[], cap: number): Conversation[] {
    const chosen = new Map<string, { example: number; order: Order }>();
    for (const row of rows) {
      const praises = this.#first(row, "praise", row.praises, Math.floor(cap * praiseShare));
      const improvements = this.#first(row, "improvement", row.improvements, cap - praises.size);
      for (const [key, one] of [...praises, ...improvements]) chosen.set(key, one);
    }
    return [...chosen.values()]
      .sort(
        compareBy(
          ({ order }) => order[0]!,
          ({ order }) => order[1]!,
          ({ order }) => order[2]!,
          ({ order }) => order[3]!,
        ),
      )
      .map(({ example }) => this.#shelf.show(example));
  }

  /** The best of each subject in turn, then the second best of each, and so on; by shop and id, as masking could make alike. */
  #first(
    row: RowKey,
    kind: "praise" | "improvement",
    subjects: readonly { rule: string | null }[],
    cap: number,
  ): Map<string, { example: number; order: Order }> {
    const groups = subjects.map(({ rule }) => this.#best.group(groupOf(rowKey(row), kind, rule)));
    const first = new Map<string, { example: number; order: Order }>();
    for (let place = 0; place < perRule; place += 1) {
      for (const group of groups) {
        if (first.size === cap) return first;
        const example = group[place];
        if (example === undefined) continue;
        const order = this.#shelf.orderOf(example);
        first.set(JSON.stringify([order[1], order[3]]), { example, order });
      }
    }
    return first;
  }
}

/** Long ones last, then by their points, which are far fewer than this. */
const rankOf = ([isLong, points]: Order): number => (isLong as number) * 2 ** 32 + (points as number);

/** Of a row, by its key. */
function groupOf(row: string, kind: "praise" | "improvement", rule: string | null): string {
  return JSON.stringify([row, kind, rule]);
}

function showConversation(
  session: ReadSession,
  week: string | null,
  results: readonly RuleResult[],
  options: ShowOptions,
): Conversation {
  const failed = results.filter(({ outcome }) => outcome === "fail");
  const shown = session.messages.slice(0, messageCap);
  return {
    week,
    shop: session.shop,
    session: showSessionId(session, options),
    agents: [...session.agents],
    findings: failed.map((result) => findingId(session, result)),
    messages: shown.map((message, index) => ({
      ...showMessage(message, session, options),
      acts: session.acts[index]!.map(({ id, start, end }) => ({ id, start, end })),
    })),
    leftOut: session.messages.length - shown.length,
    waits: session.turns
      .filter(({ needsAnswer, opened }) => needsAnswer && opened < shown.length)
      .map((turn) => {
        const wait = waitOf(turn, false);
        return {
          from: turn.opened,
          outcome: turn.outcome,
          reply: turn.reply !== null && turn.reply < shown.length ? turn.reply : null,
          seconds: wait === null ? null : wait / 1000,
          start: turn.start === null ? null : options.zone.format(turn.start),
        };
      }),
  };
}
