import type { Static } from "typebox";
import { kinds } from "../../model/message.ts";
import { Type } from "../../model/type.ts";
import { findEmoticons, type Polarity } from "../../text/emoticons.ts";
import { exact, type Hit, nothing, type Outcome, operator, settled, unknown } from "../operator.ts";
import { hiddenWords, hidesWords, insteadAt, messagesAt, placeSchema } from "../place.ts";
import { type Side, signOfAct, signOfCriterion } from "../signs.ts";
import { type Speaker, speakerSet, speakers, type View } from "../view.ts";
import { asList, criteriaOf, type Finder, likeSchema, wordingFinder, wordingSchema } from "../wording.ts";

const speaker = Type.Enum([...speakers]);

/** One or several speakers; left out = a person of the shop. */
export const bySchema = Type.Union([speaker, Type.Array(speaker, { minItems: 1, uniqueItems: true })]);

const polarities: readonly Polarity[] = ["smile", "positive", "neutral", "negative"];
const saysKinds = kinds.filter((kind) => kind !== "event" && kind !== "recalled");
const actId = Type.String();

const options = Type.Object(
  {
    by: Type.Optional(bySchema),
    place: Type.Optional(placeSchema),
    act: Type.Optional(Type.Union([actId, Type.Array(actId, { minItems: 1, uniqueItems: true })])),
    /** Emoticons by what they express; a picture of one whose meaning the export does not show counts. */
    emoticon: Type.Optional(Type.Array(Type.Enum([...polarities]), { minItems: 1, uniqueItems: true })),
    ...wordingSchema,
    like: Type.Optional(likeSchema),
    kind: Type.Optional(Type.Array(Type.Enum([...saysKinds]), { minItems: 1 })),
    /** Words that do not count where they stand inside this wording. */
    except: Type.Optional(Type.Object(wordingSchema, { ...exact, minProperties: 1 })),
  },
  exact,
);
export type SaysOptions = Static<typeof options>;

/** The speakers that a condition names. */
export function speakersOf(by: SaysOptions["by"]): ReadonlySet<Speaker> {
  return speakerSet(asList<Speaker>(by ?? "agent"));
}

export const says = operator({
  name: "says",
  title: {
    zh: "有人说了：行为（act）、表情（emoticon）、词句（phrase）、正则（pattern）、近似的话（like）或消息类型（kind），任一命中即可；都不写则任何消息都算",
    en: "somebody says it: an act, an emoticon, a phrase, a pattern, wording like a given text, or a kind of message, any of them; with none, any message",
  },
  options,
  values: [],
  parts: () => [],
  // What was said at a place instead is told also where nothing is found.
  signs: (given) => (given.place === undefined ? signsOf(given) : null),
  contradiction: ({ by, act, kind, phrase, pattern, like }) =>
    speakersOf(by).has("system") && speakersOf(by).size === 1 && (act !== undefined || like !== undefined)
      ? { zh: "系统消息没有行为，永远不成立", en: "system messages carry no acts: it never holds" }
      : kind?.includes("missing") === true && (phrase ?? pattern) !== undefined
        ? { zh: "缺失的消息没有词句", en: "missing messages have no words" }
        : null,
  compile: (given) => {
    const by = speakersOf(given.by);
    const find = finder(given);
    const signs = signsOf(given);
    return (view) => {
      const isPossible = signs === null || view.traces.hasAny(signs);
      if (!isPossible && given.place === undefined && !view.traces.hidden) return absent;
      const places = messagesAt(view, by, given.place);
      const hits: Hit[] = [];
      if (isPossible) for (const message of places) find(view, message, hits);
      if (hits.length > 0) return settled(true, hits);
      return hidesWords(view, places)
        ? unknown(hiddenWords)
        : settled(false, insteadAt(view, places, given.place));
    };
  },
});

const absent: Outcome = settled(false, nothing);

/** Signs of which one must be there; null where only a look at each message tells. */
function signsOf(given: SaysOptions): readonly number[] | null {
  const acts = asList(given.act);
  const criteria = criteriaOf(given);
  if (given.emoticon !== undefined || given.kind !== undefined || acts.length + criteria.length === 0)
    return null;
  const speakers = [...speakersOf(given.by)];
  const sides = new Set(speakers.map((name): Side => (name === "customer" ? "customer" : "others")));
  return [...sides].flatMap((side) => [
    ...acts.map((id) => signOfAct(side, id)),
    ...criteria.map((number) => signOfCriterion(side, number)),
  ]);
}

function finder(given: SaysOptions): Finder {
  const { act, emoticon, phrase, pattern, like, kind, except } = given;
  const acts = new Set(asList(act));
  const addWording = wordingFinder(given);
  const anything = [act, emoticon, phrase, pattern, like, kind].every((criterion) => criterion === undefined);
  const find: Finder = (view, index, hits) => {
    const message = view.messages[index]!;
    if (anything || kind?.some((name) => name === message.kind) === true) {
      hits.push(view.whole(index));
      return;
    }
    for (const { id, start, end } of view.session.acts[index]!)
      if (acts.has(id)) hits.push({ message: index, start, end });
    if (emoticon !== undefined) addEmoticons(view, index, emoticon, hits);
    addWording(view, index, hits);
  };
  return except === undefined ? find : excepting(find, wordingFinder(except));
}

/** Finds what does not stand inside the exempt wording. */
function excepting(find: Finder, exempt: Finder): Finder {
  return (view, message, hits) => {
    const before = hits.length;
    find(view, message, hits);
    if (hits.length === before) return;
    const covered: Hit[] = [];
    exempt(view, message, covered);
    if (covered.length === 0) return;
    for (const hit of hits.splice(before))
      if (!covered.some(({ start, end }) => start <= hit.start && hit.end <= end)) hits.push(hit);
  };
}

function addEmoticons(view: View, message: number, wanted: readonly Polarity[], hits: Hit[]): void {
  const { text, platform, kind } = view.messages[message]!;
  const found = findEmoticons(text, platform);
  if (found.length === 0 && kind === "emoticon") hits.push(view.whole(message));
  for (const { polarity, start, end } of found)
    if (wanted.includes(polarity)) hits.push({ message, start, end });
}
