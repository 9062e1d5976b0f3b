import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { dataFolder } from "../../src/text/data.ts";
import { findEmoticons } from "../../src/text/emoticons.ts";

const codes = (text: string, platform: string | null = null) =>
  findEmoticons(text, platform).map(({ code }) => code);
const polarity = (text: string, platform: string | null = null) =>
  findEmoticons(text, platform).map((emoticon) => emoticon.polarity);
const wangwang = parse(readFileSync(`${dataFolder}emoticons/wangwang.yaml`, "utf8")) as {
  codes: { code: string; name: string }[];
};

describe("Unicode emoji", () => {
  test.each([
    ["好的👌🏻谢谢", ["👌🏻"]],
    ["一家人👨‍👩‍👧‍👦都用", ["👨‍👩‍👧‍👦"]],
    ["中国🇨🇳英格兰🏴󠁧󠁢󠁥󠁮󠁧󠁿", ["🇨🇳", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]],
    ["第1️⃣步", ["1️⃣"]],
    ["爱心❤️和❤", ["❤️", "❤"]],
    ["热线☎400，商标™，版权©", []],
    ["☎️", ["☎️"]],
    ["①②③ → ★ 12#3*", []],
    ["谢谢😊😊", ["😊", "😊"]],
  ])("%j has %j", (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test("skin tone and joined parts do not change what it says", () => {
    expect(polarity("👍🏿🙏🏼😊😭🤔")).toEqual(["positive", "positive", "smile", "negative", "neutral"]);
  });
});

describe("Wangwang", () => {
  test("has 99 codes, each found whole between words", () => {
    expect(wangwang.codes).toHaveLength(99);
    for (const { code, name } of wangwang.codes) {
      expect(findEmoticons(`亲${code}好的`, "taobao")).toEqual([
        expect.objectContaining({ code, name, start: 1, end: 1 + code.length }),
      ]);
    }
  });

  test("the longest code wins, digits after a code stay text", () => {
    expect(codes("/:O=O/:O/:815/:8151", "taobao")).toEqual(["/:O=O", "/:O", "/:815", "/:815"]);
  });

  test("escapes and brackets around a code belong to it", () => {
    expect(findEmoticons("您好\\T/:^_^\\T[/:809]", "taobao")).toMatchObject([
      { start: 2, end: 11, code: "/:^_^", name: "微笑" },
      { start: 11, end: 18, code: "/:809", name: "爱慕" },
    ]);
  });

  test("the platform decides where codes of Wangwang and WeChat collide", () => {
    expect(findEmoticons("/:@)", "taobao")).toMatchObject([{ name: "收邮件" }]);
    expect(findEmoticons("/:@)", "wechat")).toMatchObject([{ name: "抱拳" }]);
    expect(findEmoticons("/::P", "wechat")).toMatchObject([{ name: "调皮", polarity: "smile" }]);
    expect(findEmoticons("/:P", "taobao")).toMatchObject([{ name: "鄙视你", polarity: "negative" }]);
    expect(findEmoticons("/:P", "wechat")).toEqual([]);
  });
});

describe("other forms", () => {
  test.each([
    ["稍等#E-s01#E-s57", ["#E-s01", "#E-s57"]],
    ["好的[微笑][OK]，[图片]", ["[微笑]", "[OK]"]],
    ["不客气呢~~ ~O(∩_∩)O~", ["O(∩_∩)O"]],
    ["您看呢^_^小店（*^▽^*）（≧▽≦）", ["^_^", "（*^▽^*）", "（≧▽≦）"]],
    ["T_T 都坏了 >_<", ["T_T", ">_<"]],
    ["好的:) 时间8:30 比例1:2)", [":)"]],
    ["orz 太难了", ["orz"]],
    ["forza 型号A_B^2", []],
    ["在的~", []],
    ["（详情见页面）(满99减10)", []],
  ])("%j has %j", (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

test("emoticons never overlap and are where they say, whatever the text", () => {
  const unit = fc.constantFrom(..."好/:^_O=[]微笑#E-s01😊👍🏻\u200d\ufe0f(∩)\\T ");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
      let end = 0;
      for (const emoticon of findEmoticons(text, null)) {
        expect(emoticon.start).toBeGreaterThanOrEqual(end);
        expect(text.slice(emoticon.start, emoticon.end)).toContain(emoticon.code);
        end = emoticon.end;
      }
    }),
  );
});
