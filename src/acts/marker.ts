import type { Role, SessionMessage } from "../model/message.ts";
import type { Act } from "../model/session.ts";
import { emoticonTable, findEmoticons } from "../text/emoticons.ts";
import { Memo } from "../text/memo.ts";
import { type Normalised, normalise, normalOfText, type Replaced } from "../text/normalise.ts";
import type { Segmenter } from "../text/segment.ts";
import type { Catalogue, CompiledAct, Context } from "./compile.ts";
import type { Finder } from "./finder.ts";
import { OnlyThanks } from "./only-thanks.ts";
import type { Side } from "./schema.ts";
import { type Finding, noFindings, Search } from "./search.ts";

/** What the marker reads of a message. */
export type MarkedMessage = Pick<SessionMessage, "role" | "kind" | "text">;

/** How an emoticon and a link look to the acts. */
const emoticonSign = "☺";
const linkSign = "↗";
const links = /(?:https?:\/\/|www\.)[!-~]+/gi;

const sideOf: Record<Role, Side | null> = {
  customer: "customer",
  agent: "agent",
  robot: "agent",
  system: null,
};

/** Texts that come again and again are few: what is kept for longer costs more than it saves. */
const memoSize = 4096;

/** Finds the acts of messages (acts.md): what they do, never whether that is right. */
export class ActMarker {
  readonly segmenter: Segmenter;
  readonly #acts: Record<Side, readonly CompiledAct[]>;
  readonly #searches: Record<Side, Search>;
  readonly #onlyThanks: OnlyThanks;
  /** By side and table of emoticons. */
  readonly #known = new Map<string, Memo<KnownText>>();

