import { createHash } from "node:crypto";
import type { Report } from "../../model/report.ts";
import type { Wording } from "../../text/wording.ts";
import { type Format, wordingFor } from "../format.ts";
import { type History, historyOf } from "../history.ts";
import { isOfSomebody, shopName, teamWeeks, weekName } from "../view.ts";
import { correctionsSection } from "./corrections.ts";
import { faqSection } from "./customers.ts";
import { pageData } from "./data.ts";
import { html, jsonScript, Markup } from "./markup.ts";
import { dataSection, methodSection } from "./method.ts";
import { reconcileSection } from "./reconcile.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { type PageTeam, teamSection } from "./team.ts";
import { drawTrends } from "./trend.ts";

/** The report as one page that needs nothing else: no network, readable on paper and without script. */
export const htmlFormat: Format = {
  id: "html",
  summary: {
    zh: "给主管看的网页：单个文件，离线可看、可打印",
    en: "the page for managers: one file, offline, printable",
  },
  render: (report, options) => [
    {
      name: "report.html",
      content: renderPage(report, historyOf(report, options.history ?? []), wordingFor(options)),
    },
  ],
};

function renderPage(report: Report, history: History, wording: Wording): string {
  const teams = numbered(report, history);
  const trends = drawTrends(report, history, wording);
  const rows = teams.flatMap((team) => team.agents);
  const { page, parts, talks } = pageData(report, rows, trends.trendOf, wording);
  const title = [wording.title, ...shopsOf(report).map((shop) => shopName(shop, wording))].join(
    wording.separator,
  );
  const document = html`<!doctype html>
<html lang="${wording.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest(style)}'; script-src 'sha256-${digest(script)}'; base-uri 'none'; form-action 'none'">
<title>${title}</title><style>${new Markup(style)}</style></head><body>
<a class="skip" href="#main">${wording.page.skip}</a>
<header><h1>${wording.title}</h1>${switches(report, teams, wording)}</header>
<main id="main">
<noscript><p class="hint">${wording.page.noScript}</p></noscript>
${teams.map((team) => teamSection(team, parts, report, wording))}
${trends.shops}
${correctionsSection(report, wording)}
${reconcileSection(report, wording)}
${findingsSection(page.rules, wording)}
${faqSection(report, wording)}
${methodSection(report, wording)}
${dataSection(report, wording)}
</main>
<footer>${wording.page.footer}</footer>
${trends.agents}
${jsonScript("page-data", page)}
${parts.map((part, at) => jsonScript(`part-${at}`, part))}
${talks.map((talk, at) => jsonScript(`talk-${at}`, talk))}
<script>${new Markup(script)}</script></body></html>
`;
  return document.text;
}

function numbered(report: Report, history: History): PageTeam[] {
  let firstRow = 0;
  return teamWeeks(report, history).map((team) => {
    const agents = team.agents.filter(isOfSomebody);
    const numberedTeam = { ...team, agents, firstRow };
    firstRow += agents.length;
    return numberedTeam;
  });
}

function shopsOf(report: Report): (string | null)[] {
  return [...new Set(report.shopWeeks.map((row) => row.shop))];
}

/** Week, shop where there are several, print. */
function switches(report: Report, teams: readonly PageTeam[], wording: Wording): Markup {
  const weeks = [...new Set(teams.map((team) => team.week))].map(
    (week) =>
      html`<option value="${week ?? ""}">${weekName(week, report.settings.weekStart, wording)}</option>`,
  );
  const shops = shopsOf(report);
  const shopSwitch =
    shops.length < 2
      ? null
      : html`<label>${wording.page.shopSwitch} <select id="shop"><option>${wording.page.allShops}</option>${shops.map(
          (shop) => html`<option value="${shop ?? ""}">${shopName(shop, wording)}</option>`,
        )}</select></label>`;
  return html`<nav aria-label="${wording.page.weekSwitch}"><label>${wording.page.weekSwitch} <select id="week">${weeks}</select></label>${shopSwitch}
<button type="button" id="print">${wording.page.print}</button></nav>`;
}

function findingsSection(rules: readonly { id: string; title: string }[], wording: Wording): Markup {
  const titles = new Map(rules.map((rule) => [rule.id, rule.title]));
  const option = (value: string, label: string) => html`<option value="${value}">${label}</option>`;
  return html`<section id="findings"><h2>${wording.page.findings}</h2>
<form id="finding-filter" role="search"><label>${wording.rule} <select name="rule">${option("", wording.page.allRules)}${[...titles].map(([id, label]) => option(id, label))}</select></label>
<label>${wording.severityLabel} <select name="severity">${option("", wording.page.allSeverities)}${Object.entries(wording.severity).map(([id, label]) => option(id, label))}</select></label>
<label>${wording.agent} <select name="agent">${option("", wording.page.allAgents)}</select></label>
<label>${wording.page.filterFindings} <input type="search" name="words" autocomplete="off"></label></form>
<div id="finding-list"></div></section>`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
