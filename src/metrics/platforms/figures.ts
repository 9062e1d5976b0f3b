import type { Metrics } from "../../model/report.ts";
import { isCounted, type ReadSession, type Turn, waitOf } from "../../model/session.ts";
import type { Zone } from "../../text/zone.ts";
import { share } from "../figure.ts";
import type { FigureList, PlatformFigure, Profile, ProfileVersion } from "./profile.ts";
import { isWithin, type PlatformTurn, platformTurns, type ReadingOf } from "./turns.ts";

/** Sum of one platform figure of one row. */
export interface PlatformSum {
  n: number;
  hits: number;
  /** ms */
  sum: number;
  /** Turns left out because a time is missing. */
  unknown: number;
}

/** By profile and figure; plain data, mergeable in any order. */
export type PlatformSums = Map<string, PlatformSum>;

/** What one turn, message, day or session adds to a figure of a row. */
export interface Contribution {
  /** Local day of the turn, by which the week is found (metric-decision 5); null without times. */
  day: number | null;
  /** Undefined for the shop's row; null = 未分配. */
  agent: string | null | undefined;
  profile: string;
  figure: string;
  sum: PlatformSum;
}

export interface PlatformOptions {
  profiles: readonly Profile[];
  zone: Zone;
  readingOf: ReadingOf;
  /** Name of the profile that takes all sessions, whatever their platform. */
  platform: string | null;
  /** First day of the week that holds a day: sessions and days are judged week by week. */
  weekKey: (day: number) => string;
}

const zero: PlatformSum = { n: 0, hits: 0, sum: 0, unknown: 0 };

/** What the sessions of one customer with one shop add to the platforms' figures (metric-decisions 29–35). */
export function contributions(sessions: readonly ReadSession[], options: PlatformOptions): Contribution[] {
  return options.profiles.flatMap((profile) => {
    const taken = sessions.filter(
      ({ platform }) => options.platform === profile.name || platform === profile.name,
    );
    if (taken.length === 0) return [];
    return profile.versions.flatMap((version) => {
      const turns = platformTurns(taken, version, options.zone, options.readingOf);
      return Object.entries(version.figures).flatMap(([name, figure]) =>
        [false, true].flatMap((own) =>
          ofFigure(figure, turns, version, own, options).map((part) => ({
            ...part,
            profile: profile.name,
            figure: name,
          })),
        ),
      );
    });
  });
}

type Part = Omit<Contribution, "profile" | "figure">;

function ofFigure(
  figure: PlatformFigure,
  turns: readonly PlatformTurn[],
  version: ProfileVersion,
  own: boolean,
  options: PlatformOptions,
): Part[] {
  const of = populationOf(figure);
  const cases = turns
    .filter((turn) => outOfPopulation(turn, figure, version) === null)
    .map((item) => ({ item, day: item.day, agent: own ? item.turn.owner : undefined }))
    .filter(({ day }) => day === null || (day >= version.from && day < version.to));
  if (of === "messages") {
    return cases.flatMap(({ item, day, agent }) =>
      messagesOf(item, figure, version, own, options.zone).map((sum) => ({ day, agent, sum })),
    );
  }
  const inHours = cases.filter(({ item }) => isInHours(item, version, options.zone));
  if (of === "turns" || of === "first-turns") {
    return inHours.map(({ item, day, agent }) => ({ day, agent, sum: ofTurn(item.turn, figure, own) }));
  }
  return ofUnits(inHours, figure, own, options);
}

/** Why a turn is not in a figure. */
export type OutReason =
  /** A reception robot answered. */
  | "robot"
  /** The next words of the agent are missing from the export. */
  | "missing"
  /** Only the first turn of a session counts. */
  | "not-first"
  /** Opened by a hand-over, without words of the customer. */
  | "no-words"
  /** An agent began the session. */
  | "agent-opened"
  | "outside-hours"
  /** Nobody answered, and the figure is over answered turns. */
  | "unanswered"
  | "no-time";

/** Why a turn is not in a figure, what it adds apart; null where it is. */
export function outOf(
  item: PlatformTurn,
  figure: PlatformFigure,
  version: ProfileVersion,
  zone: Zone,
): OutReason | null {
  const out = outOfPopulation(item, figure, version);
  // Messages count by their own times.
  if (out !== null || populationOf(figure) === "messages") return out;
  return isInHours(item, version, zone) ? null : "outside-hours";
}

function populationOf(figure: PlatformFigure) {
  return "mean" in figure ? "turns" : figure.share;
}

/** Why a turn is not in the population of a figure, its time apart. */
function outOfPopulation(
  { turn, isFirst, agentOpened }: PlatformTurn,
  figure: PlatformFigure,
  version: ProfileVersion,
): OutReason | null {
  const countsRobots = "share" in figure && figure.robots === "counted";
  if (turn.outcome === "robot" && !countsRobots) return "robot";
  if (turn.outcome === "unknown") return "missing";
  if (populationOf(figure) === "first-turns" && !(countsRobots ? isFirst.ofAll : isFirst.ofPeople))
    return "not-first";
  if (version.ownWordsOnly === true && turn.messages.length === 0) return "no-words";
  return agentOpened && version.agentOpened === "left-out" ? "agent-opened" : null;
}

