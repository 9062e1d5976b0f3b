import { type CorrectionFlags, correctedBy } from "./corrections.ts";
import { exits, type Io } from "./io.ts";
import { deliver, type OutputFlags } from "./output.ts";
import { loadReport } from "./reports.ts";

/** `zhijian render`: a saved report in any format. */
export async function runRender(
  path: string,
  flags: OutputFlags & CorrectionFlags & { locale?: "zh" | "en" },
  io: Io,
): Promise<number> {
  const saved = await correctedBy(await loadReport(path, io), flags, io);
  const report =
    flags.locale === undefined ? saved : { ...saved, settings: { ...saved.settings, locale: flags.locale } };
  await deliver(report, flags, io);
  return exits.done;
}
