import type { Finding, Report } from "../model/report.ts";
import type { Wording } from "../text/wording.ts";
import { formatCount, formatLimit } from "./figures.ts";
import { platformName } from "./platforms.ts";

/** Everything that changed a figure, as label and value, in the order of `settings`. */
export function settingsLines(report: Report, wording: Wording): [label: string, value: string][] {
  const { settings } = report;
  const words = wording.settings;
  const range =
    settings.from === null && settings.to === null
      ? words.open
      : wording.days(settings.from ?? words.open, settings.to ?? words.open);
  const lines: [string, string][] = [
    [words.sessionGap, formatLimit(settings.sessionGapSeconds, wording)],
    [words.slowAfter, `> ${formatLimit(settings.slowAfterSeconds, wording)}`],
    [words.minSessions, String(settings.minSessions)],
    hoursLine(report, wording),
    [words.timezone, settings.timezone],
    [words.weekStart, words[settings.weekStart]],
    [words.range, range],
    [
      words.platform,
      settings.platform === null ? words.auto : platformName(settings.platform, report, wording),
    ],
    ...settings.platforms.map(({ title, variant, versions }): [string, string] => [
      `${words.profile} ${title[wording.id]}`,
      [variant ?? words.standard, ...versions.map(({ effective, hours }) => `${effective} ${hours}`)].join(
        wording.comma,
      ),
    ]),
    [words.segmenter, settings.segmenter],
    [words.masking, settings.masked ? words.masked : words.notMasked],
    ...report.rubrics.map((rubric): [string, string] => [
      words.rubric,
      `${rubric.id} ${rubric.version}${wording.brackets(rubric.hash.slice(0, 12))}`,
    ]),
    ...handbookLine(report, wording),
    [words.maxFindings, formatCount(settings.maxFindingsPerRule)],
    ...(settings.maxConversations === undefined
      ? []
      : [[words.maxConversations, words.upTo(formatCount(settings.maxConversations))] as [string, string]]),
    [words.tool, `${report.tool.name} ${report.tool.version}`],
  ];
  const { recognised } = settings.autoTexts;
  if (recognised.length > 0) {
    const messages = recognised.reduce((sum, text) => sum + text.messages, 0);
    lines.push([words.autoTexts, wording.autoTexts(recognised.length, messages)]);
  }
  if (report.generatedAt !== null) lines.push([words.generatedAt, report.generatedAt]);
  return lines;
}

function hoursLine({ settings }: Report, wording: Wording): [label: string, value: string] {
  const { calendar } = settings;
  const words = wording.settings;
  if (calendar === null) return [words.hours, settings.hours ?? ""];
  const years = calendar.holidays === null ? [] : [words.holidays(calendar.years.join(wording.list))];
  return [
    words.calendar,
    `${calendar.title[wording.id]}${wording.brackets([calendar.id, calendar.hash.slice(0, 12), ...years].join(wording.separator))}`,
  ];
}

function handbookLine(
  { settings: { handbook } }: Report,
  wording: Wording,
): [label: string, value: string][] {
  if (handbook === undefined) return [];
  const limit = wording.handbook.limit(String(handbook.similarity));
  const details = [handbook.hash.slice(0, 12), limit].join(wording.separator);
  return [[wording.handbook.label, `${handbook.title}${wording.brackets(details)}`]];
}

/** What was read, in one sentence. */
export function inputsLine(report: Report, wording: Wording): string {
  const total = (read: (input: Report["inputs"][number]) => number) =>
    formatCount(report.inputs.reduce((sum, input) => sum + read(input), 0));
  return wording.input.total(
    formatCount(report.inputs.length),
    total((input) => input.rows),
    total((input) => input.messages),
    total((input) => input.rejected),
    total((input) => input.duplicates),
  );
}

/** What became of the findings known before, in one sentence; null without a baseline. */
export function baselineLine({ baseline }: Report, wording: Wording): string | null {
  if (baseline === undefined) return null;
  const [known, fresh, gone] = [baseline.known, baseline.new, baseline.gone.length].map(formatCount);
  return wording.baseline.line(known!, fresh!, gone!);
}

/** 已知 or 新增 of a finding; null without a baseline. */
export function baselineMark({ known }: Pick<Finding, "known">, wording: Wording): string | null {
  return known === undefined ? null : wording.baseline[known ? "known" : "fresh"];
}
