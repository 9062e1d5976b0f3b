import type { Report } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import { type ReconciledTable, reconciledTables } from "../reconciliation.ts";
import { html, type Markup } from "./markup.ts";

/** The tables of platforms against ours; nothing where none was given. */
export function reconcileSection(report: Report, wording: Wording): Markup | null {
  const tables = reconciledTables(report, wording);
  if (tables.length === 0) return null;
  return html`<section id="reconcile"><h2>${wording.reconcile.title}</h2><p class="hint">${wording.reconcile.note}</p>
${tables.map((table) => tableBlock(table, wording))}</section>`;
}

function tableBlock({ title, summary, heads, rows, sessions }: ReconciledTable, wording: Wording): Markup {
  const body = rows.map(({ cells, agrees }) => line(cells, agrees === false ? "differs" : ""));
  return html`<h3><bdi>${title}</bdi></h3><p>${summary}</p>${body.length === 0 ? null : table(title, heads, body)}
${
  sessions === null || sessions.rows.length === 0
    ? null
    : html`<h4>${wording.reconcile.explain}</h4>${table(
        wording.reconcile.explain,
        sessions.heads,
        sessions.rows.map((cells) => line(cells, "")),
      )}`
}`;
}

function table(label: string, heads: readonly string[], body: readonly Markup[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${heads.map(
    (head) => html`<th scope="col">${head}</th>`,
  )}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function line([first, ...others]: readonly string[], kind: string): Markup {
  return html`<tr class="${kind}"><th scope="row"><bdi>${first ?? ""}</bdi></th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`;
}