function isInHours({ turn, sessionStart }: PlatformTurn, version: ProfileVersion, zone: Zone): boolean {
  const at = version.hoursOf === "session" ? sessionStart : turn.start;
  if (at === null || isWithin(version.hours, at, zone)) return true;
  const { end, outcome } = turn;
  if (version.outsideHours !== "if-answered-inside" || outcome !== "answered" || end === null) return false;
  return isWithin(version.hours, end, zone);
}

/** Wait in ms, Infinity where nobody answered, null where a time is missing. */
function waitMs(turn: Turn, own: boolean): number | null {
  if (turn.start === null) return null;
  if (turn.outcome === "robot") return turn.end === null ? null : turn.end - turn.start;
  return turn.outcome === "unanswered" ? Number.POSITIVE_INFINITY : waitOf(turn, own);
}

/** What a turn adds to a figure; nothing where the figure is over answered turns and it is not. */
export function ofTurn(turn: Turn, figure: PlatformFigure, own: boolean): PlatformSum {
  const wait = waitMs(turn, own);
  const isOut = "mean" in figure && figure.unansweredSeconds === undefined && turn.outcome === "unanswered";
  if (isOut) return zero;
  if (wait === null) return { ...zero, unknown: 1 };
  if ("share" in figure) return { ...zero, n: 1, hits: wait <= figure.withinSeconds * 1000 ? 1 : 0 };
  const { capSeconds = Number.POSITIVE_INFINITY, unansweredSeconds = 0 } = figure;
  const counted =
    turn.outcome === "unanswered" ? unansweredSeconds * 1000 : Math.min(wait, capSeconds * 1000);
  return { ...zero, n: 1, sum: counted };
}

/** Every message of the customer inside the hours by its own time and wait (metric-decision 34). */
export function messagesOf(
  { turn, messages }: PlatformTurn,
  figure: PlatformFigure,
  version: ProfileVersion,
  own: boolean,
  zone: Zone,
): PlatformSum[] {
  return turn.messages
    .map((index) => messages[index]!)
    .filter(
      (message) => isCounted(message) && (message.at === null || isWithin(version.hours, message.at, zone)),
    )
    .map(({ at }) => (at === null ? { ...zero, unknown: 1 } : ofTurn({ ...turn, start: at }, figure, own)));
}

/** Days of a customer, or sessions, each judged by its turns, for an agent by hers alone. */
function ofUnits(
  cases: readonly { item: PlatformTurn; day: number | null; agent: string | null | undefined }[],
  figure: PlatformFigure,
  own: boolean,
  options: PlatformOptions,
): Part[] {
  if (!("share" in figure)) throw new TypeError("a mean is over turns");
  const units = new Map<
    string,
    { day: number | null; agent: string | null | undefined; waits: number[]; unknown: number }
  >();
  for (const { item, day, agent } of cases) {
    const week = day === null ? null : options.weekKey(day);
    const key = JSON.stringify([item.unit, week, agent ?? null]);
    const unit = units.get(key) ?? { day, agent, waits: [], unknown: 0 };
    units.set(key, unit);
    const wait = waitMs(item.turn, own);
    if (wait === null) unit.unknown += 1;
    else unit.waits.push(wait);
  }
  return [...units.values()].map(({ day, agent, waits, unknown }) => {
    if (waits.length === 0) return { day, agent, sum: { ...zero, unknown } };
    const limit = figure.withinSeconds * 1000;
    const isHit =
      figure.judgedBy === "mean-of-turns"
        ? waits.reduce((sum, wait) => sum + wait, 0) <= limit * waits.length
        : waits.every((wait) => wait <= limit);
    return { day, agent, sum: { n: 1, hits: isHit ? 1 : 0, sum: 0, unknown } };
  });
}

/** Adds a contribution to the sums of its row. */
export function addContribution(
  sums: PlatformSums,
  key: string,
  { n, hits, sum, unknown }: PlatformSum,
): void {
  const known = sums.get(key);
  if (known === undefined) {
    sums.set(key, { n, hits, sum, unknown });
    return;
  }
  known.n += n;
  known.hits += hits;
  known.sum += sum;
  known.unknown += unknown;
}

export const platformKey = (profile: string, figure: string): string => `${profile}/${figure}`;

/** metrics.platform of a row: every figure of the profiles in use, null where all its turns lack times. */
export function platformMetrics(
  sums: PlatformSums,
  profiles: readonly FigureList[],
): { platform: Metrics["platform"]; unknown: Map<string, { unknown: number; all: boolean }> } {
  const unknown = new Map<string, { unknown: number; all: boolean }>();
  const platform: Metrics["platform"] = {};
  for (const { name, versions } of profiles) {
    const figures = Object.assign({}, ...versions.map((version) => version.figures)) as Record<
      string,
      PlatformFigure
    >;
    platform[name] = Object.fromEntries(
      Object.entries(figures).map(([figure, definition]) => {
        const sum = sums.get(platformKey(name, figure)) ?? zero;
        if (sum.unknown > 0)
          unknown.set(`platform.${name}.${figure}`, { unknown: sum.unknown, all: sum.n === 0 });
        return [figure, sum.n === 0 && sum.unknown > 0 ? null : figureOf(sum, definition)];
      }),
    );
  }
  return { platform, unknown };
}

function figureOf({ n, hits, sum }: PlatformSum, figure: PlatformFigure) {
  if ("share" in figure) return share(n, hits);
  return { n, sum: sum / 1000, mean: n === 0 ? null : sum / (n * 1000) };
}
