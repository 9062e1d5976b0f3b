import type { SessionMessage } from "../../src/model/message.ts";
import type { Act, ReadSession } from "../../src/model/session.ts";
import { parseChat } from "../../src/rubric/chat.ts";
import { newCompiler } from "../../src/rubric/compile.ts";
import type { Condition, Outcome } from "../../src/rubric/operator.ts";
import { type JudgeContext, View } from "../../src/rubric/view.ts";
import { type Marker, readSession } from "../../src/sessions/read.ts";
import { Zone } from "../../src/text/zone.ts";

export const context: JudgeContext = { locale: "zh", zone: new Zone("Asia/Shanghai") };

/**
 * A conversation as a rubric's examples write it, with acts marked in the words:
 * `客服 5s {greeting:您好}，在的`. A customer's message that is nothing but {thanks:…} needs no answer.
 */
export function conversation(text: string): ReadSession {
  const chat = parseChat(text);
  if (chat.messages === null) throw new Error(JSON.stringify(chat.fault));
  const marked = chat.messages.map(unmark);
  const messages = marked.map(({ message }) => message);
  const session = { id: "示例", shop: null, platform: null, customer: "顾客", messages };
  const marker: Marker = {
    mark: () => marked.map(({ acts }) => acts),
    onlyThanks: (message) => {
      const { acts } = marked[messages.indexOf(message)]!;
      return acts.some(({ id, quote }) => id === "thanks" && quote === message.text);
    },
  };
  return readSession(session, marker, (account) => account === "机器人");
}

function unmark(message: SessionMessage): { message: SessionMessage; acts: Act[] } {
  const acts: Act[] = [];
  let text = "";
  for (const [part, id, quote] of message.text.matchAll(/\{([a-z-]+):([^}]*)\}|[^{]+/gu)) {
    if (id === undefined) text += part;
    else {
      acts.push({ id, quote: quote!, start: text.length, end: text.length + quote!.length });
      text += quote!;
    }
  }
  return { message: { ...message, text }, acts };
}

const named: Record<string, Condition> = { polite: { says: { phrase: "请" } } };

/** What a condition says of a conversation, its hits and misses as quoted words. */
export function evaluate(condition: Condition, text: string, given: Partial<JudgeContext> = {}) {
  const session = conversation(text);
  const view = new View(
    session,
    { ...context, ...given },
    { author: null, agent: session.agents[0] ?? null },
  );
  const outcome: Outcome = newCompiler(named).condition(condition)(view);
  const quotes = (hits: Outcome["hits"]) =>
    hits.map(({ message, start, end }) => session.messages[message]!.text.slice(start, end));
  return { ...outcome, hits: quotes(outcome.hits), misses: quotes(outcome.misses) };
}
