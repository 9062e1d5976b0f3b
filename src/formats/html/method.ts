import type { Report } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import { figureOf, formatCount, formatLimit } from "../figures.ts";
import { profileLines } from "../platforms.ts";
import { baselineLine, inputsLine, settingsLines } from "../settings-lines.ts";
import { html, type Markup } from "./markup.ts";

/** How the figures come about, and with which settings. */
export function methodSection(report: Report, wording: Wording): Markup {
  const explained = (["score", "firstReply", "reply", "replyRate", "unanswered"] as const).map(
    (id) => html`<dt>${figureOf(id).label(wording)}</dt><dd>${wording.help[id]}</dd>`,
  );
  const settings = settingsLines(report, wording).map(
    ([label, value]) => html`<dt>${label}</dt><dd><bdi>${value}</bdi></dd>`,
  );
  return html`<section id="method"><h2>${wording.method}</h2>
<dl class="explained">${explained}</dl>
<dl class="settings">${settings}</dl>
${profiles(report, wording)}
${autoTexts(report, wording)}</section>`;
}

/** The definitions by which the platforms' figures were counted. */
function profiles(report: Report, wording: Wording): Markup | null {
  const items = profileLines(report, wording).map(
    ([label, lines]) =>
      html`<dt>${label}</dt><dd>${lines.map((line) => html`<p><bdi>${line}</bdi></p>`)}</dd>`,
  );
  return items.length === 0
    ? null
    : html`<h3>${wording.profiles.title}</h3><dl class="explained">${items}</dl>`;
}

/** The texts that were taken for automatic, so that the reader can say no. */
function autoTexts(report: Report, wording: Wording): Markup | null {
  const { recognised } = report.settings.autoTexts;
  if (recognised.length === 0) return null;
  const items = recognised.map(
    ({ text, messages }) =>
      html`<li><bdi>${wording.quote(text)}</bdi> ${wording.units.times(formatCount(messages))}</li>`,
  );
  return html`<h3>${wording.settings.autoTexts}</h3><ul>${items}</ul>`;
}

/** What was read and what was lost: exact counts, some samples. */
export function dataSection(report: Report, wording: Wording): Markup {
  const { input } = wording;
  const files = report.inputs.map(
    (file) =>
      html`<tr><th scope="row"><bdi>${file.file}</bdi></th><td>${file.format}</td><td>${file.encoding}</td>${[
        file.rows,
        file.messages,
        file.rejected,
        file.duplicates,
      ].map((value) => html`<td class="number">${formatCount(value)}</td>`)}<td class="number">${
        file.resolutionSeconds === null ? wording.none : formatLimit(file.resolutionSeconds, wording)
      }</td></tr>`,
  );
  const heads = [input.file, input.format, input.encoding].map((head) => html`<th scope="col">${head}</th>`);
  const numbers = [input.rows, input.messages, input.rejected, input.duplicates, input.resolution].map(
    (head) => html`<th scope="col" class="number">${head}</th>`,
  );
  return html`<section id="data"><h2>${wording.lost}</h2><p>${inputsLine(report, wording)}</p>
${baseline(report, wording)}
${diagnosticsTable(report, wording)}
<h3>${wording.inputs}</h3><div class="scroll" tabindex="0" role="region" aria-label="${wording.inputs}"><table><thead><tr>${heads}${numbers}</tr></thead><tbody>${files}</tbody></table></div></section>`;
}

/** What became of the known findings, and which are no longer found. */
function baseline(report: Report, wording: Wording): Markup | null {
  const line = baselineLine(report, wording);
  if (line === null) return null;
  const gone = report.baseline!.gone.map(
    ({ rule, agent, session }) =>
      html`<li>${rule} <bdi>${agent}</bdi> ${wording.session} <bdi>${session}</bdi></li>`,
  );
  return html`<p>${line}</p>${gone.length === 0 ? null : html`<ul class="samples">${gone}</ul>`}`;
}

function diagnosticsTable(report: Report, wording: Wording): Markup {
  if (report.diagnostics.length === 0) return html`<p class="none">${wording.diagnosticsNone}</p>`;
  const rows = report.diagnostics.map(({ code, level, file, count, samples }) => {
    const shown = samples.map(({ line, value }) => {
      const place = line === null ? "" : `${wording.input.line(line)}${wording.colon}`;
      return html`<li>${place}<bdi>${value}</bdi></li>`;
    });
    return html`<tr><td><span class="level ${level}">${wording.level[level]}</span></td><td>${wording.diagnostic(code)}</td>
<td><bdi>${file ?? wording.none}</bdi></td><td class="number">${formatCount(count)}</td><td>${shown.length === 0 ? wording.none : html`<ul class="samples">${shown}</ul>`}</td></tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${wording.lost}"><table class="diagnostics"><thead><tr><th scope="col">${wording.severityLabel}</th><th scope="col">${wording.diagnosticWhat}</th>
<th scope="col">${wording.input.file}</th><th scope="col" class="number">${wording.diagnosticCount}</th><th scope="col">${wording.diagnosticSamples}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
