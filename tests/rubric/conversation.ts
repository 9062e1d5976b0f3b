import { UserErrors } from "../../src/errors.ts";
import type { SessionMessage } from "../../src/model/message.ts";
import type { Act, ReadSession } from "../../src/model/session.ts";
import { parseChat } from "../../src/rubric/chat.ts";
import { newCompiler } from "../../src/rubric/compile.ts";
import type { Condition, Outcome } from "../../src/rubric/operator.ts";
import { toUserError } from "../../src/rubric/problem.ts";
import { resolveChain } from "../../src/rubric/resolve.ts";
import type { Rubric } from "../../src/rubric/schema.ts";
import { parseSource } from "../../src/rubric/source.ts";
import { type JudgeContext, viewOf } from "../../src/rubric/view.ts";
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
  const whole = viewOf(session, { ...context, ...given });
  const view = whole.for({ author: null, agent: session.agents[0] ?? null });
  const outcome: Outcome = newCompiler(named).condition(condition)(view);
  const quotes = (hits: Outcome["hits"]) =>
    hits.map(({ message, start, end }) => session.messages[message]!.text.slice(start, end));
  return { ...outcome, hits: quotes(outcome.hits), misses: quotes(outcome.misses) };
}

/** Acts that tests mark. */
export const acts = [
  "greeting",
  "self-id",
  "apology",
  "thanks",
  "question",
  "complaint",
  "dismissal",
  "farewell",
];

/** A rubric of one or more YAML texts, each extending the one before; throws the problems. */
export function rubricOf(...texts: string[]): Rubric {
  const chain = texts.map((text, index) => ({
    source: parseSource(`${index}.yaml`, text),
    bases: new Set(Array.from({ length: index }, (_, base) => base)),
  }));
  const { rubric, problems } = resolveChain(chain, acts, {});
  if (rubric === null) throw new UserErrors(problems.map((problem) => toUserError(problem, "en")));
  return rubric;
}

/** YAML of a rule with everything that every rule needs. */
export function ruleYaml(id: string, fields: string): string {
  const given = (key: string) => new RegExp(`^${key}:`, "mu").test(fields);
  const usual = {
    standards: "[O1]",
    title: "{ zh: 题, en: title }",
    why: "{ zh: 因, en: why }",
    better: "{ zh: 好, en: better }",
    fault: "{ zh: 没有做到, en: not done }",
    severity: "minor",
    points: "10",
    owner: "first",
  };
  const lines = [
    ...Object.entries(usual).flatMap(([key, value]) => (given(key) ? [] : [`${key}: ${value}`])),
    ...fields.trim().split("\n"),
  ];
  return `  - id: ${id}\n${lines.map((line) => `    ${line}`).join("\n")}`;
}

/** YAML of a rubric with these rules. */
export function rubricYaml(rules: readonly string[], head = ""): string {
  return `id: probe\nversion: 1.0.0\ntitle: { zh: 试, en: probe }\n${head}\nrules:\n${rules.join("\n")}\n`;
}
