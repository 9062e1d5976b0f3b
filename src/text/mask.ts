import { eachMatch } from "./each-match.ts";
import { type MaskRule, maskRules, openNumbers } from "./mask-rules.ts";
import { Memo } from "./memo.ts";

/** The same words are shown in several places of a report, and canned ones in many conversations. */
const masked = new Memo<string>(4096);

/**
 * The text with personal data behind asterisks: phones, e-mail, identity and card numbers, order and
 * tracking numbers, 微信 and QQ accounts, addresses below the district, names of recipients.
 * The result has the same length, so spans on the original hold on it as they are.
 */
export function maskText(text: string): string {
  return worthLooking.test(text) ? masked.get(text, () => hideSecrets(text)) : text;
}

function hideSecrets(text: string): string {
  const folded = fold(text);
  const taken = new Uint8Array(folded.length);
  const hidden = new Uint8Array(folded.length);
  eachMatch(openNumbers, folded, ({ index, 0: found }) => {
    taken.fill(1, index, index + found.length);
  });
  for (const rule of maskRules) applyRule(rule, folded, taken, hidden);
  if (!hidden.includes(1)) return text;
  let shown = "";
  for (let at = 0; at < text.length; at++) shown += hidden[at] === 1 ? "*" : text[at];
  return shown;
}

/**
 * A nick reduced to its first and last character with `**` between, as the platforms print it; one that
 * comes masked stays as it is. Short nicks keep only the first character.
 */
export function maskNick(nick: string): string {
  if (nick === "" || nick.includes("**")) return nick;
  const chars = charactersOf(nick);
  return chars.length < 3 ? `${chars[0]}**` : `${chars[0]}**${chars.at(-1)}`;
}

/**
 * The text with personal data and a customer's nick hidden, in the same length (see `maskText`). Nicks
 * of one character are no secret, those that come masked stay as they are.
 */
export function maskWords(text: string, nick: string | null): string {
  let shown = maskText(text);
  if (nick === null || nick.length < 2 || nick.includes("**") || !text.includes(nick)) return shown;
  const first = charactersOf(nick)[0]!;
  for (let at = text.indexOf(nick); at !== -1; at = text.indexOf(nick, at + nick.length)) {
    const end = at + nick.length;
    const hidden = first + "*".repeat(nick.length - first.length);
    shown = shown.slice(0, at) + hidden + shown.slice(end);
  }
  return shown;
}

/**
 * What is left of a text when everything that changes from customer to customer is taken out, to tell
 * whether two messages are the same canned text (`cannedShare`, R9): numbers and ids become `#`, the
 * names given `@`, links `~`; width, case and blanks do not count.
 */
export function templateOf(text: string, names: readonly string[] = []): string {
  let template = text;
  for (const name of names) if (name !== "") template = template.replaceAll(name, "@");
  return template
    .normalize("NFKC")
    .toLowerCase()
    .replace(/https?:\/\/[\w./?&=%#:+~@!$'*,;-]+/g, "~")
    .replace(/\s+/gu, "")
    .replace(/[a-z]*\d[\da-z]*(?:[.,:/-][\da-z]+)*/g, "#");
}

const graphemes = new Intl.Segmenter("zh", { granularity: "grapheme" });

/** Letters of which each is a character by itself: no marks, no emoji, no surrogates. */
const plainLetters = /^[\x20-\x7e\u3400-\u9fff]*$/;

/** The characters that a reader sees. */
function charactersOf(text: string): readonly string[] {
  return plainLetters.test(text)
    ? text.split("")
    : [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** Nothing is masked in a text without a digit, a Chinese numeral, an account or a recipient. */
const worthLooking =
  /[\d０-９①-⑳一幺]|[@＠]|微信|威信|薇|维信|[vV]信|[vVwW][xX]|[Ww]e|收件人|收货人|姓名|联系人|[村苑]|小区|花园|公寓|地址|宿舍|大厦/u;

/** Full-width forms as ASCII, unit by unit: offsets stay. */
function fold(text: string): string {
  return text.replace(/[！-～\u3000]/g, (char) =>
    char === "\u3000" ? " " : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
  );
}

/** Hides what a rule finds; `taken` characters belong to an earlier find. */
function applyRule(rule: MaskRule, folded: string, taken: Uint8Array, hidden: Uint8Array): void {
  if (rule.needs?.test(folded) === false) return;
  eachMatch(rule.pattern, folded, (found) => {
    const secret = found.groups?.secret ?? found[0];
    const start = found.index + found[0].lastIndexOf(secret);
    const end = start + secret.length;
    if (taken.subarray(start, end).includes(1) || rule.holds?.(secret) === false) return;
    taken.fill(1, start, end);
    const head = Math.min(rule.head, Math.floor(secret.length / 2));
    const tail = Math.min(rule.tail, Math.floor((secret.length - head) / 2));
    for (let at = start + head; at < end - tail; at++) if (!/\s/.test(folded[at]!)) hidden[at] = 1;
  });
}
