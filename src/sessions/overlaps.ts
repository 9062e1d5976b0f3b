import type { Message } from "../model/message.ts";
import { groupBy } from "../statistics/groups.ts";
import { hashOf } from "../text/hash.ts";

/** What makes messages of one conversation the same (metric-decision 3). */
export function sameness({ at, sender, kind, text, event, to }: Message): string {
  return [at, sender, kind, text, event, to].join("\n");
}

/**
 * Messages of nobody known, in the order of the input, by log: sections of the input are exports of one log
 * where one ends with the lines with which the other begins, or holds all of it. A line that they share by
 * chance, such as a greeting in the same minute, does not join them.
 */
export function logsOf(messages: readonly Message[]): Message[][] {
  const sections = groupBy(messages, ({ part }) => part);
  if (sections.size === 1) return [...sections.values()];
  const lines = new Map([...sections].map(([part, own]) => [part, own.filter(isTimed).map(wordsOf)]));
  const beginning = groupBy(lines.keys(), (part) => lines.get(part)![0]);
  const joined = new Map<number, number>();
  const logOf = (part: number): number => {
    let log = part;
    for (let next = joined.get(log); next !== undefined; next = joined.get(log)) log = next;
    return log;
  };
  for (const [part, own] of lines)
    for (const other of new Set(own.flatMap((line) => beginning.get(line) ?? [])))
      if (logOf(part) !== logOf(other) && runsInto(own, lines.get(other)!))
        joined.set(logOf(other), logOf(part));
  return [...groupBy(messages, ({ part }) => logOf(part)).values()];
}

const isTimed = ({ at }: Message): boolean => at !== null;
const wordsOf = (message: Message): number => hashOf(sameness(message));

/** Whether lines end with those with which others begin, or hold all of them in a row (Knuth, Morris, Pratt). */
function runsInto(lines: readonly number[], others: readonly number[]): boolean {
  /** How many of `others` are matched with one more line, after so many were. */
  const matched = (line: number, before: number): number => {
    let length = before;
    while (length > 0 && others[length] !== line) length = fallbacks[length - 1]!;
    return others[length] === line ? length + 1 : 0;
  };
  const fallbacks = [0];
  for (let place = 1; place < others.length; place += 1)
    fallbacks.push(matched(others[place]!, fallbacks[place - 1]!));
  let length = 0;
  for (const line of lines) {
    length = matched(line, length);
    if (length === others.length) return true;
  }
  return length > 0;
}
