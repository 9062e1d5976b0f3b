import type { Source } from "./message.ts";

/**
 * What a platform says about one conversation without its words, to be held against our own figures.
 * `null` = the table does not say.
 */
export interface SessionFact {
  platform: string;
  /** The platform's id of the conversation. */
  id: string | null;
  /** When the customer came, ms since 1970. */
  at: number | null;
  customer: string;
  agent: string | null;
  /** Who had it after a transfer. */
  transferredTo: string | null;
  skillGroup: string | null;
  consultType: string | null;
  productId: string | null;
  productName: string | null;
  firstReplySeconds: number | null;
  /** 平均响应时间, by the platform's old definition. */
  meanReplySeconds: number | null;
  /** 新平均响应时间; how it differs is not published. */
  newMeanReplySeconds: number | null;
  durationSeconds: number | null;
  customerMessages: number | null;
  agentMessages: number | null;
  /** The customer's rating in the platform's words. */
  satisfaction: string | null;
  isSolved: boolean | null;
  source: Source;
}
