import { isMeasured, type ReadSession, startOf, type Turn } from "../model/session.ts";
import { type Figure, share } from "./figure.ts";
import { addTo, distributionOf, type Histogram } from "./histogram.ts";
import { firstTurn } from "./waiting.ts";

/** What one account answered, instants in ms, in no order. */
interface Line {
  /** First questions of conversations: when each came to the account. */
  arrived: number[];
  /** And when the account answered it, at the same place. */
  served: number[];
  /** When the account answered what was asked later in a conversation. */
  followUps: number[];
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
      if (turn === first) {
        line.arrived.push(start);
        line.served.push(end);
      } else line.followUps.push(end);
    }
  },
  merge(into, from) {
    for (const [account, { arrived, served, followUps }] of from.lines) {
      const line = lineOf(into, account);
      for (const at of arrived) line.arrived.push(at);
      for (const at of served) line.served.push(at);
      for (const at of followUps) line.followUps.push(at);
    }
    into.unknown += from.unknown;
  },
  tidy({ lines }) {
    for (const line of lines.values()) {
      const served = line.arrived.map((arrived, index) => ({ arrived, served: line.served[index]! }));
      served.sort((a, b) => a.arrived - b.arrived || a.served - b.served);
      line.arrived = served.map(({ arrived }) => arrived);
      line.served = served.map((one) => one.served);
      line.followUps.sort((a, b) => a - b);
    }
  },
  result({ lines, unknown }, gaps) {
    const positions: Histogram = new Map();
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
    line = { arrived: [], served: [], followUps: [] };
    lines.set(account, line);
  }
  return line;
}

/** Adds the positions at which an account's new customers were served; gives how many no follow-up came before. */
function stand({ arrived, served, followUps }: Line, positions: Histogram): number {
  const firsts = Float64Array.from(served).sort();
  const others = Float64Array.from(followUps).sort();
  let inFront = 0;
  arrived.forEach((from, index) => {
    const to = served[index]!;
    const overtaken = between(others, from, to);
    addTo(positions, 1 + between(firsts, from, to) + overtaken);
    if (overtaken === 0) inFront += 1;
  });
  return inFront;
}

/** How many of the sorted instants lie strictly between two. */
function between(instants: Float64Array, from: number, to: number): number {
  return Math.max(0, firstFrom(instants, to) - firstFrom(instants, from + 1));
}

/** Place of the first instant that is not before `at`; instants are whole ms. */
function firstFrom(instants: Float64Array, at: number): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instants[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
