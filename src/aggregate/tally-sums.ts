import type { Finding, Praise, SlowTurn } from "../model/report.ts";
import { Room } from "../text/room.ts";
import { CappedGroups } from "./capped.ts";
import { ExampleConversations } from "./conversations.ts";
import { CustomerWords } from "./customer-words.ts";
import { rankInGroup, type ShowOptions } from "./findings.ts";
import { HandbookSums } from "./handbook-sums.ts";
import { AsBytes } from "./kept.ts";
import { Rows } from "./row-sums.ts";
import { absorbStates, type States, type Sum, statesOf, statesToSend } from "./sum.ts";

/** How many of the longest waits are listed per row (metric-decision 27). */
const slowTurnCap = 20;

/**
 * How many findings a report stores at most, and how many praises: beyond, fewer of each rule and row. Who asks
 * for more of each than by default is given more in all.
 */
const mostStored = (perRule: number) => Math.max(50_000, 1000 * perRule);

export interface TallySumsOptions {
  show: ShowOptions;
  /** Findings and praises stored per rule and row; counts are exact all the same. */
  maxFindingsPerRule: number;
  /** Folder for temporary files; the system's by default. */
  tempDir?: string | undefined;
}

/**
 * The sums that a report is made of, brought together from any number of parts in any order. Whatever is
 * summed beside is one more public member here; `state` and `absorb` carry all of them.
 */
export class TallySums implements Sum<States> {
  readonly rows = new Rows();
  readonly findings: CappedGroups<Finding>;
  readonly praises: CappedGroups<Praise>;
  readonly slowTurns: CappedGroups<SlowTurn>;
  readonly words: CustomerWords;
  readonly handbook: HandbookSums;
  readonly conversations: ExampleConversations;
  readonly #room: Room;

  /** `after`: sums that these are brought together with; what is cut off there is not kept here. */
  constructor({ show, maxFindingsPerRule, tempDir }: TallySumsOptions, after?: TallySums) {
    this.words = new CustomerWords(show);
    this.handbook = new HandbookSums(show);
    const room = new Room({ tempDir });
    this.#room = room;
    this.conversations = new ExampleConversations(show, room, after?.conversations);
    const most = mostStored(maxFindingsPerRule);
    const bytes = <T>() => ({ rankOf: rankInGroup, keeper: new AsBytes<T>(room) });
    this.findings = new CappedGroups(maxFindingsPerRule, { most, ...bytes(), after: after?.findings });
    this.praises = new CappedGroups(maxFindingsPerRule, { most, ...bytes(), after: after?.praises });
    this.slowTurns = new CappedGroups(slowTurnCap, { keeper: new AsBytes(room), after: after?.slowTurns });
  }

  /** Gives up what they hold in temporary files; nothing may be asked of them afterwards. */
  close(): void {
    this.#room.close();
  }

  state(): States {
    return statesOf(this);
  }

  toSend(): States {
    return statesToSend(this);
  }

  absorb(state: States): void {
    absorbStates(this, state);
  }
}
