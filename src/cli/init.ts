import { existsSync } from "node:fs";
import { join } from "node:path";
import { audit, defaultSettings, type Report, UserError } from "../index.ts";
import { auditOptions } from "./audit-options.ts";
import { configName } from "./config.ts";
import { exits, type Io, printErrors } from "./io.ts";
import type { AuditFlags } from "./options.ts";
import { writeWhole } from "./write-whole.ts";

/** Hours with fewer questions than this share are not busy. */
const busyShare = 0.01;

/** `zhijian init`: writes a config that fits the exports shown. Throws UserError (exit 2) where there is one already. */
export async function runInit(paths: readonly string[], flags: AuditFlags, io: Io): Promise<number> {
  const file = join(io.cwd(), configName);
  if (existsSync(file)) {
    throw new UserError(2, `已有 ${configName}，没有改动 / exists already, left as it is`, {
      hint: "想重写请先改名或删去。Rename or remove it to have another written.",
    });
  }
  const options = auditOptions(flags, {});
  const { report, errors } =
    paths.length === 0 ? { report: null, errors: [] } : await audit(paths, { ...options, stdin: io.stdin });
  printErrors(io, errors);
  io.stderr.write(`${await writeWhole(file, configFor(report, options.locale ?? "zh"))}\n`);
  return exits.done;
}

/** The config with what an export shows; what is only likely stands as a comment. */
function configFor(report: Report | null, locale: "zh" | "en"): string {
  const say = (zh: string, en: string) => (locale === "zh" ? zh : en);
  const { timezone, hours, slowAfterSeconds, minSessions } = defaultSettings;
  return `${[
    `# ${say("各项说明见 docs/config.md；zhijian audit . --print-config 打印实际生效的设置", "docs/config.md explains every key; zhijian audit . --print-config prints what holds")}`,
    ...(report === null ? [] : [`# ${readLine(report, say)}`]),
    ...(locale === "zh" ? [] : ["locale: en"]),
    `rubrics: ${JSON.stringify(defaultSettings.rubrics)}`,
    ...shopLines(report, say),
    `timezone: ${timezone}`,
    `hours: ${hours} # ${say("营业时间", "opening hours")}${busyLine(report, say)}`,
    `slowAfterSeconds: ${slowAfterSeconds} # ${say("超过就算慢回复", "a longer wait is slow")}`,
    `minSessions: ${minSessions} # ${say("少于此数标“样本不足”", "with fewer, scores are marked")}`,
    ...autoTextLines(report, say),
    ...agentLines(report, say),
    `# gate: [firstReplySeconds.p90 <= 60] # ${say("门槛：不达标时退出码为 1", "exit code 1 where it does not hold")}`,
  ].join("\n")}\n`;
}

type Say = (zh: string, en: string) => string;

function readLine({ inputs }: Report, say: Say): string {
  const formats = [...new Set(inputs.map(({ format }) => format))].join(", ");
  const messages = inputs.reduce((sum, input) => sum + input.messages, 0);
  return say(
    `按 ${inputs.length} 个文件写成（${formats}，${messages} 条消息）`,
    `from ${inputs.length} files (${formats}, ${messages} messages)`,
  );
}

/** A shop is only needed where exports do not name theirs. */
function shopLines(report: Report | null, say: Say): string[] {
  const shops = [...new Set(report?.shopWeeks.map(({ shop }) => shop))];
  const platforms = [...new Set(report?.shopWeeks.flatMap(({ metrics }) => Object.keys(metrics.platform)))];
  const named = shops.filter((shop) => shop !== null);
  return [
    ...(shops.includes(null)
      ? [
          `# shop: ${JSON.stringify(named[0] ?? say("某某旗舰店", "My shop"))} # ${say("有的导出没写店铺", "some exports name no shop")}`,
        ]
      : []),
    ...(platforms.length === 0
      ? []
      : [
          `# platform: ${platforms[0]} # ${say("平台自动识别，认错时再指定", "recognised by itself; say so where it is wrong")}`,
        ]),
  ];
}

/** From when to when customers ask, as a help to fill in the hours. */
function busyLine(report: Report | null, say: Say): string {
  const asked = Array.from({ length: 24 }, () => 0);
  for (const { metrics } of report?.shopWeeks ?? [])
    for (const { hour, n, unanswered } of metrics.waitingByHour) asked[hour]! += n + unanswered;
  const total = asked.reduce((sum, count) => sum + count, 0);
  const busy = [...asked.keys()].filter((hour) => asked[hour]! > busyShare * total);
  if (busy.length === 0) return "";
  const span = `${String(busy[0]).padStart(2, "0")}:00-${String(busy.at(-1)! + 1).padStart(2, "0")}:00`;
  return say(`；导出里顾客在 ${span} 提问`, `; customers ask at ${span} in the export`);
}

/** Texts that the audit takes for automatic; under `notAutomatic` it no longer does. */
function autoTextLines(report: Report | null, say: Say): string[] {
  const found = report?.settings.autoTexts.recognised ?? [];
  if (found.length === 0) return [];
  return [
    `# ${say("下面的话被认作自动话术；是客服自己打的就移到 notAutomatic", "taken for automatic texts; what agents type themselves belongs under notAutomatic")}`,
    "autoTexts:",
    "  texts:",
    ...found.map(({ text }) => `    - ${JSON.stringify(text)}`),
    "  notAutomatic: []",
  ];
}

/** Accounts with the names by which they may introduce themselves. */
function agentLines(report: Report | null, say: Say): string[] {
  const rows = report?.agentWeeks.filter(({ agent }) => agent !== "未分配") ?? [];
  const accounts = [...new Set(rows.map(({ agent }) => agent))].sort();
  if (accounts.length === 0) return [];
  return [
    `agents: # ${say("客服怎样自称，请补上工号和花名", "how agents introduce themselves: add their numbers and names")}`,
    ...accounts.map((account) => {
      const name = account.split(/[:：]/u).at(-1)!;
      return `  ${JSON.stringify(account)}: { names: [${JSON.stringify(name)}] }`;
    }),
  ];
}
