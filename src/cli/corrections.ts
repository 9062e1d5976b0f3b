import { corrected, type Report, readAppeals, readJudgements } from "../index.ts";
import type { Io } from "./io.ts";
import { namedFile } from "./written.ts";

/** Lists with which people correct a report. */
export interface CorrectionFlags {
  appeals?: string[];
  answers?: string[];
}

/** The report as the lists correct it; the machine's own where none is named. Throws UserError(s) with what is wrong in them. */
export async function correctedBy(
  report: Report,
  { appeals, answers }: CorrectionFlags,
  io: Io,
): Promise<Report> {
  if (appeals === undefined && answers === undefined) return report;
  const path = (name: string) => namedFile(name, io);
  return corrected(report, {
    ...(appeals && { appeals: await readAppeals(appeals.map(path)) }),
    ...(answers && { judgements: (await readJudgements(answers.map(path))).judgements }),
  });
}
