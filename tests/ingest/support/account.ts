import { expect } from "vitest";
import type { Outcome } from "./read.ts";

/** Records that are no messages and are told under these codes. */
const notes = ["totals-row", "internal", "group-chat", "session-fact", "no-message", "not-delivered"];

/** Every record seen is a message, a rejected one, or one told as no message. */
export function expectExactAccount({ intake, counts, messages }: Outcome): void {
  const noted = notes.reduce((sum, code) => sum + (counts[code] ?? 0), 0);
  const sum = (field: "rows" | "messages" | "rejected") =>
    intake.inputs.reduce((total, input) => total + input[field], 0);
  expect(sum("messages")).toBe(messages.length);
  expect(sum("rows")).toBe(sum("messages") + sum("rejected") + noted);
}
