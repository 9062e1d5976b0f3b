import type { Static } from "typebox";
import { Type } from "../model/type.ts";
import { Automaton } from "./automaton.ts";
import { parseChecked } from "./checked-yaml.ts";
import { dataFolder, filesIn, readData } from "./data.ts";
import { eachMatch } from "./each-match.ts";
import { Memo } from "./memo.ts";

const polarities = ["smile", "positive", "neutral", "negative"] as const;
/** What an emoticon expresses; a smile is positive too. */
export type Polarity = (typeof polarities)[number];

/** An emoticon in a text, `[start, end)` in UTF-16. */
export interface Emoticon {
  start: number;
  end: number;
  /** As written, without the escapes around it. */
  code: string;
  /** As its platform calls it; of Unicode emoji the emoji itself. */
  name: string;
  polarity: Polarity;
}

const exact = { additionalProperties: false } as const;
const meaning = {
  name: Type.String(),
  polarity: Type.Union(polarities.map((polarity) => Type.Literal(polarity))),
};
const list = Type.Optional(Type.Array(Type.String()));
/** Words with whitespace between them. */
const words = Type.Optional(Type.String());
const fileSchema = Type.Object(
  {
    /** Platforms whose codes these are; left out = of all. */
    platforms: list,
    codes: Type.Optional(Type.Array(Type.Object({ code: Type.String(), ...meaning }, exact))),
    patterns: Type.Optional(Type.Array(Type.Object({ pattern: Type.String(), ...meaning }, exact))),
    /** Codes that begin or end with a letter must not touch other letters. */
    apart: Type.Optional(Type.Boolean()),
    /** What the lists by polarity hold: `[name]` forms or Unicode emoji. */
    form: Type.Optional(Type.Union([Type.Literal("name"), Type.Literal("emoji")])),
    smile: words,
    positive: words,
    neutral: words,
    negative: words,
  },
  exact,
);
type EmoticonFile = Static<typeof fileSchema>;

interface Code {
  code: string;
  name: string;
  polarity: Polarity;
  apart: boolean;
}

/** What is known on one platform. */
interface Table {
  /** Emoticons of texts that had signs to look at. */
  known: Memo<readonly Emoticon[]>;
  codes: readonly Code[];
  automaton: Automaton;
  patterns: readonly { pattern: RegExp; name: string; polarity: Polarity }[];
}

let files: readonly EmoticonFile[] | null = null;
let emoji: { pattern: RegExp; polarity: ReadonlyMap<string, Polarity> } | null = null;
const tables = new Map<string, Table>();

function loadFiles(): readonly EmoticonFile[] {
  files ??= filesIn(`${dataFolder}emoticons`, ".yaml").map(
    (file) => parseChecked(file, readData(file), fileSchema).value,
  );
  return files;
}

/** Name of the table of codes that holds for a platform: `""` where it has none of its own. */
export function emoticonTable(platform: string | null): string {
  const own = platform !== null && loadFiles().find((file) => file.platforms?.includes(platform));
  return own ? own.platforms![0]! : "";
}

// Where codes of two platforms collide and the platform is unknown, both tables hold: the longer code wins.
function tableOf(platform: string | null): Table {
  const key = emoticonTable(platform);
  let table = tables.get(key);
  if (table === undefined) {
    const known = loadFiles().filter(
      ({ platforms }) => platforms === undefined || key === "" || platforms.includes(key),
    );
    const codes = known.flatMap(codesOf);
    table = {
      known: new Memo(1024),
      codes,
      automaton: new Automaton(codes.map(({ code }) => code)),
      patterns: known.flatMap(({ patterns = [] }) =>
        patterns.map((entry) => ({ ...entry, pattern: new RegExp(entry.pattern, "gu") })),
      ),
    };
    tables.set(key, table);
  }
  return table;
}

const wordsIn = (text = "") => text.split(/\s+/).filter((word) => word !== "");

function codesOf(file: EmoticonFile): Code[] {
  const codes: Code[] = (file.codes ?? []).map((entry) => ({ ...entry, apart: file.apart ?? false }));
  if (file.form === "name") {
    for (const polarity of polarities) {
      for (const name of wordsIn(file[polarity]))
        codes.push({ code: `[${name}]`, name, polarity, apart: false });
    }
  }
  return codes;
}

/** Signs that change the look of an emoji, not what it says: skin tones and presentation. */
const modifiers = /\p{Emoji_Modifier}|\ufe0f/gu;

