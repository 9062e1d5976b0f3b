import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayWidth, pad, truncate } from "../../src/text/width.ts";

describe("displayWidth", () => {
  test.each([
    ["", 0],
    ["abc 123", 7],
    ["客服周报", 8],
    ["首响12.3秒", 10],
    ["ＡＢ１", 6],
    ["「好」，", 8],
    ["平响…", 5],
    ["e\u0301", 1],
    ["😊", 2],
    ["👩‍👩‍👧", 2],
    ["👍🏽", 2],
    ["🇨🇳", 2],
    ["❤️", 2],
    ["1️⃣", 2],
    ["a\u200bb", 2],
    ["𠮷野家", 6],
    ["カタカナ", 8],
    ["한국", 4],
    ["⭐", 2],
    ["±5 → ·", 6],
  ])("%j takes %i columns", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe("truncate and pad", () => {
  test.each([
    ["旗舰店小美", 10, "旗舰店小美"],
    ["旗舰店小美", 9, "旗舰店小…"],
    ["旗舰店小美", 8, "旗舰店…"],
    ["👩‍👩‍👧👍🏽好", 5, "👩‍👩‍👧👍🏽…"],
    ["abc", 1, "…"],
    ["abc", 0, ""],
  ])("%j in %i columns is %j", (text, width, expected) => {
    expect(truncate(text, width)).toBe(expected);
  });

  test("words cannot steer the terminal", () => {
    expect(truncate("\u001b[31m红\u0007\u202e倒", 20)).toBe("[31m红倒");
  });

  test("right-aligned figures end in the same column", () => {
    expect(pad("12.3 秒", 10, "right")).toBe("   12.3 秒");
    expect(pad("小美", 6)).toBe("小美  ");
  });

  test("a padded cell has exactly its width, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(displayWidth(pad(text, width))).toBe(width);
      }),
    );
  });
});
