import { createRequire } from "node:module";
import { UserError } from "../errors.ts";
import { dataFolder, filesIn, readBytes, readData, withTemporaryFile, wordLines } from "./data.ts";

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
  /** Loads the native code; throws where it is not there. The dictionaries load with the first text. */
  open(): (userWords: string) => (text: string) => string[];
}

const require = createRequire(import.meta.url);

// One main dictionary for both: without it their words would differ. It comes with the engine that
// is always installed.
const mainDictionary = () => require.resolve("@node-rs/jieba/dict.txt");

/** Entries of the trade win over being cut up; the dictionary counts 60 million words. */
const userWordFrequency = 20_000;

// HMM stays off: it invents words, and the two engines invent different ones.
const engines: Record<Exclude<SegmenterChoice, "auto">, Engine> = {
  nodejieba: {
    name: "nodejieba",
    open() {
      const jieba = require("nodejieba") as typeof import("nodejieba");
      // The package loads its native code late; without it this call throws.
      require("nodejieba/build/Release/nodejieba.node");
      return (userWords) => {
        withTemporaryFile(userWords, (userDict) => jieba.load({ dict: mainDictionary(), userDict }));
        return (text) => jieba.cut(text);
      };
    },
  },
  "node-rs": {
    name: "@node-rs/jieba",
    open() {
      const { Jieba } = require("@node-rs/jieba") as typeof import("@node-rs/jieba");
      return (userWords) => {
        const jieba = Jieba.withDict(readBytes(mainDictionary()));
        jieba.loadDict(Buffer.from(userWords));
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

// Only Han text goes to the engines: they cut Latin words and numbers each in its own way.
const runs = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+|[\s\S]/gu;
const han = /^\p{Script=Han}/u;

function lazySegmenter({ name, open }: Engine, dictionaries: readonly string[]): Segmenter {
  const load = open();
  const { version } = require(`${name}/package.json`) as { version: string };
  let cut: ((text: string) => string[]) | null = null;
  return {
    name,
    version,
    cut(text) {
      cut ??= load(userWords(dictionaries));
      const words: string[] = [];
      for (const run of text.match(runs) ?? []) {
        if (han.test(run)) words.push(...cut(run));
        else words.push(run);
      }
      return words;
    },
  };
}

/** `word frequency tag` lines: both engines weigh words without a frequency differently. */
function userWords(dictionaries: readonly string[]): string {
  const words = [...filesIn(`${dataFolder}dict`, ".txt"), ...dictionaries].flatMap((file) =>
    wordLines(readData(file)),
  );
  return [...new Set(words)].map((word) => `${word} ${userWordFrequency} n\n`).join("");
}
