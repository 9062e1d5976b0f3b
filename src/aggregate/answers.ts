import type { CannedFinder } from "../metrics/figure.ts";
import { type Act, isByHand, type ReadSession, turnOf } from "../model/session.ts";
import { maskWords } from "../text/mask.ts";
import { compareBy } from "./capped.ts";
import { type ShowOptions, showSessionId } from "./findings.ts";

/** An answer to a customer's question, with what speaks for it. */
export interface Answer {
  text: string;
  session: string;
  /** The customer's next words thanked for it. */
  thanked: boolean;
  /** It opens up a way: a step, a reason, a recommendation. */
  helps: boolean;
  /** Part of it stands in other conversations word for word. */
  canned: boolean;
  /** Hashes of its texts that stand in no other conversations, or too few: parts of an audit may have them, too. */
  rare: readonly number[];
}

/** How many of the best answers are kept: more than the one shown, as parts of an audit may show one to be canned. */
export const answerCap = 8;

/** Shorter answers say too little to be an example, longer ones are no answer to one question. */
const lengths = { least: 10, best: 45, most: 140 };

/** Acts of an agent that keep her words from being an example to others. */
export const unfit = new Set([
  "dismissal",
  "cannot",
  "blame",
  "bare-reply",
  "promise",
  "superlative",
  "off-platform",
  "pay-for-review",
  "ask-wait",
  "refusal",
]);
const helpful = new Set(["solution", "explain-reason", "recommend", "ask-need"]);
const courtesies = new Set(["greeting", "self-id", "offer-help", "thanks", "farewell", "welcome-reply"]);

/** Letters that may stand beside the courtesies of a text that says nothing else. */
const courtesyRest = 6;

/** Acts of a customer who is not content. */
export const unhappy = new Set(["complaint", "urge", "threat", "blackmail", "human-request"]);

/**
 * What a person answered to the customer's message of this index, if it can serve as an example; null
 * where nobody answered, the answer is too short or too long, or the customer was not helped by it.
 */
export function answerTo(
  session: ReadSession,
  index: number,
  show: ShowOptions,
  canned: CannedFinder,
): Answer | null {
  const turn = turnOf(session, index);
  if (turn === undefined || turn.outcome !== "answered" || turn.reply === null) return null;
  const { messages } = session;
  let end = turn.reply + 1;
  while (end < messages.length && messages[end]!.role !== "customer") end += 1;
  const run = messages
    .slice(turn.reply, end)
    .map((message, after) => ({ message, at: turn.reply! + after }))
    .filter(({ message }) => isByHand(message) && message.kind === "text")
    .filter(({ message, at }) => !isCourtesy(message.text, session.acts[at]!));
  const acts = new Set(run.flatMap(({ at }) => session.acts[at]!.map(({ id }) => id)));
  const next = new Set(session.acts[end]?.map(({ id }) => id));
  if ([...acts].some((id) => unfit.has(id)) || [...next].some((id) => unhappy.has(id))) return null;
  const text = run.map(({ message }) => message.text.replace(/\s+/gu, " ").trim()).join(" ");
  if (text.length < lengths.least || text.length > lengths.most) return null;
  const templates = run.flatMap(({ message }) => canned(message, session.customer) ?? []);
  return {
    text: show.mask ? maskWords(text, session.customer) : text,
    session: showSessionId(session, show),
    thanked: next.has("thanks"),
    helps: [...acts].some((id) => helpful.has(id)),
    canned: templates.some(({ isCanned }) => isCanned),
    rare: templates.filter(({ isCanned }) => !isCanned).map(({ hash }) => hash),
  };
}

/** Whether acts of courtesy are nearly all that a text has to say. */
function isCourtesy(text: string, acts: readonly Act[]): boolean {
  const polite = acts.filter(({ id }) => courtesies.has(id));
  let rest = 0;
  for (const { index } of text.matchAll(/[\p{L}\p{N}]/gu)) {
    if (!polite.some(({ start, end }) => start <= index && index < end)) rest += 1;
    if (rest > courtesyRest) return false;
  }
  return true;
}

const byMerit = compareBy<Answer>(
  ({ canned }) => (canned ? 1 : 0),
  ({ thanked }) => (thanked ? 0 : 1),
  ({ helps }) => (helps ? 0 : 1),
  ({ text }) => Math.abs(text.length - lengths.best),
  ({ text }) => text,
  ({ session }) => session,
);

/** The best of these answers and of those known to be best, in order; the same whatever the order in which they come. */
export function bestAnswers(answers: readonly Answer[], best: readonly Answer[] = []): readonly Answer[] {
  const last = best[answerCap - 1];
  const better = last === undefined ? answers : answers.filter((answer) => byMerit(answer, last) < 0);
  return better.length === 0 ? best : [...best, ...better].sort(byMerit).slice(0, answerCap);
}
