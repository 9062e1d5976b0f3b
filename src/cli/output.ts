import { extname, resolve } from "node:path";
import { atHand, formats, nearest, type OutputFile, type Report, UserError } from "../index.ts";
import { type Io, write } from "./io.ts";
import { deliverPersonal } from "./personal.ts";
import { loadHistory } from "./reports.ts";
import { writeTogether, writeWhole } from "./write-whole.ts";

export interface OutputFlags {
  out?: string;
  format?: string[];
  history?: string;
  perAgent?: boolean;
  quiet?: boolean;
  color: boolean;
}

type FormatName = keyof typeof formats;

/** Formats written into a folder when none is named. */
const folderFormats: readonly FormatName[] = ["json", "html", "markdown", "csv"];

const defaultWidth = 100;

/** The formats asked for. Throws UserError (exit 2) on an unknown one, and on several for standard output. */
export function formatNames(flags: OutputFlags): FormatName[] {
  const { format = [], out } = flags;
  if (out === undefined && format.length > 1) {
    throw new UserError(2, "多种格式不能同时写到标准输出 / several formats cannot share standard output", {
      hint: "请用 -o 指定目录。Name a folder with -o.",
    });
  }
  return format.map((name) => {
    if (Object.hasOwn(formats, name)) return name as FormatName;
    const near = nearest(name, Object.keys(formats));
    throw new UserError(2, `没有“${name}”这种输出格式 / no such format: ${name}`, {
      hint: `${near === null ? "" : `是不是 ${near}？Did you mean ${near}? `}可用 / available: ${Object.keys(formats).join(", ")}`,
    });
  });
}

/** Whether report.json is among what is written. */
export function writesJson(flags: OutputFlags): boolean {
  const asked = formatNames(flags);
  return asked.includes("json") || (asked.length === 0 && flags.out !== undefined);
}

/** Puts a report where the options say; returns the files written. */
export async function deliver(report: Report, flags: OutputFlags, io: Io): Promise<string[]> {
  const asked = formatNames(flags);
  const { out } = flags;
  const history = await loadHistory(flags.history, io);
  if (flags.perAgent === true) return deliverPersonal(atHand(report), history, flags, io);
  let held: Report | undefined;
  const shown = (name: FormatName) => {
    // All others go through the lists more than once.
    if (name !== "json") held ??= atHand(report);
    return render(held ?? report, name, history, flags, io);
  };
  if (out === undefined) {
    for (const piece of piecesOf(shown(asked[0] ?? "terminal")[0])) await write(io.stdout, piece);
    return [];
  }
  if (asked.length === 1 && extname(out) !== "") {
    const [file, ...others] = shown(asked[0]!);
    if (others.length > 0 && flags.quiet !== true) io.stderr.write(leftOut(others, report.settings.locale));
    return [await writeWhole(resolve(io.cwd(), out), piecesOf(file))];
  }
  const inFolder = asked.filter((name) => name !== "terminal");
  const files = function* () {
    for (const name of asked.length === 0 ? folderFormats : inFolder)
      for (const file of shown(name)) yield [resolve(io.cwd(), out, file.name), piecesOf(file)] as const;
  };
  const written = await writeTogether(files());
  if (asked.length === 0 || asked.includes("terminal")) {
    await write(io.stdout, shown("terminal")[0].content);
  }
  return written;
}

function piecesOf(file: OutputFile): Iterable<string | Uint8Array> {
  return file.pieces?.() ?? [file.content];
}

/** What a format has besides the one file that was asked for. */
function leftOut(others: readonly { name: string }[], locale: "zh" | "en"): string {
  const names = others.map(({ name }) => name).join(", ");
  return locale === "zh"
    ? `这种格式还有 ${names}：-o 写成目录可以全部得到\n`
    : `this format also has ${names}: name a folder with -o to get all\n`;
}

function render(report: Report, name: FormatName, history: readonly Report[], flags: OutputFlags, io: Io) {
  return formats[name].render(report, {
    locale: report.settings.locale,
    color: wantsColor(flags, io),
    width: io.stdout.columns ?? defaultWidth,
    history,
  });
}

/** Colour only on a terminal; NO_COLOR and CI are honoured. */
export function wantsColor(flags: { color: boolean }, io: Io): boolean {
  const { env } = io;
  return flags.color && io.stdout.isTTY === true && (env.NO_COLOR ?? "") === "" && (env.CI ?? "") === "";
}
