import { describe, expect, test } from "vitest";
import { needsOf, PatternError } from "../../src/text/pattern-needs.ts";

describe("words that a match of a pattern needs", () => {
  test.each([
    ["请稍等", [[["请稍等"]]]],
    ["(?:请|麻烦)您?等", [[["请等", "请您等", "麻烦等", "麻烦您等"]]]],
    ["[您你]好(?:呀)?", [[["您好", "您好呀", "你好", "你好呀"]]]],
    [".{0,3}运费.{0,3}谁出", [[["运费"], ["谁出"]]]],
    [
      "(?:您|亲).{0,3}(?:别急|放心)",
      [
        [
          ["别急", "放心"],
          ["您", "亲"],
        ],
      ],
    ],
    ["(?<!不)客气(?=了)", [[["客气"]]]],
    ["(?:好评.{0,4}返现|晒图)", [[["好评", "晒图"]]]],
    ["好评.{0,4}返现|晒图", [[["好评"], ["返现"]], [["晒图"]]]],
    ["^嗯{1,5}$", [[["嗯"]]]],
  ])("%s", (pattern, needs) => {
    const sorted = needsOf(pattern).map((clauses) => clauses.map((clause) => [...clause].sort()));
    expect(sorted).toEqual(needs.map((clauses) => clauses.map((clause) => [...clause].sort())));
  });

  test.each(["(?:您)?.{0,3}", "晒图|.{3}", "晒图*", "(?<name>晒图)", "晒图)"])("%s is refused", (pattern) => {
    expect(() => needsOf(pattern)).toThrow(PatternError);
  });
});
