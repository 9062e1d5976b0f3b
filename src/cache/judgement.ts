import type { PraiseHit } from "../aggregate/praise.ts";
import { type OccasionId, occasionIds } from "../model/occasion.ts";
import type { Act, ReadSession, Session } from "../model/session.ts";
import type { RuleResult } from "../rubric/judge.ts";
import { inLocale } from "../rubric/local-text.ts";
import type { OccasionUse } from "../rubric/occasions.ts";
import type { Hit } from "../rubric/operator.ts";
import type { Rubric, Rule } from "../rubric/schema.ts";
import { ByteReader, ByteWriter } from "../text/bytes.ts";
import type { Locale } from "../text/wording.ts";

/** What takes long to find out about a session. */
export interface Judgement {
  acts: ReadSession["acts"];
  /** Whether a customer's message, by its index, asks for no answer. */
  onlyThanks: (message: number) => boolean;
  /** Reasons and evidence are kept where something is shown of them: of faults, and of bonuses earned. */
  results: readonly RuleResult[];
  praise: readonly PraiseHit[];
  occasions: readonly OccasionUse[];
}

export interface JudgementCodecOptions {
  rubrics: readonly Rubric[];
  /** Ids of all acts. */
  acts: readonly string[];
  locale: Locale;
}

const outcomes = ["pass", "fail", "skip"] as const satisfies readonly RuleResult["outcome"][];

/**
 * Judgements of one customer's sessions as bytes: who, which rule, which outcome, and the places of words in
 * messages. The words themselves are in the sessions, which the reader has, as it has rubrics and acts.
 */
export class JudgementCodec {
  readonly #locale: Locale;
  readonly #rules: readonly Pick<RuleResult, "rubric" | "rule">[];
  /** By rubric. */
  readonly #ruleNumbers = new Map<string, Map<Rule, number>>();
  readonly #acts: readonly string[];
  readonly #actNumbers: ReadonlyMap<string, number>;
  readonly #bytes = new ByteWriter();
  /** By agent, rule and outcome; most results have no more to them, and are the same again and again. */
  readonly #bare = new Map<string | null, RuleResult[]>();

  constructor({ rubrics, acts, locale }: JudgementCodecOptions) {
    this.#locale = locale;
    this.#rules = rubrics.flatMap(({ id, rules }) => rules.map((rule) => ({ rubric: id, rule })));
    for (const [number, { rubric, rule }] of this.#rules.entries()) {
      const numbers = this.#ruleNumbers.get(rubric) ?? new Map<Rule, number>();
      this.#ruleNumbers.set(rubric, numbers.set(rule, number));
    }
    this.#acts = acts;
    this.#actNumbers = new Map(acts.map((act, number) => [act, number]));
  }

  /** Valid until the next are written. */
  write(judgements: readonly Judgement[]): Buffer {
    const agents = agentsIn(judgements);
    this.#bytes.number(agents.size);
    for (const agent of agents.keys()) {
      this.#bytes.number(agent === null ? 0 : 1);
      if (agent !== null) this.#bytes.text(agent);
    }
    for (const judgement of judgements) this.#writeSession(judgement, agents);
    return this.#bytes.take();
  }

  /** The judgements of these sessions, in the same order. */
  read(bytes: Buffer, sessions: readonly Session[]): Judgement[] {
    const reader = new ByteReader(bytes);
    const agents = listOf(reader, () => (reader.number() === 0 ? null : reader.text()));
    return sessions.map((session) => this.#readSession(reader, session, agents));
  }

  #writeSession({ acts, onlyThanks, results, praise, occasions }: Judgement, agents: AgentNumbers): void {
    const bytes = this.#bytes;
    acts.forEach((found, message) => {
      bytes.number(found.length * 2 + (onlyThanks(message) ? 1 : 0));
      for (const { id, start, end } of found) {
        bytes.number(numberIn(this.#actNumbers, id));
        bytes.number(start);
        bytes.number(end - start);
      }
    });
    this.#writeResults(results, agents);
    this.#writeHits(praise);
    bytes.number(occasions.length);
    for (const { occasion, agent, instead } of occasions) {
      bytes.number(occasionIds.indexOf(occasion));
      bytes.number(numberIn(agents, agent));
      this.#writeHits(instead === null ? [] : [instead]);
      if (instead !== null) bytes.fraction(instead.similarity);
    }
  }

  #readSession(reader: ByteReader, { messages }: Session, agents: readonly (string | null)[]): Judgement {
    const thanks: boolean[] = [];
    const acts = messages.map(({ text }) => {
      const head = reader.number();
      thanks.push(head % 2 === 1);
      return head < 2 ? noActs : this.#readActs(reader, Math.floor(head / 2), text);
    });
    return {
      acts,
      onlyThanks: (message) => thanks[message]!,
      results: this.#readResults(reader, agents),
      praise: readHits(reader),
      occasions: listOf(reader, () => readOccasion(reader, agents)),
    };
  }

  #readActs(reader: ByteReader, count: number, text: string): Act[] {
    const acts: Act[] = [];
    for (let left = count; left > 0; left -= 1) {
      const id = this.#acts[reader.number()]!;
      const start = reader.number();
      const end = start + reader.number();
      acts.push({ id, quote: text.slice(start, end), start, end });
    }
    return acts;
  }

