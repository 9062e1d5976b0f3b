import type { SessionMessage } from "../model/message.ts";
import type { SceneId } from "../model/scene.ts";
import {
  isByHand,
  isCounted,
  isMeasured,
  type ReadSession,
  startOf,
  type Turn,
  waitOf,
} from "../model/session.ts";
import type { Locale } from "../text/wording.ts";
import type { Zone } from "../text/zone.ts";
import type { Compiled, Hit, Outcome } from "./operator.ts";
import { watchedCount } from "./signs.ts";
import { Traces } from "./traces.ts";

/** Shop hours, for rules that do not charge anybody with the night. */
export interface ShopHours {
  /** Milliseconds of [start, end) inside shop hours. */
  overlap(start: number, end: number): number;
  /** Whether the shop is open at an instant. */
  includes(at: number): boolean;
}

/** What the shop says of an account. */
export interface AgentFacts {
  /** Names and numbers by which she may introduce herself. */
  names?: readonly string[];
  group?: string;
}

/** What is known of a session beside its messages; null or absent where it could not be told. */
export interface SessionFacts {
  scenes?: readonly SceneId[] | null;
  /** `returning`: the customer had written before. */
  customerType?: string | null;
  /** Who began the conversation. */
  opener?: "customer" | "agent" | null;
  /** Conversations that agents of the shop began with this customer in seven days, this one included. */
  proactiveInWeek?: number | null;
  /** Share of the agents' texts that stand in other conversations too, 0–1. */
  cannedShare?: number | null;
}

/** Settings of the shop that rules refer to. */
export interface JudgeContext {
  locale: Locale;
  zone: Zone;
  /** Without it every hour is a shop hour. */
  hours?: ShopHours;
  agents?: Readonly<Record<string, AgentFacts>>;
  factsOf?: (session: ReadSession) => SessionFacts;
}

/** Who can speak in a condition. `agent` is a person by hand, `auto` a text sent in her name by itself. */
export const speakers = ["customer", "agent", "robot", "auto", "system"] as const;
export type Speaker = (typeof speakers)[number];

const speakerSets = new Map<string, ReadonlySet<Speaker>>();

/** The set of these speakers: always the same one, so that views know it again. */
export function speakerSet(names: readonly Speaker[]): ReadonlySet<Speaker> {
  const key = names.toSorted().join();
  const set = speakerSets.get(key) ?? new Set(names);
  speakerSets.set(key, set);
  return set;
}

/** Who a message counts for when rules ask who speaks. */
function speakerOf(message: SessionMessage): Speaker {
  return message.role === "agent" && message.auto ? "auto" : message.role;
}

/** The account that sent a message of an agent. */
export function accountOf(message: SessionMessage): string | null {
  return message.sender ?? message.agent;
}

/** Whose words and turns a rule looks at; all null = everybody's. */
export interface Scope {
  /** Only this account's messages count as those of an agent. */
  author: string | null;
  /** Only turns that count for this account; undefined = all. */
  turnOwner?: string | null | undefined;
  /** Whose group is asked for. */
  agent: string | null;
}

/** What the views of one session have in common: rules ask for few different ones, again and again. */
class Shared {
  readonly session: ReadSession;
  readonly runs: readonly number[];
  /** Accounts in the order in which they first wrote by hand; null where the export names none. */
  readonly writers: readonly (string | null)[];
  readonly views: View[] = [];
  #traces: Traces | null = null;
  #counted: readonly number[] | null = null;
  #isInOrder: boolean | null = null;

  constructor(session: ReadSession) {
    this.session = session;
    this.runs = runsOf(session.messages);
    this.writers = [...new Set(session.messages.filter(isByHand).map(accountOf))];
  }

  get traces(): Traces {
    // Conditions that were compiled since can find more in the words; a view may be older than they are.
    if (this.#traces === null || this.#traces.isOutdated) this.#traces = new Traces(this.session);
    return this.#traces;
  }

  /** By message: how many up to it count as messages of the conversation. */
  get counted(): readonly number[] {
    let count = 0;
    this.#counted ??= this.session.messages.map((message) => {
      if (isCounted(message)) count += 1;
      return count;
    });
    return this.#counted;
  }

  get isInOrder(): boolean {
    const { messages } = this.session;
    this.#isInOrder ??= messages.every(
      ({ at }, index) => at !== null && (index === 0 || messages[index - 1]!.at! <= at),
    );
    return this.#isInOrder;
  }
}

/** Scenes, rules and handbook look at the same session one after another. */
let latest: Shared | null = null;

/** The whole of a session as rules see it. */
export function viewOf(session: ReadSession, context: JudgeContext): View {
  if (latest?.session !== session) latest = new Shared(session);
  return viewIn(latest, context, { author: null, turnOwner: undefined, agent: null });
}

/** The view of a scope: for the same scope the same one. */
function viewIn(shared: Shared, context: JudgeContext, scope: Required<Scope>): View {
  const known = shared.views.find(
    (view) =>
      view.context === context &&
      view.scope.author === scope.author &&
      view.scope.turnOwner === scope.turnOwner &&
      view.scope.agent === scope.agent,
  );
  if (known !== undefined) return known;
  const view = new View(shared, context, scope);
  shared.views.push(view);
  return view;
}

/** One session as a rule sees it for one agent. */
export class View {
  readonly session: ReadSession;
  readonly context: JudgeContext;
  readonly scope: Required<Scope>;
  readonly #shared: Shared;
  /** By number of the condition, with room for most of them from the beginning. */
  readonly #outcomes = new Array<Outcome | undefined>(watchedCount());
  readonly #spoken = new Map<ReadonlySet<Speaker>, readonly number[]>();
  #turns: readonly Turn[] | null = null;

