import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the sample weeks. */
export const demo = join(import.meta.dirname, "../../fixtures/demo");

interface Share {
  n: number;
  hits: number;
}

interface Spread {
  n: number;
  sum: number;
  max: number | null;
}

/** The figures of a row, as fixtures/demo/README.md explains them. */
export interface TrueFigures {
  week: string;
  shop: string;
  sessions: number;
  customers: number;
  customerMessages: number;
  agentMessages: number;
  firstReplySeconds: Spread;
  replySeconds: Spread;
  withinSeconds: Record<"15" | "30" | "60" | "180", Share>;
  unanswered: Share;
  replyRate: Share;
  slowTurns: number;
  autoMessages: number;
  robotTurns: number;
  conduct: Record<"n" | "greeted" | "selfIdentified" | "farewell" | "emoticon", number>;
}

interface Truth {
  sessions: number;
  shops: { name: string; platform: string }[];
  agents: { shop: string; agent: string; rank: number }[];
  shopWeeks: TrueFigures[];
  agentWeeks: (TrueFigures & { agent: string })[];
  inputs: { path: string; encoding: string; messages: number; repeats: number }[];
}

/** fixtures/demo/truth.json */
export const truth = JSON.parse(readFileSync(join(demo, "truth.json"), "utf8")) as Truth;
