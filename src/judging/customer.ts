import { findingsOf, praisedAgents, praisesOf } from "../aggregate/findings.ts";
import type { JudgedSession } from "../aggregate/tally.ts";
import { type Contribution, contributions } from "../metrics/platforms/figures.ts";
import type { ReadSession, Session } from "../model/session.ts";
import { judge } from "../rubric/judge.ts";
import type { JudgeContext } from "../rubric/view.ts";
import type { Facts } from "../scenes.ts";
import { historiesOf } from "../sessions/history.ts";
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
  const read = customers.map((sessions) => {
    const histories = historiesOf(sessions, bench.settings.zone);
    return sessions
      .map((session, index) => ({ session, history: histories[index]! }))
      .filter(({ session }) => session.messages.some(({ role }) => role !== "system"))
      .map(({ session, history }) => ({ session: actsAndTurns(session, bench), history }));
  });
  return read.map((sessions) =>
    sessions.map(({ session, history }) => {
      const known = { session, ...bench.findFacts(session, history) };
      return withFindings(withResults(known, bench), bench);
    }),
  );
}

const actsAndTurns = (session: Session, { autoTexts, marker, isRobot }: Bench): ReadSession =>
  readSession(autoTexts.apply(session), marker, isRobot);

type Known = Facts & { session: ReadSession };
type WithResults = Pick<JudgedSession, "session" | "scenes" | "results"> & { context: JudgeContext };

/** Verdicts of all rules. */
function withResults({ session, scenes, facts }: Known, { settings, judging, rubrics }: Bench): WithResults {
  const hours = settings.calendar.hours({ shop: session.shop });
  const context = { ...judging, hours, factsOf: () => facts };
  return { session, scenes, context, results: rubrics.flatMap((rubric) => judge(session, rubric, context)) };
}

/** What the report may show of a session. */
function withFindings({ session, scenes, results, context }: WithResults, bench: Bench): JudgedSession {
  const { settings, show } = bench;
  const day = startDay(session, settings);
  const week = day === null ? null : weekOf(day, settings.weekStart);
  const customerPraise = bench.findPraise(session);
  return {
    session,
    day,
    week,
    scenes,
    results,
    findings: findingsOf(session, week, results, show),
    praises: praisesOf(session, week, results, customerPraise, show),
    praised: praisedAgents(session, customerPraise),
    occasions: bench.findOccasions?.(session, context) ?? [],
  };
}

/** Local day of the first known time of a customer, agent or robot message (metric-decision 5). */
function startDay(session: ReadSession, { zone }: Resolved): number | null {
  const at = session.messages.find((message) => message.role !== "system" && message.at !== null)?.at ?? null;
  return at === null ? null : zone.dayOf(at);
}

/** What one customer's sessions add to the platforms' figures; they go by the day of each turn. */
export function platformParts(
  judged: readonly JudgedSession[],
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
