/** A date with a time of day, as heads of messages have it. */
export const dateTime = String.raw`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ \tT]{1,4}\d{1,2}:\d{2}(?::\d{2})?`;

/** A line that is nothing but a date and time, or a time to the second. */
const timeAlone = new RegExp(String.raw`^\s{0,20}(?:${dateTime}|\d{1,2}:\d{2}:\d{2})\s{0,20}$`);
const clockAlone = /^\s{0,20}\d{1,2}:\d{2}:\d{2}\s{0,20}$/;

/** Marks below a message in the window: read, unread, being sent. */
const statuses: ReadonlySet<string> = new Set(["已读", "未读", "发送中", "发送失败"]);

/** Names are no longer, and hold none of what sentences and tables hold. */
const longestName = 60;
const noName = /[，。？！；,;?!\t|<>{}"]|(?:时间|日期|截止|截至|[:：、])$/;

/** True for `付款时间` and sentences too: only what surely is no name is refused. */
export function isName(text: string): boolean {
  const name = text.trim();
  return name !== "" && name.length <= longestName && !noName.test(name) && !isStatus(name);
}

export function isStatus(text: string): boolean {
  return statuses.has(text.trim());
}

export function isTimeAlone(text: string): boolean {
  return text.length <= 60 && timeAlone.test(text);
}

export function isClockAlone(text: string): boolean {
  return text.length <= 60 && clockAlone.test(text);
}

/** Digits of a time in fixed width: text order is time order. */
export function timeKey(time: string): string {
  return (time.match(/\d+/g) ?? []).map((digits) => digits.padStart(2, "0")).join("");
}

/**
 * Where times stand on lines of their own: before the words (page copies, the sender below) or below
 * the name (window copies). Null where there are none.
 */
export function layoutOfTimes(lines: readonly string[]): "time-first" | "name-first" | null {
  const at = lines.flatMap((line, index) => (isTimeAlone(line) ? [index] : []));
  if (at.length === 0) return null;
  if (at.some((index) => isClockAlone(lines[index]!))) return "time-first";
  const above = at.map((index) => lines[index - 1]?.trim() ?? "");
  // In page copies the last line of the chat is a sender, and nobody stands above the first time.
  const [first, ...others] = above;
  if (!isName(first!)) return "time-first";
  return others.includes(first!) || !others.includes(lines.at(-1)!.trim()) ? "name-first" : "time-first";
}
