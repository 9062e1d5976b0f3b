import type { Conversation } from "../model/report.ts";
import { type ReadSession, waitOf } from "../model/session.ts";
import { pointsOf, type RuleResult } from "../rubric/judge.ts";
import { type Known, knownIn } from "../text/packing.ts";
import type { Room } from "../text/room.ts";
import { type ByGroup, CappedGroups, compareOrders, listFrom, listNow } from "./capped.ts";
import { findingId, type ShowOptions, sessionPlace, showMessage, showSessionId } from "./findings.ts";
import { AsBytes, type Keeper, type Order, type Placed } from "./kept.ts";
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

interface Example<Shown = Conversation> {
  /** Week, shop, start and id. */
  order: Order;
  conversation: Shown;
}

/** An example on its way to another thread. */
interface SentExample {
  order: Order;
  json: string;
}

/** Examples, each once, and by group which of them it keeps: rank and number of each. */
interface State {
  examples: readonly (Example<Conversation | Known> | SentExample)[];
  groups: ByGroup<readonly number[]>;
}

/** Examples by number, each until it was released and no group keeps it. */
class Shelf implements Keeper<number> {
  readonly #examples: AsBytes<Conversation>;
  /** By example, how many hold it. */
  readonly #uses = new Map<number, number>();

  constructor(room: Room) {
    this.#examples = new AsBytes(room);
  }

  get isAtHand(): boolean {
    return this.#examples.isAtHand;
  }

  /** To be released by whom it is given to. */
  add({ order, conversation }: Example): number {
    const number = this.#examples.keep({ order, item: conversation });
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
    this.#examples.leave(example);
  }

  keep({ item }: Placed<number>): number {
    this.#uses.set(item, this.#uses.get(item)! + 1);
    return item;
  }

  leave(example: number): void {
    this.release(example);
  }

  /** In a group. */
  orderOf(example: number, rank: number): Order {
    const [, , start, place] = this.placeOf(example);
    return [rank, start!, place!];
  }

  itemOf(example: number): number {
    return example;
  }

  jsonOf(example: number): string {
    return String(example);
  }

  /** Week, shop, start and id. */
  placeOf(example: number): Order {
    return this.#examples.orderOf(example);
  }

  conversationOf(example: number): Conversation {
    return this.#examples.itemOf(example);
  }

  conversationJson(example: number): string {
    return this.#examples.jsonOf(example);
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
  readonly #shelf: Shelf;
  readonly #best: CappedGroups<number>;
  /** Examples that a report shows, in its order. */
  #shown: readonly number[] = [];

  /** `after`: examples that these are brought together with. */
  constructor(show: ShowOptions, room: Room, after?: ExampleConversations) {
    this.#show = show;
    this.#shelf = new Shelf(room);
    this.#best = new CappedGroups(perRule, {
      keeper: this.#shelf,
      ...(after && { after: after.#best }),
    });
  }

  add({ session, week, results, praised }: SummedSession): void {
    const start = session.messages.find(({ at }) => at !== null)?.at ?? null;
    const isLong = session.messages.length > readableMessages;
    const place = sessionPlace(session, this.#show);
    let example: number | undefined;
    const make = () => {
      example ??= this.#shelf.add({
        order: [week, session.shop, start, place],
        conversation: showConversation(session, week, results, this.#show),
      });
      return example;
    };
    for (const [agent, own] of resultsByAgent(results)) {
      const row = rowKey({ week, shop: session.shop, agent });
      const offer = (about: string, points: number) =>
        this.#best.offer({ row, about, order: [rankOf(isLong, points), start, place], make });
      const failed = own.filter(({ outcome }) => outcome === "fail");
      const lost = failed.reduce((sum, { rule }) => sum + pointsOf(rule), 0);
      for (const { rule } of failed) offer(improvement(rule.id), -lost);
      for (const { rule, outcome } of own)
        if (rule.bonus === true && outcome === "pass") offer(praise(rule.id), lost);
      if (praised.has(agent)) offer(praise(null), lost);
    }
    if (example !== undefined) this.#shelf.release(example);
  }

  /** Where examples are not at hand, they are read when they are asked for. */
  state(): State {
    const known = knownIn("conversations", this.#shown);
    return this.#stateOf(
      (example) => ({
        order: this.#shelf.placeOf(example),
        conversation: known(example) ?? this.#shelf.conversationOf(example),
      }),
      listFrom(this.#shelf),
    );
  }

  toSend(): State {
    return this.#stateOf(
      (example) => ({
        order: this.#shelf.placeOf(example),
        json: this.#shelf.conversationJson(example),
      }),
      listNow,
    );
  }

  /** Examples are numbered in one order, whatever the order in which they came. */
  #stateOf(form: (example: number) => State["examples"][number], list: typeof listNow): State {
    const numbers = new Map<number, number>();
    const numbered = (group: readonly number[]) =>
      group.map((number, at) => {
        if (at % 2 === 0) return number;
        const known = numbers.get(number) ?? numbers.size;
        numbers.set(number, known);
        return known;
      });
    const groups = this.#best.groups(numbered);
    const examples = [...numbers.keys()];
    return { examples: list(examples.length, (index) => form(examples[index]!)), groups };
  }

