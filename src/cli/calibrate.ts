import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  calibrate,
  calibrationOutputs,
  historyWith,
  readHistory,
  readJudgements,
  readNamed,
  UserError,
} from "../index.ts";
import { correctedBy } from "./corrections.ts";
import { exits, type Io } from "./io.ts";
import type { OutputFlags } from "./output.ts";
import { loadReport } from "./reports.ts";
import { writeWhole } from "./write-whole.ts";
import { deliverOutputs, namedFile } from "./written.ts";

interface Flags extends OutputFlags {
  minPrecision: number;
  minFindings: number;
  history?: string;
  appeals?: string[];
}

/** `zhijian calibrate`: agreement of people and machine; the report comes last. */
export async function runCalibrate(files: readonly string[], flags: Flags, io: Io): Promise<number> {
  const forms = files.slice(0, -1);
  const last = files.at(-1)!;
  if (forms.length === 0)
    throw new UserError(2, "要有复核表和 report.json / review forms and a report are needed", {
      hint: "zhijian calibrate 复核.csv report.json",
    });
  const report = await correctedBy(
    await loadReport(last, io),
    { ...(flags.appeals && { appeals: flags.appeals }) },
    io,
  );
  const read = await readJudgements(forms.map((path) => namedFile(path, io)));
  const calibration = calibrate(read.judgements, report, flags);
  const history = [];
  if (flags.history !== undefined) {
    const path = resolve(io.cwd(), flags.history);
    const known = readHistory(existsSync(path) ? readNamed(namedFile(path, io)) : null, flags.history);
    history.push(...historyWith(known, calibration));
    await writeWhole(path, `${JSON.stringify(history, null, 2)}\n`);
  }
  await deliverOutputs(calibrationOutputs(calibration, read, history), flags, io);
  return exits.done;
}
