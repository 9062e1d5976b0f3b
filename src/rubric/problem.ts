import { type Place, UserError } from "../errors.ts";
import type { Locale } from "../text/wording.ts";
import { fill, type LocalText, type Values } from "./local-text.ts";

interface Wording {
  message: LocalText;
  hint?: LocalText;
}

/** What can be wrong with a rubric file, and what to do about it. */
const wordings = {
  syntax: {
    message: { zh: "YAML 写法有误：{detail}", en: "YAML syntax: {detail}" },
    hint: { zh: "{remedy}", en: "{remedy}" },
  },
  duplicateKey: {
    message: { zh: "{detail}", en: "{detail}" },
    hint: { zh: "{remedy}", en: "{remedy}" },
  },
  noFile: {
    message: { zh: "没有找到规则文件“{name}”", en: "no rubric “{name}”" },
    hint: {
      zh: "可用的规则：{known}；也可以写 YAML 文件的路径。",
      en: "Known rubrics: {known}; the path of a YAML file will do as well.",
    },
  },
  circle: { message: { zh: "extends 绕成了圈：{chain}", en: "`extends` runs in a circle: {chain}" } },
  unknownKey: {
    message: { zh: "不认识的键“{key}”", en: "unknown key “{key}”" },
    hint: { zh: "可用的键：{known}。", en: "Known keys: {known}." },
  },
  missingKey: { message: { zh: "缺少“{key}”", en: "“{key}” is missing" } },
  wrongType: {
    message: { zh: "这里应是{expected}，写的是{found}", en: "expected {expected}, found {found}" },
  },
  quotedNumber: {
    message: { zh: "这里应是{expected}，写的是{found}", en: "expected {expected}, found {found}" },
    hint: { zh: "去掉引号。", en: "Take the quotes away." },
  },
  bareText: {
    message: { zh: "这里应是{expected}，写的是{found}", en: "expected {expected}, found {found}" },
    hint: { zh: "加上引号。", en: "Put it in quotes." },
  },
  notAllowed: {
    message: { zh: "不能写“{found}”", en: "“{found}” is not allowed here" },
    hint: { zh: "可以写：{known}。", en: "Allowed: {known}." },
  },
  wrongForm: {
    message: { zh: "“{found}”的写法不对", en: "“{found}” does not have the right form" },
    hint: { zh: "应为{form}，例如 {example}。", en: "It should be {form}, such as {example}." },
  },
  oneOperator: {
    message: {
      zh: "一个条件只能写一个算子，这里有 {count} 个",
      en: "a condition has one operator, here are {count}",
    },
    hint: { zh: "多个条件请用 all 或 any 列出。", en: "Join several conditions with all or any." },
  },
  tooSmall: { message: { zh: "{found} 太小，至少是 {limit}", en: "{found} is too small, at least {limit}" } },
  tooLarge: { message: { zh: "{found} 太大，最多是 {limit}", en: "{found} is too large, at most {limit}" } },
  tooFew: { message: { zh: "至少要有 {limit} 项", en: "at least {limit} needed" } },
  empty: { message: { zh: "这里不能是空的", en: "this may not be empty" } },
  repeated: { message: { zh: "列表里“{found}”写了两次", en: "the list has “{found}” twice" } },
  unknownParameter: {
    message: { zh: "没有名为“{name}”的参数", en: "no parameter “{name}”" },
    hint: { zh: "参数有：{known}。", en: "Parameters: {known}." },
  },
  wrongParameter: {
    message: {
      zh: "参数“{name}”应是{expected}，给的是 {found}",
      en: "parameter “{name}” takes {expected}, found {found}",
    },
  },
  wrongValue: {
    message: { zh: "参数“{name}”不能是 {found}", en: "parameter “{name}” cannot be {found}" },
    hint: { zh: "可以是：{known}。", en: "It can be: {known}." },
  },
  unknownCondition: {
    message: { zh: "没有名为“{name}”的条件", en: "no condition “{name}”" },
    hint: { zh: "条件有：{known}。", en: "Conditions: {known}." },
  },
  circularCondition: { message: { zh: "条件“{name}”引用了自己", en: "condition “{name}” uses itself" } },
  unknownAct: {
    message: { zh: "没有名为“{name}”的行为", en: "no act “{name}”" },
    hint: { zh: "行为有：{known}。", en: "Acts: {known}." },
  },
  unknownScene: {
    message: { zh: "没有名为“{name}”的场景", en: "no scene “{name}”" },
    hint: { zh: "场景有：{known}。", en: "Scenes: {known}." },
  },
  unknownRule: {
    message: { zh: "没有编号为“{name}”的规则", en: "no rule “{name}”" },
    hint: { zh: "规则有：{known}。", en: "Rules: {known}." },
  },
  repeatedRule: { message: { zh: "规则“{name}”出现了两次", en: "rule “{name}” stands here twice" } },
  repeatedName: {
    message: {
      zh: "“{name}”在并列引用的规则文件里已经有了",
      en: "“{name}” is already defined by another of the rubrics put together",
    },
    hint: { zh: "换一个名字。", en: "Choose another name." },
  },
  oneVerdict: {
    message: {
      zh: "require、forbid、ask 三者要写且只写一个",
      en: "exactly one of require, forbid and ask is needed",
    },
  },
  answerWithoutAsk: {
    message: { zh: "answer 只用于由人判断（ask）的规则", en: "answer is for rules that ask a person" },
  },
  oneExpectation: {
    message: {
      zh: "每段示例要写且只写 pass、fail、skip 之一",
      en: "an example has exactly one of pass, fail and skip",
    },
  },
  unsafePattern: {
    message: { zh: "正则“{pattern}”不能用：{detail}", en: "pattern “{pattern}” cannot be used: {detail}" },
  },
  unknownValue: {
    message: { zh: "句子里的 {name} 没有值可填", en: "nothing fills {name} in this sentence" },
    hint: { zh: "可填的有：{known}。", en: "What can be filled in: {known}." },
  },
  days: { message: { zh: "from 晚于 to", en: "`from` is after `to`" } },
  badExample: {
    message: {
      zh: "示例第 {line} 行看不懂：{detail}",
      en: "line {line} of the example is unreadable: {detail}",
    },
  },
} satisfies Record<string, Wording>;

type ProblemKind = keyof typeof wordings;

/** One thing that is wrong, where it stands. */
export interface Problem {
  kind: ProblemKind;
  values?: Values;
  place?: Place;
  /** What was probably meant. */
  meant?: string | null;
}

/** The problem as the user reads it. */
export function toUserError({ kind, values = {}, place, meant }: Problem, locale: Locale): UserError {
  const { message, hint }: Wording = wordings[kind];
  const guess: LocalText[] =
    meant === undefined || meant === null
      ? []
      : [{ zh: `是不是“${meant}”？`, en: `Did you mean “${meant}”?` }];
  const hints = [...guess, ...(hint === undefined ? [] : [hint])]
    .map((text) => fill(text, values, locale))
    .filter((text) => text !== "");
  return new UserError(2, fill(message, values, locale), {
    ...(place !== undefined && { place }),
    ...(hints.length > 0 && { hint: hints.join(locale === "zh" ? "" : " ") }),
  });
}
