/** The page's style sheet: light and dark, from a phone to A4. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --sheet: #fff; --ink: #1d2330; --soft: #5b6474; --edge: #dfe3ea; --accent: #1f5fbf;
  --good: #17714a; --good-ground: #e8f5ee; --bad: #a8341f; --warn: #8a5a00; --warn-ground: #fdf3df; --agent: #eaf2fd;
  --step0: #cfe3d6; --step1: #9fcbb0; --step2: #6aa9c9; --step3: #e0b458; --step4: #d1694f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --sheet: #1c2128; --ink: #e6e9ee; --soft: #a0a9b8; --edge: #343b46; --accent: #7fb2ff;
    --good: #6fcf9f; --good-ground: #19332a; --bad: #ff9380; --warn: #f0c069; --warn-ground: #3a2f17; --agent: #1e2a3b;
    --step0: #2f5f49; --step1: #3f8263; --step2: #3d7ea6; --step3: #b98a2c; --step4: #bb5540;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.55; font: 15px/1.55 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; overflow-wrap: anywhere; }
body > header, main, body > footer { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
body > header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 24px; padding-top: 20px; }
h1 { font-size: 22px; margin: 0; }
h2 { font-size: 19px; margin: 0 0 14px; }
h2 .week { color: var(--soft); font-weight: normal; font-size: 16px; }
h3 { font-size: 16px; margin: 26px 0 10px; }
h4 { font-size: 15px; margin: 18px 0 8px; }
h5 { font-size: 15px; margin: 0 0 6px; }
h5 .cases { font-weight: normal; }
nav { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; margin-left: auto; }
select, input, button { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--edge); border-radius: 6px; padding: 5px 10px; max-width: 100%; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; background: var(--sheet); padding: 6px 12px; z-index: 2; }
main > section { background: var(--sheet); border: 1px solid var(--edge); border-radius: 10px; padding: 20px; margin: 16px 0; }
body > footer { color: var(--soft); padding-bottom: 24px; font-size: 13px; }
.cards { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; padding: 0; margin: 0 0 20px; }
.cards li { border: 1px solid var(--edge); border-radius: 8px; padding: 10px 14px; display: flex; flex-direction: column; }
.cards strong { font-size: 22px; font-variant-numeric: tabular-nums; line-height: 1.35; }
.label, .interval, .hint, .note, .cases, .shown, .place, blockquote footer { color: var(--soft); font-size: 13px; }
.change { font-size: 13px; color: var(--soft); }
.change.good { color: var(--good); }
.change.bad { color: var(--bad); }
.table-tools { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin-bottom: 8px; }
.scroll { overflow-x: auto; }
.scroll tbody th, .scroll tbody td:not(.number) { min-width: 4.5em; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 7px 10px; border-bottom: 1px solid var(--edge); vertical-align: top; font-weight: normal; }
thead th { color: var(--soft); font-size: 13px; white-space: nowrap; vertical-align: bottom; }
tbody th { font-weight: 600; }
th.number, td.number { text-align: right; white-space: nowrap; }
thead button { all: unset; cursor: pointer; }
thead button:focus-visible { outline: 2px solid var(--accent); }
th[aria-sort] button { color: var(--ink); font-weight: 600; }
th[aria-sort="ascending"] button::after { content: " ▲"; }
th[aria-sort="descending"] button::after { content: " ▼"; }
td .interval, td .change { display: block; font-size: 12px; }
td.number .change { white-space: normal; max-width: 9em; margin-left: auto; }
table.months td .interval { display: inline; margin-left: 8px; } table.months tbody th { min-width: 8.5em; }
table.agents thead th { white-space: normal; overflow-wrap: normal; } :lang(zh) table.agents thead th { white-space: nowrap; }
table.agents td:not(.number) { min-width: 7em; }
table.agents tbody th { min-width: 5em; overflow-wrap: normal; } table.agents .see { white-space: nowrap; }
.praise { color: var(--good); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 16px; }
figure { margin: 0; border: 1px solid var(--edge); border-radius: 8px; padding: 12px 14px; break-inside: avoid; }
figcaption { font-weight: 600; margin-bottom: 8px; }
svg { display: block; width: 100%; height: auto; max-width: 620px; }
svg text { font-size: 13px; fill: var(--ink); }
svg .tick { font-size: 12px; fill: var(--soft); }
svg .value { font-size: 12px; fill: var(--soft); font-variant-numeric: tabular-nums; }
.grid { stroke: var(--edge); }
.bar { fill: var(--step3); }
.interval { stroke-linecap: round; }
svg .interval { stroke: var(--step2); stroke-width: 5; opacity: .55; }
.point { fill: var(--accent); }
.line { fill: none; stroke: var(--accent); stroke-width: 2; }
.step0 { fill: var(--step0); background: var(--step0); } .step1 { fill: var(--step1); background: var(--step1); }
.step2 { fill: var(--step2); background: var(--step2); } .step3 { fill: var(--step3); background: var(--step3); }
.step4 { fill: var(--step4); background: var(--step4); }
tr.differs td:last-child { color: var(--warn); }
.heat.empty { fill: none; }
.heat.left { stroke: var(--bad); stroke-width: 1.5; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 14px; padding: 0; margin: 8px 0 0; font-size: 13px; }
.key { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin-right: 5px; vertical-align: -1px; }
details.agent { border: 1px solid var(--edge); border-radius: 8px; margin: 8px 0; }
summary { cursor: pointer; padding: 9px 14px; }
details.agent > summary { display: flex; flex-wrap: wrap; gap: 2px 18px; align-items: baseline; list-style-position: inside; }
details.agent > summary::before { content: "▸"; color: var(--soft); }
details.agent[open] > summary::before { content: "▾"; }
.name { font-weight: 600; }
.body { padding: 0 16px 14px; }
.inner { border-top: 1px solid var(--edge); }
.inner > summary { padding: 9px 0; }
.chips { list-style: none; display: flex; flex-wrap: wrap; gap: 8px; padding: 0; margin: 0 0 10px; }
.chips li { background: var(--good-ground); color: var(--good); border-radius: 6px; padding: 3px 10px; }
.chips .cases { color: inherit; }
.findings { list-style: none; padding: 0; margin: 0; }
.finding { padding: 8px 0; border-top: 1px solid var(--edge); }
.finding:first-child { border-top: 0; }
.finding > p { margin: 2px 0; }
.finding-head { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: baseline; }
.rule { border: 1px solid var(--edge); border-radius: 8px; padding: 12px 14px; margin: 10px 0; }
.severity { display: inline-block; border: 1px solid currentColor; border-radius: 4px; padding: 0 6px; margin-right: 8px; font-size: 12px; font-weight: normal; color: var(--soft); }
.severity.fatal { color: var(--bad); } .severity.major { color: var(--warn); }
.level.lost { color: var(--bad); } .level.warning { color: var(--warn); }
blockquote { margin: 4px 0; padding: 2px 0 2px 12px; border-left: 3px solid var(--edge); }
blockquote p { margin: 0; white-space: pre-wrap; }
.reason { color: var(--soft); font-size: 14px; }
.grow { margin: 6px 0 0; }
.better { background: var(--good-ground); border-radius: 6px; padding: 6px 10px; margin: 6px 0; }
.better-label { color: var(--good); font-weight: 600; }
.none { color: var(--soft); }
.talk > summary { display: inline-block; padding: 3px 0; color: var(--accent); font-size: 14px; }
.examples > .talk { border-top: 1px solid var(--edge); } .examples > .talk > summary { padding: 8px 0; }
.examples > h4 + .talk { border-top: 0; }
.talk-body { border: 1px solid var(--edge); border-radius: 8px; padding: 10px 14px; margin: 4px 0 10px; background: var(--ground); }
.talk ol { list-style: none; padding: 0; margin: 0; display: flex; flex-direction: column; gap: 8px; }
.talk li { max-width: min(88%, 46em); border-radius: 8px; padding: 6px 12px; background: var(--sheet); border: 1px solid var(--edge); align-self: flex-start; }
.talk li p { margin: 0; white-space: pre-wrap; }
.talk li.agent, .talk li.robot { align-self: flex-end; background: var(--agent); }
.talk li.robot { border-style: dashed; }
.talk li.system, .talk li.wait, .talk li.slow { align-self: center; background: none; border: 0; padding: 0; color: var(--soft); font-size: 13px; text-align: center; }
.talk li.slow { color: var(--bad); font-weight: 600; }
.by, .acts { color: var(--soft); font-size: 12px; }
.acts { display: block; } .talk li .severity { margin-top: 4px; }
mark { background: var(--warn-ground); color: inherit; border-bottom: 2px solid var(--warn); }
#finding-filter { display: flex; flex-wrap: wrap; gap: 8px 14px; margin-bottom: 10px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 0 0 16px; }
dt { color: var(--soft); } dd { margin: 0; }
.samples { margin: 0; padding-left: 18px; }
.faq { grid-template-columns: minmax(10em, 1fr) 2fr; } .faq dt { color: var(--ink); }
@media (max-width: 640px) {
  body > header, main { padding-left: 12px; padding-right: 12px; }
  nav { margin-left: 0; }
  main > section { padding: 14px; }
  .cards { grid-template-columns: 1fr 1fr; }
  .cards strong { font-size: 19px; }
  table.agents, table.agents tbody, table.agents tr { display: block; }
  table.agents thead { display: flex; flex-wrap: wrap; gap: 4px; margin-bottom: 8px; }
  table.agents thead tr { display: flex; flex-wrap: wrap; gap: 4px 12px; }
  table.agents thead th { padding: 3px 0; border: 0; }
  table.agents tbody tr { border: 1px solid var(--edge); border-radius: 8px; padding: 8px 12px; margin-bottom: 10px; }
  table.agents tbody th { display: block; padding: 2px 0 4px; font-size: 16px; border: 0; }
  table.agents td { display: flex; justify-content: space-between; gap: 12px; padding: 3px 0; border: 0; text-align: right; white-space: normal; }
  table.agents td::before { content: attr(data-label); color: var(--soft); flex: none; }
  td .interval, td .change, td.number .change { display: inline; max-width: none; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; }
}
@page { size: A4; margin: 14mm 12mm; }
@media print {
  :root { --ground: #fff; --sheet: #fff; --ink: #000; --soft: #444; --edge: #bbb; --accent: #1f5fbf; --good: #17714a; --good-ground: #fff; --bad: #a8341f; --warn: #8a5a00; --step0: #cfe3d6; --step1: #9fcbb0; --step2: #6aa9c9; --step3: #e0b458; --step4: #d1694f; color-scheme: light; }
  body { font-size: 11px; background: #fff; }
  body > header, main, body > footer { max-width: none; padding: 0; }
  main > section { border: 0; padding: 0; margin: 0 0 16px; }
  nav, .skip, .table-tools, .grow, #findings, .inner:not([open]), .talk:not([open]), .examples:not(:has([open])), .see, .improvements .finding:nth-child(n+3) { display: none !important; }
  .rule { padding: 6px 10px; margin: 6px 0; } .finding { padding: 3px 0; } blockquote { margin: 2px 0; } h3, h4 { margin: 10px 0 4px; }
  .better { padding: 2px 0; margin: 2px 0; } .reason, .place, .cases, blockquote footer, .interval, .note { font-size: 10px; }
  .cards { grid-template-columns: repeat(6, 1fr); } .cards strong { font-size: 15px; } .cards li { padding: 6px 8px; }
  .charts { grid-template-columns: 1fr 1fr; }
  th, td { padding: 4px 6px; } thead { display: table-header-group; } tr, .finding, .rule, .better, .cards li, .talk li { break-inside: avoid; }
  h2, h3, h4, h5, summary { break-after: avoid; }
  .scroll { overflow: visible; }
  svg * , .chips li, .key, .better { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
