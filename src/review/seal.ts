import { createCipheriv, createDecipheriv, createHash } from "node:crypto";

/** What a question of a review form is about. */
export interface Question {
  rubric: string;
  rule: string;
  shop: string | null;
  /** As readers see it. */
  session: string;
  agent: string | null;
}

/** What the machine knows of a question and the reviewer should not see. */
export interface Sealed {
  outcome: "pass" | "fail" | "skip";
  /** Points of the session (`pointsSchema`) in the agent's row and in the shop's. */
  agent: readonly number[];
  shop: readonly number[];
}

const outcomes = ["pass", "fail", "skip"] as const;
const cipher = "aes-256-gcm";
const tagLength = 8;

/**
 * The machine's verdict as a code in the form, which nobody reads by looking at it: the key is the
 * content of the rubric, which the report has and the form has not. So a form goes round without
 * telling, brings its verdicts back, and shows whether it was drawn under the report's rubric.
 */
export function seal(question: Question, { outcome, agent, shop }: Sealed, rubricHash: string): string {
  const plain = JSON.stringify([outcomes.indexOf(outcome), ...agent, ...shop]);
  const code = createCipheriv(cipher, keyOf(rubricHash), nonceOf(question), { authTagLength: tagLength });
  const bytes = Buffer.concat([code.update(plain, "utf8"), code.final()]);
  // A letter first, so that no spreadsheet takes it for a number.
  return `s${Buffer.concat([code.getAuthTag(), bytes]).toString("hex")}`;
}

/** What `seal` was given; null where the question, the rubric or a letter of the code is another. */
export function unseal(code: string, question: Question, rubricHash: string): Sealed | null {
  const bytes = Buffer.from(code.slice(1), "hex");
  if (bytes.length <= tagLength) return null;
  const open = createDecipheriv(cipher, keyOf(rubricHash), nonceOf(question), { authTagLength: tagLength });
  open.setAuthTag(bytes.subarray(0, tagLength));
  try {
    const plain = Buffer.concat([open.update(bytes.subarray(tagLength)), open.final()]).toString("utf8");
    const [outcome, ...points] = JSON.parse(plain) as [number, ...number[]];
    return { outcome: outcomes[outcome]!, agent: points.slice(0, 3), shop: points.slice(3) };
  } catch {
    return null;
  }
}

function keyOf(rubricHash: string): Buffer {
  return createHash("sha256").update(`review ${rubricHash}`).digest();
}

function nonceOf({ rubric, rule, shop, session, agent }: Question): Buffer {
  const content = JSON.stringify([
    rubric,
    rule,
    ...[shop, session, agent].map((name) => (name ?? "").trim()),
  ]);
  return createHash("sha256").update(content).digest().subarray(0, 12);
}
