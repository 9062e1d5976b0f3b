import type { Report } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import { correctionTables } from "../corrections.ts";
import { html, type Markup } from "./markup.ts";

/** What people said against the report or added to it; nothing where they said nothing. */
export function correctionsSection(report: Report, wording: Wording): Markup | null {
  const tables = correctionTables(report, wording);
  if (tables.length === 0) return null;
  return html`<section id="corrections"><h2>${wording.corrections.title}</h2>${tables.map(
    ({ title, summary, heads, rows }) => html`<h3>${title}</h3><p>${summary}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${heads.map(
      (head) => html`<th scope="col">${head}</th>`,
    )}</tr></thead><tbody>${rows.map(
      (cells) => html`<tr>${cells.map((cell) => html`<td><bdi>${cell}</bdi></td>`)}</tr>`,
    )}</tbody></table></div>`,
  )}</section>`;
}
