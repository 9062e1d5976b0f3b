import { Chance } from "../../fixtures/demo/script/random.ts";
import type { Conversations, Line } from "./conversations.ts";
import type { Shape } from "./shapes.ts";

/** Lines that are put in random order at a time: farther apart they do not change places. */
const shuffledAtATime = 2_000_000;
/** Conversations between two looks at which lines can go out. */
const everyConversations = 500;

/** The lines of the log in the order of the shape. */
export function* linesOf(log: Conversations, { order }: Shape, seed: string): Generator<Line> {
  if (order === undefined) for (let at = 0; at < log.count; at++) yield* log.get(at);
  else if (order === "shuffled") yield* shuffled(log, new Chance(`${seed}/order`));
  else yield* byTime(log, order === "newest");
}

/** Conversations overlap; a line goes out when no other conversation can have one before it. */
function* byTime(log: Conversations, isNewestFirst: boolean): Generator<Line> {
  let waiting: Line[] = [];
  const sign = isNewestFirst ? -1 : 1;
  for (let step = 0; step < log.count; step++) {
    const conversation = isNewestFirst ? log.count - 1 - step : step;
    for (const line of log.get(conversation)) waiting.push(line);
    if (step % everyConversations !== 0) continue;
    const border = log.startOf(conversation) + (isNewestFirst ? log.longest() : 0);
    const isSettled = (line: Line) => (line.at - border) * sign < 0;
    yield* waiting.filter(isSettled).sort((a, b) => (a.at - b.at) * sign);
    waiting = waiting.filter((line) => !isSettled(line));
  }
  yield* waiting.sort((a, b) => (a.at - b.at) * sign);
}

function* shuffled(log: Conversations, chance: Chance): Generator<Line> {
  let waiting: Line[] = [];
  for (let at = 0; at < log.count; at++) {
    for (const line of log.get(at)) waiting.push(line);
    if (waiting.length < shuffledAtATime && at < log.count - 1) continue;
    yield* chance.shuffled(waiting);
    waiting = [];
  }
}
