import type { Conversation } from "../model/report.ts";
import { type ReadSession, waitOf } from "../model/session.ts";
import { pointsOf, type RuleResult } from "../rubric/judge.ts";
import { CompactJson } from "../text/compact-json.ts";
import { CappedGroups, compareBy, groupsIn, type Order } from "./capped.ts";
import { findingId, type ShowOptions, sessionPlace, showMessage, showSessionId } from "./findings.ts";
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

interface Example {
  /** Shop and id as they are, which masking could make alike. */
  key: string;
  order: Order;
  readonly conversation: Conversation;
}

/** An example on its way to another thread. */
interface SentExample extends Pick<Example, "key" | "order"> {
  json: string;
}

/** Conversations that a report shows: they are pointed to from what it carries for merging. */
const shown = new WeakMap<Example, Conversation>();

/** An example whose conversation is kept as bytes, which take far less than its objects, until it is asked for. */
function packed({ key, order, conversation }: Example, json: CompactJson): Example {
  const bytes = new TextEncoder().encode(json.write(conversation));
  return {
    key,
    order,
    get conversation() {
      return shown.get(this) ?? (json.read(new TextDecoder().decode(bytes)) as Conversation);
    },
  };
}

/** Examples, each once, and by group in their order which of them it keeps. */
interface State {
  examples: readonly (Example | SentExample)[];
  groups: ReadonlyMap<string, readonly { order: Order; example: number }[]>;
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
  readonly #best: CappedGroups<Example>;
  readonly #json = new CompactJson();

  /** `after`: examples that these are brought together with. */
  constructor(show: ShowOptions, after?: ExampleConversations) {
    this.#show = show;
    this.#best = new CappedGroups(perRule, after && { after: after.#best });
  }

  add({ session, week, results, praised }: SummedSession): void {
    const start = session.messages.find(({ at }) => at !== null)?.at ?? null;
    const isLong = session.messages.length > readableMessages ? 1 : 0;
    const place = sessionPlace(session, this.#show);
    let example: Example | undefined;
    const make = () => {
      if (example === undefined) {
        const key = JSON.stringify([session.shop, place]);
        const conversation = showConversation(session, week, results, this.#show);
        example = packed({ key, order: [week, session.shop, start, place], conversation }, this.#json);
      }
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
  }

  state(): State {
    return this.#stateOf((example) => example);
  }

  toSend(): State {
    return this.#stateOf(({ key, order, conversation }) => ({
      key,
      order,
      json: JSON.stringify(conversation),
    }));
  }

  /** Examples are numbered in one order, whatever the order in which they came. */
  #stateOf(form: (example: Example) => Example | SentExample): State {
    const numbers = new Map<Example, number>();
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
    const taken: Example[] = [];
    const take = (number: number) => {
      const given = examples[number]!;
      const { key, order } = given;
      const conversation = "json" in given ? (JSON.parse(given.json) as Conversation) : given.conversation;
      const example = packed({ key, order, conversation }, this.#json);
      taken[number] = example;
      return example;
    };
    for (const [group, places] of groups)
      for (const { order, example } of places)
        this.#best.offer({ group, order, make: () => taken[example] ?? take(example) });
  }

  /** At most `cap` conversations of each row, those of its foremost praises and points to improve. */
  list(rows: readonly (RowKey & Subject)[], cap: number): Conversation[] {
    const chosen = new Map<string, Example>();
    for (const row of rows) {
      const praises = this.#first(row, "praise", row.praises, Math.floor(cap * praiseShare));
      const taken = new Set(praises.map(({ key }) => key));
      const improvements = this.#first(row, "improvement", row.improvements, cap - taken.size);
      for (const example of [...praises, ...improvements]) chosen.set(example.key, example);
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
      .map((example) => {
        const { conversation } = example;
        shown.set(example, conversation);
        return conversation;
      });
  }

  /** The best of each subject in turn, then the second best of each, and so on. */
  #first(
    row: RowKey,
    kind: "praise" | "improvement",
    subjects: readonly { rule: string | null }[],
    cap: number,
  ): Example[] {
    const groups = subjects.map(({ rule }) => this.#best.group(groupOf(rowKey(row), kind, rule)));
    const examples = Array.from({ length: perRule }, (_, place) =>
      groups.flatMap((group) => group.slice(place, place + 1)),
    ).flat();
    return [...new Map(examples.map((example) => [example.key, example])).values()].slice(0, cap);
  }
}

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
