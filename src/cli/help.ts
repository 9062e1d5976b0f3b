import type { Command, Option } from "commander";
import type { Locale } from "../index.ts";
import { displayWidth } from "../text/width.ts";
import { english, examples, mistakes, placeholders, titles } from "./help-words.ts";

/** The language of help and mistakes: `--locale`, else `ZHIJIAN_LOCALE`, else Chinese. */
export function helpLocale(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Locale {
  const at = args.indexOf("--locale");
  const named = at >= 0 ? args[at + 1] : args.find((arg) => arg.startsWith("--locale="))?.slice(9);
  return (named ?? env.ZHIJIAN_LOCALE) === "en" ? "en" : "zh";
}

/** Gives a command and those below it help, examples and mistakes in one language; what they do stays. */
export function localise(command: Command, locale: Locale, path: readonly string[] = []): void {
  const say = (chinese: string) => (locale === "zh" ? chinese : inEnglish(chinese));
  command.description(say(command.description()));
  for (const option of command.options) {
    option.description = say(option.description);
    if (locale === "en") option.flags = withPlaceholders(option.flags);
  }
  command.helpOption("-h, --help", say("显示帮助"));
  if (command.commands.length > 0)
    command.helpCommand(locale === "zh" ? "help [命令]" : "help [command]", say("显示某个命令的帮助"));
  command.configureHelp({
    styleTitle: (title) => (locale === "zh" ? (titles[title] ?? title) : title),
    commandUsage: (one) => usageOf(one, locale),
    subcommandTerm: (one) => words(`${one.name()} ${argumentsOf(one)}`.trim(), locale),
    argumentTerm: (argument) => words(argument.name(), locale),
    optionDescription: (option) => optionDescription(option, locale),
    displayWidth,
    boxWrap: wrap,
  });
  command.configureOutput({ outputError: (text, write) => write(locale === "zh" ? inChinese(text) : text) });
  const own = examples[path.join(" ") || "zhijian"]?.[locale] ?? [];
  if (own.length > 0) {
    const title = locale === "zh" ? "例：" : "Examples:";
    command.addHelpText("after", `\n${title}\n${own.map((line) => `  ${line}`).join("\n")}`);
  }
  for (const below of command.commands) localise(below, locale, [...path, below.name()]);
}

/** A list of names needs no entry of its own: `csv、xlsx，可重复`. */
function inEnglish(chinese: string): string {
  return english[chinese] ?? chinese.replaceAll("、", ", ").replace("，可重复", "; repeatable");
}

/** `audit [选项] <路径...>` with the commands above it. */
function usageOf(command: Command, locale: Locale): string {
  const names: string[] = [];
  for (let one: Command | null = command; one !== null; one = one.parent) names.unshift(one.name());
  return words(`${names.join(" ")} ${command.usage()}`, locale);
}

function argumentsOf({ registeredArguments }: Command): string {
  return registeredArguments
    .map((argument) => {
      const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
      return argument.required ? `<${name}>` : `[${name}]`;
    })
    .join(" ");
}

/** Placeholders in the language; commander's own words where they are Chinese. */
function words(text: string, locale: Locale): string {
  if (locale === "en") return withPlaceholders(text);
  return Object.entries(titles).reduce((said, [from, to]) => said.replaceAll(from, to), text);
}

function withPlaceholders(text: string): string {
  return text.replace(
    /([<[])([^>\]]+?)(\.{3})?([>\]])/gu,
    (_, open: string, name: string, dots = "", close: string) =>
      `${open}${placeholders[name] ?? name}${dots}${close}`,
  );
}

function optionDescription(
  { description, argChoices, defaultValue, negate }: Option,
  locale: Locale,
): string {
  const [choices, standard] = locale === "zh" ? ["可选：", "默认："] : ["choices: ", "default: "];
  const notes = [
    ...(argChoices === undefined ? [] : [`${choices}${argChoices.join(locale === "zh" ? "、" : ", ")}`]),
    ...(defaultValue === undefined || negate ? [] : [`${standard}${String(defaultValue)}`]),
  ];
  if (notes.length === 0) return description;
  return locale === "zh" ? `${description}（${notes.join("；")}）` : `${description} (${notes.join("; ")})`;
}

function inChinese(text: string): string {
  return mistakes.reduce((said, [pattern, chinese]) => said.replace(pattern, chinese), text);
}

/** Chinese may be broken behind any character, words of letters not within. */
function wrap(text: string, width: number): string {
  const lines: string[] = [""];
  for (const [piece] of text.matchAll(/\n|[\x21-\x7e]+|./gu)) {
    const line = lines.at(-1)!;
    const fits = displayWidth(line + piece) <= width || noLineStart.test(piece);
    if (piece === "\n") lines.push("");
    else if (fits) lines[lines.length - 1] = line + piece;
    else lines.push(piece.trimStart());
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** Marks that do not begin a line. */
const noLineStart = /^[，。；：、）”？！]$/u;
