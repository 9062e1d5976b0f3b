import { resolve } from "node:path";
import {
  readNamed,
  readShopperTemplate,
  type ShopperTemplate,
  shopper,
  shopperOutputs,
  shopperTemplate,
  UserError,
  UserErrors,
} from "../index.ts";
import { inputAccount, isLossy } from "./account.ts";
import { auditOptions } from "./audit-options.ts";
import { loadConfig } from "./config.ts";
import { exits, type Io, printErrors } from "./io.ts";
import type { AuditFlags } from "./options.ts";
import type { OutputFlags } from "./output.ts";
import { writeWhole } from "./write-whole.ts";
import { deliverOutputs, namedFile } from "./written.ts";

interface Flags extends AuditFlags, OutputFlags {
  form?: string[];
  template?: string;
}

/** The template of the shop's own forms; nothing differs where none is named. */
export function readTemplate(path: string | undefined, io: Io): ShopperTemplate {
  return path === undefined ? {} : readShopperTemplate(readNamed(namedFile(path, io)), path);
}

/** `zhijian shopper`: mystery-shopper forms against the log; `shopper template` writes an empty form. */
export async function runShopper(
  forms: string,
  paths: readonly string[],
  flags: Flags,
  io: Io,
): Promise<number> {
  const config = loadConfig(flags.config, io);
  const options = { ...auditOptions(flags, config), stdin: io.stdin };
  const zh = options.locale !== "en";
  if (forms === "template") {
    const file = resolve(io.cwd(), flags.out ?? (zh ? "访客表.xlsx" : "shopper-form.xlsx"));
    const [kind] = /(?<=\.)(?:xlsx|csv)$/iu.exec(file)?.map((end) => end.toLowerCase()) ?? [];
    if (kind !== "xlsx" && kind !== "csv")
      throw new UserError(2, zh ? `空表只写成 .xlsx 或 .csv：${file}` : `a form is .xlsx or .csv: ${file}`, {
        hint: zh ? "zhijian shopper template -o 访客表.xlsx" : "zhijian shopper template -o form.xlsx",
      });
    await writeWhole(file, shopperTemplate(zh ? "zh" : "en", kind));
    if (flags.quiet !== true) io.stderr.write(`${zh ? "已写出" : "written"}: ${file}\n`);
    return exits.done;
  }
  if (paths.length === 0)
    throw new UserError(2, "没有给聊天记录 / no chat logs were named", {
      hint: "zhijian shopper 访客表.xlsx 导出/",
    });
  const template = readTemplate(flags.template, io);
  const files = [forms, ...(flags.form ?? [])].map((path) => namedFile(path, io));
  const result = await shopper(files, paths, template, options);
  const written = await deliverOutputs(shopperOutputs(result.report), flags, io);
  if (flags.quiet !== true) {
    io.stderr.write(inputAccount(result.inputs, result.diagnostics, options.locale ?? "zh"));
    for (const file of written) io.stderr.write(`${zh ? "已写出" : "written"}: ${file}\n`);
  }
  printErrors(io, result.errors);
  if (result.errors.length > 0) return new UserErrors(result.errors).exit;
  const isStrict = (flags.strict ?? config.strict) === true;
  return isStrict && isLossy(result.diagnostics) ? exits.unreadable : exits.done;
}
