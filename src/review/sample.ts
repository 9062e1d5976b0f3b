import { compareBy } from "../aggregate/capped.ts";
import { findingId, showSender, showSessionId } from "../aggregate/findings.ts";
import { pointsShown } from "../aggregate/points.ts";
import type { JudgedSession } from "../aggregate/tally.ts";
import { UserError } from "../errors.ts";
import { judgeCustomer } from "../judging/customer.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { InputSummary } from "../model/input.ts";
import type { Message, Role } from "../model/message.ts";
import type { ReadSession } from "../model/session.ts";
import { pointsOf, type RuleResult } from "../rubric/judge.ts";
import { inLocale } from "../rubric/local-text.ts";
import { openRun, type Run, shownDiagnostics } from "../run.ts";
import type { AuditOptions } from "../settings.ts";
import { drawRandom } from "../statistics/draw.ts";
import { groupBy } from "../statistics/groups.ts";
import { maskNick, maskWords } from "../text/mask.ts";
import { type Locale, wordingOf } from "../text/wording.ts";
import { version } from "../version.ts";
import { type Chosen, choose, type SamplePlan, type Unit } from "./plan.ts";
import { seal } from "./seal.ts";

/** A question to a reviewer: did the agent do what the rule asks? */
export interface ReviewQuestion {
  rubric: string;
  rule: string;
  title: string;
  /** The rule's own question, where only people can judge it. */
  ask: string | null;
  /** How people answer: yes or no, or 1 to 5. */
  answer: "verdict" | "score";
  agent: string | null;
  /** The machine's verdict; null on questions for people alone, and in a blind list. */
  machine: "pass" | "fail" | "skip" | null;
  /** Its finding, and the words that it quotes; not in a blind list. */
  finding: string | null;
  quotes: readonly string[];
  /** With which the question is asked: skipped rules are only sampled. */
  probability: number;
  /** The machine's verdict as `calibrate` reads it back. */
  seal: string;
}

/** A message as a reviewer reads it. */
export interface SampledMessage {
  time: string | null;
  role: Role;
  /** Sent by itself in the agent's name: rules do not count it as hers. */
  auto: boolean;
  sender: string | null;
  text: string;
}

/** A conversation to review. */
export interface SampledSession {
  number: number;
  session: string;
  shop: string | null;
  week: string | null;
  customer: string | null;
  agents: readonly string[];
  scenes: readonly string[];
  stratum: string;
  /** With which it was drawn; its inverse is the number of conversations that it stands for. */
  probability: number;
  by: readonly SamplePlan[];
  messages: readonly SampledMessage[];
  questions: readonly ReviewQuestion[];
}

/** The result of `zhijian sample`. */
export interface ReviewSample {
  schemaVersion: 1;
  kind: "sample";
  tool: { name: "zhijian"; version: string };
  generatedAt: string | null;
  settings: { locale: Locale; plan: SamplePlan; seed: string; size: number; blind: boolean; masked: boolean };
  rubrics: readonly { id: string; version: string; hash: string }[];
  /** Conversations from which was drawn. */
  population: number;
  sessions: readonly SampledSession[];
}

export interface SampleOptions {
  plan: SamplePlan;
  size: number;
  seed: string;
  /** Without the machine's verdicts. */
  blind: boolean;
  /** Rules about which people argue: their conversations are likelier in a risk plan. */
  disputed: readonly string[];
  /** How many of the rules that the machine skipped are asked about in a conversation all the same. */
  skipped: number;
}

export interface SampleResult {
  sample: ReviewSample;
  inputs: readonly InputSummary[];
  diagnostics: readonly Diagnostic[];
  errors: readonly UserError[];
}

interface Found extends Unit {
  shop: string | null;
  id: string;
}

/** Draws a review list. Throws UserError(s): exit 2 for wrong options, exit 3 where no export can be read. */
export async function sample(
  paths: readonly string[],
  choice: SampleOptions,
  options: AuditOptions = {},
): Promise<SampleResult> {
  if (!Number.isInteger(choice.size) || choice.size < 1)
    throw new UserError(2, `--size：应为正整数，写的是 ${choice.size} / expected a whole number above 0`);
  if (!Number.isInteger(choice.skipped) || choice.skipped < 0)
    throw new UserError(2, `--skipped：应为 0 或正整数，写的是 ${choice.skipped} / expected a whole number`);
  const run = await openRun(paths, options);
  try {
    const units: Found[] = [];
    for await (const judged of judgedSessions(run)) units.push(unitOf(judged, choice.disputed));
    const chosen = new Map(
      choose(units, choice.plan, choice.size, choice.seed).map((one) => [one.item.name, one]),
    );
    const sessions: SampledSession[] = [];
    for await (const judged of judgedSessions(run)) {
      const one = chosen.get(nameOf(judged.session));
      if (one !== undefined) sessions.push(sampled(judged, one, choice, run));
    }
    sessions.sort(
      compareBy(
        ({ shop }) => shop,
        ({ messages }) => messages[0]?.time ?? null,
        ({ session }) => session,
      ),
    );
    return {
      sample: {
        schemaVersion: 1,
        kind: "sample",
        tool: { name: "zhijian", version },
        generatedAt: options.generatedAt ?? null,
        settings: {
          locale: run.settings.locale,
          plan: choice.plan,
          seed: choice.seed,
          size: choice.size,
          blind: choice.blind,
          masked: run.settings.mask,
        },
        rubrics: run.rubrics.map(({ id, version: number, hash }) => ({ id, version: number, hash })),
        population: units.length,
        sessions: sessions.map((session, at) => ({ ...session, number: at + 1 })),
      },
      inputs: run.intake.inputs,
      diagnostics: shownDiagnostics(run),
      errors: run.intake.errors,
    };
  } finally {
    await run.gathered.close();
  }
}

