import type { SessionMessage } from "../../model/message.ts";
import { type ReadSession, type Turn, waitOf } from "../../model/session.ts";
import { messagesOf, type OutReason, ofTurn, outOf, type PlatformOptions } from "./figures.ts";
import type { Profile } from "./profile.ts";
import { platformTurns } from "./turns.ts";

/** What became of a turn in one figure of a platform. */
export interface FigureStanding {
  figure: string;
  title: { zh: string; en: string };
  /** Why it is not in the figure; null where it is. */
  out: OutReason | null;
  /** Seconds that it adds to a mean; null for shares and where it is out. */
  seconds: number | null;
  /** How many of its cases (the turn, or its messages) were in time, for shares; null for means and where it is out. */
  inTime: { n: number; hits: number } | null;
}

/** A turn as a platform builds it, and what its figures make of it. */
export interface TurnStanding {
  /** The line that opened it. */
  opened: SessionMessage;
  /** The customer's messages in it. */
  messages: readonly SessionMessage[];
  owner: string | null;
  outcome: Turn["outcome"];
  /** Wait by the shop's clock; null where no person answered, or without times. */
  seconds: number | null;
  hours: string;
  figures: readonly FigureStanding[];
}

/**
 * What a profile makes of the turns of one customer's sessions, by the clock of the shop. Turns that
 * only thank are in no profile and not listed.
 */
export function standings(
  sessions: readonly ReadSession[],
  profile: Profile,
  { zone, readingOf }: Pick<PlatformOptions, "zone" | "readingOf">,
): TurnStanding[] {
  return profile.versions.flatMap((version) =>
    platformTurns(sessions, version, zone, readingOf)
      .filter(({ day }) => day === null || (day >= version.from && day < version.to))
      .map((item) => ({
        opened: item.messages[item.turn.opened]!,
        messages: item.turn.messages.map((index) => item.messages[index]!),
        owner: item.turn.owner,
        outcome: item.turn.outcome,
        seconds: inSeconds(waitOf(item.turn, false)),
        hours: version.hoursText,
        figures: Object.entries(version.figures).map(([name, figure]): FigureStanding => {
          const out = outOf(item, figure, version, zone);
          const isByMessage = "share" in figure && figure.share === "messages";
          const sums = isByMessage
            ? messagesOf(item, figure, version, false, zone)
            : [ofTurn(item.turn, figure, false)];
          const total = (key: "n" | "hits" | "sum" | "unknown") =>
            sums.reduce((sum, one) => sum + one[key], 0);
          const isIn = out === null && total("n") > 0;
          return {
            figure: name,
            title: figure.title,
            out: out ?? (isIn ? null : whyNothing(total("unknown"), isByMessage)),
            seconds: isIn && "mean" in figure ? total("sum") / 1000 : null,
            inTime: isIn && "share" in figure ? { n: total("n"), hits: total("hits") } : null,
          };
        }),
      })),
  );
}

const inSeconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

/** Why a turn of the population adds nothing. */
function whyNothing(unknown: number, isByMessage: boolean): OutReason {
  if (unknown > 0) return "no-time";
  return isByMessage ? "outside-hours" : "unanswered";
}
