import { decodeEntities } from "./entities.ts";

/** Names under which 千牛 and 旺旺 show their own notices (ingest-decision 30). */
export const systemSpeakers: ReadonlySet<string> = new Set(["系统提示", "系统消息", "系统提醒"]);

/** A notice that stands under an agent's name (ingest-decision 28). */
export const systemText = /^(?:系统提示|系统提醒)[:：]/;

/** Long nicks begin with `cntaobao` (ingest-decision 25). */
export function plainNick(nick: string): string {
  return decodeEntities(nick.trim()).replace(/^cntaobao/, "");
}

/** `发言者: 内容`: the speaker is no longer. */
const longestSpeaker = 80;

/** Where the speaker of `店铺:客服: 内容` ends: at a colon with a blank behind it, else at the first; -1 without one. */
export function endOfSpeaker(said: string): number {
  const head = said.slice(0, longestSpeaker);
  return /[:：](?=\s|$)/.exec(head)?.index ?? /[:：]/.exec(head)?.index ?? -1;
}
