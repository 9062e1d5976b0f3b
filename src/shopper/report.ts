import type { Evidence } from "../model/report.ts";
import type { Estimate } from "../statistics/share.ts";
import type { Locale } from "../text/wording.ts";

/** What became of the search for a visit's conversation. Only `matched` visits are compared. */
export const visitStatuses = [
  "matched",
  /** Several conversations fit. */
  "ambiguous",
  /** Another form fits the same conversation. */
  "shared",
  /** The buyer has conversations, none at this time. */
  "other-time",
  "other-shop",
  "other-agent",
  /** The log has no conversation of this buyer. */
  "no-customer",
  /** The form does not name the buyer, or its time cannot be read. */
  "incomplete",
] as const;
export type VisitStatus = (typeof visitStatuses)[number];

/** What the log says to an answer: `silent` = it cannot tell, `aside` = a matter of opinion, `blank` = not filled in. */
export type AnswerVerdict = "agreed" | "wrong" | "silent" | "aside" | "blank";

export interface Answer {
  item: string;
  /** As written in the form. */
  said: string;
  /** Yes 1, no 0, scores and seconds as numbers; null where blank, not applicable or unreadable. */
  value: number | null;
  /** The same by the log. */
  log: number | null;
  verdict: AnswerVerdict;
  reason: string;
  evidence: readonly Evidence[];
  /** Verdicts of the rules that speak to a subjective item. */
  rules: readonly { rule: string; title: string; outcome: "pass" | "fail" | "skip" }[];
}

export interface Visit {
  /** The same for the same shopper, buyer, agent and time, whatever the file. */
  id: string;
  file: string;
  line: number;
  shopper: string | null;
  shop: string | null;
  agent: string | null;
  customer: string | null;
  /** RFC 3339; null where the form gives none that can be read. */
  time: string | null;
  status: VisitStatus;
  /** Why it is not matched, in a sentence. */
  reason: string;
  session: string | null;
  /** Which visit of the conversation it is, where several forms are of one; null else. */
  part: number | null;
  /** Accounts that served the conversation. */
  servedBy: readonly string[];
  /** Conversations that come into question where it is not matched. */
  candidates: readonly string[];
  /** Handed in later than allowed; null where the form does not say when. */
  isLate: boolean | null;
  /** No item was filled in. */
  isEmpty: boolean;
  /** All yes-no and score answers say the same, best or worst. */
  isAlike: boolean;
  /** Half or more of three or more proven answers are refuted: wrong conversation, or no visit. */
  isDoubtful: boolean;
  answers: readonly Answer[];
}

export interface ItemSummary {
  item: string;
  title: string;
  /** Answers agreed among those that the log proves or refutes. */
  accuracy: Estimate;
  silent: number;
  blank: number;
  /** Said yes (or the mean of what was said) by the forms, and by the log on the same visits. */
  said: number | null;
  log: number | null;
}

export interface ShopperSummary {
  shopper: string | null;
  visits: number;
  matched: number;
  accuracy: Estimate;
  late: number;
  empty: number;
  /** Forms with all items alike, and how many of them the log refutes in at least one answer. */
  alike: number;
  alikeRefuted: number;
  /** Forms that repeat the answers of another of the same shopper. */
  repeated: number;
  doubtful: number;
}

/** Visits of an agent or a shop. */
export interface PlaceSummary {
  name: string | null;
  visits: number;
  /** From so many visits on, means can be spoken of. */
  enough: boolean;
  /** Yes answers that the log proves, among the provable items of the visits. */
  done: Estimate;
  /** Mean of the 1–5 answers; an opinion. */
  opinion: number | null;
}

/** How far shoppers who visited the same agents say the same. */
export interface ShopperAgreement {
  item: string;
  title: string;
  /** Agents visited by two or more shoppers. */
  agents: number;
  /** Krippendorff's α over agents; null where it cannot be computed. */
  alpha: number | null;
}

/** The result of `zhijian shopper`. */
export interface ShopperReport {
  schemaVersion: 1;
  kind: "shopper";
  tool: { name: "zhijian"; version: string };
  generatedAt: string | null;
  settings: {
    locale: Locale;
    timezone: string;
    formTimezone: string;
    masked: boolean;
    timeToleranceMinutes: number;
    secondsTolerance: number;
    shareTolerance: number;
    lateAfterHours: number;
  };
  visits: readonly Visit[];
  items: readonly ItemSummary[];
  shoppers: readonly ShopperSummary[];
  agents: readonly PlaceSummary[];
  shops: readonly PlaceSummary[];
  agreement: readonly ShopperAgreement[];
  /** Cells that could not be read. */
  problems: readonly { file: string; line: number; column: string; value: string }[];
}

/** Fewer visits than this say little of an agent. */
export const enoughVisits = 9;
