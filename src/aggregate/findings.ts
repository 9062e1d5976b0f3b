import { hash } from "node:crypto";
import type { Message } from "../model/message.ts";
import type { Case, Evidence, Finding, Praise, ShownMessage, SlowTurn } from "../model/report.ts";
import type { ReadSession, Session } from "../model/session.ts";
import { pointsOf, type RuleResult } from "../rubric/judge.ts";
import { inLocale } from "../rubric/local-text.ts";
import { digestOf } from "../text/hash.ts";
import { maskNick, maskWords } from "../text/mask.ts";
import { ownCopy } from "../text/own-copy.ts";
import type { Zone } from "../text/zone.ts";
import { type Draft, rankOfKey } from "./capped.ts";
import type { Order } from "./kept.ts";
import { rowKey, ruleKey } from "./keys.ts";
import { pointsShown } from "./points.ts";
import type { PraiseHit } from "./praise.ts";

/** How words of a conversation are shown to readers of the report. */
export interface ShowOptions {
  zone: Zone;
  locale: "zh" | "en";
  /** Hide personal data; offsets stay, because masking keeps the length. */
  mask: boolean;
}

interface Hit {
  message: number;
  start: number;
  end: number;
}

/** Of a finding's id, which is twice as many digits. */
const idBytes = 6;

/** The findings of a session's failed rules. */
export function findingsOf(
  session: ReadSession,
  week: string | null,
  results: readonly RuleResult[],
  options: ShowOptions,
): Draft<Finding>[] {
  const failed = results.filter(({ outcome }) => outcome === "fail");
  if (failed.length === 0) return [];
  const points = pointsIn(results);
  return failed.map((result) =>
    draftOf(session, week, result, options, () => showFinding(session, week, result, points, options)),
  );
}

type SessionPoints = NonNullable<Finding["sessionPoints"]>;
type PointsOf = (agent: string | null) => SessionPoints;

/** Points of the session for one of its agents and for the shop, worked out once for all findings. */
function pointsIn(all: readonly RuleResult[]): PointsOf {
  let shop: SessionPoints["shop"] | undefined;
  const known = new Map<string | null, SessionPoints>();
  return (agent) => {
    let points = known.get(agent);
    if (points === undefined) {
      shop ??= pointsShown(all);
      points = { agent: pointsShown(all.filter((result) => result.agent === agent)), shop };
      known.set(agent, points);
    }
    return points;
  };
}

function showFinding(
  session: ReadSession,
  week: string | null,
  result: RuleResult,
  points: PointsOf,
  options: ShowOptions,
): Finding {
  const { rule } = result;
  const evidence = result.evidence.map((hit) => showEvidence(session, hit, options));
  return {
    id: findingId(session, result),
    rubric: result.rubric,
    rule: rule.id,
    title: inLocale(rule.title, options.locale),
    standards: rule.standards,
    severity: rule.severity,
    pointsLost: pointsOf(rule),
    week,
    shop: session.shop,
    agent: result.agent,
    session: showSessionId(session, options),
    time: evidence[0]?.time ?? startTime(session, options.zone),
    reason: options.mask ? maskWords(result.reason, session.customer) : result.reason,
    better: inLocale(rule.better, options.locale),
    evidence,
    sessionPoints: points(result.agent),
  };
}

/** What deserves praise in a session: bonuses earned, and customers' words. */
export function praisesOf(
  session: ReadSession,
  week: string | null,
  results: readonly RuleResult[],
  customerPraise: readonly PraiseHit[],
  options: ShowOptions,
): Draft<Praise>[] {
  const earned = results
    .filter(({ rule, outcome }) => rule.bonus === true && outcome === "pass")
    .map((result) => {
      const { rubric, rule, agent, evidence } = result;
      const title = inLocale(rule.title, options.locale);
      return draftOf(session, week, result, options, () =>
        showPraise(session, week, { rubric, rule: rule.id, title, agent }, evidence, options),
      );
    });
  const title = options.locale === "zh" ? "顾客夸奖" : "Praised by the customer";
  const thanked = customerPraise.map((hit) => {
    const agent = agentBefore(session, hit.message);
    return draftOf(session, week, { rubric: null, rule: null, agent, evidence: [hit] }, options, () =>
      showPraise(session, week, { rubric: null, rule: null, title, agent }, [hit], options),
    );
  });
  return [...earned, ...thanked];
}

function showPraise(
  session: ReadSession,
  week: string | null,
  about: Pick<Praise, "rubric" | "rule" | "title" | "agent">,
  hits: readonly Hit[],
  options: ShowOptions,
): Praise {
  const evidence = hits.map((hit) => showEvidence(session, hit, options));
  const time = evidence[0]?.time ?? startTime(session, options.zone);
  return { ...about, week, shop: session.shop, session: showSessionId(session, options), time, evidence };
}

/** By time: within a group, week, shop and agent are the same. */
export const rankInGroup = ({ 3: at }: Order): number => rankOfKey(at!);

/** Findings and praises stand in the report by week, shop, agent, time and place. */
function draftOf<T>(
  session: ReadSession,
  week: string | null,
  about: {
    rubric: string | null;
    rule: { id: string } | null;
    agent: string | null;
    evidence: readonly Hit[];
  },
  options: ShowOptions,
  make: () => T,
): Draft<T> {
  const { rubric, agent, evidence } = about;
  const rule = about.rule?.id ?? null;
  const [first] = evidence;
  const at = (first && session.messages[first.message]!.at) ?? startAt(session);
  const place = sessionPlace(session, options);
  return {
    row: rowKey({ week, shop: session.shop, agent }),
    about: rubric === null || rule === null ? "" : ruleKey(rubric, rule),
    order: [week, session.shop, agent, at, place, rubric, rule, first?.message ?? null, first?.start ?? null],
    make,
  };
}