/** Conversations of the days asked for, with somebody to judge. */
async function* judgedSessions(run: Run): AsyncGenerator<JudgedSession> {
  for await (const sessions of run.gathered.customers()) {
    yield* judgeCustomer(sessions, run).filter(
      (judged) => run.settings.includes(judged.day) && judged.results.some(isAsked),
    );
  }
}

const nameOf = ({ shop, id }: ReadSession) => JSON.stringify([shop, id]);

function unitOf({ session, scenes, results }: JudgedSession, disputed: readonly string[]): Found {
  let risk = 1;
  for (const { outcome, rule } of results) {
    if (outcome === "fail") risk += pointsOf(rule) / 10;
    // A rule under review, and one that people dispute, are the ones to learn about.
    if (outcome === "fail" && rule.status === "review") risk += 2;
    if (outcome !== "skip" && disputed.includes(rule.id)) risk += 2;
  }
  const stratum = [session.agents[0] ?? "", scenes[0]?.id ?? ""].join(" · ");
  return { name: nameOf(session), stratum, risk, shop: session.shop, id: session.id };
}

/** What people are always asked: everything that the machine decided, and what it leaves to them. */
function isAsked({ outcome, rule }: RuleResult): boolean {
  return outcome !== "skip" || rule.ask !== undefined;
}

/**
 * Whether people could say that a rule was wrongly skipped: it was judged of a person, and not left out
 * for the shop's own reasons (an excuse, a rule not in force).
 */
function isDoubtful({ outcome, rule, agent, suppression }: RuleResult): boolean {
  return (
    outcome === "skip" &&
    rule.ask === undefined &&
    rule.effective === undefined &&
    agent !== null &&
    suppression === undefined
  );
}

/** The results of a rule for one agent, with the probability of being asked about. */
interface Asked {
  results: readonly RuleResult[];
  probability: number;
}

/** The questions of a conversation, those about skipped rules among the others, where nobody tells them apart. */
function questionsOf({ session, results }: JudgedSession, { seed, skipped }: SampleOptions): Asked[] {
  const keyOf = ({ rubric, rule, agent }: RuleResult) => JSON.stringify([rubric, rule.id, agent]);
  const groups = [...groupBy(results, keyOf).values()];
  const doubtful = drawRandom(
    groups.filter((own) => own.every(isDoubtful)),
    skipped,
    (own) => keyOf(own[0]!),
    `${seed}\u0000${nameOf(session)}`,
  );
  const probabilities = new Map(doubtful.map(({ item, probability }) => [item, probability]));
  return groups.flatMap((own) => {
    const probability = own.some(isAsked) ? 1 : probabilities.get(own);
    return probability === undefined ? [] : [{ results: own, probability }];
  });
}

function sampled(
  judged: JudgedSession,
  { item, probability, by }: Chosen<Found>,
  choice: SampleOptions,
  run: Run,
): SampledSession {
  const { session, week, scenes } = judged;
  const { show } = run;
  const { customer } = session;
  const shown = (text: string) => (show.mask ? maskWords(text, customer) : text);
  return {
    number: 0,
    session: showSessionId(session, show),
    shop: session.shop,
    week,
    customer: show.mask && customer !== null ? maskNick(customer) : customer,
    agents: session.agents,
    scenes: scenes.map(({ id }) => id),
    stratum: item.stratum,
    probability,
    by,
    messages: session.messages.map((message) => ({
      time: message.at === null ? null : show.zone.format(message.at),
      role: message.role,
      auto: message.auto,
      sender: showSender(message, customer, show),
      text: [markOf(message, show.locale), shown(message.text)].filter((part) => part !== "").join(" "),
    })),
    questions: questionsOf(judged, choice).map((asked) =>
      question(judged, { ...asked, probability: asked.probability * probability }, choice, run),
    ),
  };
}

/** What a message is where it is not only words: `[图片]`, `[转接 小满]`. */
function markOf({ kind, event, to }: Message, locale: Locale): string {
  const { kinds, events } = wordingOf(locale).talk;
  if (event !== null) return `[${[events[event], to].filter((part) => part !== null).join(" ")}]`;
  return kind === "text" || kind === "event" ? "" : `[${kinds[kind]}]`;
}

function question(
  { session, results: all }: JudgedSession,
  { results, probability }: Asked,
  { blind }: SampleOptions,
  { show, rubrics }: Run,
): ReviewQuestion {
  // A rule `per: hit` has several results: one fault is a fault.
  const result = results.find(({ outcome }) => outcome === "fail") ?? results.find(isAsked) ?? results[0]!;
  const { rubric, rule, agent, outcome, evidence } = result;
  const isOpen = blind || rule.ask !== undefined;
  const shown = (text: string) => (show.mask ? maskWords(text, session.customer) : text);
  const about = { rubric, rule: rule.id, shop: session.shop, session: showSessionId(session, show), agent };
  const own = all.filter((one) => one.agent === agent);
  return {
    rubric,
    rule: rule.id,
    title: inLocale(rule.title, show.locale),
    ask: rule.ask === undefined ? null : inLocale(rule.ask, show.locale),
    answer: rule.answer ?? "verdict",
    agent,
    machine: isOpen ? null : outcome,
    finding: isOpen || outcome !== "fail" ? null : findingId(session, result),
    quotes: isOpen
      ? []
      : evidence.map(({ message, start, end }) => shown(session.messages[message]!.text).slice(start, end)),
    probability,
    seal: seal(
      about,
      { outcome, agent: pointsShown(own), shop: pointsShown(all) },
      rubrics.find(({ id }) => id === rubric)!.hash,
    ),
  };
}