  /** Rules follow each other: each is written as how far it stands from the one before. */
  #writeResults(results: readonly RuleResult[], agents: AgentNumbers): void {
    const bytes = this.#bytes;
    const all = this.#rules.length;
    bytes.number(results.length);
    let before = 0;
    for (const result of results) {
      const { rubric, rule, agent, outcome, suppression } = result;
      const number = numberIn(this.#ruleNumbers.get(rubric)!, rule);
      const step = (number - before + all) % all;
      before = number;
      const who = step * agents.size + numberIn(agents, agent);
      bytes.number(
        (who * outcomes.length + outcomes.indexOf(outcome)) * 2 + (suppression === undefined ? 0 : 1),
      );
      if (suppression !== undefined) bytes.number(suppression);
      if (outcome === "fail") this.#writeReason(result);
      if (isShown(result)) this.#writeHits(result.evidence);
    }
  }

  #readResults(reader: ByteReader, agents: readonly (string | null)[]): RuleResult[] {
    const all = this.#rules.length;
    let before = 0;
    return listOf(reader, () => {
      let rest = reader.number();
      const isSuppressed = rest % 2 === 1;
      rest = Math.floor(rest / 2);
      const outcome = outcomes[rest % outcomes.length]!;
      rest = Math.floor(rest / outcomes.length);
      const agent = agents[rest % agents.length]!;
      before = (before + Math.floor(rest / agents.length)) % all;
      const bare = this.#bareResult(before, agent, outcome);
      if (isSuppressed) return new BareResult(bare, agent, outcome, reader.number());
      if (!isShown(bare)) return bare;
      const { rubric, rule } = bare;
      const reason = outcome === "fail" ? this.#readReason(reader, rule) : "";
      return { rubric, rule, agent, outcome, reason, evidence: readHits(reader) };
    });
  }

  /** Most sentences are those of their rules. */
  #writeReason({ rule, reason }: RuleResult): void {
    this.#bytes.text(reason === inLocale(rule.fault, this.#locale) ? "" : reason);
  }

  #readReason(reader: ByteReader, rule: Rule): string {
    const reason = reader.text();
    return reason === "" ? inLocale(rule.fault, this.#locale) : reason;
  }

  #writeHits(hits: readonly Hit[]): void {
    this.#bytes.number(hits.length);
    for (const { message, start, end } of hits) {
      this.#bytes.number(message);
      this.#bytes.number(start);
      this.#bytes.number(end - start);
    }
  }

  #bareResult(number: number, agent: string | null, outcome: RuleResult["outcome"]): RuleResult {
    const place = number * outcomes.length + outcomes.indexOf(outcome);
    let own = this.#bare.get(agent);
    if (own === undefined) {
      own = [];
      this.#bare.set(agent, own);
    }
    let result = own[place];
    if (result === undefined) {
      result = new BareResult(this.#rules[number]!, agent, outcome);
      own[place] = result;
    }
    return result;
  }
}

/** A result of which nothing is shown: whoever wants to would show nothing without noticing. */
class BareResult implements RuleResult {
  readonly rubric: string;
  readonly rule: Rule;
  readonly agent: string | null;
  readonly outcome: RuleResult["outcome"];
  declare readonly suppression?: number;

  constructor(
    { rubric, rule }: Pick<RuleResult, "rubric" | "rule">,
    agent: string | null,
    outcome: RuleResult["outcome"],
    suppression?: number,
  ) {
    this.rubric = rubric;
    this.rule = rule;
    this.agent = agent;
    this.outcome = outcome;
    if (suppression !== undefined) this.suppression = suppression;
  }

  get reason(): never {
    throw new TypeError("the reason is not kept");
  }

  get evidence(): never {
    throw new TypeError("the evidence is not kept");
  }
}

const isShown = ({ rule, outcome }: Pick<RuleResult, "rule" | "outcome">): boolean =>
  outcome === "fail" || (outcome === "pass" && rule.bonus === true);

const noActs: readonly Act[] = [];

type AgentNumbers = ReadonlyMap<string | null, number>;

function agentsIn(judgements: readonly Judgement[]): AgentNumbers {
  const agents = new Map<string | null, number>();
  for (const { results, occasions } of judgements)
    for (const list of [results, occasions])
      for (const { agent } of list) if (!agents.has(agent)) agents.set(agent, agents.size);
  return agents;
}

function numberIn<K>(numbers: ReadonlyMap<K, number>, key: K): number {
  const number = numbers.get(key);
  if (number === undefined) throw new RangeError(`no number: ${String(key)}`);
  return number;
}

function readOccasion(reader: ByteReader, agents: readonly (string | null)[]): OccasionUse {
  const occasion: OccasionId = occasionIds[reader.number()]!;
  const agent = agents[reader.number()]!;
  const [instead] = readHits(reader);
  return { occasion, agent, instead: instead ? { ...instead, similarity: reader.fraction() } : null };
}

function readHits(reader: ByteReader): Hit[] {
  return listOf(reader, () => {
    const message = reader.number();
    const start = reader.number();
    return { message, start, end: start + reader.number() };
  });
}

function listOf<T>(reader: ByteReader, readOne: () => T): T[] {
  const list: T[] = [];
  for (let left = reader.number(); left > 0; left -= 1) list.push(readOne());
  return list;
}