  constructor(shared: Shared, context: JudgeContext, scope: Required<Scope>) {
    this.session = shared.session;
    this.context = context;
    this.scope = scope;
    this.#shared = shared;
  }

  /** The same session for another agent. What makes no difference is left out of the scope, so that fewer views differ. */
  for({ author, turnOwner, agent }: Scope): View {
    const isAlone = this.writers.length === 1 && this.writers[0] === author;
    const ownsAll = this.session.turns.every(({ owner }) => owner === turnOwner);
    const hasGroup = agent !== null && this.context.agents?.[agent]?.group !== undefined;
    return viewIn(this.#shared, this.context, {
      author: isAlone ? null : author,
      turnOwner: ownsAll ? undefined : turnOwner,
      agent: hasGroup ? agent : null,
    });
  }

  /** What a condition says of this view, worked out when it is first asked. */
  outcome(condition: Compiled): Outcome {
    const { number, signs } = condition;
    if (signs !== null && !this.traces.mayTouch(number)) {
      condition.quiet ??= condition.evaluate(this);
      return condition.quiet;
    }
    let outcome = this.#outcomes[number];
    if (outcome === undefined) {
      outcome = condition.evaluate(this);
      this.#outcomes[number] = outcome;
    }
    return outcome;
  }

  get messages(): readonly SessionMessage[] {
    return this.session.messages;
  }

  /** Accounts in the order in which they first wrote by hand; null where the export names none. */
  get writers(): readonly (string | null)[] {
    return this.#shared.writers;
  }

  /** What can be found in the words at all. */
  get traces(): Traces {
    return this.#shared.traces;
  }

  /**
   * Turns in scope that count for a person (metric-decision 25): measured ones, and thanks that were
   * answered. What a robot answered, or what the export cuts short, is charged to nobody.
   */
  get turns(): readonly Turn[] {
    this.#turns ??= this.session.turns.filter(
      (turn) => (isMeasured(turn) || turn.outcome === "answered") && this.#inScope(turn),
    );
    return this.#turns;
  }

  /** The customer's first turn that a person had to answer, whatever became of it; null where it is out of scope. */
  get firstTurn(): Turn | null {
    const first = this.session.turns.find(({ outcome, needsAnswer }) => outcome !== "robot" && needsAnswer);
    return first !== undefined && this.#inScope(first) ? first : null;
  }

  #inScope({ owner }: Turn): boolean {
    return this.scope.turnOwner === undefined || owner === this.scope.turnOwner;
  }

  /**
   * Number of the run of messages of one side that a message stands in. Texts of robots, automatic
   * texts and events do not part a run.
   */
  run(message: number): number {
    return this.#shared.runs[message]!;
  }

  /** How many messages up to this one count as messages of the conversation. */
  countedUpTo(message: number): number {
    return this.#shared.counted[message]!;
  }

  /** Whether all times are known and none is before the one above it. */
  get isInOrder(): boolean {
    return this.#shared.isInOrder;
  }

  /** Whether a message is visible words of one of the speakers, in scope. */
  isBy(index: number, by: ReadonlySet<Speaker>): boolean {
    const message = this.messages[index]!;
    if (message.kind === "event" || message.kind === "recalled") return false;
    const speaker = speakerOf(message);
    if (!by.has(speaker)) return false;
    const { author } = this.scope;
    return author === null || speaker !== "agent" || accountOf(message) === author;
  }

  /** Indexes of the messages of the speakers (see `isBy`), in order; listed once for a set of speakers. */
  spokenBy(by: ReadonlySet<Speaker>): readonly number[] {
    const indexes = this.#spoken.get(by);
    if (indexes === undefined) {
      const found: number[] = [];
      for (let index = 0; index < this.messages.length; index += 1)
        if (this.isBy(index, by)) found.push(index);
      this.#spoken.set(by, found);
      return found;
    }
    return indexes;
  }

  /** The whole of a message as evidence. */
  whole(message: number): Hit {
    return { message, start: 0, end: this.messages[message]!.text.length };
  }

  /** Seconds that a turn waited on its owner's clock; null where unanswered, left out or without times. */
  waitSeconds(turn: Turn, insideHours: boolean): number | null {
    if (!isMeasured(turn)) return null;
    const wait = waitOf(turn, true);
    const { hours } = this.context;
    if (wait === null || !insideHours || hours === undefined) return wait === null ? null : wait / 1000;
    return hours.overlap(startOf(turn, true)!, turn.end!) / 1000;
  }

  /** The words that stand for a turn as evidence: the customer's first that wait, or what was handed over. */
  wordsOf(turn: Turn): Hit[] {
    const first = turn.messages.find((index) => this.messages[index]!.at === turn.start) ?? turn.messages[0];
    if (first !== undefined) return [this.whole(first)];
    const before = turn.reply ?? this.messages.length;
    for (let index = before - 1; index >= 0; index -= 1) {
      if (this.messages[index]!.role === "customer") return [this.whole(index)];
    }
    return [];
  }
}

function runsOf(messages: readonly SessionMessage[]): number[] {
  let run = 0;
  let side: string | null = null;
  return messages.map((message) => {
    if (isCounted(message) && message.role !== side) {
      if (side !== null) run += 1;
      side = message.role;
    }
    return run;
  });
}