function loadEmoji(): NonNullable<typeof emoji> {
  if (emoji === null) {
    const polarity = new Map<string, Polarity>();
    for (const file of loadFiles()) {
      if (file.form !== "emoji") continue;
      for (const kind of polarities) for (const sign of wordsIn(file[kind])) polarity.set(sign, kind);
    }
    // Text characters such as ☎ or ™ are emoji only with the selector; those in the data always.
    const listed = [...polarity.keys()].filter((sign) => !/\p{Emoji_Presentation}/u.test(sign)).join("");
    const look = "(?:\\p{Emoji_Modifier}|\\ufe0f)";
    const base = `(?:\\p{Emoji_Presentation}|[${listed}]|\\p{Extended_Pictographic}(?=${look}|\\u200d\\p{Extended_Pictographic}))`;
    const joined = `\\u200d\\p{Extended_Pictographic}${look}?`;
    const flags = "\\p{Regional_Indicator}{2}|[0-9#*]\\ufe0f?\\u20e3";
    const pattern = `${flags}|${base}${look}?(?:[\\u{e0020}-\\u{e007e}]+\\u{e007f}|(?:${joined})+)?`;
    emoji = { pattern: new RegExp(pattern, "gu"), polarity };
  }
  return emoji;
}

// Plain prose has no emoticon; most messages are nothing else.
const remarkable =
  /[^\u3400-\u9fff\u3001-\u3011\uff01-\uff3d\uff3f-\uff5e\u201c\u201d\u2026A-Za-z0-9 \n,.!?~()+%*@-]|q[aw]q|orz|otz/i;
const wideParentheses: Record<string, string> = { "（": "(", "）": ")" };

/**
 * Emoticons of a text in order: Unicode emoji, codes of the platform (of all where it is null or has
 * none of its own), `[name]` forms and kaomoji. The longest that begins first is taken.
 */
export function findEmoticons(text: string, platform: string | null): readonly Emoticon[] {
  if (!remarkable.test(text)) return none;
  const table = tableOf(platform);
  return table.known.get(text, () => search(text, table));
}

const none: readonly Emoticon[] = [];

function search(text: string, table: Table): Emoticon[] {
  const plain = text.replace(/[（）]/g, (sign) => wideParentheses[sign]!);
  const found: Emoticon[] = [];
  const add = (start: number, end: number, name: string, polarity: Polarity) =>
    found.push({ start, end, code: text.slice(start, end), name, polarity });
  table.automaton.search(plain, (index, start, end) => {
    const { name, polarity, apart } = table.codes[index]!;
    if (!apart || standsApart(plain, start, end)) add(start, end, name, polarity);
  });
  for (const { pattern, name, polarity } of table.patterns) {
    eachMatch(pattern, plain, ({ index, 0: sign }) => add(index, index + sign.length, name, polarity));
  }
  const { pattern, polarity } = loadEmoji();
  eachMatch(pattern, text, ({ index, 0: sign }) =>
    add(index, index + sign.length, sign, emojiPolarity(sign, polarity)),
  );
  return leftmostLongest(found).map((emoticon) => withEscapes(text, emoticon));
}

const letter = /[A-Za-z0-9]/;

function standsApart(text: string, start: number, end: number): boolean {
  const touches = (inside: string, outside: string | undefined) =>
    letter.test(inside) && outside !== undefined && letter.test(outside);
  return !touches(text[start]!, text[start - 1]) && !touches(text[end - 1]!, text[end]);
}

/** Of joined emoji (a person with a trade, a coloured heart) the first decides. */
function emojiPolarity(sign: string, polarity: ReadonlyMap<string, Polarity>): Polarity {
  const plain = sign.replace(modifiers, "");
  return polarity.get(plain) ?? polarity.get(String.fromCodePoint(plain.codePointAt(0) ?? 0)) ?? "neutral";
}

/** Equally long ones: the first found, so codes go before patterns. */
function leftmostLongest(found: readonly Emoticon[]): Emoticon[] {
  const kept: Emoticon[] = [];
  for (const emoticon of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (emoticon.start >= (kept.at(-1)?.end ?? 0)) kept.push(emoticon);
  }
  return kept;
}

/** Web Wangwang leaves `\T` around codes, some clients brackets: they belong to the emoticon. */
const wrappings = [
  ["\\T", "\\T"],
  ["[", "]"],
] as const;

function withEscapes(text: string, emoticon: Emoticon): Emoticon {
  for (const [before, after] of wrappings) {
    if (text.startsWith(before, emoticon.start - before.length) && text.startsWith(after, emoticon.end)) {
      return { ...emoticon, start: emoticon.start - before.length, end: emoticon.end + after.length };
    }
  }
  return emoticon;
}
