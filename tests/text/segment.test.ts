import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadActs, readActFiles } from "../../src/acts/load.ts";
import { UserError } from "../../src/errors.ts";
import { withTemporaryFile } from "../../src/text/data.ts";
import { createSegmenter, type SegmenterChoice } from "../../src/text/segment.ts";

/** nodejieba is optional: without a compiler it is not there. */
const nodejieba = canLoad("nodejieba");
const choices = (["nodejieba", "node-rs"] as const).filter((choice) => choice !== "nodejieba" || nodejieba);
const engines = choices.map((choice) => createSegmenter(choice));

function canLoad(choice: SegmenterChoice): boolean {
  try {
    createSegmenter(choice);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return false;
  }
}

/** Our own sentences of all kinds: every example of every act. */
const corpus = readActFiles().flatMap(({ examples }) => [...examples.yes, ...examples.no].flat());

describe.skipIf(!nodejieba)("the two engines", () => {
  test("cut the same words", () => {
    expect(corpus.length).toBeGreaterThan(300);
    const [first, second] = engines.map(({ cut }) => corpus.map((text) => cut(text)));
    expect(second).toEqual(first);
  });

  test("lead to the same acts", () => {
    const [first, second] = engines.map((segmenter) => {
      const marker = loadActs({ segmenter });
      return corpus.map((text) =>
        (["agent", "customer"] as const).map((role) => marker.mark([{ role, kind: "text", text }], null)),
      );
    });
    expect(second).toEqual(first);
  });
});

describe.each(engines)("$name", ({ cut, version }) => {
  test("says its version", () => expect(version).toMatch(/^\d+\.\d+\.\d+/));

  test.each([
    ["我们店铺支持包邮", ["我们", "店铺", "支持", "包邮"]],
    ["买iPhone15送运费险😊", ["买", "iPhone15", "送", "运费险", "😊"]],
    ["质量保证书和保证金", ["质量保证书", "和", "保证金"]],
    ["", []],
  ])("%s", (text, words) => {
    expect(cut(text)).toEqual(words);
  });
});

test.each(choices)("words of the shop stay whole with %s", (choice) => {
  withTemporaryFile("", (file) => {
    writeFileSync(file, "# 本店的词\n青团礼盒 # 清明款\n奶黄流心\n");
    const { cut } = createSegmenter(choice, [file]);
    expect(cut("青团礼盒要奶黄流心的")).toEqual(["青团礼盒", "要", "奶黄流心", "的"]);
  });
});

test("auto takes nodejieba where it is there, else @node-rs/jieba", () => {
  expect(createSegmenter("auto").name).toBe(nodejieba ? "nodejieba" : "@node-rs/jieba");
});
