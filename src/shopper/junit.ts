import { xmlAttribute, xmlHead, xmlText } from "../formats/xml.ts";
import type { Answer, ShopperReport, Visit } from "./report.ts";
import { shopperWords } from "./words.ts";

/**
 * JUnit XML by Ant's schema: a test case for every visit; it fails where the log refutes an answer and is
 * skipped where no conversation fits.
 */
export function shopperJunit(report: ShopperReport): string {
  const titles = new Map(report.items.map(({ item, title }) => [item, title]));
  const say = shopperWords[report.settings.locale];
  const failed = report.visits.filter((visit) => refuted(visit).length > 0).length;
  const skipped = report.visits.filter(({ status }) => status !== "matched").length;
  const cases = report.visits.map((visit) => caseOf(visit, titles, say.statuses[visit.status])).join("");
  const counts = `tests="${report.visits.length}" failures="${failed}" errors="0" skipped="${skipped}" time="0"`;
  return `${xmlHead}<testsuites>
  <testsuite id="0" package="zhijian" name="${xmlAttribute(say.title)}" timestamp="${timestampOf(report)}" hostname="localhost" ${counts}>
    <properties/>
${cases}    <system-out/>
    <system-err/>
  </testsuite>
</testsuites>
`;
}

/** Local time of the earliest visit: the report has no other clock. */
function timestampOf({ visits }: ShopperReport): string {
  const times = visits.flatMap(({ time }) => (time === null ? [] : [time.slice(0, 19)])).sort();
  return times[0] ?? "1970-01-01T00:00:00";
}

function caseOf(visit: Visit, titles: ReadonlyMap<string, string>, status: string): string {
  const name = [visit.shopper, visit.customer, visit.time].filter((part) => part !== null).join(" ");
  const open = `    <testcase name="${xmlAttribute(`${name} ${visit.id}`)}" classname="${xmlAttribute(visit.file)}" time="0"`;
  if (visit.status !== "matched") {
    return `${open}><skipped type="${xmlAttribute([status, visit.reason].filter(Boolean).join(": "))}"/></testcase>\n`;
  }
  const wrong = refuted(visit).map(
    ({ item, said, reason }) => `${titles.get(item) ?? item}: ${said} → ${reason}`,
  );
  if (wrong.length === 0) return `${open}/>\n`;
  return `${open}><failure message="${xmlAttribute(wrong[0]!)}" type="error">${xmlText(wrong.join("\n"))}</failure></testcase>\n`;
}

function refuted({ answers }: Visit): Answer[] {
  return answers.filter(({ verdict }) => verdict === "wrong");
}