  constructor(catalogue: Catalogue, segmenter: Segmenter) {
    this.segmenter = segmenter;
    const of = (side: Side) => catalogue.acts.filter((act) => act.side === side);
    this.#acts = { agent: of("agent"), customer: of("customer") };
    this.#searches = {
      agent: new Search(this.#acts.agent, segmenter),
      customer: new Search(this.#acts.customer, segmenter),
    };
    this.#onlyThanks = new OnlyThanks(catalogue.onlyThanks);
  }

  /** Ids of the acts that this side's messages may carry, with their titles. */
  acts(side: Side): readonly Pick<CompiledAct, "id" | "title">[] {
    return this.#acts[side];
  }

  /**
   * The acts of every message of a conversation, by message, in the order of their places. Robots and
   * automatic texts have the acts of the agent; the system's lines and what is not text have none,
   * but a sent emoticon has the act `emoticon`.
   */
  mark(messages: readonly MarkedMessage[], platform: string | null): readonly (readonly Act[])[] {
    const places = spokenPlaces(messages);
    const read: Record<Side, (text: string) => KnownText> = {
      agent: this.#readerOf("agent", platform),
      customer: this.#readerOf("customer", platform),
    };
    const marked: (readonly Act[])[] = [];
    messages.forEach((message, index) => {
      const side = sideOf[message.role];
      if (side === null) marked.push(noActs);
      else if (message.kind === "emoticon") marked.push([sentEmoticon(message.text)]);
      else if (message.kind !== "text") marked.push(noActs);
      else {
        const { findings, acts } = read[side](message.text);
        const isHeld = ({ context }: Finding) =>
          context === null ||
          (holds(context, index, messages, places, marked) &&
            (!context.answers || this.#answers(context.answers, index, messages, platform)));
        marked.push(acts ?? settle(findings.filter(isHeld), message.text));
      }
    });
    return marked;
  }

  /**
   * Whether a message asks for no answer: an emoticon, or a text that only thanks or acknowledges
   * (contract §2). A question mark always asks.
   */
  onlyThanks(message: MarkedMessage & Pick<SessionMessage, "platform">): boolean {
    if (message.kind === "emoticon") return true;
    if (message.kind !== "text") return false;
    const { text } = readable(message.text, message.platform);
    return onlyEmoticons.test(text) || this.#onlyThanks.test(text);
  }

  /** Whether the finder occurs in the other side's last turn: its latest unbroken run of texts. */
  #answers(
    finder: Finder,
    index: number,
    messages: readonly MarkedMessage[],
    platform: string | null,
  ): boolean {
    const own = sideOf[messages[index]!.role];
    let heard = false;
    for (let at = index - 1; at >= 0; at -= 1) {
      const { role, text } = messages[at]!;
      if (!isSpoken(messages[at]!)) continue;
      if (sideOf[role] === own) {
        if (heard) return false;
        continue;
      }
      heard = true;
      if (finder.occursIn(readable(text, platform).text)) return true;
    }
    return false;
  }

  /** Reads what texts of a side do by their words alone. */
  #readerOf(side: Side, platform: string | null): (text: string) => KnownText {
    const key = `${side}${emoticonTable(platform)}`;
    const known = this.#known.get(key) ?? new Memo<KnownText>(memoSize);
    this.#known.set(key, known);
    const read = (text: string) => {
      const findings = this.#searches[side].find(readable(text, platform));
      const isSettled = findings.every(({ context }) => context === null);
      return isSettled ? { findings: noFindings, acts: settle(findings, text) } : { findings, acts: null };
    };
    return (text) => known.get(text, () => read(text));
  }
}

/** What a text does: its acts or, where they depend on what stands around it (null), what they follow from. */
interface KnownText {
  findings: readonly Finding[];
  acts: readonly Act[] | null;
}

const noActs: readonly Act[] = [];

const onlyEmoticons = /^[☺ ]+$/u;

function sentEmoticon(text: string): Act {
  return { id: "emoticon", quote: text, start: 0, end: text.length };
}

/** The normalised text with signs in place of emoticons and links. */
function readable(text: string, platform: string | null): Normalised {
  const replaced: Replaced[] = findEmoticons(text, platform).map(({ start, end }) => ({
    start,
    end,
    as: emoticonSign,
  }));
  if (!text.includes("://") && !text.includes("www."))
    return replaced.length === 0 ? normalOfText(text) : normalise(text, replaced);
  const linked: Replaced[] = [];
  for (const link of text.matchAll(links)) {
    linked.push({ start: link.index, end: link.index + link[0].length, as: linkSign });
  }
  const apart = replaced.filter(
    ({ start }) => !linked.some((link) => start >= link.start && start < link.end),
  );
  return normalise(
    text,
    [...apart, ...linked].sort((a, b) => a.start - b.start),
  );
}

/** Per message its number among the texts of its side, and how many of them there are. */
interface Places {
  rank: readonly number[];
  total: Record<Side, number>;
}

const isSpoken = (message: MarkedMessage) => sideOf[message.role] !== null && message.kind === "text";

function spokenPlaces(messages: readonly MarkedMessage[]): Places {
  const total: Record<Side, number> = { agent: 0, customer: 0 };
  const rank = messages.map((message) => {
    if (!isSpoken(message)) return 0;
    const side = sideOf[message.role]!;
    total[side] += 1;
    return total[side];
  });
  return { rank, total };
}

function holds(
  { place, after, notAfter }: Context,
  index: number,
  messages: readonly MarkedMessage[],
  places: Places,
  marked: readonly (readonly Act[])[],
): boolean {
  if (place) {
    const rank = places.rank[index]!;
    const total = places.total[sideOf[messages[index]!.role]!];
    if (place.first !== undefined && rank > place.first) return false;
    if (place.notFirst !== undefined && rank <= place.notFirst) return false;
    if (place.last !== undefined && rank <= total - place.last) return false;
  }
  const follows = ({ act, side, within }: NonNullable<Context["after"]>) => {
    for (let at = index - 1, left = within; at >= 0 && left > 0; at -= 1) {
      if (!isSpoken(messages[at]!)) continue;
      left -= 1;
      if (sideOf[messages[at]!.role] === side && marked[at]!.some(({ id }) => id === act)) return true;
    }
    return false;
  };
  return (!after || follows(after)) && !(notAfter && follows(notAfter));
}

/** Acts from findings: of overlapping ones of an act the longest, none that yields to another. */
function settle(findings: readonly Finding[], text: string): readonly Act[] {
  if (findings.length === 0) return noActs;
  const kept: Finding[] = [];
  for (const finding of findings) {
    const overlaps = (other: Finding) => other.start < finding.end && finding.start < other.end;
    if (kept.some((other) => other.act === finding.act && overlaps(other))) continue;
    const { yieldsTo } = finding.act;
    if (yieldsTo.length > 0 && findings.some((other) => yieldsTo.includes(other.act.id) && overlaps(other))) {
      continue;
    }
    kept.push(finding);
  }
  return kept
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.act.id < b.act.id ? -1 : 1))
    .map(({ act, start, end }) => ({ id: act.id, quote: text.slice(start, end), start, end }));
}
