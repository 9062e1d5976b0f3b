import type { Message } from "../model/message.ts";
import type { Session } from "../model/session.ts";
import { type AssembleOptions, assemble, conversationKey } from "./assemble.ts";
import { packMessage, packSession, unpackMessage, unpackSession } from "./packed.ts";
import { type Partition, PartitionedStore, readPartition, type StoreOptions } from "./store.ts";
import type { Survey } from "./survey.ts";

export interface GatherOptions extends Omit<AssembleOptions, "runsBackwards">, StoreOptions {
  /** Sees every message as it comes in. */
  survey: Survey;
  /** Called now and then with the number of messages read so far. */
  onProgress?: ((messages: number) => void) | undefined;
  /** Called for every session before the first is given out. */
  onSession?: (session: Session) => void;
}

/** Sessions of an input, brought together. */
export interface Gathered {
  /** The sessions of one customer with one shop at a time, in the order of their first words. */
  customers: () => AsyncGenerator<Session[]>;
  /** The files that hold the customers, for workers to read with `customersOf`; null while all is in memory. */
  files: () => readonly Partition[] | null;
  /** Session by session, in the order of the input as far as memory allows. */
  sessions: () => AsyncGenerator<Session>;
  /** Removes temporary files. */
  close: () => Promise<void>;
}

/** Rough size of a message in memory beside its text, in characters. */
const messageWeight = 300;

/** Progress is told once in so many messages. */
const progressEvery = 5000;

const weigh = (message: Message): number => message.text.length + messageWeight;

/**
 * Brings the messages of any number of inputs, in any order, together to sessions, and the sessions
 * to customers, without holding more than a part of them (contract §2).
 */
export async function gather(messages: AsyncIterable<Message>, options: GatherOptions): Promise<Gathered> {
  const lines = new PartitionedStore(options, { weigh, pack: packMessage, unpack: unpackMessage });
  const sessions = new PartitionedStore(options, {
    weigh: (session: Session) => session.messages.reduce((sum, message) => sum + weigh(message), 0),
    pack: packSession,
    unpack: unpackSession,
  });
  const { survey } = options;
  const close = async () => {
    await lines.close();
    await sessions.close();
  };
  try {
    let count = 0;
    for await (const message of messages) {
      count += 1;
      if (count % progressEvery === 0) options.onProgress?.(count);
      survey.see(message);
      await lines.add(conversationKey(message), message);
    }
    for await (const conversations of lines.partitions()) {
      for (const conversation of conversations.values()) {
        for (const session of assemble(conversation, {
          ...options,
          runsBackwards: (part) => survey.runsBackwards(part),
        })) {
          options.onSession?.(session);
          await sessions.add(customerOf(session), session);
        }
      }
    }
    await lines.close();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    customers: async function* () {
      for await (const groups of sessions.partitions()) yield* inOrder(groups);
    },
    files: () => sessions.files(),
    sessions: async function* () {
      for await (const customers of sessions.partitions())
        yield* [...customers.values()].flat().sort(byInput);
    },
    close,
  };
}

/** What `customers` gives of one file. */
export function customersOf(file: Partition): Session[][] {
  return inOrder(readPartition(file, { unpack: unpackSession }));
}

const inOrder = (groups: Map<string, Session[]>): Session[][] =>
  [...groups.values()].map((group) => group.sort(byFirstTime));

function customerOf(session: Session): string {
  const who = session.customer === null ? `s\n${session.id}` : `c\n${session.customer}`;
  return `${session.shop ?? ""}\n${session.platform ?? ""}\n${who}`;
}

function byFirstTime(a: Session, b: Session): number {
  const difference = firstTime(a) - firstTime(b);
  if (difference !== 0) return difference;
  return a.id < b.id ? -1 : 1;
}

const byInput = (a: Session, b: Session): number => a.messages[0]!.seq - b.messages[0]!.seq;

const firstTime = (session: Session): number => session.messages.find(({ at }) => at !== null)?.at ?? 0;
