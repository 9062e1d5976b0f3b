import type { Document, YAMLError } from "yaml";
import { yamlLibrary } from "./late.ts";

interface Text {
  zh: string;
  en: string;
}

/** Something that keeps a YAML text from being read, or makes it say two things. */
export interface YamlFault {
  kind: "syntax" | "duplicateKey";
  /** Where it stands in the text. */
  offset: number;
  message: Text;
  /** What the writer most often has to do. */
  hint?: Text;
}

/** Faults that people make, by the code that the library gives them; its own words name its inner parts. */
const known: Readonly<Record<string, { message: Text; hint: Text }>> = {
  MULTILINE_IMPLICIT_KEY: {
    message: { zh: "这里没有写成“键: 值”", en: "this is no “key: value”" },
    hint: {
      zh: "冒号用半角，后面空一格。",
      en: "The colon is a plain one, with a space behind it.",
    },
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: { zh: "一个值里又有冒号", en: "a value with a colon in it" },
    hint: {
      zh: "文字里有冒号时，整段加上引号；另起的键要与上一个键对齐。",
      en: "Put a text that has a colon in quotes; a key of its own begins below the key before it.",
    },
  },
  BLOCK_IN_FLOW: {
    message: { zh: "花括号或方括号里的写法有误", en: "the inside of the brackets is not right" },
    hint: { zh: "各项之间用半角逗号。", en: "Plain commas stand between the parts." },
  },
  BAD_INDENT: {
    message: { zh: "缩进没有对齐", en: "the indentation is uneven" },
    hint: { zh: "同一层的内容从同一列开始。", en: "What is on one level begins in one column." },
  },
  TAB_AS_INDENT: {
    message: { zh: "用制表符缩进了", en: "indented with a tab" },
    hint: { zh: "缩进只能用空格。", en: "Indent with spaces only." },
  },
  MISSING_CHAR: {
    message: { zh: "引号、括号或“- ”没有写全", en: "a quote, a bracket or a “- ” is missing" },
    hint: { zh: "补上缺的那一个。", en: "Put it in." },
  },
  MULTIPLE_DOCS: {
    message: { zh: "一个文件里有几段用 --- 隔开的内容", en: "several documents, parted by ---, in one file" },
    hint: { zh: "每段单独成一个文件。", en: "Make each a file of its own." },
  },
  DUPLICATE_KEY: {
    message: { zh: "同一层里有重复的键", en: "the same key twice at one level" },
    hint: { zh: "只留一个。", en: "Keep one." },
  },
};

const strayAlias = {
  message: {
    zh: "以 * 开头的是引用，这里没有它所指的内容",
    en: "what begins with * is a reference; it leads nowhere",
  },
  hint: { zh: "要写的是文字时，加上引号。", en: "Put it in quotes if a text is meant." },
};

/**
 * The faults of a document. Of those of its syntax only the first: what follows it is mostly read wrongly
 * because of it.
 */
export function yamlFaults(document: Document): YamlFault[] {
  const [first] = document.errors
    .filter(({ code }) => code !== "DUPLICATE_KEY")
    .sort((a, b) => a.pos[0] - b.pos[0]);
  if (first !== undefined) return [faultOf(first)];
  const stray: YamlFault[] = [];
  yamlLibrary().visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined)
        stray.push({ kind: "syntax", offset: alias.range?.[0] ?? 0, ...strayAlias });
    },
  });
  return [...document.errors.map(faultOf), ...stray];
}

function faultOf({ code, message, pos }: YAMLError): YamlFault {
  const kind = code === "DUPLICATE_KEY" ? "duplicateKey" : "syntax";
  return { kind, offset: pos[0], ...(known[code] ?? { message: { zh: message, en: message } }) };
}
