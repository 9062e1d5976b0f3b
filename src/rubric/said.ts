import { findEmoticons } from "../text/emoticons.ts";
import { normalise } from "../text/normalise.ts";

/** Clauses of a text with nothing but normalised letters and digits: emoticons, signs and blanks are not compared. */
export function clausesOf(text: string, platform: string | null): string[] {
  let words = text;
  for (const { start, end } of findEmoticons(text, platform).toReversed()) {
    words = `${words.slice(0, start)}\n${words.slice(end)}`;
  }
  return words
    .split(/[\s,，。.!！?？;；:：、~～…]+/u)
    .map((clause) => normalise(clause).text.replace(/[^\p{L}\p{N}]+/gu, ""))
    .filter((clause) => clause !== "");
}

/** Every run of neighbouring clauses as one text, up to `longest` of them. */
export function runsOfClauses(clauses: readonly string[], longest: number): string[] {
  return clauses.flatMap((_, from) =>
    Array.from({ length: Math.min(longest, clauses.length - from) }, (__, more) =>
      clauses.slice(from, from + more + 1).join(""),
    ),
  );
}
