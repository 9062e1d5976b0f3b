import type { LocalText } from "./local-text.ts";

/** Most steps that the repetitions of a pattern may multiply to. */
const maxSteps = 1000;

/**
 * Why a pattern may not be used; null where it may. Every repetition needs a limit and nested ones
 * may not multiply beyond reason, so that no message can make the search run away; `\b` never
 * matches between Chinese characters (edge 60).
 */
export function patternFault(source: string): LocalText | null {
  try {
    new RegExp(source, "gu");
  } catch (error) {
    const detail = (error as Error).message;
    return { zh: `写法有误（${detail}）`, en: `invalid (${detail})` };
  }
  const bare = source.replace(/\\[^bBk]/gu, "_").replace(/\[(?:\\.|[^\]\\])*\]/gu, "_");
  if (/\\[bB]/u.test(bare)) {
    return { zh: "\\b 不认中文，永远匹配不到", en: "\\b does not know Chinese and never matches" };
  }
  if (/\\k/u.test(bare)) return { zh: "不能用反向引用", en: "no back-references" };
  if (/(?<!\()[*+]|\{\d+,\}/u.test(bare)) {
    return { zh: "重复须有上限，如 {0,8}", en: "a repetition needs a limit, such as {0,8}" };
  }
  return steps(bare) > maxSteps
    ? { zh: "重复套重复，次数太多", en: "nested repetitions multiply too far" }
    : null;
}

/** The product of the limits of nested repetitions, at its deepest. */
function steps(bare: string): number {
  const stack: number[] = [1];
  let last = 1;
  for (const [token] of bare.matchAll(/[()|]|\{\d+(?:,\d+)?\}|[^(){}|]/gu)) {
    if (token === "(") {
      stack.push(1);
      last = 1;
    } else if (token === ")") {
      last = stack.pop() ?? 1;
      widen(stack, last);
    } else if (token.startsWith("{")) {
      last *= Number(/(\d+)\}$/u.exec(token)![1]);
      widen(stack, last);
    } else if (token !== "?") last = 1;
  }
  return Math.max(...stack);
}

function widen(stack: number[], value: number): void {
  stack[stack.length - 1] = Math.max(stack.at(-1) ?? 1, value);
}
