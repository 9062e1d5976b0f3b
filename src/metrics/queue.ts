import { isMeasured, type ReadSession, startOf, type Turn } from "../model/session.ts";
import { addRecord, columnsOf, mergeRecords, noRecords, type Records, tidyRecords } from "../text/records.ts";
import { firstFrom } from "../text/sorted.ts";
import { distributionOf } from "./distribution.ts";
import { type Figure, share } from "./figure.ts";
import { firstTurn } from "./waiting.ts";

/** What one account answered. */
interface Line {
  /** First questions of conversations: when each came to the account, and how long after that it answered, ms. */
  firsts: Records;
  /** When the account answered what was asked later in a conversation, ms. */
  followUps: Records;
}

export interface Queue {
  /** By account. */
  lines: Map<string, Line>;
  /** Answered first questions without times, or whose answer names no account. */
  unknown: number;
}

/**
 * `queuePosition` and `newCustomersFirst` (standard R6): how many other turns whoever answered a new
 * customer had answered while that customer waited, and whether follow-ups of others were among them.
 */
export const queue: Figure<Queue> = {
  empty: () => ({ lines: new Map(), unknown: 0 }),
  add(state, row) {
    const first = firstTurn(row);
    for (const turn of row.turns) {
      if (!isMeasured(turn) || turn.outcome !== "answered") continue;
      const { end } = turn;
      // In her own line, a customer who was handed to her arrived with the transfer.
      const start = startOf(turn, true);
      const account = accountOf(row.session, turn);
      if (account === null || start === null || end === null) {
        if (turn === first) state.unknown += 1;
        continue;
      }
      const line = lineOf(state, account);
      if (turn === first) addRecord(line.firsts, start, end - start);
      else addRecord(line.followUps, end);
    }
  },
  merge(into, from) {
    for (const [account, { firsts, followUps }] of from.lines) {
      const line = lineOf(into, account);
      mergeRecords(line.firsts, firsts);
      mergeRecords(line.followUps, followUps);
    }
    into.unknown += from.unknown;
  },
  tidy({ lines }) {
    for (const { firsts, followUps } of lines.values()) {
      tidyRecords(firsts);
      tidyRecords(followUps);
    }
  },
  result({ lines, unknown }, gaps) {
    const positions = noRecords(1);
    let inFront = 0;
    for (const line of lines.values()) inFront += stand(line, positions);
    const distribution = distributionOf(positions, 1);
    const none = distribution.n === 0 && unknown > 0;
    for (const figure of ["queuePosition", "newCustomersFirst"] as const)
      if (unknown > 0) gaps.set(figure, { unknown, all: none });
    return {
      queuePosition: none ? null : distribution,
      newCustomersFirst: none ? null : share(distribution.n, inFront),
    };
  },
};

/** Who answered; null where neither the reply nor anything before it names an account. */
function accountOf({ messages }: ReadSession, { reply, owner }: Turn): string | null {
  if (reply === null) return owner;
  return messages[reply]!.sender ?? messages[reply]!.agent ?? owner;
}

function lineOf({ lines }: Queue, account: string): Line {
  let line = lines.get(account);
  if (line === undefined) {
    line = { firsts: noRecords(2), followUps: noRecords(1) };
    lines.set(account, line);
  }
  return line;
}

/** Adds the positions at which an account's new customers were served; gives how many no follow-up came before. */
function stand({ firsts, followUps }: Line, positions: Records): number {
  const [arrived, waits] = columnsOf(firsts) as [Float64Array, Float64Array];
  const [others] = columnsOf(followUps) as [Float64Array];
  const served = arrived.map((at, index) => at + waits[index]!);
  const inOrder = served.toSorted();
  let inFront = 0;
  arrived.forEach((from, index) => {
    const to = served[index]!;
    const overtaken = between(others, from, to);
    addRecord(positions, 1 + between(inOrder, from, to) + overtaken);
    if (overtaken === 0) inFront += 1;
  });
  return inFront;
}

/** How many of the sorted instants, whole ms, lie strictly between two. */
function between(instants: Float64Array, from: number, to: number): number {
  return Math.max(0, firstFrom(instants, to) - firstFrom(instants, from + 1));
}
