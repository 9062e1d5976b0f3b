import { Ajv } from "ajv";
import { UserError } from "./errors.ts";
import { type Report, reportSchema } from "./model/report.ts";

/** Reads a saved report. Throws UserError (exit 3) with the first thing that is not as the schema says. */
export function readReport(text: string, file: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UserError(3, "不是完整的 JSON / no valid JSON", { place: { file }, cause });
  }
  const validate = new Ajv({ allErrors: false }).compile<Report>(reportSchema);
  if (validate(value)) return value;
  const [problem] = validate.errors ?? [];
  throw new UserError(3, `不是 zhijian 的报告：${problem?.instancePath || "/"} ${problem?.message ?? ""}`, {
    place: { file },
    hint: "请给 zhijian audit -f json 写出的 report.json。Pass a report.json written by zhijian audit.",
  });
}
