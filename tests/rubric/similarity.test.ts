import { expect, test } from "vitest";
import { AlikeGroups, similarity } from "../../src/rubric/similarity.ts";

/** Each text with the first text before it that began a group and is alike to it. */
function oneByOne(texts: readonly string[], least: number): number[][] {
  const groups: { first: string; members: number[] }[] = [];
  texts.forEach((text, index) => {
    const group = groups.find(({ first }) => similarity(first, text) >= least);
    if (group === undefined) groups.push({ first: text, members: [index] });
    else group.members.push(index);
  });
  return groups.map(({ members }) => members);
}

/** Sentences of a long shift: few words in many orders, with numbers, some of a single sign. */
function sentences(count: number): string[] {
  const words = [
    "亲",
    "您好",
    "稍等",
    "这边",
    "帮您",
    "看一下",
    "已经",
    "发货",
    "明天",
    "到",
    "12",
    "7",
    "哦",
  ];
  let state = 7;
  const next = (limit: number) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(7) }, () => words[next(words.length)]).join(""),
  );
}

test.each([0.5, 0.66, 0.8, 0.9, 1])(
  "texts alike to %d are grouped as when each is compared with all",
  (least) => {
    const texts = sentences(900);
    const groups = new AlikeGroups(least);
    texts.forEach((text, index) => {
      groups.add(text, index);
    });
    expect(groups.list).toEqual(oneByOne(texts, least));
  },
);
