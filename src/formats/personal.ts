import {
  type AgentWeek,
  type HandbookUse,
  nobody,
  type Reconciliation,
  type Report,
  type ShopWeek,
} from "../model/report.ts";
import { keyOf } from "./view.ts";

/** A report that holds one agent's own rows, findings and praises and nothing of the others. */
export interface PersonalReport {
  shop: string | null;
  agent: string;
  report: Report;
}

/** The report of each agent, by shop and account. In it her own rows stand where the team's would. */
export function personalReports(report: Report): PersonalReport[] {
  const people = new Map<string, AgentWeek[]>();
  for (const row of report.agentWeeks) {
    if (row.agent === nobody) continue;
    const key = keyOf(null, row.shop, row.agent);
    people.set(key, [...(people.get(key) ?? []), row]);
  }
  return [...people.values()].map((rows) => {
    const { shop, agent } = rows[0]!;
    return { shop, agent, report: ownPart(report, rows, { shop, agent }) };
  });
}

function ownPart(
  report: Report,
  agentWeeks: AgentWeek[],
  who: { shop: string | null; agent: string },
): Report {
  const isOwn = (item: { shop: string | null; agent: string | null }) =>
    item.shop === who.shop && item.agent === who.agent;
  const findings = report.findings.filter(isOwn);
  const { baseline, handbook, conversations, appeals, answers, merge: _ofAll, ...others } = report;
  const known = agentWeeks.flatMap(({ rules }) => rules).reduce((sum, rule) => sum + (rule.known ?? 0), 0);
  const failed = agentWeeks.flatMap(({ rules }) => rules).reduce((sum, rule) => sum + rule.failed, 0);
  return {
    ...others,
    agentWeeks,
    shopWeeks: agentWeeks.map(({ agent: _, ...row }): ShopWeek => row),
    findings,
    praises: report.praises.filter(isOwn),
    ...(appeals && { appeals: appeals.filter(({ finding }) => isOwn(finding)) }),
    ...(answers && { answers: answers.filter(isOwn) }),
    ...(conversations && {
      conversations: conversations.filter(
        ({ shop, agents }) => shop === who.shop && agents.includes(who.agent),
      ),
    }),
    ...(baseline && { baseline: { known, new: failed - known, gone: baseline.gone.filter(isOwn) } }),
    // What customers of the whole shop said, and lines of the input, are not hers alone.
    firstSentences: [],
    bargainers: [],
    faq: report.faq
      .filter(({ shop }) => (shop ?? null) === who.shop)
      .map((item) => ({ ...item, session: null })),
    ...(handbook && { handbook: handbook.flatMap((entry) => ownUse(entry, who)) }),
    reconciliation: report.reconciliation.flatMap((table) => ownComparison(table, who.agent)),
    diagnostics: report.diagnostics.map((diagnostic) => ({ ...diagnostic, samples: [] })),
  };
}

/** Her own use of the standard wording; the candidates are words of all. */
function ownUse(entry: HandbookUse, who: { shop: string | null; agent: string }): HandbookUse[] {
  const own = entry.shop === who.shop && entry.agents.find(({ agent }) => agent === who.agent);
  return own ? [{ ...entry, use: own.use, agents: [own], thankedSessions: 0, variants: [] }] : [];
}

/** Her lines of a platform's table, if it has any. */
function ownComparison(table: Reconciliation, agent: string): Reconciliation[] {
  const isOwn = (line: { agent: string | null }) => line.agent === agent;
  const { sessions } = table;
  const rows = table.rows.filter(isOwn);
  const onlyOurs = table.onlyOurs.filter((name) => name === agent);
  if (rows.length + onlyOurs.length === 0) return [];
  const differing = sessions?.differing.filter(isOwn) ?? [];
  return [{ ...table, rows, onlyOurs, sessions: sessions && { ...sessions, differing } }];
}