/** Accounts whose service the customer praised. */
export function praisedAgents(
  session: ReadSession,
  customerPraise: readonly PraiseHit[],
): Set<string | null> {
  return new Set(customerPraise.map(({ message }) => agentBefore(session, message)));
}

/** A slow turn as evidence; `message` is the customer's words that waited. */
export function showSlowTurn(
  session: ReadSession,
  start: number,
  waitMs: number,
  message: number | null,
  options: ShowOptions,
): SlowTurn {
  const text = message === null ? "" : session.messages[message]!.text;
  return {
    session: showSessionId(session, options),
    start: options.zone.format(start),
    seconds: waitMs / 1000,
    quote: options.mask ? maskWords(text, session.customer) : text,
  };
}

/** A conversation that proves a figure; `message` is the customer's words that wait since `at`. */
export function showCase(
  session: ReadSession,
  at: number | null,
  message: number | null,
  options: ShowOptions,
): Case {
  const { customer } = session;
  const text = message === null ? "" : session.messages[message]!.text;
  return {
    session: showSessionId(session, options),
    customer: options.mask && customer !== null ? maskNick(customer) : customer,
    time: at === null ? null : options.zone.format(at),
    quote: options.mask ? maskWords(text, customer) : text,
  };
}

/** The session's id with the customer's nick masked in it. */
export function showSessionId(
  { id, customer }: Pick<ReadSession, "id" | "customer">,
  { mask }: Pick<ShowOptions, "mask">,
): string {
  return mask && customer !== null && customer !== "" ? id.replaceAll(customer, maskNick(customer)) : id;
}

/** A message as readers of the report see it. */
export function showMessage(
  message: Message,
  { customer }: Pick<Session, "customer">,
  show: ShowOptions,
): ShownMessage {
  const { mask, zone } = show;
  const { at, role, auto, kind, event, to, text } = message;
  return {
    time: at === null ? null : zone.format(at),
    role,
    auto,
    sender: showSender(message, customer, show),
    kind,
    event,
    to,
    text: mask ? maskWords(text, customer) : text,
  };
}

/** Who sent a message: an account, or a nick as it is masked. Notices name whom they are about as their sender. */
export function showSender(
  { role, sender }: Pick<Message, "role" | "sender">,
  customer: string | null,
  { mask }: Pick<ShowOptions, "mask">,
): string | null {
  const isNick = role === "customer" || (role !== "agent" && sender === customer);
  return mask && isNick && sender !== null ? maskNick(sender) : sender;
}

/**
 * Where a session stands among others, in orders that are written into reports: by the id that is shown,
 * then by what tells apart what masking made alike.
 */
export function sessionPlace(session: Pick<ReadSession, "id" | "customer">, options: ShowOptions): string {
  const shown = showSessionId(session, options);
  return shown === session.id ? shown : `${shown} ${digestOf(session.id)}`;
}

/** Words of a message as evidence. */
export function showEvidence(session: ReadSession, hit: Hit, options: ShowOptions): Evidence {
  const message = session.messages[hit.message]!;
  const { role, sender, time, text } = showMessage(message, session, options);
  return {
    message: hit.message,
    role,
    sender,
    time,
    source: message.source,
    quote: ownCopy(text.slice(hit.start, hit.end)),
    start: hit.start,
    end: hit.end,
  };
}

/** The same on the same words: rule, conversation, quoted words and their time decide, not lines or runs. */
export function findingId(session: ReadSession, { rubric, rule, agent, evidence }: RuleResult): string {
  const words = evidence.map(({ message, start, end }) => session.messages[message]!.text.slice(start, end));
  const place = evidence.map(({ message }) => session.messages[message]!.at);
  const repeats = evidence.map((hit) => repeatOf(session, hit));
  const content = JSON.stringify([
    ...[rubric, rule.id, session.shop, session.id, agent, words, place],
    ...(repeats.some((repeat) => repeat > 0) ? [repeats] : []),
  ]);
  return hash("sha256", content, "buffer").toString("hex", 0, idBytes);
}

/** How often the same words stand before these in the same message and in equal messages of the same time. */
function repeatOf(session: ReadSession, { message, start, end }: Hit): number {
  const { text } = session.messages[message]!;
  const words = text.slice(start, end);
  const timesIn = (part: string) => (words === "" ? 1 : part.split(words).length - 1);
  return equalsBefore(session)[message]! * timesIn(text) + timesIn(text.slice(0, start));
}

const equals = new WeakMap<ReadSession, readonly number[]>();

/** By message: how many before it have the same time and text. Counted once, as long conversations have thousands of findings. */
function equalsBefore(session: ReadSession): readonly number[] {
  let known = equals.get(session);
  if (known === undefined) {
    const times = new Map<string, number>();
    known = session.messages.map(({ at, text }) => {
      const key = `${at} ${text}`;
      const before = times.get(key) ?? 0;
      times.set(key, before + 1);
      return before;
    });
    equals.set(session, known);
  }
  return known;
}

function startTime(session: ReadSession, zone: Zone): string | null {
  const at = startAt(session);
  return at === null ? null : zone.format(at);
}

function startAt(session: ReadSession): number | null {
  return session.messages.find((message) => message.at !== null)?.at ?? null;
}

/** Who had written to the customer before these words. */
function agentBefore(session: ReadSession, index: number): string | null {
  const turn = session.turns.findLast(
    ({ reply, outcome }) => outcome === "answered" && reply !== null && reply < index,
  );
  return turn?.owner ?? session.agents[0] ?? null;
}
