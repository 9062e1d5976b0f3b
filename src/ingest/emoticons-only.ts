import { findEmoticons } from "../text/emoticons.ts";

/** No message of emoticons alone is longer. */
const longest = 200;
const beginsWithProse = /^[\u3400-\u9fff0-9]/;

/** Whether a text holds nothing but emoticons. */
export function isEmoticonsOnly(text: string, platform: string | null): boolean {
  if (text.length > longest || beginsWithProse.test(text)) return false;
  const found = findEmoticons(text, platform);
  let end = 0;
  for (const emoticon of found) {
    if (text.slice(end, emoticon.start).trim() !== "") return false;
    end = emoticon.end;
  }
  return found.length > 0 && text.slice(end).trim() === "";
}
