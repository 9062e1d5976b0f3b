import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalise } from "../../src/text/normalise.ts";

const back = (text: string, words: string) => {
  const normal = normalise(text);
  const at = normal.text.indexOf(words);
  const { start, end } = normal.original(at, at + words.length);
  return text.slice(start, end);
};

describe("normalised form", () => {
  test.each([
    ["ＡＢＣ１２３，？！", "abc123,?!"],
    ["請問這款還有貨嗎", "请问这款还有货吗"],
    ["謝謝妳", "谢谢你"],
    ["  稍等 \t\r\n 哦　", "稍等 哦"],
    ["您\u200b好\u200d呀\ufeff", "您好呀"],
    ["第一行\\n第二行<br/>第三行", "第一行 第二行 第三行"],
    ["\\T/:^_^\\T", "/:^_^"],
    ["10&gt;9&amp;8", "10>9&8"],
    ["㎏℃①", "kg°c1"],
    ["e\u0301clair", "éclair"],
    ["", ""],
    [" ", ""],
  ])("%j becomes %j", (text, expected) => {
    expect(normalise(text).text).toBe(expected);
  });
});

describe("way back to the original", () => {
  test("a quote has the characters of the original", () => {
    expect(back("亲，請　您　稍等！", "请 您 稍等")).toBe("請　您　稍等");
    expect(back("重5㎏左右", "kg")).toBe("㎏");
    expect(back("谢\u200b谢", "谢谢")).toBe("谢\u200b谢");
    expect(back("😊谢谢😊", "谢谢")).toBe("谢谢");
  });

  test("replaced parts stand for themselves", () => {
    const text = "好的/:^_^谢谢";
    const normal = normalise(text, [{ start: 2, end: 7, as: "☺" }]);
    expect(normal.text).toBe("好的☺谢谢");
    expect(normal.original(2, 3)).toEqual({ start: 2, end: 7 });
    expect(normal.original(3, 5)).toEqual({ start: 7, end: 9 });
  });

  test("spans are inside the text and in order, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const normal = normalise(text);
        let last = 0;
        for (let i = 0; i < normal.text.length; i += 1) {
          const { start, end } = normal.original(i, i + 1);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = start;
        }
      }),
    );
  });
});
