import type { Message } from "../../model/message.ts";
import type { Draft, Reading } from "../reading.ts";

/** Messages of one conversation that the export lists together, whichever way its list runs. */
export function messagesOf(drafts: readonly Draft[], reading: Reading): Message[] {
  reading.startPart(runsBackwards(drafts.map(({ at }) => at)));
  return drafts.map((draft) => reading.message(draft));
}

/** Whether times fall more often than they rise. */
export function runsBackwards(times: readonly (number | null)[]): boolean {
  let falls = 0;
  let last: number | null = null;
  for (const at of times) {
    if (at === null) continue;
    if (last !== null) falls += Math.sign(last - at);
    last = at;
  }
  return falls > 0;
}
