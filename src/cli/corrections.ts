import { corrected, type ReadJudgements, type Report, readAppeals, readJudgements } from "../index.ts";
import type { Io } from "./io.ts";
import { namedFile } from "./written.ts";

/** Lists with which people correct a report. */
export interface CorrectionFlags {
  appeals?: string[];
  answers?: string[];
  quiet?: boolean;
}

/** How many answers that cannot be read a message names. */
const named = 5;

/**
 * The report as the lists correct it; the machine's own where none is named. Answers that cannot be read
 * are told. Throws UserError(s) with what is wrong in the lists.
 */
export async function correctedBy(
  report: Report,
  { appeals, answers, quiet }: CorrectionFlags,
  io: Io,
): Promise<Report> {
  if (appeals === undefined && answers === undefined) return report;
  const path = (name: string) => namedFile(name, io);
  const objections = appeals && (await readAppeals(appeals.map(path)));
  const read = answers && (await readJudgements(answers.map(path)));
  if (read !== undefined && read.problems.length > 0 && quiet !== true)
    io.stderr.write(unread(read.problems, report.settings.locale));
  return corrected(report, {
    ...(objections && { appeals: objections }),
    ...(read && { judgements: read.judgements }),
  });
}

function unread(problems: ReadJudgements["problems"], locale: "zh" | "en"): string {
  const places = problems.slice(0, named).map(({ file, line, value }) => `  ${file}:${line}: ${value}`);
  const more = problems.length > named ? ["  …"] : [];
  const head =
    locale === "zh"
      ? `${problems.length} 个判断看不懂，没有计入：`
      : `${problems.length} answers cannot be read and do not count:`;
  return `${[head, ...places, ...more].join("\n")}\n`;
}
