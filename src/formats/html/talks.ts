import type { AgentWeek, Conversation, Finding, Praise, Report, SlowTurn } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import { formatCount, formatSeconds } from "../figures.ts";
import { keyOf, shortTime } from "../view.ts";

/** What stands in the order of a conversation: what was said, what happened, how long the customer waited. */
export type TalkLine = [
  kind: "customer" | "agent" | "robot" | "system" | "wait" | "slow",
  by: string,
  time: string,
  text: string,
  /** What the message does: indexes into the strings of the page. */
  acts: number[],
  /** Words that points to improve quote: start, end, rule of the page. */
  marks: [start: number, end: number, rule: number][],
];

/** An example conversation as the page shows it. */
export interface TalkData {
  session: string;
  lines: TalkLine[];
  /** What is left out at the end; empty where nothing is. */
  leftOut: string;
}

/** What conversations share with the rest of the page. */
interface Interned {
  rule: (finding: Finding) => number;
  string: (text: string) => number;
}

/** The example conversations of a report, by what they prove; -1 stands for none. */
export class Talks {
  readonly #report: Report;
  readonly #all: readonly Conversation[];
  readonly #byFinding = new Map<string, number>();
  readonly #bySession = new Map<string, number[]>();

  constructor(report: Report) {
    this.#report = report;
    this.#all = report.conversations ?? [];
    this.#all.forEach(({ week, shop, session, findings }, at) => {
      for (const id of findings) this.#byFinding.set(id, at);
      const key = keyOf(week, shop, session);
      // Masking can make the ids of two conversations alike.
      this.#bySession.set(key, [...(this.#bySession.get(key) ?? []), at]);
    });
  }

  ofFinding({ id }: Finding): number {
    return this.#byFinding.get(id) ?? -1;
  }

  /** The conversation in which the very words stand. */
  ofPraise({ week, shop, session, evidence }: Praise): number {
    const [first] = evidence;
    if (first === undefined) return -1;
    return this.#find(week, shop, session, ({ messages }) => {
      const said = messages[first.message];
      return said?.time === first.time && said.text.slice(first.start, first.end) === first.quote;
    });
  }

  ofSlowTurn({ week, shop }: AgentWeek, { session, start }: SlowTurn): number {
    return this.#find(week, shop, session, ({ waits }) => waits.some((wait) => wait.start === start));
  }

  /** The conversations in which an agent wrote in that week. */
  ofAgent({ week, shop, agent }: AgentWeek): number[] {
    return this.#all.flatMap((talk, at) =>
      talk.week === week && talk.shop === shop && talk.agents.includes(agent) ? [at] : [],
    );
  }

  /** When a conversation began: `11-13 16:09`; empty without times. */
  timeOf(at: number): string {
    const time = this.#all[at]!.messages.find((message) => message.time !== null)?.time ?? "";
    return time.slice(5, 16).replace("T", " ");
  }

  /** The conversations as the page shows them. */
  data(tables: Interned, wording: Wording): TalkData[] {
    const marks = new Map<number, Finding[]>();
    for (const finding of this.#report.findings) {
      const at = this.ofFinding(finding);
      if (at >= 0) marks.set(at, [...(marks.get(at) ?? []), finding]);
    }
    return this.#all.map((talk, at) => ({
      session: talk.session,
      lines: this.#lines(talk, marks.get(at) ?? [], tables, wording),
      leftOut: talk.leftOut === 0 ? "" : wording.talk.leftOut(formatCount(talk.leftOut)),
    }));
  }

  #find(
    week: string | null,
    shop: string | null,
    session: string,
    holds: (talk: Conversation) => boolean,
  ): number {
    const places = this.#bySession.get(keyOf(week, shop, session)) ?? [];
    return places.find((at) => holds(this.#all[at]!)) ?? -1;
  }

  #lines(talk: Conversation, findings: readonly Finding[], tables: Interned, wording: Wording): TalkLine[] {
    const waits = waitLines(talk, this.#report.settings.slowAfterSeconds, wording);
    const lines = talk.messages.flatMap((message, index): TalkLine[] => {
      const marks = findings.flatMap((finding) =>
        finding.evidence
          .filter((quoted) => quoted.message === index)
          .map(({ start, end }): [number, number, number] => [start, end, tables.rule(finding)]),
      );
      const titles = new Set(message.acts.map(({ id }) => this.#report.acts?.[id] ?? id));
      const said: TalkLine = [
        message.role,
        speaker(message, wording),
        shortTime(message.time, wording).slice(-8),
        wordsOf(message, wording),
        [...titles].map((title) => tables.string(title)),
        marks,
      ];
      return [...(waits.get(index) ?? []), said];
    });
    return [...lines, ...(waits.get(talk.messages.length) ?? [])];
  }
}

/** Lines that tell of waits, by the message before which they stand. */
function waitLines(talk: Conversation, slowAfter: number, wording: Wording): Map<number, TalkLine[]> {
  const lines = new Map<number, TalkLine[]>();
  const { waits, messages } = talk;
  waits.forEach(({ outcome, reply, seconds }, at) => {
    const words = {
      answered: seconds === null ? null : wording.talk.waited(formatSeconds(seconds, wording)),
      unanswered: wording.talk.noReply,
      robot: null,
      unknown: wording.talk.unknown,
    }[outcome];
    if (words === null) return;
    const isSlow = outcome === "unanswered" || (seconds ?? 0) > slowAfter;
    const place = reply ?? waits[at + 1]?.from ?? messages.length;
    // A wait that ends behind the last message shown ends behind what is left out.
    if (reply === null && talk.leftOut > 0 && at === waits.length - 1) return;
    lines.set(place, [...(lines.get(place) ?? []), [isSlow ? "slow" : "wait", "", "", words, [], []]]);
  });
  return lines;
}

type Message = Conversation["messages"][number];

function speaker({ role, auto, sender }: Message, wording: Wording): string {
  const name = [wording.role[role], ...(sender === null ? [] : [sender])].join(" ");
  return auto ? `${name}${wording.brackets(wording.talk.auto)}` : name;
}

/** The text, or what was sent instead of one. */
function wordsOf({ kind, event, to, text }: Message, wording: Wording): string {
  const { kinds, events } = wording.talk;
  if (event !== null) return [events[event], to ?? "", text].filter((words) => words !== "").join(" ");
  if (kind === "recalled" || kind === "missing") return wording.brackets(kinds[kind]);
  return text === "" && kind !== "text" && kind !== "event" ? wording.brackets(kinds[kind]) : text;
}
