import { findingsOf, praisedAgents, praisesOf } from "../aggregate/findings.ts";
import type { JudgedSession, SummedSession } from "../aggregate/tally.ts";
import { type Contribution, contributions } from "../metrics/platforms/figures.ts";
import type { ReadSession, Session } from "../model/session.ts";
import { judge } from "../rubric/judge.ts";
import type { Facts } from "../scenes.ts";
import { type History, historiesOf } from "../sessions/history.ts";
import { readingOf, readSession } from "../sessions/read.ts";
import type { Resolved } from "../settings.ts";
import { weekOf } from "../text/zone.ts";
import type { Bench } from "./bench.ts";

/** Acts, turns, scenes and rules of one customer's sessions, without those in which nobody wrote. */
export function judgeCustomer(sessions: readonly Session[], bench: Bench): JudgedSession[] {
  return judgeCustomers([sessions], bench)[0]!;
}

/**
 * The sessions of several customers, by customer. All of them are read before the first is judged, so that
 * what either looks things up in stays near the processor (`AuditSums`); what can be found in a session's
 * words is kept for one session at a time (`viewOf`), so that all that asks for it comes in one go.
 */
export function judgeCustomers(customers: readonly (readonly Session[])[], bench: Bench): JudgedSession[][] {
  return judgeAsked(
    customers.map((sessions) => toJudge(sessions, bench)),
    bench,
  );
}

/** A session in which somebody wrote, with what is known of its customer. */
export interface Asked {
  /** Its automatic texts are marked. */
  session: Session;
  history: History;
}

/** The sessions of one customer that are to be judged. */
export function toJudge(sessions: readonly Session[], { settings, autoTexts }: Bench): Asked[] {
  const histories = historiesOf(sessions, settings.zone);
  return sessions
    .map((session, index) => ({ session, history: histories[index]! }))
    .filter(({ session }) => session.messages.some(({ role }) => role !== "system"))
    .map(({ session, history }) => ({ session: autoTexts.apply(session), history }));
}

/** `judgeCustomers`, of what `toJudge` gave. */
export function judgeAsked(customers: readonly (readonly Asked[])[], bench: Bench): JudgedSession[][] {
  const { marker, isRobot } = bench;
  const read = customers.map((sessions) =>
    sessions.map(({ session, history }) => ({ session: readSession(session, marker, isRobot), history })),
  );
  return read.map((sessions) =>
    sessions.map(({ session, history }) =>
      judgeSession({ session, ...bench.findFacts(session, history) }, bench),
    ),
  );
}

/** What every rule, and the shop's handbook, say of a session. */
function judgeSession(
  { session, scenes, facts }: Facts & { session: ReadSession },
  bench: Bench,
): JudgedSession {
  const { settings, judging, rubrics } = bench;
  const hours = settings.calendar.hours({ shop: session.shop });
  const context = { ...judging, hours, factsOf: () => facts };
  const results = rubrics.flatMap((rubric) => judge(session, rubric, context));
  const praise = bench.findPraise(session);
  const occasions = bench.findOccasions?.(session, context) ?? [];
  return { ...toSumUp({ session, results, praise, occasions }, bench), scenes, praise };
}

/** What the report may show of a session. */
export function toSumUp(
  {
    session,
    results,
    praise,
    occasions,
  }: Pick<JudgedSession, "session" | "results" | "praise" | "occasions">,
  { settings, show }: Bench,
): SummedSession {
  const day = startDay(session, settings);
  const week = day === null ? null : weekOf(day, settings.weekStart);
  return {
    session,
    day,
    week,
    results,
    findings: findingsOf(session, week, results, show),
    praises: praisesOf(session, week, results, praise, show),
    praised: praisedAgents(session, praise),
    occasions,
  };
}

/** Local day of the first known time of a customer, agent or robot message (metric-decision 5). */
function startDay(session: ReadSession, { zone }: Resolved): number | null {
  const at = session.messages.find((message) => message.role !== "system" && message.at !== null)?.at ?? null;
  return at === null ? null : zone.dayOf(at);
}

/** What one customer's sessions add to the platforms' figures; they go by the day of each turn. */
export function platformParts(
  judged: readonly Pick<SummedSession, "session">[],
  { settings, profiles, marker, isRobot }: Bench,
): { shop: string | null; week: string | null; part: Contribution }[] {
  const sessions = judged.map(({ session }) => session);
  const parts = contributions(sessions, {
    profiles,
    zone: settings.zone,
    platform: settings.options.platform ?? null,
    weekKey: (day) => weekOf(day, settings.weekStart),
    readingOf: (session) => readingOf(session.messages, session.acts, marker, isRobot),
  });
  return parts
    .filter(({ day }) => settings.includes(day))
    .map((part) => ({
      shop: sessions[0]!.shop,
      week: part.day === null ? null : weekOf(part.day, settings.weekStart),
      part,
    }));
}
