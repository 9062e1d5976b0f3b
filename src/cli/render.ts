import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Report, readReport, UserError } from "../index.ts";
import { exits, type Io } from "./io.ts";
import { deliver, type OutputFlags } from "./output.ts";

/** `zhijian render`: a saved report in any format. */
export async function runRender(
  path: string,
  flags: OutputFlags & { locale?: "zh" | "en" },
  io: Io,
): Promise<number> {
  const saved = await load(path, io);
  const report =
    flags.locale === undefined ? saved : { ...saved, settings: { ...saved.settings, locale: flags.locale } };
  await deliver(report, flags, io);
  return exits.done;
}

async function load(path: string, io: Io): Promise<Report> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd(), path), "utf8");
  } catch (cause) {
    throw new UserError(3, `读不了报告文件 / cannot read the report: ${path}`, { cause });
  }
  return readReport(text, path);
}
