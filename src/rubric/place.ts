import type { Static } from "typebox";
import { isCounted } from "../model/session.ts";
import { Type } from "../model/type.ts";
import type { LocalText } from "./local-text.ts";
import { exact, type Hit, nothing } from "./operator.ts";
import { type Speaker, speakerSet, type View } from "./view.ts";

/**
 * Where in the conversation: the first or last n turns or messages of the speaker. A turn is a run
 * of messages of one side. Texts of robots and automatic texts before the agent's first turn belong
 * to that turn.
 */
export const placeSchema = Type.Object(
  {
    first: Type.Optional(Type.Integer({ minimum: 1 })),
    last: Type.Optional(Type.Integer({ minimum: 1 })),
    of: Type.Optional(Type.Enum(["turns", "messages"])),
    /** Only from the customer's last turn that needs an answer, or after the customer's last message. */
    since: Type.Optional(Type.Enum(["last-question", "last-customer-message"])),
  },
  { ...exact, minProperties: 1 },
);
export type Place = Static<typeof placeSchema>;

const agentOnly = speakerSet(["agent"]);

/** Indexes of the messages of the speakers at a place, in order. */
export function messagesAt(
  view: View,
  by: ReadonlySet<Speaker>,
  place: Place | undefined,
): readonly number[] {
  const all = view.spokenBy(by);
  if (place === undefined) return all;
  const from = place.since === undefined ? 0 : startOfEnding(view, place.since);
  const inside = from === 0 ? all : all.filter((index) => index >= from);
  if (place.first === undefined && place.last === undefined) return inside;
  if (place.of === "messages") return slice(inside, place);
  // Turns are counted over what the person writes; others come along with the turn that follows.
  const isPerson = (index: number) => !by.has("agent") || view.isBy(index, agentOnly);
  const runs: number[] = [];
  for (const index of inside)
    if (isPerson(index) && view.run(index) !== runs.at(-1)) runs.push(view.run(index));
  const wanted = new Set(slice(runs, place));
  const found: number[] = [];
  let run = -1;
  for (let at = inside.length - 1; at >= 0; at -= 1) {
    const index = inside[at]!;
    if (isPerson(index)) run = view.run(index);
    if (wanted.has(run)) found.push(index);
  }
  return found.reverse();
}

/** Whether words were said at a place that the export does not show: they may be the ones that are asked for. */
export function hidesWords(view: View, messages: readonly number[]): boolean {
  return view.traces.hidden && messages.some((index) => view.messages[index]!.kind === "missing");
}

/** Why nothing can be said of a place that hides words. */
export const hiddenWords: LocalText = {
  zh: "导出中缺少这里的原话",
  en: "the export does not show the words in this place",
};

/** What was said at a place where something else was expected: its first message, or its last where the place is the end. */
export function insteadAt(view: View, messages: readonly number[], place: Place | undefined): readonly Hit[] {
  const message = place?.first === undefined ? messages.at(-1) : messages[0];
  return place === undefined || message === undefined ? nothing : [view.whole(message)];
}

function slice(list: readonly number[], { first, last }: Place): readonly number[] {
  if (last === undefined) return list.slice(0, first);
  if (first === undefined) return list.slice(-last);
  return first + last >= list.length ? list : [...list.slice(0, first), ...list.slice(-last)];
}

function startOfEnding(view: View, since: NonNullable<Place["since"]>): number {
  if (since === "last-customer-message") {
    const last = view.messages.findLastIndex((message) => message.role === "customer" && isCounted(message));
    return last + 1;
  }
  const turn = view.session.turns.findLast(({ needsAnswer, messages }) => needsAnswer && messages.length > 0);
  return turn?.messages[0] ?? 0;
}
