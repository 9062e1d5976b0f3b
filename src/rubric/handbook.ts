import type { Locale } from "../text/wording.ts";
import { fill, inLocale, type LocalText } from "./local-text.ts";
import { operators } from "./operators/index.ts";
import type { Rubric, Rule } from "./schema.ts";

const words = {
  rubric: { zh: "规则", en: "Rubric" },
  settings: { zh: "可以调整的数值", en: "What can be set" },
  setting: { zh: "参数", en: "Parameter" },
  value: { zh: "当前值", en: "Value" },
  meaning: { zh: "含义", en: "Meaning" },
  overview: { zh: "一览", en: "Overview" },
  id: { zh: "编号", en: "Id" },
  rule: { zh: "要求", en: "Rule" },
  severity: { zh: "级别", en: "Severity" },
  points: { zh: "分值", en: "Points" },
  why: { zh: "为什么", en: "Why" },
  better: { zh: "可以这样说", en: "Better" },
  applies: { zh: "以下情况不要求", en: "Not asked where" },
  review: { zh: "试行中，只展示，不扣分。", en: "Under review: shown, nothing deducted." },
  bonus: { zh: "加分项，没有做到不扣分。", en: "A bonus: never missed." },
  manual: { zh: "由人判断：", en: "For a person to judge: " },
  pass: { zh: "这样可以", en: "This passes" },
  fail: { zh: "这样不行", en: "This fails" },
  skip: { zh: "这样不算", en: "This is not judged" },
} satisfies Record<string, LocalText>;

const severities: Record<Rule["severity"], LocalText> = {
  fatal: { zh: "一票否决", en: "fatal" },
  major: { zh: "重要", en: "major" },
  minor: { zh: "一般", en: "minor" },
  info: { zh: "仅提示", en: "info" },
};

/** The handbook page of a rubric as Markdown, written from its rules. */
export function handbookPage(rubric: Rubric, locale: Locale): string {
  const say = (text: LocalText) => fill(text, rubric.values, locale);
  const rules = rubric.rules.filter(({ status }) => status !== "off");
  return `${[
    `# ${say(rubric.title)}`,
    ...(rubric.description === undefined ? [] : [say(rubric.description)]),
    `${say(words.rubric)} \`${rubric.id}\` ${rubric.version}`,
    `## ${say(words.overview)}`,
    table(
      [words.id, words.rule, words.severity, words.points].map(say),
      rules.map((rule) => [rule.id, say(rule.title), say(severities[rule.severity]), String(rule.points)]),
    ),
    ...rules.flatMap((rule) => ruleSection(rule, rubric, locale)),
    ...parameterSection(rubric, locale),
  ].join("\n\n")}\n`;
}

function ruleSection(rule: Rule, rubric: Rubric, locale: Locale): string[] {
  const say = (text: LocalText) => fill(text, rubric.values, locale);
  const exempt = (rule.applies ?? []).map(({ otherwise }) => `- ${say(otherwise)}`);
  return [
    `## ${rule.id} ${say(rule.title)}`,
    ...(rule.status === "review" ? [say(words.review)] : []),
    ...(rule.bonus === true ? [say(words.bonus)] : []),
    ...(rule.ask === undefined ? [] : [`${say(words.manual)}${say(rule.ask)}`]),
    `**${say(words.why)}** ${say(rule.why)}`,
    `**${say(words.better)}** ${say(rule.better)}`,
    ...(exempt.length === 0 ? [] : [`**${say(words.applies)}**\n\n${exempt.join("\n")}`]),
    ...(rule.examples ?? []).flatMap((example) =>
      (["pass", "fail", "skip"] as const).flatMap((kind) =>
        example[kind] === undefined ? [] : [`${say(words[kind])}\n\n${fenced(example[kind])}`],
      ),
    ),
  ];
}

function parameterSection({ parameters, values }: Rubric, locale: Locale): string[] {
  const rows = Object.entries(parameters).map(([name, { title }]) => [
    `\`${name}\``,
    [values[name]].flat().join(locale === "zh" ? "、" : ", "),
    inLocale(title, locale),
  ]);
  if (rows.length === 0) return [];
  const heads = [words.setting, words.value, words.meaning].map((text) => inLocale(text, locale));
  return [`## ${inLocale(words.settings, locale)}`, table(heads, rows)];
}

/** The words of the language as Markdown, for docs/rubrics.md. */
export function operatorTable(locale: Locale): string {
  const heads = locale === "zh" ? ["算子", "成立的条件"] : ["Operator", "Holds where"];
  return table(
    heads,
    operators.map(({ name, title }) => [`\`${name}\``, inLocale(title, locale)]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

function fenced(chat: string): string {
  return `\`\`\`text\n${chat.trimEnd()}\n\`\`\``;
}
