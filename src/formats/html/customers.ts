import type { Report } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import { formatCount, formatPercent } from "../figures.ts";
import { agentName, byGravity, shopName, type TeamWeek } from "../view.ts";
import { platformCells } from "./data.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** Cases that stand beside a risk; all are in the list of findings. */
const riskCases = 3;

/** What customers came for, what needs watching, and the platforms' own figures, of one shop and week. */
export function customerParts(team: TeamWeek, report: Report, wording: Wording): Markup[] {
  const { page } = wording;
  const ofTeam = (row: { week: string | null; shop: string | null }) =>
    row.week === team.week && row.shop === team.shop;
  return [
    ...groupTable(page.firstSentences, report.firstSentences.filter(ofTeam).map(named("intent")), wording),
    ...groupTable(page.bargainers, (report.bargainers ?? []).filter(ofTeam).map(named("type")), wording),
    ...risks(team, report, wording),
    ...platformTable(team, report, wording),
  ];
}

interface Group {
  name: string;
  count: number;
  examples: string[];
}

function named<K extends string>(key: K) {
  return (row: Record<K, string> & Omit<Group, "name">): Group => ({ ...row, name: row[key] });
}

/** Groups of conversations, the largest first and what fits none last, each with its share of all and the customers' words. */
function groupTable(title: string, groups: readonly Group[], wording: Wording): Markup[] {
  const { page, figures } = wording;
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  const rows = [...groups]
    .sort((a, b) => Number(a.name === page.other) - Number(b.name === page.other) || b.count - a.count)
    .map(({ name, count, examples }) => [
      html`<th scope="row">${name}</th>`,
      html`<td class="number">${formatCount(count)}</td><td class="number">${formatPercent(count / total)}</td>`,
      html`<td>${list(examples.map((words) => wording.quote(words)))}</td>`,
    ]);
  return [section(title, [page.kind, figures.sessions, page.share, wording.example], [1, 2], rows)];
}

/** Rules of risk and compliance (standards K): what a manager should know of, with some of the cases. */
function risks(team: TeamWeek, report: Report, wording: Wording): Markup[] {
  const rules = report.rubrics.flatMap((rubric) =>
    rubric.rules
      .filter(({ standards }) => standards.some((id) => id.startsWith("K")))
      .map((rule) => ({ ...rule, rubric: rubric.id })),
  );
  const rows = rules.flatMap((rule) => {
    const tally = team.team.rules.find(({ rubric, id }) => rubric === rule.rubric && id === rule.id);
    if (tally === undefined || tally.failed === 0) return [];
    const cases = report.findings
      .filter((finding) => finding.rubric === rule.rubric && finding.rule === rule.id)
      .filter(({ week, shop }) => week === team.week && shop === team.shop)
      .sort(byGravity)
      .slice(0, riskCases)
      .map((finding) => {
        const [first] = finding.evidence;
        const words = first === undefined ? finding.reason : wording.quote(first.quote);
        return [words, agentName(finding, wording), `${wording.session} ${finding.session}`].join(
          wording.separator,
        );
      });
    return [
      [
        html`<th scope="row">${rule.title}</th>`,
        html`<td class="number">${formatCount(tally.failed)}</td>`,
        html`<td>${list(cases)}</td>`,
      ],
    ];
  });
  if (rows.length === 0) return [];
  return [section(wording.page.risks, [wording.rule, wording.diagnosticCount, wording.example], [1], rows)];
}

/** Figures of the platforms on which the shop had cases that count. */
function platformTable(team: TeamWeek, report: Report, wording: Wording): Markup[] {
  const { metrics } = team.team;
  const served = Object.entries(metrics.platform).filter(([, figures]) =>
    Object.values(figures).some((figure) => figure !== null && figure.n > 0),
  );
  const cells = platformCells({ ...metrics, platform: Object.fromEntries(served) }, report, wording);
  const rows = cells.map(([platform, label, value, note]) => [
    html`<th scope="row">${platform}</th><td>${label}</td>`,
    html`<td class="number">${value}</td><td>${note}</td>`,
  ]);
  if (rows.length === 0) return [];
  const heads = [wording.settings.platform, wording.sheets.figure, wording.sheets.value, ""];
  return [section(wording.page.platformFigures, heads, [2], rows)];
}

/** Questions that came up again and again, with the best answer given. */
export function faqSection(report: Report, wording: Wording): Markup | null {
  if (report.faq.length === 0) return null;
  const { page } = wording;
  const several = new Set(report.shopWeeks.map(({ shop }) => shop)).size > 1;
  const items = report.faq.map(({ shop, question, count, bestAnswer, session }) => {
    const place = [
      ...(several ? [shopName(shop ?? null, wording)] : []),
      wording.units.times(formatCount(count)),
    ].join(wording.separator);
    const source = session === null ? null : html` title="${`${wording.session} ${session}`}"`;
    return html`<dt><bdi>${question}</bdi> <span class="cases">${place}</span></dt><dd${source}>${
      bestAnswer === null ? html`<span class="none">${page.noAnswer}</span>` : html`<bdi>${bestAnswer}</bdi>`
    }</dd>`;
  });
  return html`<section id="faq"><h2>${page.faq}</h2><dl class="faq">${items}</dl></section>`;
}

function list(items: readonly string[]): Markup | string {
  return items.length === 0
    ? ""
    : html`<ul class="samples">${items.map((item) => html`<li><bdi>${item}</bdi></li>`)}</ul>`;
}

function section(
  title: string,
  heads: readonly string[],
  numbers: readonly number[],
  rows: readonly Part[],
): Markup {
  const cells = heads.map(
    (head, at) => html`<th scope="col"${numbers.includes(at) ? html` class="number"` : null}>${head}</th>`,
  );
  return html`<h3>${title}</h3><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${cells}</tr></thead><tbody>${rows.map((row) => html`<tr>${row}</tr>`)}</tbody></table></div>`;
}
