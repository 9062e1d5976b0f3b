import type { Message } from "../model/message.ts";
import type { Session } from "../model/session.ts";
import { Pauses } from "../text/pauses.ts";
import { sweep } from "../text/temp-folder.ts";
import { type AssembleOptions, assemble, conversationKeys } from "./assemble.ts";
import {
  joinPieces,
  packMessages,
  packPieces,
  piecesOf,
  type SessionPiece,
  sharesHead,
  unpackMessages,
  unpackPieces,
} from "./packed.ts";
import {
  type ItemCodec,
  type Partition,
  PartitionedStore,
  readPartition,
  type StoreOptions,
} from "./store.ts";
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
  close: () => void;
}

/** Rough size of a message in memory beside its text, in characters. */
const messageWeight = 300;

/** Progress is told once in so many messages. */
const progressEvery = 5000;

const weigh = (message: Message): number => message.text.length + messageWeight;

/** What `memoryLimit` counts of some messages. */
export function weightOf(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + weigh(message), 0);
}

const sessionCodec: ItemCodec<SessionPiece> = {
  keyOf: customerOf,
  weigh: ({ messages }) => weightOf(messages),
  // A piece is a record of its own.
  isAlike: () => false,
  pack: packPieces,
  unpack: unpackPieces,
};

/**
 * Brings the messages of any number of inputs, in any order, together to sessions, and the sessions
 * to customers, without holding more than a part of them (contract §2). Throws UserError (exit 2 or 3)
 * where temporary files cannot be written.
 */
export async function gather(
  batches: AsyncIterable<readonly Message[]>,
  options: GatherOptions,
): Promise<Gathered> {
  const { survey, onSession, onProgress, memoryLimit, partitionLimit, tempDir } = options;
  // The stores live longer than what `options` point to.
  const storeOptions: StoreOptions = { memoryLimit, partitionLimit, tempDir };
  sweep(tempDir);
  const keyOf = conversationKeys();
  const lines = new PartitionedStore<Message>(storeOptions, {
    // It is asked for older messages in between.
    keyOf: conversationKeys(),
    weigh,
    isAlike: sharesHead,
    pack: packMessages,
    unpack: unpackMessages,
  });
  const sessions = new PartitionedStore(storeOptions, sessionCodec);
  const close = () => {
    lines.close();
    sessions.close();
  };
  try {
    let count = 0;
    for await (const messages of batches) {
      for (const message of messages) {
        count += 1;
        if (count % progressEvery === 0) onProgress?.(count);
        survey.see(message, keyOf(message));
        lines.add(message);
      }
    }
    const assembleOptions = { ...options, runsBackwards: (part: number) => survey.runsBackwards(part) };
    const pauses = new Pauses();
    for await (const conversations of lines.drained()) {
      for (const conversation of conversations) {
        await pauses.ifDue();
        for (const session of assemble(conversation, assembleOptions)) {
          onSession?.(session);
          for (const piece of piecesOf(session)) sessions.add(piece);
        }
      }
    }
    lines.close();
  } catch (error) {
    close();
    throw error;
  }
  return {
    customers: async function* () {
      for await (const groups of sessions.partitions()) yield* inOrder(groups);
    },
    files: () => sessions.files(),
    sessions: async function* () {
      for await (const groups of sessions.partitions()) yield* [...groups].flatMap(joinPieces).sort(byInput);
    },
    close,
  };
}

/** What `customers` gives of one file. */
export function customersOf(file: Partition): Iterable<Session[]> {
  return inOrder(readPartition(file, sessionCodec));
}

function* inOrder(groups: Iterable<SessionPiece[]>): Generator<Session[]> {
  for (const group of groups) yield joinPieces(group).sort(byFirstTime);
}

function customerOf(session: SessionPiece): string {
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
