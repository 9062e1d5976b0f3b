import { eachMatch } from "../text/each-match.ts";
import { addRecord, mergeRecords, noRecords, type Records, tidyRecords } from "../text/records.ts";
import { type Figure, share } from "./figure.ts";

export interface Wording {
  messages: number;
  canned: number;
  withEmoticon: number;
  courtesies: number;
  you: number;
  i: number;
  /** Hashes of the texts that are not canned, in parts of an audit: with the others they may be. */
  rare: Records;
}

const sums = ["messages", "canned", "withEmoticon", "courtesies", "you", "i"] as const;

/** The eight courtesies (standards.md D1); 请 only where it asks, not inside 申请, 邀请, 请假 and the like. */
const courtesies =
  /您好|欢迎(?:光临|下次光临)|谢谢|对不起|不客气|再见|(?<![申邀聘宴约报])请(?![假教客示帖])/gu;
/** 您 and 咱们 (D2). */
const you = /您|咱们/gu;
/** 我 as a word of its own: 我们 and 自我 are others. */
const i = /(?<!自)我(?!们|國|国)/gu;

/** `cannedShare` (R9), `emoticonShare` (D3), `politePer100` (D1), `youOverI` (D2) over messages by hand. */
export const wording: Figure<Wording> = {
  empty: () => ({ messages: 0, canned: 0, withEmoticon: 0, courtesies: 0, you: 0, i: 0, rare: noRecords(1) }),
  add(state, row, context) {
    for (const { message, acts } of row.sent) {
      state.messages += 1;
      const template = context.canned(message, row.session.customer);
      if (template?.isCanned === true) state.canned += 1;
      // The shop's are those of its agents.
      else if (template !== null && context.forParts && !row.isShop) addRecord(state.rare, template.hash);
      if (acts.some((act) => act.id === "emoticon")) state.withEmoticon += 1;
      state.courtesies += countOf(message.text, courtesies);
      state.you += countOf(message.text, you);
      state.i += countOf(message.text, i);
    }
  },
  merge(into, from) {
    for (const key of sums) into[key] += from[key];
    mergeRecords(into.rare, from.rare);
  },
  tidy({ rare }) {
    tidyRecords(rare);
  },
  result: (state) => ({
    cannedShare: share(state.messages, state.canned),
    emoticonShare: share(state.messages, state.withEmoticon),
    politePer100: {
      n: state.messages,
      hits: state.courtesies,
      value: per(state.courtesies * 100, state.messages),
    },
    youOverI: { n: state.i, hits: state.you, value: per(state.you, state.i) },
  }),
};

function countOf(text: string, pattern: RegExp): number {
  let found = 0;
  eachMatch(pattern, text, () => {
    found += 1;
  });
  return found;
}

function per(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
