import type { Finding, Severity } from "../model/report.ts";
import type { Wording } from "../text/wording.ts";
import { agentName, shopName } from "./view.ts";

/** How grave a finding is to a CI system. */
export type Level = "error" | "warning" | "note";

/** Fatal and major are errors, minor is a warning, a note costs no points. */
export const levelOf: Record<Severity, Level> = {
  fatal: "error",
  major: "error",
  minor: "warning",
  info: "note",
};

/** A finding in a few lines: who, where, the quoted words, the reason, the better wording. */
export function findingText(finding: Finding, wording: Wording): string {
  const quotes = finding.evidence.map(
    ({ quote, message }) => `${wording.message(message + 1)}${wording.colon}${wording.quote(quote)}`,
  );
  return [
    [
      shopName(finding.shop, wording),
      agentName(finding, wording),
      `${wording.session} ${finding.session}`,
    ].join(wording.separator),
    ...quotes,
    finding.reason,
    ...(finding.better === "" ? [] : [`${wording.better}${wording.colon}${finding.better}`]),
  ].join("\n");
}
