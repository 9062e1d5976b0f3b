import { createHash } from "node:crypto";
import type { Sum } from "../aggregate/sum.ts";
import type { JudgedSession, SummedSession } from "../aggregate/tally.ts";
import { JudgementCodec } from "../cache/judgement.ts";
import { keyBytes } from "../cache/pack-file.ts";
import { Packs, type PackTable } from "../cache/packs.ts";
import type { SessionMessage } from "../model/message.ts";
import { isByHand, type Session } from "../model/session.ts";
import { readingOf, withTurns } from "../sessions/read.ts";
import type { Bench, InputTraits } from "./bench.ts";
import { type Asked, judgeAsked, toJudge, toSumUp } from "./customer.ts";

/** How many conversations were judged, and of how many it was known what that gives. */
export interface JudgedCounts {
  kept: number;
  judged: number;
  /** Why those that were judged are not all kept; empty where they are. */
  failures: ReadonlySet<string>;
}

/** The sum of these counts. */
export class JudgedUse implements Sum<JudgedCounts> {
  readonly #failures = new Set<string>();
  readonly #counts = { kept: 0, judged: 0, failures: this.#failures };

  add(count: "kept" | "judged", conversations: number): void {
    this.#counts[count] += conversations;
  }

  addFailure(failure: string): void {
    this.#failures.add(failure);
  }

  state(): JudgedCounts {
    return this.#counts;
  }

  absorb({ kept, judged, failures }: JudgedCounts): void {
    this.add("kept", kept);
    this.add("judged", judged);
    for (const failure of failures) this.#failures.add(failure);
  }
}

/**
 * Judges customers but for those of whom it is known what that gives: their sessions were judged before, and
 * nothing that it depends on is another.
 */
export class KeptCustomers {
  readonly #packs: Packs;
  #codec: JudgementCodec | null = null;

  constructor(table: PackTable) {
    this.#packs = new Packs(table);
  }

  /** `judgeCustomers`, for summing up. */
  judge(customers: readonly (readonly Session[])[], bench: Bench, use: JudgedUse): SummedSession[][] {
    const codec = this.#codecFor(bench);
    const asked = customers.map((sessions) => {
      const own = toJudge(sessions, bench);
      const key = keyOf(own, bench);
      const bytes = this.#packs.find(key);
      use.add(bytes === null ? "judged" : "kept", own.length);
      return { own, key, kept: bytes && restored(bytes, own, codec, bench) };
    });
    const fresh = asked.filter(({ kept }) => kept === null);
    const judged = judgeAsked(
      fresh.map(({ own }) => own),
      bench,
    );
    fresh.forEach(({ key }, index) => {
      this.#packs.add(key, packed(judged[index]!, codec, bench));
    });
    let next = 0;
    return asked.map(({ kept }) => kept ?? judged[next++]!);
  }

  /** Keeps what was judged, as far as the disk takes it. */
  close(use: JudgedUse): void {
    this.#packs.close();
    if (this.#packs.failure !== null) use.addFailure(this.#packs.failure);
  }

  /** Leaves nothing of what was not kept. */
  drop(): void {
    this.#packs.drop();
  }

  #codecFor({ rubrics, marker, settings }: Bench): JudgementCodec {
    if (this.#codec === null) {
      const ids = [...marker.acts("agent"), ...marker.acts("customer")].map(({ id }) => id);
      this.#codec = new JudgementCodec({ rubrics, acts: [...new Set(ids)], locale: settings.locale });
    }
    return this.#codec;
  }
}

function packed(judged: readonly JudgedSession[], codec: JudgementCodec, { marker }: Bench): Buffer {
  return codec.write(
    judged.map(({ session, ...found }) => ({
      ...found,
      acts: session.acts,
      onlyThanks: (index) => {
        const message = session.messages[index]!;
        return message.role === "customer" && marker.onlyThanks(message);
      },
    })),
  );
}

function restored(
  bytes: Buffer,
  asked: readonly Asked[],
  codec: JudgementCodec,
  bench: Bench,
): SummedSession[] {
  const { marker, isRobot, corrections } = bench;
  const sessions = asked.map(({ session }) => session);
  return codec.read(bytes, sessions).map(({ acts, onlyThanks, ...found }, index) => {
    const { messages } = sessions[index]!;
    const reading = { ...readingOf(messages, acts, marker, isRobot), onlyThanks };
    const session = withTurns(sessions[index]!, acts, reading);
    // A correction counts as used.
    corrections.of(session);
    return toSumUp({ session, ...found }, bench);
  });
}

/** Members of a message but for where it stood in the input, which changes nothing. */
const memberNames = Object.keys({
  session: true,
  at: true,
  role: true,
  auto: true,
  assisted: true,
  sender: true,
  agent: true,
  owner: true,
  customer: true,
  shop: true,
  platform: true,
  kind: true,
  event: true,
  to: true,
  text: true,
  id: true,
} satisfies Record<
  Exclude<keyof SessionMessage, "source" | "part" | "seq">,
  true
>) as (keyof SessionMessage)[];

/** Stands in a list of members for the end of a message. */
const end = -1;

/** Messages that go into a hash at once. */
const hashedMessages = 500;

/** Stands for a customer's words and for all that their judgement depends on beside the basis of the packs. */
function keyOf(asked: readonly Asked[], bench: Bench): Buffer {
  const hash = createHash("sha256");
  for (const { session, history } of asked) {
    const { messages, ...head } = session;
    hash.update(JSON.stringify([head, history, messages.length]));
    for (let from = 0; from < messages.length; from += hashedMessages)
      hash.update(JSON.stringify(membersOf(messages.slice(from, from + hashedMessages))));
  }
  for (const seen of Object.values(seenTraits)) hash.update(JSON.stringify(seen(asked, bench)));
  return hash.digest().subarray(0, keyBytes);
}

/** The members of messages, each by its number, where it is another than that of the message before. */
function membersOf(messages: readonly SessionMessage[]): unknown[] {
  const members: unknown[] = [];
  let before: SessionMessage | null = null;
  for (const message of messages) {
    for (let number = 0; number < memberNames.length; number += 1) {
      const value = message[memberNames[number]!];
      if (before === null || before[memberNames[number]!] !== value) members.push(number, value);
    }
    members.push(end);
    before = message;
  }
  return members;
}

/** What of each trait of the whole input is to be seen in a customer's sessions. */
const seenTraits: Record<keyof InputTraits, (asked: readonly Asked[], bench: Bench) => unknown> = {
  robots(asked, { isRobot }) {
    const accounts = new Set<string | null>();
    for (const { session } of asked)
      for (const { sender, agent, to } of session.messages) accounts.add(sender).add(agent).add(to);
    return [...accounts].filter((account) => account !== null && isRobot(account));
  },
  // Their messages are marked.
  autoTexts: () => null,
  canned: (asked, { canned }) =>
    asked.map(({ session: { messages, customer } }) =>
      messages.map((message) => (isByHand(message) && canned.find(message, customer)?.isCanned ? 1 : 0)),
    ),
};
