/** Shorter strings that are cut from a text are copies already. */
const shortestSlice = 13;

/** The same text, not as a part of the one that it was cut from, which it would keep in memory as a whole. */
export function ownCopy(text: string): string {
  return text.length < shortestSlice ? text : Buffer.from(text, "utf16le").toString("utf16le");
}
