import type { HandbookUse, Report } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import { formatCount, formatPercent } from "../figures.ts";
import { agentName, handbookOf, type TeamWeek } from "../view.ts";
import { html, type Markup } from "./markup.ts";

/** Use of the shop's standard wording in a team's week, what was said instead, and the best of that. */
export function handbookTable(team: TeamWeek, report: Report, wording: Wording): Markup | null {
  const uses = handbookOf(report, team);
  if (uses.length === 0) return null;
  const { label, occasion, used, instead, candidates, candidatesNote } = wording.handbook;
  const heads = [occasion, used, instead, candidates].map((head) => html`<th scope="col">${head}</th>`);
  const rows = uses.map(
    (entry) => html`<tr><th scope="row">${entry.title}</th><td>${shareText(entry.use, wording)}</td>
<td>${agentList(entry, wording)}</td><td>${variantList(entry, wording)}</td></tr>`,
  );
  return html`<h3>${label}</h3>
<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="handbook"><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>
<p class="note">${candidates}${wording.colon}${candidatesNote}</p>`;
}

function shareText({ n, hits, value }: HandbookUse["use"], wording: Wording): string {
  const cases = wording.units.ofCases(formatCount(hits), formatCount(n));
  return value === null ? cases : `${formatPercent(value)} ${cases}`;
}

function agentList({ shop, agents }: HandbookUse, wording: Wording): Markup {
  const items = agents.map(({ agent, use, deviations }) => {
    const quotes = deviations.map(
      ({ session, quote }) =>
        html` <bdi title="${`${wording.session} ${session}`}">${wording.quote(quote)}</bdi>`,
    );
    return html`<li><bdi>${agentName({ agent, shop }, wording)}</bdi> ${shareText(use, wording)}${quotes}</li>`;
  });
  return html`<ul class="samples">${items}</ul>`;
}

function variantList({ variants }: HandbookUse, wording: Wording): Markup | string {
  if (variants.length === 0) return wording.none;
  const items = variants.map(
    ({ text, sessions }) =>
      html`<li><bdi>${wording.quote(text)}</bdi> ${wording.handbook.sessions(formatCount(sessions))}</li>`,
  );
  return html`<ul class="samples">${items}</ul>`;
}
