import { readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Report, readReport, UserError } from "../index.ts";
import type { Io } from "./io.ts";

/** A saved report. Throws UserError (exit 3) where the file cannot be read or is none. */
export async function loadReport(path: string, io: Io): Promise<Report> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd(), path), "utf8");
  } catch (cause) {
    throw new UserError(3, `读不了报告文件 / cannot read the report: ${path}`, { cause });
  }
  return readReport(text, path);
}

/** A saved report, or those of a folder. Throws UserError (exit 2 or 3) where there is none. */
export async function loadReports(path: string, io: Io): Promise<[Report, ...Report[]]> {
  if (statSync(resolve(io.cwd(), path), { throwIfNoEntry: false })?.isDirectory() !== true)
    return [await loadReport(path, io)];
  const [first, ...others] = await loadHistory(path, io);
  if (first === undefined) throw new UserError(2, `文件夹里没有报告 / no report in the folder: ${path}`);
  return [first, ...others];
}

/** The saved reports of a folder and the folders in it, by name. Throws UserError (exit 2 or 3) with the one that is none. */
export async function loadHistory(folder: string | undefined, io: Io): Promise<Report[]> {
  if (folder === undefined) return [];
  const reports: Report[] = [];
  for (const name of jsonFiles(folder, io)) reports.push(await loadReport(join(folder, name), io));
  return reports;
}

function jsonFiles(folder: string, io: Io): string[] {
  try {
    return readdirSync(resolve(io.cwd(), folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json"))
      .sort();
  } catch (cause) {
    throw new UserError(2, `读不了历史报告的文件夹 / cannot read the folder of earlier reports: ${folder}`, {
      cause,
    });
  }
}
