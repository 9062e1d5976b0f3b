import type { Role, SessionMessage } from "../model/message.ts";
import type { Act } from "../model/session.ts";
import { Automaton } from "../text/automaton.ts";
import { emoticonTable, findEmoticons } from "../text/emoticons.ts";
import { type Normalised, normalise, type Replaced } from "../text/normalise.ts";
import type { Segmenter } from "../text/segment.ts";
import type { Catalogue, CompiledAct, CompiledWay, Context } from "./compile.ts";
import type { Span } from "./finder.ts";
import { Memo } from "./memo.ts";
import { OnlyThanks } from "./only-thanks.ts";
import type { Side } from "./schema.ts";
import { isIn, withCompanion } from "./scope.ts";

/** What the marker reads of a message. */
export type MarkedMessage = Pick<SessionMessage, "role" | "kind" | "text">;

/** How an emoticon and a link look to the acts. */
const emoticonSign = "☺";
const linkSign = "↗";
const links = /(?:https?:\/\/|www\.)[!-~]+/gi;

/** What a message does by its words alone, and what of that still depends on the conversation. */
interface Finding {
  act: CompiledAct;
  start: number;
  end: number;
  context: Context | null;
}

interface WaySearch {
  act: CompiledAct;
  way: CompiledWay;
}

const sideOf: Record<Role, Side | null> = {
  customer: "customer",
  agent: "agent",
  robot: "agent",
  system: null,
};

const memoSize = 20_000;

/** Finds the acts of messages (acts.md): what they do, never whether that is right. */
export class ActMarker {
  readonly segmenter: Segmenter;
  readonly #acts: Record<Side, readonly CompiledAct[]>;
  readonly #searches: Record<Side, SideSearch>;
  readonly #onlyThanks: OnlyThanks;
  readonly #findings = new Memo<readonly Finding[]>(memoSize);

  constructor(catalogue: Catalogue, segmenter: Segmenter) {
    this.segmenter = segmenter;
    const of = (side: Side) => catalogue.acts.filter((act) => act.side === side);
    this.#acts = { agent: of("agent"), customer: of("customer") };
    this.#searches = {
      agent: new SideSearch(this.#acts.agent, segmenter),
      customer: new SideSearch(this.#acts.customer, segmenter),
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
  mark(messages: readonly MarkedMessage[], platform: string | null): Act[][] {
    const places = spokenPlaces(messages);
    const marked: Act[][] = [];
    messages.forEach((message, index) => {
      const side = sideOf[message.role];
      if (side === null) marked.push([]);
      else if (message.kind === "emoticon") marked.push([sentEmoticon(message.text)]);
      else if (message.kind !== "text") marked.push([]);
      else {
        const held = this.#find(message.text, side, platform).filter(
          ({ context }) => context === null || holds(context, index, messages, places, marked),
        );
        marked.push(settle(held, message.text));
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

  #find(text: string, side: Side, platform: string | null): readonly Finding[] {
    const key = `${side}${emoticonTable(platform)}${text}`;
    return this.#findings.get(key, () => this.#searches[side].find(readable(text, platform)));
  }
}

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
  if (!text.includes("://") && !text.includes("www.")) return normalise(text, replaced);
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
function settle(findings: readonly Finding[], text: string): Act[] {
  if (findings.length === 0) return [];
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

/** The search for all acts of one side in a text by itself. */
class SideSearch {
  readonly #automaton: Automaton;
  /** By phrase of the automaton: ways that it carries, and patterns (by number) that it calls for. */
  readonly #carried: WaySearch[][] = [];
  readonly #called: number[][] = [];
  readonly #patterns: (WaySearch & { source: RegExp })[] = [];
  /** Number of the last text for which a pattern was called, so that it is tried once a text. */
  readonly #calledIn: Float64Array;
  readonly #segmenter: Segmenter;
  #texts = 0;

  constructor(acts: readonly CompiledAct[], segmenter: Segmenter) {
    this.#segmenter = segmenter;
    const numbers = new Map<string, number>();
    const phrase = (word: string): number => {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      numbers.set(word, numbers.size);
      this.#carried.push([]);
      this.#called.push([]);
      return numbers.size - 1;
    };
    for (const act of acts) {
      for (const way of act.ways) {
        for (const word of way.finder.words) this.#carried[phrase(word)]!.push({ act, way });
        for (const { source, needs } of way.finder.patterns) {
          for (const word of needs) this.#called[phrase(word)]!.push(this.#patterns.length);
          this.#patterns.push({ act, way, source });
        }
      }
    }
    this.#automaton = new Automaton([...numbers.keys()]);
    this.#calledIn = new Float64Array(this.#patterns.length);
  }

  /** Longer findings first, then earlier ones. */
  find(normal: Normalised): Finding[] {
    const { text } = normal;
    const borders = new WordBorders(this.#segmenter, text);
    const findings: Finding[] = [];
    const consider = ({ act, way }: WaySearch, hit: Span) => {
      const span = judge(act, way, text, hit, borders);
      if (span === null) return;
      findings.push({ act, context: way.context, ...normal.original(span.start, span.end) });
    };
    this.#texts += 1;
    const tried: number[] = [];
    this.#automaton.search(text, (phrase, start, end) => {
      for (const search of this.#carried[phrase]!) consider(search, { start, end });
      for (const pattern of this.#called[phrase]!) {
        if (this.#calledIn[pattern] === this.#texts) continue;
        this.#calledIn[pattern] = this.#texts;
        tried.push(pattern);
      }
    });
    for (const number of tried) {
      const pattern = this.#patterns[number]!;
      for (const match of text.matchAll(pattern.source)) {
        if (match[0] !== "") consider(pattern, { start: match.index, end: match.index + match[0].length });
      }
    }
    return findings.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  }
}

/** The span that counts for a hit, or null where a condition on the words fails. */
function judge(
  act: CompiledAct,
  way: CompiledWay,
  text: string,
  hit: Span,
  borders: WordBorders,
): Span | null {
  if (way.in.some((scope) => !isIn(scope, text, hit))) return null;
  if (way.notIn.some((scope) => isIn(scope, text, hit))) return null;
  if (act.except !== null) {
    for (const other of act.except.spans(text))
      if (other.start < hit.end && hit.start < other.end) return null;
  }
  if (way.notNear !== null && withCompanion(way.notNear, text, hit) !== null) return null;
  const span = way.near === null ? hit : withCompanion(way.near, text, hit);
  if (span === null || (way.wholeWords && !borders.holds(hit))) return null;
  return span;
}

/** Where words of a text begin and end; the text is cut when that is first asked. */
class WordBorders {
  readonly #segmenter: Segmenter;
  readonly #text: string;
  #borders: Set<number> | null = null;

  constructor(segmenter: Segmenter, text: string) {
    this.#segmenter = segmenter;
    this.#text = text;
  }

  holds({ start, end }: Span): boolean {
    if (this.#borders === null) {
      this.#borders = new Set([0]);
      let at = 0;
      for (const word of this.#segmenter.cut(this.#text)) {
        at += word.length;
        this.#borders.add(at);
      }
    }
    return this.#borders.has(start) && this.#borders.has(end);
  }
}
