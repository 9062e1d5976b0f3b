import { describe, expect, test } from "vitest";
import { needsOf, PatternError, partOf } from "../../src/text/pattern-needs.ts";
import { textEnd, textStart } from "../../src/text/pattern-parts.ts";

const [start, end] = [[textStart], [textEnd]];

describe("words that a match of a pattern needs", () => {
  test.each([
    ["请稍等", [[["请稍等"]]]],
    ["(?:请|麻烦)您?等", [[["请等", "请您等", "麻烦等", "麻烦您等"]]]],
    ["[您你]好(?:呀)?", [[["您好", "你好"]]]],
    [".{0,3}运费.{0,3}谁出", [[["运费"], 7, ["谁出"]]]],
    ["(?:您|亲).{0,3}(?:别急|放心)", [[["您", "亲"], 6, ["别急", "放心"]]]],
    ["(?<!不)客气(?=了)", [[["客气"]]]],
    [
      "(?:好评.{0,4}返现|晒图)吗",
      [
        [["晒图"], 3, ["吗"]],
        [["好评"], 8, ["返现"], 3, ["吗"]],
      ],
    ],
    ["好评.{0,4}返现|晒图", [[["好评"], 8, ["返现"]], [["晒图"]]]],
    ["^嗯{1,5}$", [[start, 1, ["嗯"], 5, end]]],
    [
      "(?:^|您)好",
      [
        [["您"], 2, ["好"]],
        [start, 1, ["好"]],
      ],
    ],
    ["退(?:款|[^了])?吗", [[["退"], 3, ["吗"]]]],
    ["(?:退.{0,2}款){2}", [[["退"], 4, ["款"]]]],
  ])("%s", (pattern, needs) => {
    const told = needsOf(pattern).map((steps) =>
      steps.flatMap(({ words, reach }) => [[...words].sort(), reach]).slice(0, -1),
    );
    const sorted = needs.map((steps) =>
      steps.map((part) => (typeof part === "number" ? part : [...part].sort())),
    );
    expect(told).toEqual(sorted);
  });

  test.each(["(?:您)?.{0,3}", "晒图|.{3}", "晒图*", "(?<name>晒图)", "晒图)"])("%s is refused", (pattern) => {
    expect(() => needsOf(pattern)).toThrow(PatternError);
  });

  test.each([
    ["帮{you}{gap}看|{you}放心", "帮(?:您|你们?)(?:[^,.]{0,6})看|(?:您|你们?)放心"],
    ["(?:给{you}){0,2}退款{gap}{end}", "(?:给(?:您|你们?)){0,2}退款(?:[^,.]{0,6})(?:(?=[,.]|$))"],
    ["(?!{you})亲{you}?好{you}{1,2}", "(?!(?:您|你们?))亲(?:您|你们?)?好(?:您|你们?){1,2}"],
  ])("%s needs what it needs written out", (named, writtenOut) => {
    const pieces = { you: "(?:您|你们?)", gap: "(?:[^,.]{0,6})", end: "(?:(?=[,.]|$))" };
    const parts = new Map(Object.entries(pieces).map(([name, source]) => [name, partOf(source, {})]));
    expect(needsOf(named, { parts })).toEqual(needsOf(writtenOut));
  });

  test("a name that stands for nothing is refused", () => {
    expect(() => needsOf("晒图{nobody}")).toThrow(PatternError);
  });
});
