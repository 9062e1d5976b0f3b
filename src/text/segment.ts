import { createRequire } from "node:module";
import { UserError } from "../errors.ts";
import { dataFolder, filesIn, readData, readNamed, withTemporaryFile, wordLines } from "./data.ts";

/** Cuts Chinese text into words; the words joined are the text. */
export interface Segmenter {
  /** `nodejieba` or `@node-rs/jieba`. */
  readonly name: string;
  readonly version: string;
  cut(text: string): string[];
}

export const segmenterChoices = ["auto", "nodejieba", "node-rs"] as const;
export type SegmenterChoice = (typeof segmenterChoices)[number];

interface Engine {
  name: string;
  /** Loads the native code; throws where it is not there. The dictionary loads with the first text. */
  open(): (dictionary: string) => (text: string) => string[];
}

const require = createRequire(import.meta.url);

// Keywords are asked of nobody: nodejieba would load a quarter of a million of them with the dictionary.
const oneKeyword = "的 1\n";

// HMM stays off: it invents words, and the two engines invent different ones.
const engines: Record<Exclude<SegmenterChoice, "auto">, Engine> = {
  nodejieba: {
    name: "nodejieba",
    open() {
      const jieba = require("nodejieba") as typeof import("nodejieba");
      // The package loads its native code late; without it this call throws.
      require("nodejieba/build/Release/nodejieba.node");
      return (dictionary) => {
        withTemporaryFile(dictionary, (dict) =>
          withTemporaryFile("", (userDict) =>
            withTemporaryFile(oneKeyword, (idfDict) => jieba.load({ dict, userDict, idfDict })),
          ),
        );
        return (text) => jieba.cut(text);
      };
    },
  },
  "node-rs": {
    name: "@node-rs/jieba",
    open() {
      const { Jieba } = require("@node-rs/jieba") as typeof import("@node-rs/jieba");
      return (dictionary) => {
        const jieba = Jieba.withDict(Buffer.from(dictionary));
        return (text) => jieba.cut(text, false);
      };
    },
  },
};

/**
 * The segmenter asked for; `auto` takes nodejieba and, where its native code is missing,
 * @node-rs/jieba. `dictionaries` are word files of the shop. Throws UserError (exit 2) where a
 * demanded engine cannot be loaded.
 */
export function createSegmenter(choice: SegmenterChoice, dictionaries: readonly string[] = []): Segmenter {
  const candidates = choice === "auto" ? (["nodejieba", "node-rs"] as const) : [choice];
  let cause: unknown;
  for (const candidate of candidates) {
    try {
      return lazySegmenter(engines[candidate], dictionaries);
    } catch (error) {
      cause = error;
    }
  }
  throw new UserError(2, `分词引擎 ${choice} 无法加载 / the segmenter ${choice} cannot be loaded`, {
    hint: "请改用 --segmenter auto，或重新安装依赖 / use --segmenter auto, or install the dependencies again",
    cause,
  });
}

// Only Han text goes to the engines: they cut Latin words and numbers each in its own way. 急急急 is as
// likely 急急 first as last, and each engine has its own taste: it is cut into single signs.
const runs =
  /(\p{Script=Han})\1{2,}|(?:(?!(\p{Script=Han})\2{2})\p{Script=Han})+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+|[\s\S]/gu;
const repeated = /^(\p{Script=Han})\1{2}/u;
const han = /^\p{Script=Han}/u;

function lazySegmenter({ name, open }: Engine, dictionaries: readonly string[]): Segmenter {
  const load = open();
  const { version } = require(`${name}/package.json`) as { version: string };
  let cut: ((text: string) => string[]) | null = null;
  return {
    name,
    version,
    cut(text) {
      cut ??= load(dictionary(dictionaries));
      const words: string[] = [];
      for (const run of text.match(runs) ?? []) {
        if (repeated.test(run)) words.push(...run);
        else if (han.test(run)) words.push(...cut(run));
        else words.push(run);
      }
      return words;
    },
  };
}

/** Words of the trade win over being cut up; the main dictionary counts 60 million words. */
const tradeFrequency = 20_000;

/**
 * `word frequency tag` lines for both engines: the main dictionary, which comes with the engine that
 * is always installed, and the words of the trade. One list, because each engine weighs user words in
 * its own way, and then cuts differently.
 */
function dictionary(files: readonly string[]): string {
  const own = new Set(
    [...filesIn(`${dataFolder}dict`, ".txt").map(readData), ...files.map(readNamed)].flatMap(wordLines),
  );
  const main = readData(require.resolve("@node-rs/jieba/dict.txt"))
    .split("\n")
    .filter((line) => line !== "" && !own.has(line.slice(0, line.indexOf(" "))));
  return [...main, ...[...own].map((word) => `${word} ${tradeFrequency} n`), ""].join("\n");
}