  absorb({ examples, groups }: State): void {
    const taken: number[] = [];
    const take = (number: number, given: State["examples"][number]) => {
      const conversation = ("json" in given ? JSON.parse(given.json) : given.conversation) as Conversation;
      taken[number] = this.#shelf.add({ order: given.order, conversation });
      return taken[number];
    };
    for (const [row, kinds] of groups) {
      for (const [about, group] of kinds) {
        for (let at = 0; at < group.length; at += 2) {
          const [rank, number] = [group[at]!, group[at + 1]!];
          const given = examples[number]!;
          const [, , start, place] = given.order;
          const make = () => taken[number] ?? take(number, given);
          this.#best.offer({ row, about, order: [rank, start!, place!], make });
        }
      }
    }
    for (const example of taken) if (example !== undefined) this.#shelf.release(example);
  }

  /** At most `cap` conversations of each row, those of its foremost praises and points to improve. */
  list(rows: readonly (RowKey & Subject)[], cap: number): Conversation[] {
    const chosen = new Map<string, { example: number; order: Order }>();
    for (const row of rows) {
      const praises = this.#first(
        row,
        row.praises.map(({ rule }) => praise(rule)),
        Math.floor(cap * praiseShare),
      );
      const improvements = this.#first(
        row,
        row.improvements.map(({ rule }) => improvement(rule)),
        cap - praises.size,
      );
      for (const [key, one] of [...praises, ...improvements]) chosen.set(key, one);
    }
    const shown = [...chosen.values()]
      .sort((a, b) => compareOrders(a.order, b.order))
      .map(({ example }) => example);
    this.#shown = shown;
    return listFrom(this.#shelf)(shown.length, (index) => this.#shelf.conversationOf(shown[index]!));
  }

  /** The best of each subject in turn, then the second best of each, and so on; by shop and id, as masking could make alike. */
  #first(
    row: RowKey,
    subjects: readonly string[],
    cap: number,
  ): Map<string, { example: number; order: Order }> {
    const groups = subjects.map((about) => this.#best.group(rowKey(row), about));
    const first = new Map<string, { example: number; order: Order }>();
    for (let place = 0; place < perRule; place += 1) {
      for (const group of groups) {
        if (first.size === cap) return first;
        const example = group[place];
        if (example === undefined) continue;
        const order = this.#shelf.placeOf(example);
        first.set(JSON.stringify([order[1], order[3]]), { example, order });
      }
    }
    return first;
  }
}

/** Long ones last, then by their points, which are far fewer than this. */
const rankOf = (isLong: boolean, points: number): number => (isLong ? 2 ** 32 : 0) + points;

const improvement = (rule: string): string => `improvement ${rule}`;
/** Null: in the customer's words. */
const praise = (rule: string | null): string => (rule === null ? "praise" : `praise ${rule}`);

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
