import { findingsOf, praisedAgents, praisesOf } from "../aggregate/findings.ts";
import type { JudgedSession } from "../aggregate/tally.ts";
import { type Contribution, contributions } from "../metrics/platforms/figures.ts";
import type { Session } from "../model/session.ts";
import { judge } from "../rubric/judge.ts";
import { type History, historiesOf } from "../sessions/history.ts";
import { readingOf, readSession } from "../sessions/read.ts";
import type { Resolved } from "../settings.ts";
import { weekOf } from "../text/zone.ts";
import type { Bench } from "./bench.ts";

/** The sessions of one customer, without those in which nobody wrote. */
export function judgeCustomer(sessions: readonly Session[], bench: Bench): JudgedSession[] {
  const histories = historiesOf(sessions, bench.settings.zone);
  return sessions
    .map((session, index) => judgeSession(session, histories[index]!, bench))
    .filter((session) => session !== null);
}

/** Acts, turns, scenes and rules of one session; null where nobody wrote. */
function judgeSession(session: Session, history: History, bench: Bench): JudgedSession | null {
  if (session.messages.every((message) => message.role === "system")) return null;
  const day = startDay(session, bench.settings);
  const week = day === null ? null : weekOf(day, bench.settings.weekStart);
  const read = readSession(bench.autoTexts.apply(session), bench.marker, bench.isRobot);
  const { scenes, facts } = bench.findFacts(read, history);
  const hours = bench.settings.calendar.hours({ shop: session.shop });
  const context = { ...bench.judging, hours, factsOf: () => facts };
  const results = bench.rubrics.flatMap((rubric) => judge(read, rubric, context));
  const customerPraise = bench.findPraise(read);
  return {
    session: read,
    day,
    week,
    scenes,
    results,
    findings: findingsOf(read, week, results, bench.show),
    praises: praisesOf(read, week, results, customerPraise, bench.show),
    praised: praisedAgents(read, customerPraise),
    occasions: bench.findOccasions?.(read, context) ?? [],
  };
}

/** Local day of the first known time of a customer, agent or robot message (metric-decision 5). */
function startDay(session: Session, { zone }: Resolved): number | null {
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
