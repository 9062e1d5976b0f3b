/** Codes of 旺旺, 微信, 京东 and `[名字]` forms, and Unicode emoji, by their shape alone. */
const codes =
  /\/:[^\s\u4e00-\u9fff/]{1,9}|#E-[a-z]\d{2}|\[[\u4e00-\u9fffA-Za-z]{1,4}\]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f]/gu;

/** Whether a text holds nothing but emoticons. */
export function isEmoticonsOnly(text: string): boolean {
  return text.length <= 200 && /[/#[\u00a9-\u{1faff}]/u.test(text) && text.replace(codes, "").trim() === "";
}
