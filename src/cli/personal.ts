import { join, resolve } from "node:path";
import { formats, personalReports, type Report, UserError } from "../index.ts";
import type { Io } from "./io.ts";
import type { OutputFlags } from "./output.ts";
import { writeTogether } from "./write-whole.ts";

/** Formats for people; the others hold raw data for machines. */
const personalFormats = ["html", "markdown", "xlsx"] as const;

const longestName = 80;

/** Writes each agent's own report into the folder named; returns the files. Throws UserError (exit 2) for what has no such form. */
export async function deliverPersonal(
  report: Report,
  history: readonly Report[],
  { out, format = ["html"] }: OutputFlags,
  io: Io,
): Promise<string[]> {
  const asked = personalFormats.filter((name) => format.includes(name));
  if (out === undefined || asked.length < new Set(format).size) {
    throw new UserError(2, "--per-agent 写文件到目录 / --per-agent writes files into a folder", {
      hint: `请用 -o 指定目录，格式可用 ${personalFormats.join("、")}。Name a folder with -o; formats: ${personalFormats.join(", ")}.`,
    });
  }
  return writeTogether(filesOf(report, history, asked, resolve(io.cwd(), out)));
}

/** The reports one after the other, so that one at a time is held. */
function* filesOf(
  report: Report,
  history: readonly Report[],
  asked: readonly (typeof personalFormats)[number][],
  folder: string,
) {
  const taken = new Set<string>();
  const past = history.map(personalReports);
  for (const own of personalReports(report)) {
    const before = past.flatMap((reports) =>
      reports.filter(({ shop, agent }) => shop === own.shop && agent === own.agent).map((one) => one.report),
    );
    const name = fileName(own, taken);
    for (const format of asked) {
      const [file] = formats[format].render(own.report, {
        locale: report.settings.locale,
        color: false,
        width: 0,
        history: before,
        isPersonal: true,
      });
      const ending = file.name.slice(file.name.lastIndexOf("."));
      yield [join(folder, name + ending), file.content] as const;
    }
  }
}

/** The account as a name that every file system takes, and that no other account has. */
function fileName({ shop, agent }: { shop: string | null; agent: string }, taken: Set<string>): string {
  const account = shop === null || agent.startsWith(shop) ? agent : `${shop} ${agent}`;
  const safe = account
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, "_")
    .replace(/^\.+|[. ]+$/gu, "_")
    .slice(0, longestName);
  let name = safe;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${safe}-${number}`;
  taken.add(name.toLowerCase());
  return name;
}
