import { createHash } from "node:crypto";
import type { Evidence, Finding, Praise, SlowTurn } from "../model/report.ts";
import type { ReadSession } from "../model/session.ts";
import { pointsOf } from "../rubric/judge.ts";
import { inLocale } from "../rubric/local-text.ts";
import { maskNick, maskWords } from "../text/mask.ts";
import type { Zone } from "../text/zone.ts";
import type { PraiseHit } from "./praise.ts";
import type { RubricResult } from "./tally.ts";

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

const idLength = 12;

/** The findings of a session's failed rules. */
export function findingsOf(
  session: ReadSession,
  week: string | null,
  results: readonly RubricResult[],
  options: ShowOptions,
): Finding[] {
  return results
    .filter(({ outcome }) => outcome === "fail")
    .map((result) => {
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
      };
    });
}

/** What deserves praise in a session: bonuses earned, and customers' words. */
export function praisesOf(
  session: ReadSession,
  week: string | null,
  results: readonly RubricResult[],
  customerPraise: readonly PraiseHit[],
  options: ShowOptions,
): Praise[] {
  const common = { week, shop: session.shop, session: showSessionId(session, options) };
  const earned = results
    .filter(({ rule, outcome }) => rule.bonus === true && outcome === "pass")
    .map(({ rubric, rule, agent, evidence }): Praise => {
      const shown = evidence.map((hit) => showEvidence(session, hit, options));
      const time = shown[0]?.time ?? startTime(session, options.zone);
      return {
        rubric,
        rule: rule.id,
        title: inLocale(rule.title, options.locale),
        ...common,
        agent,
        time,
        evidence: shown,
      };
    });
  const title = options.locale === "zh" ? "顾客夸奖" : "Praised by the customer";
  const thanked = customerPraise.map((hit): Praise => {
    const evidence = showEvidence(session, hit, options);
    const agent = agentBefore(session, hit.message);
    return { rubric: null, rule: null, title, ...common, agent, time: evidence.time, evidence: [evidence] };
  });
  return [...earned, ...thanked];
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

/** The session's id with the customer's nick masked in it. */
export function showSessionId(
  { id, customer }: Pick<ReadSession, "id" | "customer">,
  { mask }: Pick<ShowOptions, "mask">,
): string {
  return mask && customer !== null && customer !== "" ? id.replaceAll(customer, maskNick(customer)) : id;
}

/** Words of a message as evidence. */
function showEvidence(session: ReadSession, hit: Hit, options: ShowOptions): Evidence {
  const message = session.messages[hit.message]!;
  const text = options.mask ? maskWords(message.text, session.customer) : message.text;
  const hideSender = options.mask && message.role === "customer" && message.sender !== null;
  return {
    message: hit.message,
    role: message.role,
    sender: hideSender ? maskNick(message.sender!) : message.sender,
    time: message.at === null ? null : options.zone.format(message.at),
    source: message.source,
    quote: text.slice(hit.start, hit.end),
    start: hit.start,
    end: hit.end,
  };
}

/** The same on the same words: rule, conversation and quoted words decide, not lines or runs. */
function findingId(session: ReadSession, { rubric, rule, agent, evidence }: RubricResult): string {
  const words = evidence.map(({ message, start, end }) => session.messages[message]!.text.slice(start, end));
  const place = evidence.map(({ message }) => session.messages[message]!.at);
  const content = JSON.stringify([rubric, rule.id, session.shop, session.id, agent, words, place]);
  return createHash("sha256").update(content).digest("hex").slice(0, idLength);
}

function startTime(session: ReadSession, zone: Zone): string | null {
  const at = session.messages.find((message) => message.at !== null)?.at ?? null;
  return at === null ? null : zone.format(at);
}

/** Who had written to the customer before these words. */
function agentBefore(session: ReadSession, index: number): string | null {
  const turn = session.turns.findLast(
    ({ reply, outcome }) => outcome === "answered" && reply !== null && reply < index,
  );
  return turn?.owner ?? session.agents[0] ?? null;
}
