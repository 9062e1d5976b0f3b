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

/**
 * Where the speaker of `店铺:客服: 内容` ends; -1 without a colon. Accounts have half-width colons of their
 * own, so it is at a colon with a blank behind it or a full-width one, else at the first.
 */
export function endOfSpeaker(said: string): number {
  const head = said.slice(0, longestSpeaker);
  const end = head.search(/：|:(?=\s|$)/);
  return end === -1 ? head.indexOf(":") : end;
}

/** The shop of `店铺:客服`; null where the account names none. */
export function shopOf(account: string | null): string | null {
  const colon = account?.search(/[:：]/) ?? -1;
  return colon > 0 ? account!.slice(0, colon) : null;
}
