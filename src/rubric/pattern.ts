import type { LocalText } from "./local-text.ts";

/** Most ways in which the repetitions of a pattern may share out the same text. */
const maxWays = 10_000;

/**
 * Why a pattern may not be used; null where it may. Every repetition needs a limit and together
 * they may not multiply beyond reason, so that no message can make the search run away; `\b` never
 * matches between Chinese characters (edge 60).
 */
export function patternFault(source: string): LocalText | null {
  try {
    new RegExp(source, "gu");
  } catch (error) {
    const detail = (error as Error).message;
    return { zh: `写法有误（${detail}）`, en: `invalid (${detail})` };
  }
  const bare = source
    .replace(/\\[^bBk1-9]/gu, "_")
    .replace(/\[(?:\\.|[^\]\\])*\]/gu, "_")
    .replace(/\(\?(?::|<?[=!])/gu, "(");
  if (/\\[bB]/u.test(bare)) {
    return { zh: "\\b 不认中文，永远匹配不到", en: "\\b does not know Chinese and never matches" };
  }
  if (/\\[k1-9]/u.test(bare)) return { zh: "不能用反向引用", en: "no back-references" };
  if (/(?<!\()[*+]|\{\d+,\}/u.test(bare)) {
    return { zh: "重复须有上限，如 {0,8}", en: "a repetition needs a limit, such as {0,8}" };
  }
  return waysOf(bare) > maxWays ? { zh: "重复相乘的次数太多", en: "the repetitions multiply too far" } : null;
}

/** In how many ways the repetitions can divide a text among them, at most: those in a row multiply, nested ones to the power. */
function waysOf(bare: string): number {
  const open = [{ row: 1, best: 1 }];
  let last = 1;
  for (const [token, least, most] of bare.matchAll(/[()|?]|\{(\d+)(?:,(\d+))?\}|[^(){}|?]/gu)) {
    const group = open.at(-1)!;
    if (token === "(") {
      open.push({ row: 1, best: 1 });
      last = 1;
    } else if (token === ")") {
      last = Math.max(group.row, group.best);
      if (open.length > 1) open.pop();
      open.at(-1)!.row *= last;
    } else if (token === "|") {
      group.best = Math.max(group.best, group.row);
      group.row = 1;
    } else if (token === "?" || least !== undefined) {
      const [low, high] = token === "?" ? [0, 1] : [Number(least), Number(most ?? least)];
      group.row *= (high - low + 1) * last ** Math.max(0, high - 1);
      last = 1;
    } else last = 1;
  }
  return Math.max(...open.map(({ row, best }) => Math.max(row, best)));
}
